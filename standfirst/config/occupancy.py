"""Occupancy: which rooms of a paper (site, newsroom, press) are being run, and by which process.

A room is a locked file in the paper's folder. The lock is the kernel's: a process that dies, however it dies,
gives it back, and so do the processes it started, which hold it too for as long as they live.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

#: How long a dead process's children may take to notice and leave, seconds.
_LEAVING_SECONDS = 10.0


class RoomOccupied(Exception):
    """A room of this paper is being run already; names the process."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who runs a room. port: the site's, TCP, 0 for rooms without one."""

    pid: int
    port: int = 0


@dataclass(slots=True)
class Occupancy:
    """A room that is ours until ``leave``. descriptor: hand it to children, so that they hold the room too."""

    file: Path
    descriptor: int

    def leave(self) -> None:
        """Give the room back and leave no file behind."""
        self.file.unlink(missing_ok=True)
        os.close(self.descriptor)


def occupy(folder: Path, room: str, port: int = 0) -> Occupancy:
    """Return the room as ours. folder: the paper's; port: the site's, for ``occupant`` to find.

    Raises RoomOccupied when another process runs it, OSError when the folder cannot be written.
    """
    file = _file_of(folder, room)
    until = time.monotonic() + _LEAVING_SECONDS
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if _is_locked_by_us(descriptor, file):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "port": port}).encode(), 0)
            return Occupancy(file, descriptor)
        found = _read(descriptor)
        os.close(descriptor)
        if found and (_is_alive(found.pid) or time.monotonic() > until):
            raise RoomOccupied(
                f"the {room} of {folder} is being run by process {found.pid} already; stop that one first, "
                "or give STANDFIRST_HOME another folder"
            )
        time.sleep(0.05)


def occupant(folder: Path, room: str) -> Occupant | None:
    """Return who runs ``room`` of the paper in ``folder``, or None when nobody does."""
    try:
        descriptor = os.open(_file_of(folder, room), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    else:
        return None
    finally:
        os.close(descriptor)


def _file_of(folder: Path, room: str) -> Path:
    return folder / f"{room}.lock"


def _is_locked_by_us(descriptor: int, file: Path) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # Whoever held it before may have taken the file away: a lock on a nameless file keeps nobody out.
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _read(descriptor: int) -> Occupant | None:
    try:
        return Occupant(**json.loads(os.pread(descriptor, 4096, 0)))
    except (ValueError, TypeError):
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
