"""A file of ours as it is on disk now, read again only when it changed."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from standfirst.ads.errors import ScheduleUnreadable

Kept = TypeVar("Kept")

# Not through a link, and no waiting for the other end of a pipe somebody put there.
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC

log = logging.getLogger(__name__)


class Watched(Generic[Kept]):
    """Reads one file for one process."""

    def __init__(self, file: Path, read: Callable[[bytes, str], Kept], nothing: Kept, *, largest: int) -> None:
        """read: given the bytes and the file's name, returns what they mean or raises ScheduleUnreadable.

        nothing: what a missing or damaged file means. largest: bytes.
        """
        self._name = str(file)
        self._read_in = read
        self._nothing = nothing
        self._largest = largest
        self._stamp: tuple[int, int, int] | None = None
        self._kept = nothing

    def now(self) -> Kept:
        """Return what the file says now, the same object until it changes; nothing where it is missing or damaged.

        One system call as long as nothing changed. A damaged file is logged once, not once a reader.
        """
        try:
            found = os.lstat(self._name)
        except OSError:
            self._stamp, self._kept = None, self._nothing
            return self._nothing
        stamp = found.st_ino, found.st_mtime_ns, found.st_size
        if stamp != self._stamp:
            self._stamp, self._kept = stamp, self._read()
        return self._kept

    def _read(self) -> Kept:
        try:
            descriptor = os.open(self._name, _OPEN)
            try:
                return self._read_in(self._stored(descriptor), self._name)
            finally:
                os.close(descriptor)
        except (OSError, ScheduleUnreadable) as error:
            log.error("%s; it is taken as empty", error)  # noqa: TRY400  # one line an error
            return self._nothing

    def _stored(self, descriptor: int) -> bytes:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ScheduleUnreadable(f"{self._name} is not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(self._largest + 1)
