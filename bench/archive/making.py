"""Making an archive: fifteen years of stories by seed, written straight into the newsroom's tables.

Sections, topics and people are used as Zipf found words to be: a few all the time, most hardly ever. Every tenth story
was updated after it was published, every fiftieth corrected, every fifth links to another one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from bench.archive.rows import Table, next_id, set_sequences
from bench.archive.words import Language, skewed
from standfirst.newsroom.filing import section_called
from standfirst.newsroom.models import Person, SectionPage, StoryPage, Topic
from standfirst.newsroom.models.standing import Listing, Standing
from standfirst.newsroom.models.story import StoryByline, StoryTopic

SECTIONS = ("World", "Politics", "Business", "Local", "Sport", "Culture", "Science", "Health", "Travel", "Opinion")
YEARS = 15
#: Stories written in one transaction.
_BATCH = 1_000
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STREAMS = ("body", "attributions", "corrections")


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up story. place: its number within the archive, oldest 0."""

    pk: int
    title: str
    standfirst: str
    slug: str
    published: datetime
    updated: datetime | None
    corrected: datetime | None
    streams: dict[str, str]
    section: int
    people: tuple[int, ...]
    topics: tuple[int, ...]
    links: tuple[int, ...]
    text: str


class Maker:
    """Makes ``stories`` stories ending at ``until`` (aware), the same for the same ``seed``."""

    def __init__(self, stories: int, *, seed: int, until: datetime) -> None:
        self.stories = stories
        self._dice = Random(seed)
        self._language = Language(self._dice)
        self._until = until
        self._step = timedelta(days=365 * YEARS) / stories
        self._sections = [section_called(name) for name in SECTIONS]
        self._section_use = skewed(len(SECTIONS))
        self._people = self._names(Person, max(20, min(5_000, stories // 100)))
        self._person_use = skewed(len(self._people))
        self._topics = self._names(Topic, max(30, min(20_000, stories // 40)))
        self._topic_use = skewed(len(self._topics))
        self._first = next_id(Page)
        self._children = {section.pk: section.numchild for section in self._sections}
        self._writer = _Writer(self._sections)

    def make(self, progress: Callable[[int], None]) -> None:
        """Write everything; ``progress`` is told how many stories are there."""
        for start in range(0, self.stories, _BATCH):
            with transaction.atomic():
                for number in range(start, min(start + _BATCH, self.stories)):
                    self._writer.add(self._story(number), self._children)
                self._writer.write()
            progress(min(start + _BATCH, self.stories))
        for section in self._sections:
            Page.objects.filter(pk=section.pk).update(numchild=self._children[section.pk])
        set_sequences([Page, Revision])
        if connection.vendor != "sqlite":
            # Each engine keeps its own form of search words, which only Wagtail knows to make.
            from django.core.management import call_command

            call_command("update_index", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _names(self, model: type[Any], number: int) -> list[int]:
        names = dict.fromkeys(self._language.name(self._dice) for _ in range(number * 2))
        first = next_id(model)
        changed = self._until - timedelta(days=400)
        rows = [
            model(pk=first + place, name=name, slug=slugify(name), changed=changed)
            for place, name in enumerate(list(names)[:number])
        ]
        with transaction.atomic():
            model.objects.bulk_create(rows, batch_size=_BATCH)
            model.objects.update(changed=changed)
        set_sequences([model])
        return [row.pk for row in rows]

    def _story(self, number: int) -> Made:
        dice, pk = self._dice, self._first + number
        # The newest is some minutes old: a paper is read while it is made.
        published = self._until - self._step * (self.stories - number - 1) - timedelta(minutes=5)
        paragraphs = self._language.paragraphs(dice, dice.randint(400, 900))
        links = (dice.randrange(self._first, pk),) if number and dice.random() < 0.2 else ()
        updated = published + timedelta(minutes=dice.randint(20, 600)) if dice.random() < 0.1 else None
        corrected = published + timedelta(hours=dice.randint(2, 90)) if dice.random() < 0.02 else None
        latest = self._until - timedelta(minutes=1)
        title = self._language.headline(dice)
        return Made(
            pk=pk,
            title=title,
            standfirst=dice.choice(self._language.sentences)[0],
            slug=f"{slugify(title)[:60]}-{number}",
            published=published,
            updated=min(updated, latest) if updated else None,
            corrected=min(corrected, latest) if corrected else None,
            streams=_streams(paragraphs, links, min(corrected, latest) if corrected else None, pk, dice),
            section=self._section_use.pick(self._sections, dice)[0].pk,
            people=tuple(dict.fromkeys(self._person_use.pick(self._people, dice, dice.choice((1, 1, 1, 2))))),
            topics=tuple(dict.fromkeys(self._topic_use.pick(self._topics, dice, dice.randint(1, 4)))),
            links=links,
            text=" ".join(paragraphs),
        )


def _streams(
    paragraphs: list[str], links: tuple[int, ...], corrected: datetime | None, pk: int, dice: Random
) -> dict[str, str]:
    """Return the stored streams: paragraphs, some of them quotes or with a link or stressed words, and two subheadings."""
    body: list[tuple[str, Any]] = []
    for number, paragraph in enumerate(paragraphs):
        if number and number % 7 == 0:
            body.append(("subheading", paragraph.split(".", 1)[0][:60]))
        if number % 6 == 4:
            body.append(("quote", {"text": f"<p>{paragraph}</p>", "source": "somebody who was there"}))
        elif number == 2 and links:
            body.append(("paragraph", f'<p>{paragraph} <a linktype="page" id="{links[0]}">As reported</a>.</p>'))
        elif number == 3:
            first, _, rest = paragraph.partition(" ")
            link = '<a href="https://example.org/report">a report</a>'
            body.append(("paragraph", f"<p><b>{first}</b> {rest} It was in {link}.</p>"))
        else:
            body.append(("paragraph", f"<p>{paragraph}</p>"))
    said = {"source": "the ministry", "stance": "asserts", "claim": paragraphs[0][:90], "via": "", "when": "on Monday"}
    correction = (
        {"at": corrected.isoformat(), "text": "<p>A number was wrong; it is right now.</p>"} if corrected else None
    )
    return {
        "body": _stream(body, pk),
        "attributions": _stream([("statement", said)] if dice.random() < 0.3 else [], pk),
        "corrections": _stream([("correction", correction)] if correction else [], pk),
    }


def _stream(blocks: list[tuple[str, Any]], pk: int) -> str:
    return json.dumps(
        [{"type": kind, "value": value, "id": str(UUID(int=(pk << 16) + n))} for n, (kind, value) in enumerate(blocks)]
    )


class _Writer:
    """Every row a published story has in the newsroom."""

    def __init__(self, sections: list[SectionPage]) -> None:
        self._sections = {section.pk: section for section in sections}
        self._story_type = ContentType.objects.get_for_model(StoryPage)
        self._page_type = ContentType.objects.get_for_model(Page)
        self._named = {model: ContentType.objects.get_for_model(model) for model in (Person, Topic)}
        self._locale = Locale.get_default().pk
        self._revision = next_id(Revision)
        self._joined = {model: next_id(model) for model in (StoryByline, StoryTopic)}
        self._template = StoryPage(title="x", slug="x").serializable_data()
        self.pages = Table(
            Page, "id", "path", "depth", "translation_key", "locale_id", "latest_revision_id", "live", "live_revision_id",
            "first_published_at", "last_published_at", "latest_revision_created_at", "title", "draft_title", "slug",
            "content_type_id", "url_path",
        )  # fmt: skip
        self.stories = Table(StoryPage, "page_ptr_id", "standfirst", *_STREAMS, "language")
        self.revisions = Table(
            Revision,
            "id",
            "content_type_id",
            "base_content_type_id",
            "object_id",
            "created_at",
            "object_str",
            "content",
        )
        self.bylines = Table(StoryByline, "id", "story_id", "person_id", "sort_order")
        self.topics = Table(StoryTopic, "id", "story_id", "topic_id", "sort_order")
        self.standings = Table(
            Standing, "story_id", "section_id", "live", "published", "updated", "corrected", "changed", "digest"
        )
        self.listings = Table(Listing, "story_id", "kind", "owner", "month", "published")
        self.references = Table(
            ReferenceIndex, "content_type_id", "base_content_type_id", "object_id", "to_content_type_id", "to_object_id",
            "model_path", "content_path", "content_path_hash",
        )  # fmt: skip
        self.entries = Table(IndexEntry, "content_type_id", "object_id", "title_norm", "autocomplete", "title", "body")

    def write(self) -> None:
        """Write what was taken down, what others point to first."""
        tables = [self.revisions, self.pages, self.stories, self.bylines, self.topics, self.standings, self.listings]
        if connection.vendor == "sqlite":
            tables.append(self.entries)
        for table in (*tables, self.references):
            table.write()

    def add(self, made: Made, children: dict[int, int]) -> None:
        """Take down ``made``; children: how many pages each section has, counted on."""
        section = self._sections[made.section]
        children[section.pk] += 1
        path = section.path + _step(children[section.pk])
        latest = max(filter(None, (made.published, made.updated, made.corrected)))
        revision = self._add_revision(made, path, latest)
        url_path = f"{section.url_path}{made.slug}/"
        key = UUID(int=made.pk)
        self.pages.add(
            made.pk, path, section.depth + 1, key, self._locale, revision, True, revision, made.published, latest, latest,
            made.title, made.title, made.slug, self._story_type.pk, url_path,
        )  # fmt: skip
        self.stories.add(made.pk, made.standfirst, *(made.streams[name] for name in _STREAMS), "en")
        self.standings.add(
            made.pk, section.pk, True, made.published, made.updated, made.corrected, latest, f"{made.pk:032x}"
        )
        self._add_joined(made)
        month = made.published.year * 100 + made.published.month
        lists = [("paper", 0), ("section", section.pk)]
        lists += [("topic", pk) for pk in made.topics] + [("person", pk) for pk in made.people]
        for kind, owner in lists:
            self.listings.add(made.pk, kind, owner, month, made.published)
        self.entries.add(
            self._story_type.pk,
            str(made.pk),
            1.0,
            f"{made.title} {made.standfirst}",
            made.title,
            f"{made.standfirst} {made.text}",
        )

    def _add_joined(self, made: Made) -> None:
        for table, model, pks, relation, field in (
            (self.bylines, StoryByline, made.people, "bylines", "person"),
            (self.topics, StoryTopic, made.topics, "story_topics", "topic"),
        ):
            to = self._named[Person if field == "person" else Topic].pk
            for order, pk in enumerate(pks):
                joined = self._joined[model]
                self._joined[model] += 1
                table.add(joined, made.pk, pk, order)
                place = f"{relation}.{joined}.{field}"
                self._add_reference(made.pk, to, pk, f"{relation}.item.{field}", place)
        for pk in made.links:
            self._add_reference(made.pk, self._page_type.pk, pk, "body.paragraph", f"body.{made.pk}")

    def _add_reference(self, pk: int, to_type: int, to: int, model_path: str, place: str) -> None:
        digest = ReferenceIndex._get_content_path_hash(place)  # noqa: SLF001 -- Wagtail offers no other way to it
        self.references.add(
            self._story_type.pk, self._page_type.pk, str(pk), to_type, str(to), model_path, place, digest
        )

    def _add_revision(self, made: Made, path: str, latest: datetime) -> int:
        number = self._revision
        self._revision += 1
        joined_person, joined_topic = self._joined[StoryByline], self._joined[StoryTopic]
        content = self._template | {
            "pk": made.pk,
            "path": path,
            "depth": 4,
            "title": made.title,
            "draft_title": made.title,
            "slug": made.slug,
            "live": True,
            "locale": self._locale,
            "translation_key": str(UUID(int=made.pk)),
            "content_type": self._story_type.pk,
            "first_published_at": made.published.isoformat(),
            "standfirst": made.standfirst,
            **made.streams,
            "bylines": [
                {"pk": joined_person + n, "sort_order": n, "story": made.pk, "person": pk}
                for n, pk in enumerate(made.people)
            ],
            "story_topics": [
                {"pk": joined_topic + n, "sort_order": n, "story": made.pk, "topic": pk}
                for n, pk in enumerate(made.topics)
            ],
        }
        self.revisions.add(
            number, self._story_type.pk, self._page_type.pk, str(made.pk), latest, made.title[:200], content
        )
        return number


def _step(number: int) -> str:
    """Return ``number`` as one step of a tree path: four digits of base 36."""
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def make_archive(stories: int, *, seed: int, progress: Callable[[int], None]) -> None:
    """Fill the paper Django is set up for with ``stories`` stories."""
    Maker(stories, seed=seed, until=datetime.now(UTC).replace(microsecond=0)).make(progress)
