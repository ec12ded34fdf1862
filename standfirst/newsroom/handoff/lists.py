"""The lists stories stand in: who is on them, newest first, however many lists are asked for at once."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from standfirst.newsroom.handoff.rows import batched, cards_by_id
from standfirst.newsroom.handoff.statements import Statement
from standfirst.newsroom.models.person import Person
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Listing
from standfirst.newsroom.models.topic import Topic
from standfirst.press.archive import Answer, Cards, Question, fingerprint_of

#: Told in the database's own words: a publish asks dozens of lists, and composing a query takes ten times what answering it does.
_LISTED = """
FROM newsroom_listing AS listing
JOIN newsroom_standing AS standing ON standing.story_id = listing.story_id
JOIN wagtailcore_page AS section ON section.id = standing.section_id
WHERE listing.kind = %(kind)s AND listing.owner = %(owner)s AND section.live
"""
_NEWEST = f"""
SELECT listing.story_id {_LISTED} {{within}}
ORDER BY listing.month DESC, listing.published DESC, listing.story_id DESC
LIMIT %(limit)s
"""
_IN_MONTH = "AND listing.month = %(month)s"
_ON_DAY = f"{_IN_MONTH} AND listing.published >= %(since)s AND listing.published < %(until)s"
_SINCE = "AND listing.month >= %(month)s AND listing.published > %(since)s"
_ADDRESSED = """
SELECT page.id, section.slug, listing.published, page.slug, standing.updated, page.title, story.language
FROM newsroom_listing AS listing
JOIN newsroom_standing AS standing ON standing.story_id = listing.story_id
JOIN wagtailcore_page AS section ON section.id = standing.section_id
JOIN wagtailcore_page AS page ON page.id = listing.story_id
JOIN newsroom_storypage AS story ON story.page_ptr_id = listing.story_id
WHERE listing.kind = 'paper' AND listing.owner = 0 AND standing.live AND section.live {within}
ORDER BY listing.month DESC, listing.published DESC, listing.story_id DESC
LIMIT %(limit)s
"""
# A step down the index for each day, instead of a look at every story.
_DAYS = f"""
WITH days(day, since, until) AS (VALUES {{days}})
SELECT day, (
    SELECT listing.story_id {_LISTED} {_IN_MONTH} AND listing.published >= days.since AND listing.published < days.until
    ORDER BY listing.published DESC, listing.story_id DESC LIMIT 1
) FROM days
"""  # noqa: S608 -- our own words
_OWNERS: Mapping[str, Statement[str]] = {
    "section": Statement(str, lambda slugs: SectionPage.objects.filter(slug__in=slugs).values_list("slug", "pk")),
    "topic": Statement(str, lambda slugs: Topic.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk")),
    "person": Statement(str, lambda slugs: Person.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk")),
}


class Period(NamedTuple):
    """A month or a day of the paper's. month: 202611; 0, which no story has, for what is none. day: None for all of the month."""

    month: int
    day: date | None = None

    def within(self, zone: ZoneInfo) -> tuple[str, dict[str, Any]]:
        """Return the condition that a listing is of it, in the database's words, and the values that it names."""
        if self.day is None:
            return _IN_MONTH, {"month": self.month}
        since, until = _bounds(self.day, zone)
        return _ON_DAY, {"month": self.month, "since": since, "until": until}


class Place(NamedTuple):
    """Where a list stands in Listing. period: None for all of it."""

    kind: str
    owner: int
    period: Period | None = None

    def newest(self, limit: int, zone: ZoneInfo) -> list[int]:
        """Return the ids of its newest stories, newest first, at most ``limit``."""
        within, values = self.period.within(zone) if self.period else ("", {})
        return [pk for (pk,) in self._asked(_NEWEST.format(within=within), {**values, "limit": limit})]

    def days(self, zone: ZoneInfo) -> dict[str, int]:
        """Return the days of its month on which it has stories, newest first, each with its newest; ``period`` is a month."""
        year, month = divmod(self.period.month if self.period else 0, 100)
        numbers = range(1, monthrange(year, month)[1] + 1) if 1 <= month <= 12 else ()
        values: dict[str, Any] = {"month": year * 100 + month}
        for number in numbers:
            on = date(year, month, number)
            since, until = _bounds(on, zone)
            values |= {f"day{number}": on.isoformat(), f"since{number}": since, f"until{number}": until}
        told = ", ".join(f"(%(day{number})s, %(since{number})s, %(until{number})s)" for number in numbers)
        found = self._asked(_DAYS.format(days=told), values) if told else []
        return {day: newest for day, newest in sorted(found, reverse=True) if newest is not None}

    def _asked(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query, {**values, "kind": self.kind, "owner": self.owner})
            return list(cursor.fetchall())


def answers_of(questions: Sequence[Cards], zone: ZoneInfo) -> dict[Question, Answer]:
    """Return the answers to ``questions``: a query a list, and a few for the cards of all of them."""
    places = places_of({question.list for question in questions})
    standing = {
        question: place.newest(question.limit, zone) if (place := places[question.list]) else []
        for question in questions
    }
    wanted = dict.fromkeys(pk for pks in standing.values() for pk in pks)
    cards = {pk: found for batch in batched(wanted) for pk, found in cards_by_id(batch, zone).items()}
    answers: dict[Question, Answer] = {}
    for question, pks in standing.items():
        shown = [cards[pk] for pk in pks if pk in cards]
        subjects = frozenset({f"in:{question.list}"}).union(*(each.subjects for each in shown))
        fingerprint = fingerprint_of([each.fingerprint for each in shown])
        answers[question] = Answer(tuple(each.card for each in shown), subjects, fingerprint)
    return answers


def places_of(names: Iterable[str]) -> dict[str, Place | None]:
    """Return where each of the lists ``names`` stands; None where there is no such section, topic or person."""
    parted = {name: _parts_of(name) for name in names}
    owners: dict[tuple[str, str], int] = {}
    for kind, statement in _OWNERS.items():
        for slugs in batched({slug for of, slug, _ in parted.values() if of == kind}):
            owners.update(((kind, slug), pk) for slug, pk in statement.rows(slugs))
    places: dict[str, Place | None] = {}
    for name, (kind, slug, period) in parted.items():
        owner = 0 if kind == Listing.Kind.PAPER else owners.get((kind, slug))
        places[name] = Place(kind, owner, period) if owner is not None else None
    return places


class Addressed(NamedTuple):
    """What sitemaps say of a live story. section: slug. published, updated: as ``moment_of`` reads them; updated: None until the first time."""

    pk: int
    section: str
    published: datetime | str
    slug: str
    updated: datetime | str | None
    title: str
    language: str


def of_period(period: Period, limit: int, zone: ZoneInfo) -> list[Addressed]:
    """Return the live stories of ``period``, newest first, at most ``limit``."""
    return _addressed(*period.within(zone), limit)


def since(moment: datetime, limit: int, zone: ZoneInfo) -> list[Addressed]:
    """Return the live stories first published after ``moment`` (aware), newest first, at most ``limit``."""
    # The month bounds the look: a story newer than ``moment`` is of its month or a later one.
    earliest = moment.astimezone(zone)
    values = {"month": earliest.year * 100 + earliest.month, "since": _written(moment)}
    return _addressed(_SINCE, values, limit)


def _addressed(within: str, values: Mapping[str, Any], limit: int) -> list[Addressed]:
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSED.format(within=within), {**values, "limit": limit})
        return [Addressed(*row) for row in cursor.fetchall()]


def _bounds(day: date, zone: ZoneInfo) -> tuple[Any, Any]:
    """Return when ``day`` begins and ends in ``zone``, as the database writes it."""
    ends = (datetime(on.year, on.month, on.day, tzinfo=zone) for on in (day, day + timedelta(days=1)))
    since, until = map(_written, ends)
    return since, until


def _written(moment: datetime) -> Any:
    """Return ``moment`` (aware) as the database writes it."""
    return connection.ops.adapt_datetimefield_value(moment.astimezone(UTC))


def moment_of(written: datetime | str) -> datetime:
    """Return a moment as the database's own words have it: SQLite knows none, and has UTC written down."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if isinstance(written, str) else written


def period_of(written: str) -> Period:
    """Return the period "2026-11" or "2026-11-24"; for anything else one that no story is of."""
    with suppress(ValueError):
        day = date.fromisoformat(written if len(written) > len("2026-11") else f"{written}-01")
        return Period(day.year * 100 + day.month, day if day.isoformat() == written else None)
    return Period(0)


def _parts_of(name: str) -> tuple[str, str, Period | None]:
    """Return kind, slug and period of the list ``name``: "month:world/2026-11" is the section's, of that month only."""
    kind, _, key = name.partition(":")
    if kind == "paper":
        return str(Listing.Kind.PAPER), "", None
    if kind in {"month", "day"}:
        slug, _, period = key.partition("/")
        return "section", slug, period_of(period)
    return kind, key, None
