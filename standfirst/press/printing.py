"""Printing: jobs become plates ready to be bound, each with what the ledger notes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from standfirst.edition.plate import Encoded, Plate, encoded
from standfirst.edition.search_index import SearchEntry
from standfirst.press.archive import Cards, PersonOf, Question, StoryOf, TopicOf
from standfirst.press.jobs import Job
from standfirst.press.notes import Asked, Notes, Reading
from standfirst.press.printers.listing import NEWEST, OF_A_DAY
from standfirst.story.blocks import lines_of
from standfirst.story.story import Story

#: Kinds of job that are of a story, whose id their keys begin with: what they rest on is no list's link to it.
OF_A_STORY = frozenset({"story", "live", "entry"})

#: Prints any job: the plate, or None when there is nothing to print (any more).
PrintJob = Callable[[Job, Notes], Plate | None]


class Printed(NamedTuple):
    """A job printed. plate: None when there was nothing to print; error: why it could not be printed, None for success.

    asked: by the ledger's name of the question. pictures, leads_to, fresh_until: as Notes has them. stories: ids of those it rests on. entry: what is found of a story.
    """

    job: Job
    plate: Encoded | None = None
    asked: Mapping[str, Asked] = {}
    pictures: frozenset[str] = frozenset()
    fresh_until: datetime | None = None
    stories: frozenset[str] = frozenset()
    leads_to: frozenset[tuple[str, str]] = frozenset()
    entry: SearchEntry | None = None
    error: Exception | None = None


class Hands(Protocol):
    """Whoever prints jobs: this process, or a pool of others."""

    def print_all(self, jobs: Sequence[Job], reading: Reading) -> Iterator[Printed]:
        """Yield each of ``jobs`` printed, in their order; what cannot be printed holds up nothing else."""


class OwnHands:
    """Prints in this process, one job after another."""

    def __init__(self, print_job: PrintJob) -> None:
        self._print_job = print_job

    def print_all(self, jobs: Sequence[Job], reading: Reading) -> Iterator[Printed]:
        """Yield each of ``jobs`` printed, in their order."""
        reading.fetch(questions_of(jobs))
        for job in jobs:
            yield print_one(job, reading, self._print_job)


def questions_of(jobs: Iterable[Job]) -> list[Question]:
    """Return what printing ``jobs`` is certain to ask, of what costs less together than alone."""
    return [question for job in jobs for question in _questions_of(job)]


def _questions_of(job: Job) -> tuple[Question, ...]:
    match job.kind:
        case "story" | "live" | "entry":
            return (StoryOf(job.key.partition("/")[0]),)
        case "topic":
            return TopicOf(job.key), Cards(f"topic:{job.key}", NEWEST)
        case "person":
            return PersonOf(job.key), Cards(f"person:{job.key}", NEWEST)
        # Not a month's: of one that is told by the day they are not asked.
        case "day":
            return (Cards(f"day:{job.key}", OF_A_DAY),)
        case _:
            return ()


def print_one(job: Job, reading: Reading, print_job: PrintJob) -> Printed:
    """Return ``job`` printed, or why it could not be."""
    notes = Notes(reading)
    try:
        plate = print_job(job, notes)
        entry = _entry(job, notes) if plate is not None else None
    except Exception as error:  # noqa: BLE001 -- one story that cannot be printed must not hold up the others
        return Printed(job, error=error)
    return Printed(
        job,
        plate=encoded(plate) if plate is not None else None,
        asked=notes.asked,
        pictures=frozenset(notes.pictures) if plate is not None else frozenset(),
        fresh_until=notes.fresh_until,
        stories=frozenset(notes.stories()) if plate is not None and job.kind not in OF_A_STORY else frozenset(),
        leads_to=frozenset(notes.leads_to) if plate is not None else frozenset(),
        entry=entry,
    )


def _entry(job: Job, notes: Notes) -> SearchEntry | None:
    story = notes.story(job.key) if job.kind == "story" else None
    return entry_of(story) if story else None


def entry_of(story: Story) -> SearchEntry:
    """Return what the search index holds of ``story``."""
    return SearchEntry(
        id=story.id,
        path=story.path,
        headline=story.headline,
        standfirst=story.standfirst,
        section=story.section.name,
        byline=", ".join(person.name for person in story.byline),
        published=story.published,
        language=story.language,
        text="\n".join(lines_of(story.body)),
    )
