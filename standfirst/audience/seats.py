"""Seats: which of several processes of a node this one is, without anybody being told."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Seat:
    """A number below ``of`` that no other living process has; given back when the process ends, however it ends."""

    def __init__(self, folder: Path, of: int) -> None:
        """folder: made where it is missing. of: how many processes there are, >= 1."""
        folder.mkdir(parents=True, exist_ok=True)
        self.of = of
        #: None where all seats are taken: a process too many, during a restart.
        self.number: int | None = None
        for number in range(of):
            self._file = os.open(folder / f"seat-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._file)
            else:
                self.number = number
                return
