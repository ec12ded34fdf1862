"""Following a folder of tallies: what all its processes counted since the last look, read once each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from standfirst.audience.logs import Counts, Key, counts_in
from standfirst.audience.sums import folded_sums
from standfirst.disk import locked


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found. anew: these are all counts there are, not only the new ones."""

    counts: Counts
    anew: bool


class Follower:
    """Reads a folder's logs as they grow. A look that finds nothing new costs a few system calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._at: dict[str, int] = {}
        self._sums: tuple[int, int, int] | None = None
        self._begun = False

    def look(self) -> Seen:
        """Return what was flushed since the last look. Raises SumsDamaged, OSError."""
        if not self._folder.is_dir():
            return Seen({}, anew=True)
        with locked(self._folder, alone=False):
            logs = {log.name: log for log in self._folder.glob("*.log")}
            stamp = _stamp(self._folder / "sums.json")
            # A log that was closed and folded since is in the sums now, and part of it was never seen.
            if not self._begun or stamp != self._sums or self._at.keys() - logs.keys():
                return self._anew(logs, stamp)
            counts: Counter[Key] = Counter()
            for name, log in logs.items():
                counts.update(self._grown(name, log))
            return Seen(counts, anew=False)

    def _anew(self, logs: dict[str, Path], stamp: tuple[int, int, int] | None) -> Seen:
        counts, folded = folded_sums(self._folder)
        self._at = {}
        for name, log in logs.items():
            if name not in folded:
                counts.update(self._grown(name, log))
            else:
                self._at[name] = log.stat().st_size
        self._sums, self._begun = stamp, True
        return Seen(counts, anew=True)

    def _grown(self, name: str, log: Path) -> Counts:
        before = self._at.get(name, 0)
        with log.open("rb") as file:
            file.seek(before)
            # What comes after the last line's end is still being written.
            written, _, _ = file.read().rpartition(b"\n")
        self._at[name] = before + len(written) + bool(written)
        return counts_in(written)


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
