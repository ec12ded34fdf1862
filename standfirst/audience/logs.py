"""Logs of counts: how a tally's file is written, so that what a crash cut off is never taken for a count.

    FOLDER/
      lock           held shared while sums are read, alone while logs are folded
      <token>.log    one process's counts, a checked line a flush; locked by that process as long as it lives
      sums.json      what closed logs came to, and which logs are in it already

A line is eight hexadecimal digits of CRC-32, a space, and JSON: ``[["2026-11-20T10", "served", "top/7", 3], …]``.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a number counts. No reader is in it, so no reader can be got out of it.

    hour: UTC, "2026-11-20T10". event: "served", "click", "read" … subject: a slot and creative ("top/7") or a page's path.
    """

    hour: str
    event: str
    subject: str


Counts = Mapping[Key, int]


def rows_of(counts: Counts) -> list[tuple[str, str, str, int]]:
    """Return ``counts`` as they are written, in a fixed order."""
    return [(key.hour, key.event, key.subject, count) for key, count in sorted(counts.items())]


def counts_of(rows: Iterable[tuple[str, str, str, int]]) -> Counter[Key]:
    """Return the counts of written rows."""
    counts: Counter[Key] = Counter()
    for hour, event, subject, count in rows:
        counts[Key(hour, event, subject)] += count
    return counts


def line_of(counts: Counts) -> bytes:
    """Return the line a log keeps for one flush."""
    written = json.dumps(rows_of(counts), ensure_ascii=False, separators=(",", ":")).encode()
    return b"%08x %s\n" % (crc32(written), written)


def counts_in(log: bytes) -> Counter[Key]:
    """Return what a log adds up to; a line that is cut or damaged was never acknowledged and counts nothing."""
    counts: Counter[Key] = Counter()
    for line in log.split(b"\n"):
        check, _, written = line.partition(b" ")
        if written and check == b"%08x" % crc32(written):
            counts.update(counts_of(json.loads(written)))
    return counts
