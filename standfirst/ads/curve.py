"""The curve: how a site's views spread over the week, hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

HOURS = 168
_HOUR = 3_600
_WEEK = HOURS * _HOUR
# 1970 began on a Thursday; weeks here begin on Monday.
_MONDAY = 4 * 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Curve:
    """Weights of the week's hours from Monday 00:00 UTC: 168 whole numbers, each > 0."""

    hours: tuple[int, ...]
    _before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sum the weights up once. Raises ValueError unless they are a week's."""
        if len(self.hours) != HOURS or min(self.hours) <= 0:
            raise ValueError(f"a curve has {HOURS} weights above 0, not {len(self.hours)} from {min(self.hours)}")
        object.__setattr__(self, "_before", (0, *accumulate(self.hours)))

    def passed(self, moment: float) -> float:
        """Return the weight of all hours since a fixed Monday until ``moment``, seconds since 1970. It always grows."""
        weeks, within = divmod(moment - _MONDAY, _WEEK)
        hour, seconds = divmod(within, _HOUR)
        at = int(hour)
        return weeks * self._before[HOURS] + self._before[at] + self.hours[at] * (seconds / _HOUR)

    def between(self, start: datetime, end: datetime) -> float:
        """Return the weight between two aware moments."""
        return self.passed(end.timestamp()) - self.passed(start.timestamp())


#: Every hour alike: for a site whose own curve is not known yet.
FLAT = Curve((1,) * HOURS)


def curve_of(views: Sequence[int]) -> Curve:
    """Return the curve of a site that had so many ``views`` in each of the week's hours (168 counts, >= 0).

    An hour never falls below a twentieth of the average: a quiet Sunday in the past must not stop an ad on the next.
    """
    least = max(1, sum(views) // (HOURS * 20))
    return Curve(tuple(max(least, count) for count in views)) if any(views) else FLAT
