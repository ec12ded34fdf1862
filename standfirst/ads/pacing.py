"""Pacing: how fast a flight should spend what it was sold. See docs/decisions, "Pacing along the site's own curve"."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from standfirst.ads.curve import FLAT, Curve
from standfirst.ads.errors import FlightNotRunning

#: When so much of a flight's expected traffic has passed, so much of its goal should be met: what is left is a thin
#: line to the last minute, so that an outage at the end costs almost nothing.
LEAD_AT, LEAD_TO = 0.97, 0.995
#: What fell behind is made up over so many seconds, not at once: a burst helps no advertiser.
CATCH_UP_SECONDS = 3_600.0


def views_due(*, bought: int, start: datetime, end: datetime, now: datetime, curve: Curve = FLAT) -> int:
    """Return how many views (or clicks) a flight should have had by ``now``.

    bought: ordered for the whole flight (count, >= 0).
    start, end, now: aware datetimes; ``start <= now < end``. curve: the site's traffic over the week.

    Raises FlightNotRunning when ``now`` is outside the flight.

    >>> from datetime import UTC, datetime
    >>> views_due(
    ...     bought=100,
    ...     start=datetime(2026, 1, 1, tzinfo=UTC),
    ...     end=datetime(2026, 1, 5, tzinfo=UTC),
    ...     now=datetime(2026, 1, 2, tzinfo=UTC),
    ... )
    25
    """
    if not start <= now < end:
        raise FlightNotRunning(f"the flight runs from {start} to {end}, not at {now}; ask while it runs")
    return int(Line(bought, start.timestamp(), end.timestamp(), curve).at(now.timestamp()))


class Line:
    """The line one flight is to follow: views due by each moment, seconds since 1970."""

    __slots__ = ("_curve", "_from", "_whole", "bought", "end", "start")

    def __init__(self, bought: int, start: float, end: float, curve: Curve) -> None:
        """bought: count, >= 0. start < end."""
        self.bought = bought
        self.start = start
        self.end = end
        self._curve = curve
        self._from = curve.passed(start)
        self._whole = curve.passed(end) - self._from

    def at(self, moment: float) -> float:
        """Return the views due by ``moment``: 0 before the start, all of them after the end."""
        if moment <= self.start:
            return 0.0
        if moment >= self.end:
            return float(self.bought)
        gone = (self._curve.passed(moment) - self._from) / self._whole
        if gone < LEAD_AT:
            return self.bought * gone * (LEAD_TO / LEAD_AT)
        return self.bought * (LEAD_TO + (gone - LEAD_AT) / (1 - LEAD_AT) * (1 - LEAD_TO))


def views_allowed(*, behind: float, planned: float, seconds: float, left: float) -> int:
    """Return how many views may be given within the next ``seconds``.

    behind: views the flight is short of its line now, the next one included. planned: views its line gains meanwhile.
    left: seconds until the flight ends, > 0.
    """
    if behind < 1:
        return 0
    make_up = min(1.0, seconds / min(CATCH_UP_SECONDS, left / 2))
    return min(int(behind), ceil(planned + behind * make_up))
