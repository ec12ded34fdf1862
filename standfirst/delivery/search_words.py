"""What the search page says: sentences the press printed in the paper's language, English ones until it did."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class SearchWords:
    """none takes {query}; day takes {day}, {month} and {year}. months: as they stand in a day, January first."""

    none: str = "Nothing was found for “{query}”."
    no_more: str = "There are no more results."
    try_again: str = "Try fewer or other words, or check their spelling."
    too_wide: str = "Too many stories match. Please add a word or two."
    previous: str = "Previous results"
    next: str = "More results"
    results: str = "Results"
    months: tuple[str, ...] = tuple(_MONTHS)
    day: str = "{day} {month} {year}"

    def dated(self, moment: datetime) -> str:
        """Return the day of ``moment`` as the paper writes it."""
        return self.day.format(day=moment.day, month=self.months[moment.month - 1], year=moment.year)


ENGLISH = SearchWords()


def search_words(printed: bytes) -> SearchWords:
    """Return the sentences of the plate ``printed`` (JSON); what it lacks is English."""
    said = json.loads(printed)
    known = {field.name: said[field.name] for field in fields(SearchWords) if field.name in said}
    return SearchWords(**known | {"months": tuple(said.get("months", _MONTHS))})
