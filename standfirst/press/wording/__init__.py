"""The furniture's words and dates, a file a language: what pages say that no story says.

``en.toml`` holds every word; a language that lacks one prints the English word. A language without a file prints
English words and dates as numbers (2026-11-24), which nobody misreads.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Dates:
    """How a language writes dates.

    months: as they stand in a date; months_alone: as they stand before a year. weekdays: Monday first.
    Formats take {weekday}, {day}, {month}, {year} and {time}; ``hour`` takes {hour} and {minute}, which make {time}.
    """

    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    hour: str
    day: str
    moment: str
    month: str
    weekday: str


_NUMBERS = tuple(f"{number:02}" for number in range(1, 13))

#: What a language without a file gets.
NUMERIC = Dates(
    months=_NUMBERS,
    months_alone=_NUMBERS,
    weekdays=("",) * 7,
    hour="{hour:02}:{minute:02}",
    day="{year}-{month}-{day:02}",
    moment="{year}-{month}-{day:02} {time}",
    month="{year}-{month}",
    weekday="{year}-{month}-{day:02}",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word of the furniture in one language, and its dates; ``en.toml`` says what each word is for.

    language: BCP 47, of the words themselves: "en" where the language asked for has no file.
    found: what delivery says of a search, by the names SearchWords of delivery/search_words.py has.
    """

    language: str
    dates: Dates
    found: Mapping[str, str]
    advertisement: str
    all_stories: str
    asserts: str
    back: str
    by: str
    changed: str
    changed_show: str
    close: str
    comma: str
    copied: str
    copy: str
    correction: str
    corrections: str
    corrections_none: str
    corrections_what: str
    dark: str
    denies: str
    feed: str
    front: str
    go_on: str
    gone: str
    gone_what: str
    kept: str
    kept_list: str
    kept_offline: str
    larger: str
    last_and: str
    latest: str
    light: str
    listen: str
    months: str
    more: str
    new: str
    newer: str
    newer_browser: str
    newer_browser_where: str
    no_more_from: str
    no_stories: str
    normal: str
    not_allowed: str
    not_allowed_what: str
    not_found: str
    not_found_what: str
    on: str
    older: str
    pause: str
    picture: str
    pictures: str
    related: str
    saver: str
    search: str
    search_for: str
    search_what: str
    sections: str
    share: str
    skip: str
    sources: str
    stop: str
    stories_by: str
    tap: str
    too_long: str
    too_long_what: str
    too_much: str
    too_much_what: str
    top: str
    topics: str
    unavailable: str
    unavailable_what: str
    updated: str
    urgent: str
    via: str

    def day(self, moment: datetime, zone: tzinfo) -> str:
        """Return the day of ``moment`` (aware) in ``zone``: "24 November 2026"."""
        return self._dated(self.dates.day, moment.astimezone(zone))

    def day_of(self, day: date) -> str:
        """Return ``day`` as a heading has it: "24 November 2026"."""
        return self._dated(self.dates.day, _midnight(day))

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """Return the day and minute of ``moment`` (aware) in ``zone``: "24 November 2026, 14:05"."""
        return self._dated(self.dates.moment, moment.astimezone(zone))

    def time(self, moment: datetime, zone: tzinfo) -> str:
        """Return the minute of ``moment`` (aware) in ``zone``: "14:05"."""
        return self._dated("{time}", moment.astimezone(zone))

    def weekday(self, day: date) -> str:
        """Return ``day`` with its weekday: "Tuesday 24 November"."""
        return self._dated(self.dates.weekday, _midnight(day))

    def month(self, month: str) -> str:
        """Return "YYYY-MM" as a heading has it: "November 2026"."""
        year, number = month.split("-")
        return self.dates.month.format(month=self.dates.months_alone[int(number) - 1], year=year)

    def listed(self, names: tuple[str, ...]) -> str:
        """Return ``names`` as one phrase: "Ann, Ben and Cem"."""
        if len(names) < 2:
            return "".join(names)
        return self.comma.join(names[:-1]) + self.last_and + names[-1]

    def _dated(self, pattern: str, local: datetime) -> str:
        dates = self.dates
        return pattern.format(
            weekday=dates.weekdays[local.weekday()],
            day=local.day,
            month=dates.months[local.month - 1],
            year=local.year,
            time=dates.hour.format(hour=local.hour, minute=local.minute),
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a day has no zone


_WORDS = tuple(field.name for field in fields(Wording) if field.name not in ("language", "dates", "found"))


def languages() -> tuple[str, ...]:
    """Return the languages there are words for, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=64)
def wording(language: str) -> Wording:
    """Return the words of ``language`` (BCP 47; only its first part counts), English where there are none."""
    english = _read("en")
    primary = language.partition("-")[0].lower()
    if primary not in languages():
        return Wording(language="en", dates=NUMERIC, found=english["found"], **english["words"])
    own = _read(primary)
    words, found = (english[table] | own.get(table, {}) for table in ("words", "found"))
    return Wording(language=primary, dates=_dates(own["dates"]), found=found, **words)


def _read(language: str) -> dict[str, Any]:
    file = _FOLDER / f"{language}.toml"
    read = tomllib.loads(file.read_text("utf-8"))
    unknown = set(read["words"]) - set(_WORDS)
    if unknown:
        raise ValueError(
            f"{file.name} has words no page prints: {', '.join(sorted(unknown))}; take them out or mend their names"
        )
    return read


def _dates(table: dict[str, Any]) -> Dates:
    months = tuple(table["months"])
    return Dates(
        months=months,
        months_alone=tuple(table.get("months_alone", months)),
        weekdays=tuple(table["weekdays"]),
        **{name: table.get(name, getattr(NUMERIC, name)) for name in ("hour", "day", "moment", "month", "weekday")},
    )
