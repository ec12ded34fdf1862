"""Progress of something long, on one line of a terminal: how much is done, how fast it goes, how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

#: How often the line is written anew, seconds.
_EVERY_SECONDS = 0.5
_BAR = 24


@dataclass(slots=True)
class Progress:
    """Says nothing where nobody looks: ``out`` must be a terminal. clock: seconds that never go back."""

    what: str
    out: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    said: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.clock()

    def is_due(self) -> bool:
        """Say whether it is time to say something again."""
        return self.out.isatty() and self.clock() - self.said >= _EVERY_SECONDS

    def say(self, done: int, total: int) -> None:
        """Write how far things are. done, total: counts; total may grow."""
        self.said = self.clock()
        self.out.write(f"\r{self.line(done, total)}\x1b[K")
        self.out.flush()

    def line(self, done: int, total: int) -> str:
        """Return "printing ███████░░░ 4,800 of 10,000 · 1,200/s · 0:04 left"."""
        rate = done / max(self.clock() - self.began, 0.001)
        full = _BAR * done // max(total, done, 1)
        left = round((total - done) / rate) if rate else 0
        bar = "█" * full + "░" * (_BAR - full)
        return f"{self.what} {bar} {done:,} of {total:,} · {rate:,.0f}/s · {left // 60}:{left % 60:02} left"

    def end(self) -> None:
        """Clear the line."""
        if self.out.isatty():
            self.out.write("\r\x1b[K")
            self.out.flush()
