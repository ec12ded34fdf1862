"""Versions: what tells the press that a record changed. Each is made of a moment that never comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from standfirst.newsroom.handoff.rows import Values, batched, live
from standfirst.newsroom.handoff.statements import Statement
from standfirst.newsroom.models.front import PaperFront
from standfirst.newsroom.models.image import CreditedImage
from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.person import Person
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Listing
from standfirst.newsroom.models.topic import Topic

Versions = Iterator[tuple[str, str]]

#: Rows read at once.
_CHUNK = 2_000
#: What ``live`` asks Django for, without a look at its section for every story: a million are compared like this.
_LIVE_STORIES = """
SELECT standing.story_id, CAST(standing.changed AS text), standing.turn, standing.section_id, page.slug
FROM newsroom_standing AS standing JOIN wagtailcore_page AS page ON page.id = standing.story_id
WHERE standing.live AND standing.story_id > %s ORDER BY standing.story_id LIMIT %s
"""


def every() -> Versions:
    """Yield every live record with its version, a batch of rows in memory at a time.

    Each batch is a query of its own: between two, others may write to the database, and so may who asks.
    """
    # First what nearly everything rests on: met late, it would have all printed again that was printed meanwhile.
    yield _paper()
    yield from _fronts(_live_papers(), _live_fronts())
    for kind in _KINDS:
        if kind == "story":
            yield from _stories()
            continue
        rows, last = _live_rows(kind).order_by("pk"), 0
        while batch := list(rows.filter(pk__gt=last).values_list("pk", *_KINDS[kind][1])[:_CHUNK]):
            yield from _versions(kind, (row[1:] for row in batch))
            last = batch[-1][0]


def _stories() -> Versions:
    last = 0
    while batch := _live_stories(last):
        sections = dict(SectionPage.objects.filter(live=True).values_list("pk", "slug"))
        for pk, moment, turn, section, slug in batch:
            if section in sections:
                yield f"story:{pk}", _story_version(moment, turn, sections[section], slug)
        last = batch[-1][0]


def _live_stories(after: int) -> list[tuple[int, str, int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_STORIES, (after, _CHUNK))
        return list(cursor.fetchall())


def of(records: Iterable[str]) -> dict[str, str]:
    """Return the versions of those of ``records`` that are live."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for record in records:
        kind, _, key = record.partition(":")
        wanted[kind].append(key)
    found = dict([_paper()]) if "paper" in wanted else {}
    if fronts := wanted.get("front"):
        sections = _live_fronts().filter(slug__in=[slug for slug in fronts if slug])
        found |= _fronts(_live_papers() if "" in fronts else (), sections)
    for kind in _KINDS.keys() & wanted.keys():
        keys = wanted[kind]
        for batch in batched(keys):
            found |= _versions(kind, _named(kind, batch))
    return found


def changed_since(moment: datetime) -> dict[str, str]:
    """Return live records published or saved at ``moment`` (aware) or later, with their versions, by index."""
    found: dict[str, str] = {}
    for kind, statement in _CHANGED.items():
        found |= _versions(kind, statement.rows([moment]))
    found |= _fronts(_CHANGED_PAPERS.rows([moment]), _CHANGED_FRONTS.rows([moment]))
    return found | dict([_paper()] if _CHANGED_SETTINGS.rows([moment]) else [])


def subjects_of(records: Iterable[str], zone: tzinfo) -> dict[str, frozenset[str]]:
    """Return the subjects a change of each of the live ones of ``records`` touches. zone: of the paper's days."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for record in records:
        kinds[record.partition(":")[0]].append(record)
    found: dict[str, frozenset[str]] = {}
    for batch in batched(kinds.pop("story", ())):
        found |= _subjects_of_stories([_number(record.partition(":")[2]) for record in batch], zone)
    for record in of(record for named in kinds.values() for record in named):
        found[record] = frozenset({record, "sections"} if record.startswith("section:") else {record})
    for batch in batched(record for record in kinds.get("picture", ()) if record in found):
        rows = CreditedImage.objects.filter(pk__in=[int(record.partition(":")[2]) for record in batch])
        for pk, key in rows.values_list("pk", "key"):
            found[f"picture:{pk}"] |= {f"picture:{key}"}
    return found


_STORIES = Statement(
    int, lambda pks: live().filter(pk__in=pks).values_list("pk", "section__slug", "published", "corrected")
)
_LISTINGS = Statement(
    int, lambda pks: Listing.objects.filter(story_id__in=pks).values_list("story_id", "kind", "owner", "month")
)
_SLUGS = {
    "topic": Statement(int, lambda pks: Topic.objects.filter(pk__in=pks).order_by().values_list("pk", "slug")),
    "person": Statement(int, lambda pks: Person.objects.filter(pk__in=pks).order_by().values_list("pk", "slug")),
}


def _subjects_of_stories(pks: list[int], zone: tzinfo) -> dict[str, frozenset[str]]:
    sections: dict[int, str] = {}
    found: dict[int, set[str]] = {}
    for pk, section, published, corrected in _STORIES.rows(pks):
        sections[pk], day = section, f"{published.astimezone(zone):%Y-%m-%d}"
        found[pk] = {f"story:{pk}", f"in:section:{section}", "in:paper", f"months:{section}", "months:"}
        found[pk] |= {f"in:day:{section}/{day}", f"in:day:{day}"}
        if corrected is not None:
            found[pk].add("in:corrections")
    listings = _LISTINGS.rows(found)
    slugs = {
        kind: {
            pk: slug
            for batch in batched({row[2] for row in listings if row[1] == kind})
            for pk, slug in statement.rows(batch)
        }
        for kind, statement in _SLUGS.items()
    }
    for pk, kind, owner, number in listings:
        month = f"{number // 100:04}-{number % 100:02}"
        found[pk] |= {f"in:month:{sections[pk]}/{month}", f"in:sitemap:{month}"}
        if owner in slugs.get(kind, ()):
            found[pk].add(f"in:{kind}:{slugs[kind][owner]}")
    return {f"story:{pk}": frozenset(subjects) for pk, subjects in found.items()}


def _live_rows(kind: str) -> Values:
    if kind == "story":
        # As the database writes it: a million moments are not worth reading one by one.
        return live().annotate(moment=Cast("changed", TextField()))
    rows = _KINDS[kind][0].objects.all()
    return rows.filter(live=True) if kind == "section" else rows


def _live_papers() -> Values:
    return PaperFront.objects.filter(live=True).values_list("changed")


def _live_fronts() -> Values:
    return SectionPage.objects.filter(live=True).values_list("slug", "changed")


def _named(kind: str, keys: Sequence[str]) -> Sequence[tuple[Any, ...]]:
    return _NAMED[kind].rows([_number(key) for key in keys] if kind in _NUMBERED else keys)


def _versions(kind: str, rows: Iterable[tuple[Any, ...]]) -> Versions:
    version = _KINDS[kind][2]
    for key, *columns in rows:
        yield f"{kind}:{key}", version(*columns)


def _fronts(papers: Iterable[tuple[Any, ...]], sections: Iterable[tuple[Any, ...]]) -> Versions:
    """papers, sections: rows of when they were changed, and what sections are named."""
    for (changed,) in papers:
        yield "front:", _moment(changed)
    for slug, changed in sections:
        yield f"front:{slug}", _moment(changed)


def _paper() -> tuple[str, str]:
    changed = PaperSettings.objects.order_by("pk").values_list("changed", flat=True).first()
    return "paper", _moment(changed) if changed else "0"


def _moment(changed: datetime) -> str:
    """Return ``changed`` in microseconds, short."""
    return f"{round(changed.timestamp() * 1_000_000):x}"


def _story_version(moment: str, turn: int, section: str, slug: str) -> str:
    return f"{moment}.{turn}.{section}/{slug}"


def _section_version(renamed: datetime, path: str) -> str:
    return f"{_moment(renamed)}.{path}"


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0


#: Kind of record -> its model (a story's is asked by ``live``), the columns of its key and version, the version.
_KINDS: Mapping[str, tuple[Any, tuple[str, ...], Callable[..., str]]] = {
    "section": (SectionPage, ("slug", "renamed", "path"), _section_version),
    "person": (Person, ("slug", "changed"), _moment),
    "topic": (Topic, ("slug", "changed"), _moment),
    "picture": (CreditedImage, ("pk", "changed"), _moment),
    "story": (None, ("story_id", "moment", "turn", "section__slug", "story__slug"), _story_version),
}

#: Kinds whose keys are the rows' numbers.
_NUMBERED = frozenset({"story", "picture"})


def _composing(kind: str, condition: str) -> Callable[[list[Any]], Values]:
    """Return what composes the query for the live rows of ``kind`` for which ``condition`` holds of keys, or of the one there is."""

    def compose(keys: list[Any]) -> Values:
        named = keys if condition.endswith("__in") else keys[0]
        return _live_rows(kind).filter(**{condition: named}).order_by().values_list(*_KINDS[kind][1])

    return compose


_NAMED: Mapping[str, Statement[Any]] = {
    kind: Statement(int, _composing(kind, "pk__in"))
    if kind in _NUMBERED
    else Statement(str, _composing(kind, "slug__in"))
    for kind in _KINDS
}
# A section's own moment is not indexed; there are few sections.
_CHANGED: Mapping[str, Statement[datetime]] = {
    kind: Statement(datetime, _composing(kind, "renamed__gte" if kind == "section" else "changed__gte"))
    for kind in _KINDS
}
_CHANGED_PAPERS = Statement(datetime, lambda moments: _live_papers().filter(changed__gte=moments[0]))
_CHANGED_FRONTS = Statement(datetime, lambda moments: _live_fronts().filter(changed__gte=moments[0]))
_CHANGED_SETTINGS = Statement(
    datetime, lambda moments: PaperSettings.objects.filter(changed__gte=moments[0]).values_list("pk")
)
