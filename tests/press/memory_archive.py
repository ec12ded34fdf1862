"""An archive held in memory: the same promises as the newsroom's, for tests of the press alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from standfirst.press.archive import (
    NEWS_MOST,
    Answer,
    CardOf,
    Cards,
    Corrected,
    CorrectedStories,
    Days,
    Emergencies,
    Front,
    FrontOf,
    Months,
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
    TopicOf,
)
from standfirst.story.blocks import Figure
from standfirst.story.story import Card, Person, Section, Story, Topic, card_of


@dataclass
class MemoryArchive:
    """Live stories and what they name; change the dictionaries, and the next run sees it."""

    paper: Paper = field(
        default_factory=lambda: Paper("The Example", "All of it", "https://example.test", "Europe/Oslo")
    )
    sections: dict[str, Section] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    featured: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: int = 0
    _numbered: dict[str, tuple[int, object]] = field(default_factory=dict)

    def publish(self, story: Story) -> None:
        """Make ``story`` live, with everything it names."""
        self.sections.setdefault(story.section.slug, story.section)
        self.people.update({person.slug: person for person in story.byline if person.slug not in self.people})
        self.topics.update({topic.slug: topic for topic in story.topics if topic.slug not in self.topics})
        self.stories[story.id] = story

    # --- As the protocol has it

    def ask(self, question: Question) -> Answer:
        self.questions += 1
        value, subjects = self._answer(question)
        return Answer(value, frozenset(subjects))

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        return {}

    def versions(self) -> Iterator[tuple[str, str]]:
        live = {
            "paper": self.paper,
            **{f"front:{section}": self.featured.get(section, ()) for section in ("", *self.sections)},
            **{f"{kind}:{key}": thing for kind, things in self._things() for key, thing in things.items()},
        }
        for record in self._numbered.keys() | live.keys():
            number, seen = self._numbered.get(record, (0, None))
            if seen != live.get(record):
                # What is taken down and comes back as it was is a new version, too.
                self._numbered[record] = number + 1, live.get(record)
        yield from ((record, str(self._numbered[record][0])) for record in live)

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        wanted = set(records)
        return {record: version for record, version in self.versions() if record in wanted}

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        recent = {f"story:{story.id}" for story in self.stories.values() if story.modified >= moment}
        return self.versions_of(recent)

    def subjects_of(self, record: str) -> frozenset[str]:
        kind, _, key = record.partition(":")
        if kind == "section":
            return frozenset({record, "sections", f"in:section:{key}"})
        if kind != "story":
            return frozenset({record})
        story = self._now(self.stories[key])
        return frozenset(
            {
                record,
                "in:paper",
                "months:",
                f"months:{story.section.slug}",
                f"in:section:{story.section.slug}",
                f"in:month:{story.section.slug}/{_month(story)}",
                f"in:sitemap:{_month(story)}",
                f"in:day:{story.section.slug}/{_day(story)}",
                f"in:day:{_day(story)}",
                *(f"in:topic:{topic.slug}" for topic in story.topics),
                *(f"in:person:{person.slug}" for person in story.byline),
                *(["in:corrections"] if story.corrections else []),
            }
        )

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        live = {record for record, _ in self.versions()}
        return {record: self.subjects_of(record) for record in records if record in live}

    # --- Answers

    def _things(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        yield "section", self.sections
        yield "person", self.people
        yield "topic", self.topics
        yield "story", self.stories

    def _now(self, story: Story) -> Story:
        """The story with its section, people and topics as they are called now."""
        return replace(
            story,
            section=self.sections[story.section.slug],
            byline=tuple(self.people[person.slug] for person in story.byline),
            topics=tuple(self.topics[topic.slug] for topic in story.topics),
        )

    def _answer(self, question: Question) -> tuple[object, set[str]]:  # noqa: C901, PLR0912 -- one line a question
        match question:
            case StoryOf(story_id):
                return self._story(story_id)
            case CardOf(story_id):
                story, subjects = self._story(story_id)
                return (card_of(story) if story else None), subjects
            case Cards(name, limit):
                cards = self._listed(name)[:limit]
                return cards, {f"in:{name}"}.union(*(self._named_in(card) for card in cards))
            case FrontOf(section):
                return self._front(section)
            case SectionOf(slug):
                return self.sections.get(slug), {f"section:{slug}"}
            case Sections():
                return tuple(self.sections.values()), {"sections"}
            case TopicOf(slug):
                return self.topics.get(slug), {f"topic:{slug}"}
            case PersonOf(slug):
                return self.people.get(slug), {f"person:{slug}"}
            case Months(section):
                newest = {_month(s): s.id for s in reversed(self._newest()) if section in ("", s.section.slug)}
                return tuple(sorted(newest, reverse=True)), {f"months:{section}", *_named(newest.values())}
            case Days(section, month, most):
                listed = [s for s in self._newest() if section in ("", s.section.slug) and _month(s) == month]
                subject = f"in:month:{section}/{month}" if section else f"in:sitemap:{month}"
                if len(listed) <= most:
                    return (), {subject}
                return tuple(dict.fromkeys(map(_day, listed))), {subject, *_named(s.id for s in listed)}
            case PaperOf():
                return self.paper, {"paper"}
            case CorrectedStories(limit):
                corrected = self._corrected(limit)
                return corrected, {"in:corrections"}.union(*(self._named_in(pair.card) for pair in corrected))
            case SitemapEntries(period):
                listed = [s for s in self._newest() if period in (_month(s), _day(s))]
                subject = f"in:sitemap:{period}" if len(period) == len("2026-11") else f"in:day:{period}"
                return tuple(SitemapEntry(s.path, s.modified) for s in listed), {subject, *_named(s.id for s in listed)}
            case NewsEntries(since):
                news = [s for s in self._newest() if s.published > since][:NEWS_MOST]
                entries = (NewsEntry(s.path, s.headline, s.published, s.modified, s.language) for s in news)
                return tuple(entries), {"in:paper", *_named(s.id for s in news)}
            case Emergencies():
                return (), {"emergency"}
            case NegativeOf(key):
                return None, {f"picture:{key}"}

    def _newest(self) -> list[Story]:
        return sorted(
            map(self._now, self.stories.values()), key=lambda story: (story.published, story.id), reverse=True
        )

    def _listed(self, name: str) -> tuple[Card, ...]:
        kind, _, key = name.partition(":")
        return tuple(card_of(story) for story in self._newest() if key in _keys(story, kind))

    def _story(self, story_id: str) -> tuple[Story | None, set[str]]:
        found = self.stories.get(story_id)
        if found is None:
            return None, {f"story:{story_id}"}
        story = self._now(found)
        names = {f"topic:{topic.slug}" for topic in story.topics} | {f"person:{person.slug}" for person in story.byline}
        return story, {f"story:{story_id}", f"section:{story.section.slug}", *names, *_pictured(story.lead)}

    def _front(self, section: str) -> tuple[Front | None, set[str]]:
        subjects = {f"front:{section}", *([f"section:{section}"] if section else [])}
        if section and section not in self.sections:
            return None, subjects
        wanted = self.featured.get(section, ())
        cards = tuple(card_of(self._now(self.stories[story_id])) for story_id in wanted if story_id in self.stories)
        subjects |= {f"story:{story_id}" for story_id in wanted}
        return Front(self.sections.get(section), cards), subjects.union(*(self._named_in(card) for card in cards))

    def _named_in(self, card: Card) -> set[str]:
        people = {f"person:{person.slug}" for person in self.stories[card.id].byline}
        return {f"story:{card.id}", f"section:{card.section.slug}", *people, *_pictured(card.lead)}

    def _corrected(self, limit: int) -> tuple[Corrected, ...]:
        pairs = [Corrected(card_of(story), correction) for story in self._newest() for correction in story.corrections]
        return tuple(sorted(pairs, key=lambda pair: (pair.correction.at, pair.card.id), reverse=True)[:limit])


def _month(story: Story) -> str:
    return f"{story.published:%Y-%m}"


def _day(story: Story) -> str:
    return f"{story.published:%Y-%m-%d}"


def _keys(story: Story, kind: str) -> set[str]:
    """The lists of one kind that ``story`` is in."""
    return {
        "paper": {""},
        "section": {story.section.slug},
        "month": {f"{story.section.slug}/{_month(story)}"},
        "day": {f"{story.section.slug}/{_day(story)}"},
        "topic": {topic.slug for topic in story.topics},
        "person": {person.slug for person in story.byline},
    }[kind]


def _named(ids: Iterable[str]) -> set[str]:
    return {f"story:{story_id}" for story_id in ids}


def _pictured(lead: Figure | None) -> set[str]:
    return {f"picture:{lead.picture.key}"} if lead else set()
