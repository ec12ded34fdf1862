"""Openings: which flights may run now by their dates, goals, pace and caps, and how many views each may be given.

Looked at afresh every second or so; between two looks a decision only takes from what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf

from standfirst.ads.allotment import Allotment
from standfirst.ads.curve import Curve
from standfirst.ads.flight import Flight, Unit
from standfirst.ads.pacing import Line, views_allowed
from standfirst.ads.roster import Roster

#: As many views as anybody could give between two looks.
WITHOUT_END = 1 << 40
#: More than a share flight can be owed: what it could not use (nothing fitted, its readers had enough) is not saved up.
_MOST_OWED = 20.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a flight has had on this node (counts, >= 0). today: views since the paper's midnight."""

    views: int = 0
    clicks: int = 0
    today: int = 0


NOTHING_YET = Progress()
NO_PART = Allotment(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a flight may run. allowed: views until the next look. lag: hours it is behind. why: in words, when not."""

    allowed: int
    lag: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """One of several processes that share a node's part: the number of it, from 0, and how many there are."""

    number: int = 0
    of: int = 1

    def part(self, views: int, turn: int) -> int:
        """Return this process's part of ``views``; all parts together are all views. turn: who gets the odd ones."""
        each, odd = divmod(views, self.of)
        return each + ((self.number + turn) % self.of < odd)


ALONE = Worker()


def opening(
    flight: Flight,
    line: Line | None,
    had: Progress,
    *,
    now: float,
    seconds: float,
    allotted: Allotment | None = None,
    until: float = inf,
) -> Opening:
    """Return whether ``flight`` may run on this node within the next ``seconds``.

    line: where it has a goal. now: seconds since 1970. allotted: this node's part where there are several.
    until: how far that part may be followed, seconds since 1970.
    """
    if now < flight.start.timestamp():
        return Opening(0, why="not started yet")
    if now >= flight.end.timestamp():
        return Opening(0, why="over")
    allowed = WITHOUT_END
    if flight.daily_cap is not None:
        share = 1.0 if allotted is None else allotted.share
        allowed = int(flight.daily_cap * share) - had.today
        if allowed <= 0:
            return Opening(0, why="has had its views for today")
    if line is None:
        return Opening(allowed)
    if now >= until:
        return Opening(0, why="this node has not been dealt its part for too long")
    due = line.at(now), line.at(min(now + seconds, until))
    if allotted is not None:
        due = allotted.level(due[0]), allotted.level(due[1])
    return _paced(flight, line, had, due, seconds=seconds, left=line.end - now, most=allowed)


def _paced(
    flight: Flight, line: Line, had: Progress, due: tuple[float, float], *, seconds: float, left: float, most: int
) -> Opening:
    """due: views due now, and at the end of the next ``seconds``. left: seconds until the flight ends."""
    by_clicks = flight.unit is Unit.CLICKS
    done = had.clicks if by_clicks else had.views
    if done >= line.bought:
        return Opening(0, why=f"has had every {'click' if by_clicks else 'view'} it was sold")
    at, soon = due
    behind = int(soon + 1e-6) - done
    if behind < 1:
        return Opening(0, why="ahead of its even pace")
    planned = soon - at
    lag = (at - done) * seconds / 3_600 / planned if planned > 0 else 0.0
    if by_clicks:
        return Opening(most, lag)
    allowed = views_allowed(behind=behind, planned=planned, seconds=seconds, left=left)
    return Opening(min(most, allowed), lag)


class Openings:
    """How the flights of a roster stand in one process.

    bits: who may run now. lag: hours behind, by place in the roster. owed: views a share flight is owed.
    """

    def __init__(self, roster: Roster, curve: Curve, *, worker: Worker = ALONE) -> None:
        self.roster = roster
        self.bits = 0
        self.lag = [0.0] * len(roster.flights)
        self.owed = [0.0] * len(roster.flights)
        self._left = [0] * len(roster.flights)
        self._worker = worker
        self.lines = [
            None
            if flight.bought is None
            else Line(flight.bought, flight.start.timestamp(), flight.end.timestamp(), curve)
            for flight in roster.flights
        ]

    def look(
        self,
        *,
        now: float,
        seconds: float,
        had: Callable[[str], Progress],
        allotments: Mapping[str, Allotment] | None = None,
        until: float = inf,
    ) -> None:
        """Work out anew who may run within the next ``seconds``.

        now: seconds since 1970. had: what a flight, by id, has had on this node. allotments: the node's parts by
        flight where there are several nodes; a flight that is missing in them waits until it is dealt out.
        until: how far those parts may be followed, seconds since 1970.
        """
        turn, self.bits = int(now / seconds), 0
        for at, flight in enumerate(self.roster.flights):
            line = self.lines[at]
            part = None
            if allotments is not None and (line is not None or flight.daily_cap is not None):
                part = allotments.get(flight.id, NO_PART)
            found = opening(flight, line, had(flight.id), now=now, seconds=seconds, allotted=part, until=until)
            allowed = found.allowed
            if 0 < allowed < WITHOUT_END:
                allowed = self._worker.part(allowed, turn)
            self._left[at], self.lag[at] = allowed, found.lag
            if allowed > 0:
                self.bits |= 1 << at

    def gave(self, able: int, shown: int | None) -> None:
        """Take down a decision. able: who could have stood there, as bits. shown: the place in the roster, or None."""
        shared = able & self.roster.shared & self.bits
        while shared:
            low = shared & -shared
            at = low.bit_length() - 1
            self.owed[at] = min(_MOST_OWED, self.owed[at] + (self.roster.flights[at].share or 0) / 100)
            shared ^= low
        if shown is None:
            return
        if self.roster.flights[shown].share is not None:
            self.owed[shown] -= 1
        self._left[shown] -= 1
        if self._left[shown] <= 0:
            self.bits &= ~(1 << shown)
