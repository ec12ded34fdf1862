"""Sums: what all tallies of a folder came to, each count once."""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standfirst.audience.errors import SumsDamaged
from standfirst.audience.logs import Counts, Key, counts_in, counts_of, rows_of
from standfirst.disk import locked, swap, sweep

_FORMAT = 1
#: The hour under which everything that was settled stands, before all others.
SETTLED = "0000-00-00T00"


def sums(folder: Path) -> Counts:
    """Return every count flushed into ``folder``, by hour, event and subject; nothing where there is no folder.

    Raises SumsDamaged when the sums of closed logs cannot be read.
    """
    if not folder.is_dir():
        return {}
    with locked(folder, alone=False):
        counts, folded = folded_sums(folder)
        for log in folder.glob("*.log"):
            if log.name not in folded:
                counts.update(counts_in(log.read_bytes()))
    return counts


def totals(counts: Counts, event: str) -> Counter[str]:
    """Return the count of ``event`` by subject, all hours together."""
    by_subject: Counter[str] = Counter()
    for key, count in counts.items():
        if key.event == event:
            by_subject[key.subject] += count
    return by_subject


def fold(folder: Path) -> int:
    """Add the logs of processes that are gone to the sums, and return how many logs that were.

    The new sums name the logs in them and are swapped in before any log goes: killed at any point, nothing is lost
    and nothing counts twice. Raises SumsDamaged, and then touches nothing.
    """
    with locked(folder, alone=True):
        sweep(folder)
        counts, folded = folded_sums(folder)
        for log in folder.glob("*.log"):
            if log.name in folded:
                log.unlink()
        with _closed_logs(folder) as logs:
            for log in logs:
                counts.update(counts_in(log.read_bytes()))
            if logs:
                _swap(folder, counts, [log.name for log in logs])
            for log in logs:
                log.unlink()
            return len(logs)


def settle(folder: Path, *, before: str) -> int:
    """Put what was counted in hours before ``before`` ("2026-11-20T10") together under SETTLED; return how many rows went.

    Totals stay as they are; a folder that counts for years stays small. Only hours that were collected may be settled.
    Raises SumsDamaged, and then touches nothing.
    """
    if not folder.is_dir():
        return 0
    with locked(folder, alone=True):
        counts, folded = folded_sums(folder)
        old = [key for key in counts if SETTLED < key.hour < before]
        for key in old:
            counts[Key(SETTLED, key.event, key.subject)] += counts.pop(key)
        if old:
            _swap(folder, counts, sorted(folded))
        return len(old)


def folded_sums(folder: Path) -> tuple[Counter[Key], frozenset[str]]:
    """Return the kept sums, and the names of logs that are in them already."""
    file = folder / "sums.json"
    try:
        kept = json.loads(file.read_bytes())
        version, counts, folded = kept["format"], counts_of(kept["counts"]), frozenset(kept["folded"])
    except FileNotFoundError:
        return Counter(), frozenset()
    except (ValueError, KeyError, TypeError) as error:
        raise SumsDamaged(f"{file} cannot be read ({error}); move it away to count on without what is in it") from error
    if version != _FORMAT:
        raise SumsDamaged(f"{file} has format {version}, this program reads {_FORMAT}; run the newer program")
    return counts, folded


@contextmanager
def _closed_logs(folder: Path) -> Iterator[list[Path]]:
    """Hold every log whose process is gone."""
    held: list[tuple[int, Path]] = []
    try:
        for log in sorted(folder.glob("*.log")):
            descriptor = os.open(log, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                held.append((descriptor, log))
        yield [log for _, log in held]
    finally:
        for descriptor, _ in held:
            os.close(descriptor)


def _swap(folder: Path, counts: Counts, folded: list[str]) -> None:
    kept = {"format": _FORMAT, "folded": folded, "counts": rows_of(counts)}
    swap(folder / "sums.json", json.dumps(kept, ensure_ascii=False).encode())
