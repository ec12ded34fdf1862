"""Rows into stories and cards: few indexed queries, however large the archive is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from standfirst.newsroom.handoff.statements import Statement
from standfirst.newsroom.models.image import CreditedImage
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Standing
from standfirst.newsroom.models.story import StoryByline, StoryRelated, StoryTopic
from standfirst.newsroom.negatives import focus_at
from standfirst.newsroom.refusals import FieldRefused, StoryRefused
from standfirst.newsroom.richtext import words
from standfirst.newsroom.streams import (
    Stream,
    attributions_of,
    body_of,
    corrections_of,
    pages_linked_in,
    pictures_in,
    stream_of,
)
from standfirst.press.archive import fingerprint_of
from standfirst.story.addresses import section_path, story_path
from standfirst.story.blocks import Figure
from standfirst.story.picture import Credit, Picture
from standfirst.story.story import Card, Person, Section, Story, Topic, TopicKind

Values: TypeAlias = QuerySet[Any]
Item = TypeVar("Item")

_PICTURE = (
    "pk", "key", "upright_width", "upright_height", "alt", "caption", "photographer", "agency", "copyright",
    "focal_point_x", "focal_point_y", "width", "height",
)  # fmt: skip
_CARD = (
    "story_id",
    "published",
    "updated",
    "story__title",
    "story__slug",
    "story__standfirst",
    "story__language",
    "section__slug",
    "section__title",
    "story__lead_caption",
    *(f"story__lead__{name}" for name in _PICTURE),
)


_STREAMS = ("body", "attributions", "corrections")


class PictureRow(NamedTuple):
    """A picture's row, as ``_PICTURE`` names its columns."""

    pk: int | None
    key: str
    width: int
    height: int
    alt: str
    caption: str
    photographer: str
    agency: str
    copyright: str
    focal_point_x: int | None
    focal_point_y: int | None
    held_width: int
    held_height: int

    def lead(self) -> Picture | None:
        """Return the picture with its focus, as the lead of a story; None where there is none that could be printed."""
        picture, x, y = self.picture(), self.focal_point_x, self.focal_point_y
        if picture is None or x is None or y is None:
            return picture
        return replace(picture, focus=focus_at(x, y, (self.held_width, self.held_height), (self.width, self.height)))

    def picture(self) -> Picture | None:
        """Return the picture; None where there is none that could be printed."""
        if self.pk is None or not self.key or not self.width or not self.height:
            return None
        caption = words(self.caption)
        return Picture(
            key=self.key,
            width=self.width,
            height=self.height,
            # A picture without a description is still no decoration: its caption says something at least.
            alt=words(self.alt) or caption,
            caption=caption,
            credit=Credit(words(self.photographer), words(self.agency)),
            copyright=words(self.copyright),
        )

    def seen(self) -> tuple[Any, ...]:
        """Return what ``picture`` looks at: all but the focus."""
        return self[:-4]

    def subjects(self) -> set[str]:
        """Return what a figure of this picture rests on: the row, and the file with its rights."""
        return set() if self.pk is None else {f"picture:{self.pk}", f"picture:{self.key}"}


@dataclass(frozen=True, slots=True)
class Nearness:
    """What a body points at, fetched beforehand. pictures and paths by id."""

    pictures: Mapping[int, PictureRow] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)

    def picture(self, pk: int) -> Picture | None:
        """Return the picture with this id, None when it is gone."""
        row = self.pictures.get(pk)
        return row.picture() if row else None

    def path(self, pk: int) -> str | None:
        """Return the path of the page with this id, None when readers cannot get there."""
        return self.paths.get(pk)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """Everything a story is made from, from rows or from an editor's form.

    published, updated: aware. The streams: as stored. lead: None for no photo. linked: ids of the pages its words link to.
    card, texts: what of it was read as it stands in the database, its long texts apart; nothing of an editor's form.
    """

    pk: int
    section: Section
    slug: str
    title: str
    standfirst: str
    published: datetime
    updated: datetime | None
    place: str
    language: str
    sensitive: bool
    lead: PictureRow | None
    lead_caption: str
    body: Stream
    attributions: Stream
    corrections: Stream
    byline: tuple[Person, ...]
    topics: tuple[Topic, ...]
    related: tuple[int, ...]
    linked: frozenset[int]
    card: tuple[Any, ...] = ()
    texts: tuple[str, ...] = ()

    def story(self, nearby: Nearness, zone: ZoneInfo) -> Story:
        """Return the story. Raises FieldRefused for a field that cannot be printed."""
        if not words(self.title):
            raise FieldRefused("headline: it is empty; write one and publish again")
        lead = self.lead.lead() if self.lead else None
        return Story(
            id=str(self.pk),
            path=story_path(self.section.slug, self.published, self.slug, zone),
            section=self.section,
            headline=words(self.title),
            standfirst=words(self.standfirst),
            published=self.published.astimezone(UTC),
            byline=self.byline,
            updated=self.updated.astimezone(UTC) if self.updated else None,
            place=words(self.place),
            lead=Figure(lead, words(self.lead_caption)) if lead else None,
            body=body_of(self.body, nearby),
            topics=self.topics,
            related=tuple(map(str, self.related)),
            language=self.language,
            sensitive=self.sensitive,
            corrections=corrections_of(self.corrections, nearby),
            attributions=attributions_of(self.attributions),
        )

    def fingerprint(self, nearby: Nearness, zone: ZoneInfo) -> str:
        """Return the answer's fingerprint: everything ``story`` looks at, as it was read. Only of a row of the database's."""
        pictures = [(pk, nearby.pictures[pk].seen()) for pk in sorted(pictures_in(self.body)) if pk in nearby.pictures]
        paths = [(pk, nearby.paths.get(pk)) for pk in sorted(self.linked)]
        named = (
            [(one.slug, one.name, one.role, one.about) for one in self.byline],
            [(one.slug, one.name, one.kind) for one in self.topics],
        )
        return fingerprint_of((self.card, named, self.related, pictures, paths, zone.key), *self.texts)

    def subjects(self, nearby: Nearness) -> frozenset[str]:
        """Return what the story rests on."""
        shown = pictures_in(self.body)
        pictures = [nearby.pictures[pk] for pk in shown if pk in nearby.pictures]
        if self.lead:
            pictures.append(self.lead)
        return frozenset(
            {
                "paper",
                f"story:{self.pk}",
                f"section:{self.section.slug}",
                *(f"person:{person.slug}" for person in self.byline),
                *(f"topic:{topic.slug}" for topic in self.topics),
                *(f"story:{pk}" for pk in self.linked),
                # A picture that is gone may come back under its id.
                *(f"picture:{pk}" for pk in shown),
            }.union(*(row.subjects() for row in pictures))
        )


#: Most keys one query names: SQLite takes no more than some thousands.
_BATCH = 500


def batched(things: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield ``things`` in lists short enough to be named in one query."""
    rest = iter(things)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def live() -> Values:
    """Return the standings of stories that readers can meet."""
    return Standing.objects.filter(live=True, section__live=True)


_PICTURES = Statement(int, lambda pks: CreditedImage.objects.filter(pk__in=pks).values_list(*_PICTURE))


def nearness_of(wanted: Iterable[int], linked: Iterable[int], zone: ZoneInfo) -> Nearness:
    """Return what bodies point at, pictures ``wanted`` and pages ``linked``: one query for those, two for these."""
    wanted, pages = frozenset(wanted), frozenset(linked)
    pictures = {row[0]: PictureRow(*row) for batch in batched(wanted) for row in _PICTURES.rows(batch)}
    return Nearness(pictures, _paths_of(pages, zone))


def _whole_stories(pks: Sequence[int]) -> Values:
    streams = {f"raw_{name}": Cast(f"story__{name}", TextField()) for name in _STREAMS}
    columns = (*_CARD, "story__place", "story__sensitive", *streams)
    return live().filter(pk__in=pks).annotate(**streams).values_list(*columns)


_STORIES = Statement(int, _whole_stories)


def story_rows(pks: Sequence[int]) -> dict[int, StoryRow | StoryRefused]:
    """Return what those of the stories ``pks`` that are live are made from, or why one cannot be printed. Four queries."""
    found = _STORIES.rows(pks)
    if not found:
        return {}
    there = [row[0] for row in found]
    names = _Names(bylines_of(there), topics_of(there), related_of(there))
    return {row[0]: _story_row(row, names) for row in found}


class _Names(NamedTuple):
    """What stories name, by story."""

    bylines: Mapping[int, list[tuple[int, Person]]]
    topics: Mapping[int, list[Topic]]
    related: Mapping[int, list[int]]


def _story_row(found: tuple[Any, ...], names: _Names) -> StoryRow | StoryRefused:
    card, raw = found[: len(_CARD)], found[-len(_STREAMS) :]
    place, sensitive = found[len(_CARD) : -len(_STREAMS)]
    pk, published, updated, title, slug, standfirst, language, section, name, lead_caption = card[:10]
    lead = card[10:]
    try:
        body, attributions, corrections = (stream_of(stored, name) for name, stored in zip(_STREAMS, raw, strict=True))
    except FieldRefused as error:
        return refused(pk, title, error)
    return StoryRow(
        pk=pk,
        section=Section(section, words(name)),
        slug=slug,
        title=title,
        standfirst=standfirst,
        published=published,
        updated=updated,
        place=place,
        language=language,
        sensitive=sensitive,
        lead=PictureRow(*lead) if lead[0] is not None else None,
        lead_caption=lead_caption,
        body=body,
        attributions=attributions,
        corrections=corrections,
        byline=tuple(person for _, person in names.bylines.get(pk, ())),
        topics=tuple(names.topics.get(pk, ())),
        related=tuple(names.related.get(pk, ())),
        # Most stories link to none of ours, and one look at what is stored tells.
        linked=pages_linked_in(body, corrections)
        if any("linktype" in stored.lower() for stored in raw if stored)
        else frozenset(),
        card=(*card, place, sensitive),
        texts=tuple(stored or "" for stored in raw),
    )


def refused(pk: int, title: str, error: FieldRefused) -> StoryRefused:
    """Return the error that says which story cannot be printed, and why."""
    return StoryRefused(f"story {pk} (“{title[:80]}”): {error}")


_BYLINES = Statement(
    int,
    lambda stories: (
        StoryByline.objects.filter(story_id__in=stories)
        .order_by("story_id", "sort_order")
        .values_list("story_id", "person_id", "person__slug", "person__name", "person__role", "person__about")
    ),
)
_TOPICS = Statement(
    int,
    lambda stories: (
        StoryTopic.objects.filter(story_id__in=stories)
        .order_by("story_id", "sort_order")
        .values_list("story_id", "topic__slug", "topic__name", "topic__kind")
    ),
)
_RELATED = Statement(
    int,
    lambda stories: (
        StoryRelated.objects.filter(story_id__in=stories)
        .order_by("story_id", "sort_order")
        .values_list("story_id", "other_id")
    ),
)


def bylines_of(stories: Sequence[int]) -> Mapping[int, list[tuple[int, Person]]]:
    """Return the people of each story's byline, in order, with their ids."""
    people: dict[int, list[tuple[int, Person]]] = defaultdict(list)
    for story, pk, slug, name, role, about in _BYLINES.rows(stories):
        people[story].append((pk, _person(slug, name, role, about)))
    return people


# The same few thousand people and topics are named by all stories there are.
@lru_cache(maxsize=4_000)
def _person(slug: str, name: str, role: str, about: str) -> Person:
    return Person(slug, words(name), words(role), words(about))


@lru_cache(maxsize=4_000)
def _topic(slug: str, name: str, kind: TopicKind) -> Topic:
    return Topic(slug, words(name), kind)


def topics_of(stories: Sequence[int]) -> Mapping[int, list[Topic]]:
    """Return the topics of each story, in order."""
    topics: dict[int, list[Topic]] = defaultdict(list)
    for story, slug, name, kind in _TOPICS.rows(stories):
        topics[story].append(_topic(slug, name, kind))
    return topics


def related_of(stories: Sequence[int]) -> Mapping[int, list[int]]:
    """Return the ids of the stories each story is related to, in the editor's order."""
    related: dict[int, list[int]] = defaultdict(list)
    for story, other in _RELATED.rows(stories):
        related[story].append(other)
    return related


class CardRow(NamedTuple):
    """A card, what it rests on, and what tells it from any other its story may get."""

    card: Card
    subjects: frozenset[str]
    fingerprint: str


_CARDS = Statement(int, lambda pks: live().filter(pk__in=pks).values_list(*_CARD))


def cards_by_id(pks: Sequence[int], zone: ZoneInfo) -> dict[int, CardRow]:
    """Return the cards of those of ``pks`` that are live, by id, and what each rests on. Two queries."""
    found = _CARDS.rows(pks)
    bylines = bylines_of([row[0] for row in found])
    people = {pk: tuple((person.slug, person.name) for _, person in byline) for pk, byline in bylines.items()}
    return {row[0]: _card_row(row, people.get(row[0], ()), zone) for row in found}


# Kept from one publish to the next: most of what its lists show are the cards of the publish before.
@lru_cache(maxsize=4_000)
def _card_row(found: tuple[Any, ...], people: tuple[tuple[str, str], ...], zone: ZoneInfo) -> CardRow:
    """Return the card of the row ``found``, with the slugs and names of its byline."""
    pk, published, updated, title, slug, standfirst, language, section, name, lead_caption, *lead = found
    picture_row = PictureRow(*lead)
    picture = picture_row.picture()
    card = Card(
        id=str(pk),
        path=story_path(section, published, slug, zone),
        section=Section(section, words(name)),
        headline=words(title),
        standfirst=words(standfirst),
        published=published.astimezone(UTC),
        modified=(updated or published).astimezone(UTC),
        byline=tuple(name for _, name in people),
        lead=Figure(picture, words(lead_caption)) if picture else None,
        language=language,
    )
    subjects = {"paper", f"story:{pk}", f"section:{section}", *(f"person:{slug}" for slug, _ in people)}
    fingerprint = fingerprint_of((found[: -len(lead)], picture_row.seen(), card.byline, zone.key))
    return CardRow(card, frozenset(subjects | picture_row.subjects()), fingerprint)


_PATHS = Statement(
    int, lambda pages: live().filter(pk__in=pages).values_list("pk", "section__slug", "published", "story__slug")
)
_SECTIONS = Statement(int, lambda pages: SectionPage.objects.filter(pk__in=pages, live=True).values_list("pk", "slug"))


def _paths_of(pages: Iterable[int], zone: ZoneInfo) -> dict[int, str]:
    paths: dict[int, str] = {}
    for batch in batched(pages):
        for pk, section, published, slug in _PATHS.rows(batch):
            paths[pk] = story_path(section, published, slug, zone)
        paths |= {pk: section_path(slug) for pk, slug in _SECTIONS.rows(batch)}
    return paths
