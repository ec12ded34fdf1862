"""What this node's flights have had so far, as far as pacing wants to know it."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from standfirst.ads.openings import Progress
from standfirst.audience.errors import AudienceError
from standfirst.audience.following import Follower
from standfirst.audience.logs import Counts

#: How long a view that was given may take to be counted, seconds; until then it is taken to come.
ON_THE_WAY_SECONDS = 5.0

log = logging.getLogger(__name__)


class Given:
    """Follows the tallies of a node and says what each flight has had, views still on their way included."""

    def __init__(self, folder: Path) -> None:
        """folder: of the tallies."""
        self._follower = Follower(folder)
        self._views: Counter[str] = Counter()
        self._clicks: Counter[str] = Counter()
        self._by_hour: dict[str, Counter[str]] = {}
        self._on_the_way: deque[tuple[float, str]] = deque()
        self._coming: Counter[str] = Counter()
        self._trouble = ""

    def add(self, creative: str, now: float) -> None:
        """Take down that a view of ``creative`` was given. now: seconds since 1970."""
        self._on_the_way.append((now, creative))
        self._coming[creative] += 1

    def look(self, now: float) -> None:
        """Read what was counted since the last look."""
        while self._on_the_way and self._on_the_way[0][0] <= now - ON_THE_WAY_SECONDS:
            _, creative = self._on_the_way.popleft()
            self._coming[creative] -= 1
        try:
            seen = self._follower.look()
        except (AudienceError, OSError, ValueError) as error:
            if str(error) != self._trouble:
                log.warning("%s; flights are paced by what was counted before", error)
            self._trouble = str(error)
            return
        self._trouble = ""
        if seen.anew:
            self._views.clear()
            self._clicks.clear()
            self._by_hour.clear()
        self._take(seen.counts)

    def progress(self, owners: Mapping[str, str], *, now: float, zone: str) -> Mapping[str, Progress]:
        """Return what each flight has had. owners: flights by creative. zone: by whose midnight a day begins."""
        views: Counter[str] = Counter()
        clicks: Counter[str] = Counter()
        today: Counter[str] = Counter()
        since = _midnight_hour(now, zone)
        for creative, flight in owners.items():
            coming = self._coming[creative]
            views[flight] += self._views[creative] + coming
            clicks[flight] += self._clicks[creative]
            today[flight] += coming
        for hour, counts in self._by_hour.items():
            if hour >= since:
                for creative, count in counts.items():
                    if creative in owners:
                        today[owners[creative]] += count
        return {flight: Progress(views[flight], clicks[flight], today[flight]) for flight in views}

    def _take(self, counts: Counts) -> None:
        for key, count in counts.items():
            creative = key.subject.rpartition("/")[2]
            if key.event == "served":
                self._views[creative] += count
                self._by_hour.setdefault(key.hour, Counter())[creative] += count
            elif key.event == "click":
                self._clicks[creative] += count
        # Two days are enough for any midnight.
        for old in sorted(self._by_hour)[:-50]:
            del self._by_hour[old]


def _midnight_hour(now: float, zone: str) -> str:
    """Return the first hour (UTC, as tallies write it) of the day ``now`` is in, by the clock of ``zone``."""
    midnight = datetime.fromtimestamp(now, ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    # Where midnight falls within an hour of UTC, that hour belongs to the day before.
    return f"{(midnight.astimezone(UTC) + timedelta(minutes=59)):%Y-%m-%dT%H}"
