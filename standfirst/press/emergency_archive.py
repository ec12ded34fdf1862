"""What is live, and what the emergency desk put before readers besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from standfirst.press.archive import (
    Answer,
    Archive,
    CardOf,
    Cards,
    Emergencies,
    Negative,
    NegativeOf,
    PaperOf,
    PersonOf,
    Question,
    Sections,
    StoryOf,
    TopicOf,
)
from standfirst.press.emergencies import EmergencyDesk, KeptPaper
from standfirst.story.story import Story, card_of

#: The record and the subject of the desk as a whole.
EMERGENCY = "emergency"


class EmergencyArchive:
    """What is live, and what the emergency desk put before readers besides."""

    def __init__(self, live: Archive, desk: EmergencyDesk) -> None:
        self._live = live
        self._desk = desk

    def ask(self, question: Question) -> Answer:
        """Return the answer as of now. What the paper is gets noted at the desk, for the day nobody else can say it."""
        match question:
            case Emergencies():
                cards = tuple(card_of(each.story) for each in self._desk.live() if not each.corrects)
                return Answer(cards, frozenset({EMERGENCY}))
            case StoryOf(story_id) | CardOf(story_id) if (found := self._story(story_id)) is not None:
                value = found if isinstance(question, StoryOf) else card_of(found)
                return Answer(value, frozenset({EMERGENCY, f"story:{story_id}", "paper"}))
            case NegativeOf(key) if (negative := self._negatives().get(key)) is not None:
                return Answer(negative, frozenset({EMERGENCY, f"picture:{key}"}))
        answer = self._live.ask(question)
        match question:
            case PaperOf():
                self._desk.keep_paper(paper=answer.value)
            case Sections():
                self._desk.keep_paper(sections=answer.value)
            case StoryOf(story_id) | CardOf(story_id) if not story_id.isdecimal():
                return Answer(answer.value, answer.subjects | {EMERGENCY})
        return answer

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        """Return those live answers that cost less together than alone; the desk's own are asked alone."""
        ours = {each.id for each in self._desk.live()}

        def is_live(question: Question) -> bool:
            match question:
                case StoryOf(one) | CardOf(one):
                    return one.isdecimal() and one not in ours
                case Cards() | TopicOf() | PersonOf():
                    return True
            return False

        return self._live.ask_all([question for question in questions if is_live(question)])

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield every live record with its version, and the desk's."""
        ours = self._versions()
        for record, version in self._live.versions():
            if record not in ours:
                yield record, version
        yield from ours.items()

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return the versions of those of ``records`` that are live, or at the desk."""
        wanted, ours = frozenset(records), self._versions()
        return {**self._live.versions_of(wanted), **{record: ours[record] for record in wanted & ours.keys()}}

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        """Return what changed at ``moment`` or later; the desk, which never holds much, is always looked at."""
        return {**self._live.changed_since(moment), **self._versions()}

    def subjects_of(self, record: str) -> frozenset[str]:
        """Return the subjects a change of ``record`` touches."""
        if record == EMERGENCY:
            return frozenset({EMERGENCY})
        ours = {f"story:{each.id}": each.corrects for each in self._desk.live()}
        if record not in ours:
            return self._live.subjects_of(record)
        return frozenset({record}) | (self._live.subjects_of(record) if ours[record] else frozenset())

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the subjects a change of each of ``records`` touches."""
        wanted, ours = frozenset(records), self._versions().keys()
        own = {record: self.subjects_of(record) for record in wanted & ours}
        return {**self._live.subjects_of_all(wanted - ours), **own}

    def _story(self, story_id: str) -> Story | None:
        return next((each.story for each in self._desk.live() if each.id == story_id), None)

    def _negatives(self) -> dict[str, Negative]:
        return {negative.key: negative for each in self._desk.live() for negative in each.negatives()}

    def _versions(self) -> dict[str, str]:
        stories = {f"story:{each.id}": f"{EMERGENCY}-{each.folder.name}" for each in self._desk.live()}
        return {EMERGENCY: self._desk.version(), **stories}


class NobodyThere:
    """The archive of a paper whose database is away: nothing is known but what was kept of the paper itself."""

    def __init__(self, kept: KeptPaper) -> None:
        self._kept = kept

    def ask(self, question: Question) -> Answer:
        """Return what was kept; otherwise the absence of an answer."""
        match question:
            case PaperOf():
                return Answer(self._kept.paper, frozenset())
            case Sections():
                return Answer(self._kept.sections, frozenset())
            case _:
                return Answer(None, frozenset())

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        """Return nothing."""
        del questions
        return {}

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield nothing."""
        return iter(())

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return nothing."""
        del records
        return {}

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        """Return nothing."""
        del moment
        return {}

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return nothing."""
        del records
        return {}

    def subjects_of(self, record: str) -> frozenset[str]:
        """Return nothing."""
        del record
        return frozenset()
