"""The lists stories stand in: who is on them, newest first, however many lists are asked for at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from standfirst.newsroom.handoff.rows import batched, cards_by_id
from standfirst.newsroom.models.person import Person
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Listing
from standfirst.newsroom.models.topic import Topic
from standfirst.press.archive import Answer, Cards, Question

#: Told in the database's own words: a publish asks dozens of lists, and composing a query takes ten times what answering it does.
_NEWEST = """
SELECT listing.story_id
FROM newsroom_listing AS listing
JOIN newsroom_standing AS standing ON standing.story_id = listing.story_id
JOIN wagtailcore_page AS section ON section.id = standing.section_id
WHERE listing.kind = %(kind)s AND listing.owner = %(owner)s AND section.live {within}
ORDER BY listing.month DESC, listing.published DESC, listing.story_id DESC
LIMIT %(limit)s
"""
_OWNERS: Mapping[str, Any] = {"section": SectionPage, "topic": Topic, "person": Person}


class Place(NamedTuple):
    """Where a list stands in Listing. month: 202611 for one month of it, None for all of it."""

    kind: str
    owner: int
    month: int | None = None

    def newest(self, limit: int) -> list[int]:
        """Return the ids of its newest stories, newest first, at most ``limit``."""
        within = "" if self.month is None else "AND listing.month = %(month)s"
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST.format(within=within), {**self._asdict(), "limit": limit})
            return [pk for (pk,) in cursor.fetchall()]


def answers_of(questions: Sequence[Cards], zone: ZoneInfo) -> dict[Question, Answer]:
    """Return the answers to ``questions``: a query a list, and a few for the cards of all of them."""
    places = places_of({question.list for question in questions})
    standing = {
        question: place.newest(question.limit) if (place := places[question.list]) else [] for question in questions
    }
    wanted = dict.fromkeys(pk for pks in standing.values() for pk in pks)
    cards = {pk: found for batch in batched(wanted) for pk, found in cards_by_id(batch, zone).items()}
    answers: dict[Question, Answer] = {}
    for question, pks in standing.items():
        shown = [cards[pk] for pk in pks if pk in cards]
        subjects = frozenset({f"in:{question.list}"}).union(*(each.subjects for each in shown))
        answers[question] = Answer(tuple(each.card for each in shown), subjects)
    return answers


def places_of(names: Iterable[str]) -> dict[str, Place | None]:
    """Return where each of the lists ``names`` stands; None where there is no such section, topic or person."""
    parted = {name: _parts_of(name) for name in names}
    owners: dict[tuple[str, str], int] = {}
    for kind, model in _OWNERS.items():
        slugs = [slug for of, slug, _ in parted.values() if of == kind]
        found = model.objects.filter(slug__in=slugs).values_list("slug", "pk") if slugs else ()
        owners.update(((kind, slug), pk) for slug, pk in found)
    places: dict[str, Place | None] = {}
    for name, (kind, slug, month) in parted.items():
        owner = 0 if kind == Listing.Kind.PAPER else owners.get((kind, slug))
        places[name] = Place(kind, owner, month) if owner is not None else None
    return places


def number_of(month: str) -> int:
    """Return "2026-11" as 202611; 0, which no story has, for anything else."""
    year, _, of_year = month.partition("-")
    is_month = len(year) == 4 and len(of_year) == 2 and (year + of_year).isdecimal()
    return int(year + of_year) if is_month else 0


def _parts_of(name: str) -> tuple[str, str, int | None]:
    """Return kind, slug and month of the list ``name``: "month:world/2026-11" is the section's, of that month only."""
    kind, _, key = name.partition(":")
    if kind == "paper":
        return str(Listing.Kind.PAPER), "", None
    if kind == "month":
        slug, _, month = key.partition("/")
        return "section", slug, number_of(month)
    return kind, key, None
