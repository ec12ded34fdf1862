"""Marks: which tokens were used for what already, shared by all processes of a node.

``FOLDER/HOUR.marks`` holds eight bytes with the next free serial, then one byte a serial, a bit for each event. Files
are sparse; those of hours whose tokens expired are thrown away. What is written is there for the other processes at
once and outlives the death of any of them.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from standfirst.audience.errors import MarksUnwritable

#: Tokens a node may give out in an hour: twice what a busy machine could.
SERIALS = 1 << 26
#: Serials a process takes at once.
_BLOCK = 256
_HEAD = 8


class Marks:
    """The marks of one node, for one process."""

    def __init__(self, folder: Path) -> None:
        """folder: made where it is missing."""
        self._folder = folder
        self._files: dict[int, int] = {}
        self._free: list[int] = []
        self._free_of = -1

    def serial(self, hour: int) -> int:
        """Return a number that no other token of ``hour`` (hours since 1970) has on this node.

        Raises MarksUnwritable when the disk will not take it, or the hour's numbers are used up.
        """
        if self._free_of != hour or not self._free:
            self._take_block(hour)
        return self._free.pop()

    def first(self, hour: int, serial: int, bit: int) -> bool:
        """Say whether this is the first time that ``bit`` (1, 2, 4 …) of the token is asked for, and mark it.

        Raises MarksUnwritable; then it is not marked.
        """
        with self._alone(hour) as file:
            found = os.pread(file, 1, _HEAD + serial)
            marked = found[0] if found else 0
            if marked & bit:
                return False
            os.pwrite(file, bytes((marked | bit,)), _HEAD + serial)
            return True

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _take_block(self, hour: int) -> None:
        with self._alone(hour) as file:
            head = os.pread(file, _HEAD, 0)
            start = int.from_bytes(head, "big") if len(head) == _HEAD else 0
            if start + _BLOCK > SERIALS:
                raise MarksUnwritable(f"{self._folder} gave out {SERIALS:,} tokens this hour; add a node")
            os.pwrite(file, (start + _BLOCK).to_bytes(_HEAD, "big"), 0)
        self._free, self._free_of = list(range(start + _BLOCK - 1, start - 1, -1)), hour

    @contextmanager
    def _alone(self, hour: int) -> Iterator[int]:
        try:
            file = self._files.get(hour)
            if file is None:
                file = self._opened(hour)
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield file
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)
        except OSError as error:
            reason = error.strerror or str(error)
            raise MarksUnwritable(f"{self._folder} takes no marks ({reason}); make room") from error

    def _opened(self, hour: int) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self._folder / f"{hour}.marks", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._files[hour] = file
        for old in [known for known in self._files if known < hour - 2]:
            os.close(self._files.pop(old))
        for gone in self._folder.glob("*.marks"):
            if gone.stem.isdecimal() and int(gone.stem) < hour - 2:
                with suppress(FileNotFoundError):
                    gone.unlink()
        return file
