"""The moments that date lines speak of, in the languages captures come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from standfirst.wire.vocabulary import LETTER, either, straight, word_set, words

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date found in a line. at: aware, UTC. timed: whether it had a time of day. start, end: where it stands."""

    at: datetime
    timed: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line about time says. published, updated: aware, UTC, or None. rest: the words that are no date."""

    published: datetime | None
    updated: datetime | None
    rest: str


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(words("dates")["months"], 1) for name in names}


@cache
def _date_pattern() -> re.Pattern[str]:
    month = rf"(?<!{LETTER})(?:{either(_month_numbers())})(?!{LETTER})\.?"
    day = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])"
    year = r"(?:1[89]|20)\d\d(?!\d)"
    return re.compile(
        rf"(?P<iso>(?<!\d)(?P<iy>{year[:-6]})-(?P<im>\d\d)-(?P<id>\d\d)(?!\d))"
        rf"|(?P<mdy>(?P<mm>{month})\s*(?P<md>{day})(?:st|nd|rd|th)?(?!\d),?\s+(?P<my>{year}))"
        rf"|(?P<dmy>(?P<dd>{day})(?:\.|st|nd|rd|th|er|º|ª|°|-го|-е)?\s*(?:de\s+|of\s+|d')?(?P<dm>{month})(?:\s+(?:de|del)|,)?\s*(?P<dy>{year}))"
        rf"|(?P<ymd>(?P<yy>{year})\s+(?P<ym>{month})\s+(?P<yd>{day})(?!\d))"
        rf"|(?P<num>(?P<n1>{day})(?P<sep>[./-])(?P<n2>{day})(?P=sep)(?P<ny>{year}|\d\d(?![\d/.-])))",
        re.IGNORECASE,
    )


_TIME = re.compile(
    r"(?<![\d.,:])(?P<h>[01]?\d|2[0-3])(?:\s?[:.hH]\s?(?P<m>[0-5]\d)(?:[:.](?P<s>[0-5]\d)(?:\.\d+)?)?(?!\d)\s*(?P<ap>[ap]\.?\s?m\b\.?)?"
    r"|\s*(?P<ap2>[ap]\.?m\b\.?)|\s?(?P<only>h|uhr|uur)\b)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*\(?(?:(?:utc|gmt)\s*)?(?P<sign>[+\u2212-])(?P<h>\d\d?)(?::?(?P<m>\d\d))?\)?", re.IGNORECASE)


@cache
def _zone_pattern() -> re.Pattern[str]:
    names = [*words("zones"), *words("zones_named")]
    return re.compile(rf"\s*(?:uhr\s*)?\(?(?P<zone>{either(names)})(?!{LETTER})\)?", re.IGNORECASE)


def moment_in(text: str, *, language: str = "en", start: int = 0) -> Moment | None:
    """Return the first date in ``text`` from ``start`` on, with the time of day that stands beside it; None for none.

    language: decides what 02/03/2014 means. Without a zone, UTC is meant.
    """
    text = text.translate(_DIGITS)
    found = _date_pattern().search(text, start)
    while found:
        day = _day_of(found, language)
        if day:
            return _with_time(text, found, day)
        found = _date_pattern().search(text, found.end())
    return None


def _day_of(found: re.Match[str], language: str) -> datetime | None:
    part = found.groupdict()
    if part["iso"]:
        year, month, day = int(part["iy"]), int(part["im"]), int(part["id"])
    elif part["num"]:
        year, month, day = _numeric(part, language)
    else:
        name = next(part[key] for key in ("mm", "dm", "ym") if part[key])
        month = _month_numbers()[name.lower().rstrip(".")]
        day = int(next(part[key] for key in ("md", "dd", "yd") if part[key]))
        year = int(next(part[key] for key in ("my", "dy", "yy") if part[key]))
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _numeric(part: dict[str, str], language: str) -> tuple[int, int, int]:
    first, second, year = int(part["n1"]), int(part["n2"]), int(part["ny"])
    year += 2000 if year < 100 else 0
    american = part["sep"] == "/" and language.startswith("en")
    if second > 12 or (american and first <= 12):
        first, second = second, first
    return year, second, first


def _with_time(text: str, found: re.Match[str], day: datetime) -> Moment:
    start, end = found.span()
    after = _TIME.search(text, end, min(len(text), end + 40))
    # A time belongs to a date only when little stands between them, and no other date does.
    if (
        after
        and len(re.findall(r"\w+", text[end : after.start()])) <= 3
        and not _date_pattern().search(text, end, after.start())
        and not _label_pattern().search(straight_keep(text[end : after.start()]))
    ):
        hour_minute, stop = _clock(text, after)
        return Moment(_at(day, hour_minute, text, after, stop), timed=True, start=start, end=stop)
    for before in reversed(list(_TIME.finditer(text, max(0, start - 30), start))):
        gap = text[before.end() : start]
        if len(re.findall(r"\w+", gap)) <= 3:
            hour_minute, stop = _clock(text, before)
            return Moment(_at(day, hour_minute, text, before, stop), timed=True, start=before.start(), end=end)
    return Moment(day, timed=False, start=start, end=end)


def _clock(text: str, time: re.Match[str]) -> tuple[tuple[int, int, int], int]:
    hour = int(time["h"])
    half = (time["ap"] or time["ap2"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _OFFSET.match(text, time.end()) or _zone_pattern().match(text, time.end())
    return (hour, int(time["m"] or 0), int(time["s"] or 0)), zone.end() if zone else time.end()


def _at(day: datetime, clock: tuple[int, int, int], text: str, time: re.Match[str], stop: int) -> datetime:
    local = day.replace(hour=clock[0], minute=clock[1], second=clock[2], tzinfo=_zone(text[time.end() : stop]))
    return local.astimezone(UTC)


def _zone(words_after: str) -> tzinfo:
    offset = _OFFSET.fullmatch(words_after)
    if offset:
        minutes = int(offset["h"]) * 60 + int(offset["m"] or 0)
        return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)) if minutes < 1440 else UTC
    named = _zone_pattern().match(words_after)
    if not named:
        return UTC
    name = named["zone"].lower()
    if name in words("zones_named"):
        return ZoneInfo(words("zones_named")[name])
    return timezone(timedelta(minutes=words("zones")[name]))


def moment_of(stamp: str, *, language: str = "en") -> datetime | None:
    """Return the moment a machine's time stamp (ISO 8601, RFC 2822 or a plain date) names, aware, UTC; None for none."""
    stamp = stamp.strip()[:100]
    try:
        at = datetime.fromisoformat(stamp)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        found = moment_in(stamp.replace("T", " "), language=language)
        return found.at if found else None


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = either([*word_set("dates", "updated"), *word_set("dates", "published")])
    return re.compile(rf"(?<!{LETTER})(?P<label>{labels})(?!{LETTER})\s*[:.]?", re.IGNORECASE)


def date_line(text: str, *, language: str = "en", day: datetime | None = None) -> DateLine | None:
    """Return what ``text`` says of publication when that is all it says, or what is left when it begins or ends so.

    day: the date of publication where it is known, for a line that gives only a time. None when there is no date.
    """
    text = text.translate(_DIGITS)
    published = updated = None
    rest, position = "", 0
    while found := moment_in(text, language=language, start=position):
        before = text[position : found.start]
        labelled, leftover = _label_at_end(before)
        rest += " " + leftover
        if labelled == "updated":
            updated = updated or found.at
        elif published is None:
            published = found.at
        elif labelled != "published":
            updated = updated or found.at
        position = max(found.end, position + 1)
    rest += " " + text[position:]
    if published and updated is None:
        later, rest = _updated_time(rest, published)
        updated = later
    if published is None and updated is None:
        return _time_only(text, day)
    return DateLine(published, updated, _without_small_words(rest))


def _label_at_end(before: str) -> tuple[str, str]:
    labels = list(_label_pattern().finditer(straight_keep(before)))
    if not labels or len(re.findall(r"\w+", before[labels[-1].end() :])) > 3:
        return "", before
    last = labels[-1]
    kind = "updated" if straight(last["label"]) in word_set("dates", "updated") else "published"
    return kind, before[: last.start()] + " " + before[last.end() :]


def straight_keep(text: str) -> str:
    """Return ``text`` with straight apostrophes, of the same length."""
    return text.replace("’", "'")


def _updated_time(rest: str, day: datetime) -> tuple[datetime | None, str]:
    """Return the time of change in "… updated at 08:12", which leaves the day to the date before it, and what is left."""
    for label in _label_pattern().finditer(straight_keep(rest)):
        time = _TIME.search(rest, label.end(), label.end() + 20)
        if straight(label["label"]) in word_set("dates", "updated") and time:
            clock, stop = _clock(rest, time)
            return _at(day, clock, rest, time, stop), rest[: label.start()] + " " + rest[stop:]
    return None, rest


def _time_only(text: str, day: datetime | None) -> DateLine | None:
    label = _label_pattern().match(text.strip())
    time = _TIME.search(text)
    if not label or not time or straight(label["label"]) not in word_set("dates", "updated") or len(text) > 60:
        return None
    clock, stop = _clock(text, time)
    if _without_small_words(text[: time.start()].strip()[label.end() :] + " " + text[stop:]):
        return None
    return DateLine(None, _at(day, clock, text, time, stop) if day else None, "")


@cache
def _small_pattern() -> re.Pattern[str]:
    small = either(
        [
            *word_set("dates", "joints"),
            *word_set("dates", "weekdays"),
            *word_set("dates", "updated"),
            *word_set("dates", "published"),
        ]
    )
    return re.compile(rf"(?<![\w'])(?:{small})(?![\w'])\.?", re.IGNORECASE)


def _without_small_words(rest: str) -> str:
    """Return ``rest`` without weekdays, labels and times, if nothing else is in it; else ``rest`` as it stands."""
    clear = _TIME.sub(" ", rest)
    clear = _zone_pattern().sub(" ", clear) if clear != rest else clear
    clear = _small_pattern().sub(" ", straight_keep(clear))
    if not re.search(r"\w{2,}", clear):
        return ""
    return " ".join(rest.split()).strip(" |·•,;-–—/()")


@cache
def _ago_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!{LETTER})(?:{either(words('dates')['relative'])})(?!{LETTER})", re.IGNORECASE)


def is_relative(text: str) -> bool:
    """Say whether ``text`` is a line such as "3 hours ago", which names no date anybody can know."""
    return len(text.split()) <= 6 and bool(re.search(r"\d", text)) and bool(_ago_pattern().search(text))
