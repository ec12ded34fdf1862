"""The newsroom's answers to the press: what is live, asked of the database by index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from standfirst.newsroom.handoff import lists, versions
from standfirst.newsroom.handoff.rows import (
    StoryRow,
    batched,
    cards_by_id,
    live,
    nearness_of,
    refused,
    story_rows,
)
from standfirst.newsroom.handoff.statements import Statement
from standfirst.newsroom.models.front import FeaturedOnPaper
from standfirst.newsroom.models.image import CreditedImage
from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.person import Person as PersonRow
from standfirst.newsroom.models.section import FeaturedInSection, SectionPage
from standfirst.newsroom.models.topic import Topic as TopicRow
from standfirst.newsroom.negatives import focus_at
from standfirst.newsroom.refusals import FieldRefused, StoryRefused
from standfirst.newsroom.richtext import words
from standfirst.newsroom.streams import corrections_of, pages_linked_in, pictures_in, stream_of
from standfirst.press.archive import (
    MOST,
    NEWS_MOST,
    Answer,
    CardOf,
    Cards,
    Corrected,
    CorrectedStories,
    Days,
    Emergencies,
    Extras,
    Front,
    FrontOf,
    Months,
    Negative,
    NegativeOf,
    NewsEntries,
    NewsEntry,
    Paper,
    PaperOf,
    PersonOf,
    Question,
    SectionOf,
    Sections,
    SitemapEntries,
    SitemapEntry,
    StoryOf,
    Tap,
    TopicOf,
    fingerprint_of,
)
from standfirst.story.addresses import story_path
from standfirst.story.picture import Credit
from standfirst.story.story import Person, Section, Topic

# One step down the index for each month, instead of a look at every story.
_MONTHS = """
WITH RECURSIVE months(month) AS (
    SELECT max(month) FROM newsroom_listing WHERE kind = %(kind)s AND owner = %(owner)s
    UNION ALL
    SELECT (
        SELECT max(older.month) FROM newsroom_listing AS older
        WHERE older.kind = %(kind)s AND older.owner = %(owner)s AND older.month < months.month
    ) FROM months WHERE months.month IS NOT NULL
)
SELECT month, (
    SELECT story_id FROM newsroom_listing AS newest
    WHERE newest.kind = %(kind)s AND newest.owner = %(owner)s AND newest.month = months.month
    ORDER BY newest.published DESC, newest.story_id DESC LIMIT 1
) FROM months WHERE month IS NOT NULL
"""


class LiveArchive:
    """The newsroom's database as the press's archive. Holds nothing: every question is asked as of now."""

    def ask(self, question: Question) -> Answer:
        """Return the answer as of now. Raises StoryRefused for a live story that cannot be printed."""
        return _ANSWERS[type(question)](question)

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        """Return the answers to those of ``questions`` about live stories, lists, topics and people, a few queries for all of them."""
        questions = list(questions)
        wanted = {_pk(question.id): question for question in questions if isinstance(question, StoryOf)}
        asked = [question for question in questions if isinstance(question, Cards)]
        answers = lists.answers_of(asked, zone()) if asked else {}
        answers |= _topics(question for question in questions if isinstance(question, TopicOf))
        answers |= _people(question for question in questions if isinstance(question, PersonOf))
        for batch in batched(wanted.items()):
            found = _stories(dict(batch))
            answers.update((question, answer) for question, answer in found.items() if isinstance(answer, Answer))
        return answers

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield every live record with its version."""
        return versions.every()

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return the versions of those of ``records`` that are live."""
        return versions.of(records)

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        """Return live records published or saved at ``moment`` or later, with their versions."""
        return versions.changed_since(moment)

    def subjects_of(self, record: str) -> frozenset[str]:
        """Return the subjects a change of the live ``record`` touches; none when it is not live."""
        return self.subjects_of_all([record]).get(record, frozenset())

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the subjects a change of each of the live ones of ``records`` touches."""
        return versions.subjects_of(records, zone())


def zone() -> ZoneInfo:
    """Return the paper's time zone. Asked with nearly every answer, so in the database's own words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zone FROM newsroom_papersettings ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return ZoneInfo(row[0]) if row else PaperSettings().clock


def _story(question: StoryOf) -> Answer:
    found = _stories({_pk(question.id): question}).get(question)
    if isinstance(found, StoryRefused):
        raise found
    return found if isinstance(found, Answer) else Answer(None, frozenset({f"story:{question.id}"}))


def _stories(wanted: Mapping[int, StoryOf]) -> dict[Question, Answer | StoryRefused]:
    """Return the answers about those of the stories ``wanted`` (by row) that are live, or why one cannot be printed."""
    rows = story_rows(list(wanted))
    good = [row for row in rows.values() if isinstance(row, StoryRow)]
    clock = zone()
    pictures = frozenset().union(*(pictures_in(row.body) for row in good))
    nearby = nearness_of(pictures, frozenset().union(*(row.linked for row in good)), clock)
    answers: dict[Question, Answer | StoryRefused] = {}
    for pk, row in rows.items():
        if isinstance(row, StoryRefused):
            answers[wanted[pk]] = row
            continue
        try:
            fingerprint = row.fingerprint(nearby, clock)
            answers[wanted[pk]] = Answer(row.story(nearby, clock), row.subjects(nearby), fingerprint)
        except FieldRefused as error:
            answers[wanted[pk]] = refused(row.pk, row.title, error)
    return answers


def _card(question: CardOf) -> Answer:
    pk = _pk(question.id)
    found = cards_by_id([pk], zone()).get(pk)
    return Answer(*found) if found else Answer(None, frozenset({f"story:{question.id}"}))


def _cards(question: Cards) -> Answer:
    return lists.answers_of([question], zone())[question]


_FRONTS = Statement(
    str, lambda slugs: SectionPage.objects.filter(slug__in=slugs, live=True).values_list("pk", "slug", "title")
)
_FEATURED = Statement(
    int,
    lambda fronts: FeaturedInSection.objects.filter(front_id__in=fronts).order_by("sort_order").values_list("story_id"),
)


def _front(question: FrontOf) -> Answer:
    subjects = {f"front:{question.section}"}
    section = None
    featured: Iterable[tuple[int]]
    if question.section:
        subjects.add(f"section:{question.section}")
        found = _FRONTS.rows([question.section])
        if not found:
            return Answer(None, frozenset(subjects))
        pk, slug, title = found[0]
        section, featured = Section(slug, words(title)), _FEATURED.rows([pk])
    else:
        featured = FeaturedOnPaper.objects.filter(front__live=True).order_by("sort_order").values_list("story_id")
    pks = [pk for (pk,) in featured]
    cards = cards_by_id(pks, zone()) if pks else {}
    shown = [cards[pk] for pk in dict.fromkeys(pks) if pk in cards]
    resting = subjects.union({f"story:{pk}" for pk in pks}, *(each.subjects for each in shown))
    fingerprint = fingerprint_of((section, [each.fingerprint for each in shown]))
    return Answer(Front(section, tuple(each.card for each in shown)), frozenset(resting), fingerprint)


def _section(question: SectionOf) -> Answer:
    row = SectionPage.objects.filter(slug=question.slug, live=True).values_list("slug", "title").first()
    return Answer(Section(row[0], words(row[1])) if row else None, frozenset({f"section:{question.slug}"}))


def _sections(question: Sections) -> Answer:
    del question
    rows = SectionPage.objects.filter(live=True).order_by("path").values_list("slug", "title")
    return Answer(tuple(Section(slug, words(title)) for slug, title in rows), frozenset({"sections"}))


_TOPICS = Statement(
    str, lambda slugs: TopicRow.objects.filter(slug__in=slugs).order_by().values_list("slug", "name", "kind")
)
_PEOPLE = Statement(
    str, lambda slugs: PersonRow.objects.filter(slug__in=slugs).order_by().values_list("slug", "name", "role", "about")
)


def _topics(questions: Iterable[TopicOf]) -> dict[Question, Answer]:
    answers: dict[Question, Answer] = {}
    for batch in batched(questions):
        found = {slug: Topic(slug, words(name), kind) for slug, name, kind in _TOPICS.rows([one.slug for one in batch])}
        answers |= {one: Answer(found.get(one.slug), frozenset({f"topic:{one.slug}"})) for one in batch}
    return answers


def _people(questions: Iterable[PersonOf]) -> dict[Question, Answer]:
    answers: dict[Question, Answer] = {}
    for batch in batched(questions):
        found = {row[0]: Person(row[0], *map(words, row[1:])) for row in _PEOPLE.rows([one.slug for one in batch])}
        answers |= {one: Answer(found.get(one.slug), frozenset({f"person:{one.slug}"})) for one in batch}
    return answers


def _topic(question: TopicOf) -> Answer:
    return _topics([question])[question]


def _person(question: PersonOf) -> Answer:
    return _people([question])[question]


def _months(question: Months) -> Answer:
    subject = frozenset({f"months:{question.section}"})
    name = f"section:{question.section}" if question.section else "paper"
    place = lists.places_of([name])[name]
    if place is None:
        return Answer((), subject)
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, {"kind": place.kind, "owner": place.owner})
        found = cursor.fetchall()
    months = tuple(f"{month // 100:04}-{month % 100:02}" for month, _ in found)
    return Answer(months, subject | {f"story:{newest}" for _, newest in found})


def _days(question: Days) -> Answer:
    list_of, rests_on = f"section:{question.section}", f"in:month:{question.section}/{question.month}"
    if not question.section:
        list_of, rests_on = "paper", f"in:sitemap:{question.month}"
    subject, place = frozenset({rests_on}), lists.places_of([list_of])[list_of]
    if place is None:
        return Answer((), subject)
    clock, place = zone(), place._replace(period=lists.period_of(question.month))
    newest = place.newest(question.most + 1, clock)
    if len(newest) <= question.most:
        return Answer((), subject)
    days = place.days(clock)
    return Answer(tuple(days), subject | {f"story:{pk}" for pk in (*newest, *days.values())})


def _paper(question: PaperOf) -> Answer:
    del question
    row = PaperSettings.current()
    paper = Paper(words(row.name), words(row.tagline), row.origin, row.zone, row.language, _extras(row))
    return Answer(paper, frozenset({"paper", "sections"}))


def _extras(row: PaperSettings) -> Extras:
    everywhere = Tap(row.tap_words, words(row.tap_label)) if row.offers_tap else Tap()
    own = SectionPage.objects.filter(live=True).exclude(tap="paper", tap_words=None, tap_label="").order_by("path")
    taps = ((section.slug, _tap(section, row)) for section in own)
    return Extras(
        browsers=row.tells_old_browsers,
        dark=row.offers_dark,
        size=row.offers_size,
        share=row.offers_share,
        offline=row.offers_offline,
        live=row.offers_live,
        ahead=row.offers_ahead,
        listen=row.offers_listen,
        changed=row.tells_changes,
        saver=row.offers_saver,
        kept=row.tells_offline,
        everywhere=everywhere,
        in_sections=tuple((slug, tap) for slug, tap in taps if tap != everywhere),
    )


def _tap(section: SectionPage, paper: PaperSettings) -> Tap:
    offered = paper.offers_tap if section.tap == "paper" else section.tap == "on"
    return Tap(section.tap_words or paper.tap_words, words(section.tap_label or paper.tap_label)) if offered else Tap()


def _corrected(question: CorrectedStories) -> Answer:
    rows = live().filter(corrected__isnull=False).order_by("-corrected", "-story")[: question.limit]
    streams = dict(rows.annotate(raw=Cast("story__corrections", TextField())).values_list("pk", "raw"))
    clock = zone()
    cards = cards_by_id(list(streams), clock)
    subjects = frozenset[str]().union(*(found.subjects for found in cards.values()))
    corrected: list[Corrected] = []
    for pk, raw in streams.items():
        stream = stream_of(raw, "corrections")
        nearby = nearness_of([], pages_linked_in(stream), clock)
        corrected.extend(
            Corrected(cards[pk].card, correction) for correction in corrections_of(stream, nearby) if pk in cards
        )
        subjects |= {f"story:{linked}" for linked in pages_linked_in(stream)}
    corrected.sort(key=lambda one: (one.correction.at, int(one.card.id)), reverse=True)
    return Answer(tuple(corrected[: question.limit]), subjects | {"in:corrections"})


def _sitemap(question: SitemapEntries) -> Answer:
    clock = zone()
    rows = lists.of_period(lists.period_of(question.period), MOST, clock)
    kind = "sitemap" if len(question.period) == len("2026-11") else "day"
    entries = tuple(_sitemap_entry(row, clock) for row in rows)
    subjects = frozenset({f"in:{kind}:{question.period}", "paper"}).union(*map(_subjects, rows))
    read = [(row.section, row.published, row.slug, row.updated) for row in rows]
    return Answer(entries, subjects, fingerprint_of((read, clock.key)))


def _news(question: NewsEntries) -> Answer:
    clock = zone()
    rows = lists.since(question.since, NEWS_MOST, clock)
    entries = tuple(_news_entry(row, clock) for row in rows)
    subjects = frozenset({"in:paper", "paper"}).union(*map(_subjects, rows))
    return Answer(entries, subjects, fingerprint_of(([row[1:] for row in rows], clock.key)))


# Kept from one publish to the next: all of what they say but one story is that of the publish before.
@lru_cache(maxsize=NEWS_MOST)
def _news_entry(row: lists.Addressed, clock: ZoneInfo) -> NewsEntry:
    said, published = _sitemap_entry(row, clock), lists.moment_of(row.published).astimezone(UTC)
    return NewsEntry(said.path, words(row.title), published, said.modified, row.language)


@lru_cache(maxsize=NEWS_MOST)
def _sitemap_entry(row: lists.Addressed, clock: ZoneInfo) -> SitemapEntry:
    path = story_path(row.section, lists.moment_of(row.published), row.slug, clock)
    return SitemapEntry(path, lists.moment_of(row.updated or row.published).astimezone(UTC))


def _subjects(row: lists.Addressed) -> tuple[str, str]:
    return f"story:{row.pk}", f"section:{row.section}"


_NEGATIVE = ("pk", "file", "caption", "photographer", "agency", "copyright")
_FOCUS = ("focal_point_x", "focal_point_y", "width", "height", "upright_width", "upright_height")


def _negative(question: NegativeOf) -> Answer:
    row = CreditedImage.objects.filter(key=question.key).order_by("pk").values_list(*_NEGATIVE, *_FOCUS).first()
    subject = {f"picture:{question.key}"}
    if row is None:
        return Answer(None, frozenset(subject))
    pk, file, caption, photographer, agency, notice, x, y, *size = row
    credit = Credit(words(photographer), words(agency))
    focus = focus_at(x, y, (size[0], size[1]), (size[2], size[3])) if x is not None and y is not None else None
    path = Path(settings.MEDIA_ROOT) / file
    negative = Negative(question.key, path, words(caption), credit, words(notice), focus)
    return Answer(negative, frozenset(subject | {f"picture:{pk}"}))


def _pk(written: str) -> int:
    """Return a story's row id; 0, which no row has, for an id that is none of ours."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else 0


def _emergencies(question: Emergencies) -> Answer:
    del question  # what the newsroom has is no emergency's any more
    return Answer((), frozenset({"emergency"}))


_ANSWERS: Mapping[type[Any], Callable[[Any], Answer]] = {
    StoryOf: _story,
    CardOf: _card,
    Cards: _cards,
    FrontOf: _front,
    SectionOf: _section,
    Sections: _sections,
    TopicOf: _topic,
    PersonOf: _person,
    Months: _months,
    Days: _days,
    PaperOf: _paper,
    CorrectedStories: _corrected,
    SitemapEntries: _sitemap,
    NewsEntries: _news,
    NegativeOf: _negative,
    Emergencies: _emergencies,
}
