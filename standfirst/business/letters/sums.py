"""What became of letters: sums of a day and letter, as the report shows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from standfirst.ads.adblock_ask import WORDS
from standfirst.ads.letter_trial import Outcome, Standing, standing_of
from standfirst.audience.logs import Counts

_EVENTS = {f"ask-{word}": word for word in WORDS}


@dataclass(frozen=True, slots=True)
class Day:
    """One day's sums, all letters together."""

    day: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class LetterSums:
    """Sums by day, newest first, and by letter, all days together."""

    days: tuple[Day, ...]
    letters: Mapping[str, Outcome]

    def standing(self, out: Iterable[str]) -> Standing:
        """Return where the comparison of the letters ``out`` (their ids) stands."""
        return standing_of({letter: self.letters.get(letter, Outcome()) for letter in out})


def letter_sums(counts: Counts, zone: tzinfo) -> LetterSums:
    """Return the letters' sums among ``counts``; days are of ``zone``."""
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    by_letter: dict[str, Counter[str]] = defaultdict(Counter)
    for key, count in counts.items():
        if word := _EVENTS.get(key.event):
            by_day[_day(key.hour, zone)][word] += count
            by_letter[key.subject][word] += count
    days = tuple(Day(day, Outcome(**by_day[day])) for day in sorted(by_day, reverse=True))
    return LetterSums(days, {letter: Outcome(**sums) for letter, sums in by_letter.items()})


def _day(hour: str, zone: tzinfo) -> date:
    return datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC).astimezone(zone).date()
