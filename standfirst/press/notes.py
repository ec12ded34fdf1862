"""Notes: what a plate was made from, taken down while it is made."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from standfirst.press.archive import (
    Answer,
    Archive,
    CardOf,
    Cards,
    EntryOf,
    Front,
    FrontOf,
    Paper,
    PaperOf,
    PersonOf,
    Question,
    SectionOf,
    Sections,
    StoryOf,
    Told,
    TopicOf,
    fingerprint_of,
    name_of,
)
from standfirst.story.blocks import LiveEntry
from standfirst.story.picture import FORMATS, Crop, Picture
from standfirst.story.story import Card, Person, Section, Story, Topic

Made = TypeVar("Made")

#: Asked many times for every plate: what is the very same needs no comparing.
_PAPER, _SECTIONS = PaperOf(), Sections()


class Asked(NamedTuple):
    """One question a plate asked: the answer's fingerprint (32 hexadecimal digits) and what the answer rests on."""

    fingerprint: str
    subjects: frozenset[str]


class Taken(NamedTuple):
    """An answer's value, the ledger's name of its question, and what to note of it."""

    value: Any
    name: str
    asked: Asked


class Reading:
    """The archive as of one run: each question is asked once, however many plates ask it."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        """now: aware, UTC; the run's one clock."""
        self.archive = archive
        self.now = now
        self._answers: dict[Question, Taken] = {}
        self._kept: dict[Hashable, Any] = {}
        self._entries: dict[str, Mapping[str, LiveEntry]] = {}

    def ask(self, question: Question) -> Taken:
        """Return the answer and what to note of it."""
        found = self._answers.get(question)
        if found is None:
            answer = self._told(question) if isinstance(question, EntryOf) else self.archive.ask(question)
            found = self._take(question, answer)
        return found

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` made when this was asked with ``key`` first: of answers alone, which stay the same for all of the run."""
        if key not in self._kept:
            self._kept[key] = make()
        made: Made = self._kept[key]
        return made

    def fetch(self, questions: Iterable[Question]) -> None:
        """Ask those of ``questions`` that cost less together than alone and were not asked yet."""
        for question, answer in self.archive.ask_all(
            [one for one in questions if one not in self._answers and not isinstance(one, EntryOf)]
        ).items():
            self._take(question, answer)

    def _told(self, question: EntryOf) -> Answer:
        """Return one entry of a live story, from the story."""
        story, _, asked = self.ask(StoryOf(question.story))
        if story is not None and question.story not in self._entries:
            self._entries[question.story] = story.live_entries()
        entry = self._entries[question.story].get(question.name) if story else None
        value = Told(story.path, story.language, story.published, entry) if entry else None
        return Answer(value, asked.subjects)

    def _take(self, question: Question, answer: Answer) -> Taken:
        fingerprint = answer.fingerprint or fingerprint_of(answer.value)
        taken = Taken(answer.value, name_of(question), Asked(fingerprint, answer.subjects))
        self._answers[question] = taken
        return taken


class Notes:
    """What one plate asks while it is printed. A template asks here, never the archive itself."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        #: By the ledger's name of the question.
        self.asked: dict[str, Asked] = {}
        #: Addresses under /m/ this plate shows; they are printed before it and kept as long as it is.
        self.pictures: set[str] = set()
        #: Kind and key of jobs whose plates this one leads to; they are printed before it.
        self.leads_to: set[tuple[str, str]] = set()
        #: When the plate has to be printed again though nothing changed (aware, UTC), or None.
        self.fresh_until: datetime | None = None

    @property
    def now(self) -> datetime:
        """The run's clock. A plate that looks at it must say ``fresh_until``."""
        return self._reading.now

    def ask(self, question: Question) -> Any:
        """Return the answer to ``question`` and take it down."""
        value, name, asked = self._reading.ask(question)
        self.asked[name] = asked
        return value

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes of answers this plate asked, made once for all plates of a run. key: tells what it is."""
        return self._reading.once(key, make)

    def show(self, picture: Picture, widths: Iterable[int] | None = None, formats: Iterable[str] = FORMATS) -> None:
        """Take down that ``picture`` is shown in ``widths`` (all of its own when None) and ``formats``."""
        chosen = picture.widths() if widths is None else tuple(widths)
        self.pictures.update(picture.path(width, suffix) for width in chosen for suffix in formats)

    def show_crop(self, picture: Picture, crop: Crop) -> None:
        """Take down that ``crop`` of ``picture`` is shown."""
        self.pictures.add(picture.crop_path(crop))

    def until(self, moment: datetime) -> None:
        """Take down that this plate must be printed again at ``moment`` (aware), or earlier if said before."""
        self.fresh_until = moment if self.fresh_until is None else min(self.fresh_until, moment)

    def stories(self) -> set[str]:
        """Return the ids of the stories this plate's answers rest on."""
        subjects = (subject for asked in self.asked.values() for subject in asked.subjects)
        return {subject.removeprefix("story:") for subject in subjects if subject.startswith("story:")}

    # The questions templates ask most, with their types.

    def story(self, story_id: str) -> Story | None:
        story: Story | None = self.ask(StoryOf(story_id))
        return story

    def told(self, story_id: str, name: str) -> Told | None:
        told: Told | None = self.ask(EntryOf(story_id, name))
        return told

    def card(self, story_id: str) -> Card | None:
        card: Card | None = self.ask(CardOf(story_id))
        return card

    def cards(self, list_name: str, limit: int) -> tuple[Card, ...]:
        cards: tuple[Card, ...] = self.ask(Cards(list_name, limit))
        return cards

    def front(self, section: str) -> Front | None:
        front: Front | None = self.ask(FrontOf(section))
        return front

    def section(self, slug: str) -> Section | None:
        section: Section | None = self.ask(SectionOf(slug))
        return section

    def sections(self) -> tuple[Section, ...]:
        sections: tuple[Section, ...] = self.ask(_SECTIONS)
        return sections

    def topic(self, slug: str) -> Topic | None:
        topic: Topic | None = self.ask(TopicOf(slug))
        return topic

    def person(self, slug: str) -> Person | None:
        person: Person | None = self.ask(PersonOf(slug))
        return person

    def paper(self) -> Paper:
        paper: Paper = self.ask(_PAPER)
        return paper
