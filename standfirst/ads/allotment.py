"""Allotments: how several nodes share a goal without asking each other for every view.

Whoever collects the counts deals out, for each flight, what each node may have given by any moment: what it has given
already, and its share of what the flight's line gains. All parts together are the line, so that the goal is kept
whatever the nodes do meanwhile. A node that is not heard of is taken to give all it may, until its lease has run out;
only then is its share dealt to the others. See docs/decisions, "Pacing along the site's own curve".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from math import log

from standfirst.ads.pacing import Line

#: How long a node goes on by the last parts it was dealt, seconds; a node alone goes on for good.
LEASE_SECONDS = 6 * 3_600.0
#: How long after its last counts a node is taken to be there, seconds.
HEARD_SECONDS = 120.0
#: What is due within so many seconds is what there is to divide.
TURN_SECONDS = 600.0
#: Fewer views a node are not worth dividing: part of a view is none. Some nodes get them now, others at the next turn.
_WORTHWHILE = 3.0
#: A node that had no readers lately gets so much of an equal share, to begin with.
_LEAST = 0.1
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Allotment:
    """One node's part of one flight: ``base`` given already, and ``share`` (0 to 1) of what the line gains over ``total``."""

    base: float
    share: float
    total: float

    def level(self, due: float) -> float:
        """Return how many this node may have given when the flight's line has come to ``due``."""
        return self.base + self.share * max(0.0, due - self.total)


@dataclass(frozen=True, slots=True)
class Report:
    """What a node said last. done: views (or clicks) it gave, >= 0. heard: when, seconds since 1970.

    readers: slots it was asked for lately (count), the measure of its share.
    """

    done: int
    heard: float
    readers: int


def allot(
    line: Line, reports: Mapping[str, Report], before: Mapping[str, Allotment], *, now: float
) -> Mapping[str, Allotment]:
    """Return each node's part from ``now`` (seconds since 1970) on.

    reports: what is known of each node. before: the parts that hold until now, empty when none were dealt yet.
    """
    there = {name: report for name, report in reports.items() if now - report.heard <= HEARD_SECONDS}
    silent = {
        name: _held(report, before[name], line, now) if name in before else Allotment(report.done, 0.0, report.done)
        for name, report in reports.items()
        if name not in there
    }
    given = sum(report.done for report in there.values())
    # What is left of the line when the silent ones have theirs: ``whole`` of what it gains over ``total``.
    whole = 1.0 - sum(part.share for part in silent.values())
    taken = given + sum(part.base - part.share * part.total for part in silent.values())
    total = taken / whole if whole > _NOTHING else float(line.bought)
    gain = max(0.0, line.at(now + TURN_SECONDS) - total) * whole
    chosen = _chosen(there, max(1, int(gain / _WORTHWHILE)), turn=int(now))
    shares = dict.fromkeys(there, 0.0)
    _divide(whole, {name: there[name].readers for name in chosen}, shares)
    parts = {name: Allotment(report.done, shares[name], total) for name, report in there.items()}
    return dict(sorted({**silent, **parts}.items()))


def _chosen(there: Mapping[str, Report], most: int, *, turn: int) -> list[str]:
    """Return at most ``most`` of the nodes, others each ``turn``, those with many readers more often."""
    if most >= len(there):
        return list(there)

    def when(name: str) -> float:
        # As if each waited for its next reader.
        thrown = (int.from_bytes(blake2b(f"{turn} {name}".encode(), digest_size=4).digest(), "big") + 1) / (1 << 32)
        return -log(thrown) / max(1, there[name].readers)

    return sorted(there, key=when)[:most]


def _held(report: Report, before: Allotment, line: Line, now: float) -> Allotment:
    """Return the part of a node that is not heard of: what it was dealt, and nothing new once its lease is over."""
    leased_until = report.heard + LEASE_SECONDS
    if now < leased_until:
        return before
    # It may have given all this since.
    worst = max(float(report.done), before.level(line.at(leased_until)))
    return Allotment(worst, 0.0, worst)


def _divide(whole: float, readers: Mapping[str, int], shares: dict[str, float]) -> None:
    """Give each of ``readers`` its part of ``whole`` in ``shares``, by how many it has."""
    if not readers:
        return
    least = max(1.0, sum(readers.values()) / len(readers) * _LEAST)
    weights = {name: max(least, float(count)) for name, count in readers.items()}
    every = sum(weights.values())
    for name, weight in weights.items():
        shares[name] = whole * weight / every
