"""Drafts: a page being edited, handed off as if it were live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from standfirst.newsroom.handoff.archive import zone
from standfirst.newsroom.handoff.rows import PictureRow, StoryRow, cards_by_id, nearness_of, refused
from standfirst.newsroom.models.front import PaperFront
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Standing
from standfirst.newsroom.models.story import StoryPage
from standfirst.newsroom.refusals import FieldRefused
from standfirst.newsroom.richtext import words
from standfirst.newsroom.standings import is_news
from standfirst.newsroom.streams import Stream, pages_linked_in, pictures_in
from standfirst.press.archive import Answer, Archive, CardOf, Front, FrontOf, Question, SectionOf, StoryOf
from standfirst.story.story import Person, Section, Story, Topic, card_of


class DraftArchive:
    """What is live, but for the answers given."""

    def __init__(self, live: Archive, answers: Mapping[Question, Any]) -> None:
        """answers: values by question; every other question goes to ``live``."""
        self._live = live
        self._answers = answers

    def ask(self, question: Question) -> Answer:
        """Return the draft's answer where there is one, else the live one."""
        if question in self._answers:
            return Answer(self._answers[question], frozenset())
        return self._live.ask(question)

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        """Return the answers that can be had at once: the live ones of questions without a draft's answer."""
        return self._live.ask_all(question for question in questions if question not in self._answers)

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield every live record with its version."""
        return self._live.versions()

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return the versions of those of ``records`` that are live."""
        return self._live.versions_of(records)

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        """Return what changed at ``moment`` or later."""
        return self._live.changed_since(moment)

    def subjects_of(self, record: str) -> frozenset[str]:
        """Return the subjects a change of ``record`` touches."""
        return self._live.subjects_of(record)

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the subjects a change of each of ``records`` touches."""
        return self._live.subjects_of_all(records)


def answers_for_story(page: StoryPage, now: datetime) -> dict[Question, Any]:
    """Return what an archive answers about ``page`` as it stands in the editor. Raises StoryRefused."""
    story = story_of_page(page, now)
    return {StoryOf(story.id): story, CardOf(story.id): card_of(story)}


def answers_for_front(page: PaperFront | SectionPage) -> dict[Question, Any]:
    """Return what an archive answers about the front ``page`` as it stands in the editor."""
    pks = [row.story_id for row in page.featured.all() if row.story_id]
    cards = cards_by_id(pks, zone())
    featured = tuple(cards[pk].card for pk in dict.fromkeys(pks) if pk in cards)
    if isinstance(page, PaperFront):
        return {FrontOf(""): Front(None, featured)}
    section = Section(page.slug, words(page.title))
    return {FrontOf(page.slug): Front(section, featured), SectionOf(page.slug): section}


def story_of_page(page: StoryPage, now: datetime) -> Story:
    """Return ``page`` as the press would get it if it were published at ``now``. Raises StoryRefused."""
    row = _row_of(page, now)
    clock = zone()
    try:
        return row.story(nearness_of(pictures_in(row.body), row.linked, clock), clock)
    except FieldRefused as error:
        raise refused(row.pk, row.title, error) from error


def words_in(page: StoryPage) -> int:
    """Return how many words ``page`` has for readers, as of its last save; 0 for one that cannot be printed yet."""
    if not page.title:
        return 0
    row = _row_of(page, page.latest_revision_created_at or page.first_published_at or _LONG_AGO)
    try:
        return row.story(nearness_of(pictures_in(row.body), (), clock := zone()), clock).words()
    except FieldRefused:
        return 0


_LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _row_of(page: StoryPage, now: datetime) -> StoryRow:
    section = page.section() if page.path else None
    body, corrections = _stored(page.body), _stored(page.corrections)
    return StoryRow(
        pk=page.pk or 0,
        section=Section(section.slug, words(section.title)) if section else Section("news", "News"),
        slug=page.slug or "story",
        title=page.title or "",
        standfirst=page.standfirst,
        published=page.first_published_at or page.go_live_at or now,
        updated=_updated(page, now),
        place=page.place,
        language=page.language,
        sensitive=page.sensitive,
        lead=_picture_row(page.lead) if page.lead else None,
        lead_caption=page.lead_caption,
        body=body,
        attributions=_stored(page.attributions),
        corrections=corrections,
        byline=tuple(_person(row.person) for row in page.bylines.all() if row.person_id),
        topics=tuple(_topic(row.topic) for row in page.story_topics.all() if row.topic_id),
        related=tuple(row.other_id for row in page.related_stories.all() if row.other_id),
        linked=pages_linked_in(body, corrections),
    )


def _stored(stream: Any) -> Stream:
    stored: Stream = list(stream.get_prep_value())
    return stored


def _updated(page: StoryPage, now: datetime) -> datetime | None:
    standing = Standing.objects.filter(pk=page.pk).first() if page.pk else None
    if standing is None:
        return None
    return now if is_news(page, standing) else standing.updated


def _picture_row(image: Any) -> PictureRow:
    return PictureRow(
        image.pk,
        image.key,
        image.upright_width,
        image.upright_height,
        image.alt,
        image.caption,
        image.photographer,
        image.agency,
        image.copyright,
        image.focal_point_x,
        image.focal_point_y,
        image.width,
        image.height,
    )


def _person(row: Any) -> Person:
    return Person(row.slug, words(row.name), words(row.role), words(row.about))


def _topic(row: Any) -> Topic:
    return Topic(row.slug, words(row.name), row.kind)
