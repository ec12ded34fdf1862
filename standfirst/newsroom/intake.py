"""Intake: stories found in files from outside become drafts, or live stories, of this paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from standfirst.newsroom.filing import NoPaper, person_called, picture_row, rows_of, section_called, topic_called
from standfirst.newsroom.handoff import zone
from standfirst.newsroom.handoff.rows import live
from standfirst.newsroom.markup import stored_attributions, stored_body, stored_corrections
from standfirst.newsroom.models import Capture, StoryByline, StoryPage, StoryRelated, StoryTopic
from standfirst.newsroom.models.languages import known_language
from standfirst.newsroom.models.slugs import free_slug
from standfirst.newsroom.originals import digest_of, keep
from standfirst.newsroom.richtext import words
from standfirst.newsroom.standings import backdate_update
from standfirst.press.originals import PictureRefused
from standfirst.story.addresses import slug_of, story_path
from standfirst.story.picture import Picture
from standfirst.story.story import Story
from standfirst.wire.found import Found
from standfirst.wire.slugs import slug_for
from standfirst.wire.story_fields import UNDATED

#: Longest headline kept, characters: the page tree's own limit.
HEADLINE_LENGTH = 255


class StoryUnknown(Exception):
    """There is no story with this id or address."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a story from outside.

    id: the story's, "" when it was refused. url: its path on the site, "" while it is not live.
    reason: why it was refused; or, of one taken in, what there is to know ("it was here already"), or "".
    """

    id: str
    url: str
    status: Literal["ok", "refused"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LiveStory:
    """A live story in a list. url: its path on the site. published: aware, UTC."""

    id: str
    url: str
    section: str
    headline: str
    published: datetime


@dataclass(frozen=True, slots=True)
class _Errand:
    """One taking in. pictures: local files by picture key."""

    found: Found
    publish: bool
    user: Any = None
    pictures: Mapping[str, Path] = field(default_factory=dict)

    def row_of(self, picture: Picture) -> int | None:
        """Return the row of ``picture``; None where its file is not here."""
        return picture_row(picture, self.pictures.get(picture.key))


def take_in(
    found: Found, *, publish: bool, user: Any = None, pictures: Mapping[str, Path] = MappingProxyType({})
) -> TakenIn:
    """Make a draft, or a live story, of ``found``, all of it or nothing.

    user: who does it, None for the command line. pictures: files on this machine by the key they have in ``found.story``.
    What was taken in before is left as editors have it, and answered for with the same id; a ``found.story`` whose
    id is known changes that story and keeps its address. Raises what a database that is away raises.
    """
    errand = _Errand(found, publish, user, pictures)
    try:
        with transaction.atomic():
            return _take_in(errand)
    except IntegrityError:
        # Somebody took the same in between our look and our writing: then it is known now.
        with transaction.atomic():
            return _take_in(errand)
    except (ValidationError, PictureRefused, NoPaper) as error:
        return TakenIn("", "", "refused", _one_line(error))


def withdraw(id_or_url: str, *, user: Any = None) -> TakenIn:
    """Unpublish the story with this id, path or address, and return what became of it. Raises StoryUnknown."""
    page = story_at(id_or_url)
    if not page.live:
        return TakenIn(str(page.pk), "", "ok", "it is not live")
    with transaction.atomic():
        page.unpublish(user=user)
    return TakenIn(str(page.pk), "", "ok")


def live_stories() -> Iterator[LiveStory]:
    """Yield every live story, newest first."""
    clock = zone()
    columns = ("pk", "section__slug", "section__title", "story__title", "story__slug", "published")
    rows = live().order_by("-published", "-pk").values_list(*columns)
    for pk, section, name, title, slug, published in rows.iterator(chunk_size=500):
        yield LiveStory(str(pk), story_path(section, published, slug, clock), words(name), words(title), published)


def story_at(id_or_url: str) -> StoryPage:
    """Return the story with this id, path or address. Raises StoryUnknown."""
    asked = id_or_url.strip()
    found = None
    if asked.isascii() and asked.isdecimal():
        found = StoryPage.objects.filter(pk=int(asked[:18])).first()
    elif len(parts := [part for part in urlsplit(asked).path.split("/") if part]) == 5:
        rows = StoryPage.objects.filter(slug=parts[4], standing__section__slug=parts[0])
        path = "/" + "/".join(parts) + "/"
        found = next((page for page in rows if page.address() == path), None)
    if found is None:
        raise StoryUnknown(f"there is no story {asked!r}; `standfirst stories` lists the live ones")
    page: StoryPage = found
    return page


def _take_in(errand: _Errand) -> TakenIn:
    found = errand.found
    digest = digest_of(found.original, found.item)
    capture = _known(found, digest)
    if capture is not None:
        return _left_alone(capture.story, errand)
    page = _page_with_id(found.story.id) if found.story else None
    if page is not None:
        page = page.get_latest_revision_as_object()
        _fill(page, errand)
    else:
        page = _new_page(errand)
    _keep_capture(page, errand, digest)
    page.save_revision(user=errand.user)
    return _published(page, errand) if errand.publish else TakenIn(str(page.pk), _url(page), "ok")


def _known(found: Found, digest: str) -> Capture | None:
    captures = Capture.objects.select_related("story").order_by("pk")
    known = captures.filter(digest=digest).first()
    if known is None and found.url and found.story is None:
        known = captures.filter(url=found.url[:2000]).first()
    return known


def _left_alone(page: StoryPage, errand: _Errand) -> TakenIn:
    """Return that ``page`` is here already; it is published when that is asked for and nobody ever did."""
    if errand.publish and page.first_published_at is None and not page.scheduled_revision:
        return _published(page, errand)
    return TakenIn(str(page.pk), _url(page), "ok", "it was here already, and is left as editors have it")


def _page_with_id(story_id: str) -> StoryPage | None:
    """Return the story known by ``story_id``: its own id, or the one it had in a story file taken in before."""
    capture = Capture.objects.filter(known_as=story_id).order_by("-pk").first() if story_id else None
    if capture is not None:
        known: StoryPage = capture.story
        return known
    if not (story_id.isascii() and story_id.isdecimal() and len(story_id) < 19):
        return None
    page: StoryPage | None = StoryPage.objects.filter(pk=int(story_id)).first()
    return page


def _new_page(errand: _Errand) -> StoryPage:
    found, story = errand.found, errand.found.story
    section = section_called(story.section.name, story.section.slug) if story else section_called(found.section)
    page = StoryPage(live=False, owner=errand.user)
    _fill(page, errand)
    wanted = slug_of(story.path.strip("/").rpartition("/")[2], fallback="") if story else ""
    # One at a time within a section: two stories of one headline must not take the same slug or place.
    type(section).objects.select_for_update().get(pk=section.pk)
    section.refresh_from_db()
    page.slug = free_slug(section.get_children(), wanted or slug_for(page.title))
    section.add_child(instance=page)
    return page


def _fill(page: StoryPage, errand: _Errand) -> None:
    """Write what was found into the fields of ``page``."""
    story = errand.found.story
    if story is not None:
        _fill_from_story(page, story, errand)
        return
    found = errand.found
    page.title = _headline(found.headline)
    page.standfirst = words(found.standfirst)
    page.place = words(found.place)[:80]
    page.language = known_language(found.language)
    page.lead_caption = words(found.lead.caption) if found.lead else ""
    page.body = _stream("body", stored_body(found.body, errand.row_of))
    _set_names(page, rows_of(map(person_called, found.byline)), rows_of(map(topic_called, found.topics)))


def _fill_from_story(page: StoryPage, story: Story, errand: _Errand) -> None:
    page.title = _headline(story.headline)
    page.standfirst = words(story.standfirst)
    page.place = words(story.place)[:80]
    page.language = known_language(story.language)
    page.sensitive = story.sensitive
    page.lead_id = errand.row_of(story.lead.picture) if story.lead else None
    page.lead_caption = words(story.lead.caption) if story.lead else ""
    page.body = _stream("body", stored_body(story.body, errand.row_of))
    page.attributions = _stream("attributions", stored_attributions(story.attributions))
    page.corrections = _stream("corrections", stored_corrections(story.corrections))
    people = rows_of(person_called(person.name, person) for person in story.byline)
    _set_names(page, people, rows_of(topic_called(topic.name, topic) for topic in story.topics))
    others = rows_of(_page_with_id(other) for other in story.related)
    page.related_stories = [
        StoryRelated(other=other, sort_order=place) for place, other in enumerate(others) if other.pk != page.pk
    ]


def _set_names(page: StoryPage, people: list[Any], topics: list[Any]) -> None:
    page.bylines = [StoryByline(person=person, sort_order=place) for place, person in enumerate(people)]
    page.story_topics = [StoryTopic(topic=topic, sort_order=place) for place, topic in enumerate(topics)]


def _stream(name: str, stored: list[dict[str, Any]]) -> Any:
    return StoryPage._meta.get_field(name).to_python(stored)  # noqa: SLF001 - Django's own public way to a field


def _day(found: Found) -> datetime | None:
    """Return when the original says it was published, where it says so and means a moment."""
    published = found.story.published if found.story else found.published
    if published == UNDATED:
        return None
    return published if published is not None and published.tzinfo is not None else None


def _published(page: StoryPage, errand: _Errand) -> TakenIn:
    page.get_latest_revision().publish(user=errand.user)
    page.refresh_from_db()
    found = errand.found
    updated = found.story.updated if found.story else found.updated
    if updated is not None and updated.tzinfo is not None and page.first_published_at < updated <= timezone.now():
        backdate_update(page, updated)
    return TakenIn(str(page.pk), _url(page), "ok")


def _keep_capture(page: StoryPage, errand: _Errand, digest: str) -> None:
    found = errand.found
    Capture.objects.create(
        story=page,
        file=Path(found.file).name[:500],
        item=found.item[:2000],
        url=found.url[:2000],
        brand=words(found.brand)[:200],
        published=_day(found),
        known_as=found.story.id[:200] if found.story else "",
        digest=digest,
        original=keep(settings.STANDFIRST.media, found.original),
        content_type=found.content_type[:120],
        size=len(found.original),
        at=timezone.now(),
        taken=[{"field": one.field, "text": words(one.text), "why": one.why} for one in found.taken],
        dropped=[{"text": words(one.text), "why": one.why} for one in found.dropped],
    )


def _headline(written: str) -> str:
    headline = words(written)
    if not headline:
        raise ValidationError("it has no headline; give it one and import it again")
    return headline if len(headline) <= HEADLINE_LENGTH else headline[: HEADLINE_LENGTH - 1].rstrip() + "…"


def _url(page: StoryPage) -> str:
    return (page.address() or "") if page.live else ""


def _one_line(error: Exception) -> str:
    said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return " ".join(said.split())
