"""The disk: files that others read while they are written anew."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What a file is called until it is whole.
_UNFINISHED = ".new"


def swap(file: Path, stored: bytes) -> None:
    """Put ``stored`` in the place of ``file``, its folder made, durably: whoever reads meets the old bytes or the new, never half."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")
    try:
        with beside.open("xb") as written:
            written.write(stored)
            written.flush()
            # A rename can outlive a power cut when the bytes do not: they are settled first.
            os.fsync(written.fileno())
        # Rename, not copy: whoever is killed here leaves the old file.
        beside.rename(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    settle(file.parent)


def settle(place: Path | str) -> None:
    """Have the disk hold the file at ``place``, or the names in the folder there."""
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Throw away what killed writers left unfinished in ``folder``. Only while nobody else writes there."""
    for leftover in folder.glob(f"*{_UNFINISHED}"):
        leftover.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold the lock of ``folder``: ``alone`` to change what is there, else to read it while nobody does."""
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
