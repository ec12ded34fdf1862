"""A press room for tests: a real edition, ledger and search index; only the stories and the printer are simple."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.notes import Notes
from standfirst.press.rendering import print_job
from standfirst.press.runs import PressRoom, Report
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Person, Section, Story, Topic
from standfirst.story.text import text_of
from tests.press.memory_archive import MemoryArchive

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORLD = Section("world", "World")
LOCAL = Section("local", "Local")
JANE = Person("jane-doe", "Jane Doe")
KYIV = Topic("kyiv", "Kyiv", "place")


def a_story(story_id: str = "1", **parts: object) -> Story:
    story = Story(
        id=story_id,
        path="",
        section=WORLD,
        headline=f"Headline {story_id}",
        standfirst="Why to read on",
        published=NOON - timedelta(days=1),
        byline=(JANE,),
        topics=(KYIV,),
        body=(Paragraph(text_of(f"Body of {story_id}.")),),
    )
    story = replace(story, **parts)  # type: ignore[arg-type]
    return replace(story, path=f"/{story.section.slug}/{story.published:%Y/%m/%d}/story-{story_id}/")


@dataclass
class Printer:
    """Prints pages plain enough to read in a test, and remembers which it printed."""

    printed: list[Job] = field(default_factory=list)
    broken: set[Job] = field(default_factory=set)

    def __call__(self, job: Job, notes: Notes) -> Plate | None:
        if job in self.broken:
            raise ValueError("no ink")
        self.printed.append(job)
        match job.kind:
            case "story":
                story = notes.story(job.key)
                if story and story.live_entries():
                    notes.leads_to.add(("live", story.id))
                if story is None:
                    return None
                words = f"{story.headline} by {story.byline} about {story.topics} {story.text()}"
                return replace(_page(story.path, words), headers=(("surrogate-key", f"story-{story.id}"),))
            case "live" | "entry" | "month" | "day" | "sitemap" | "sitemap-index":
                return print_job(job, notes)
            case "front":
                if notes.front(job.key) is None:
                    return None
                cards = notes.cards(f"section:{job.key}" if job.key else "paper", 3)
                return _page(
                    f"/{job.key}/" if job.key else "/", " ".join(f"{card.headline} {card.path}" for card in cards)
                )
            case "topic" | "person":
                cards = notes.cards(f"{job.kind}:{job.key}", 50)
                return _page(f"/{job.kind}/{job.key}/", " ".join(card.path for card in cards)) if cards else None
            case "news-sitemap":
                notes.until(notes.now + timedelta(hours=1))
                return _page("/sitemap-news.xml", f"{notes.now:%H}")
            case "house":
                return _page(f"!{job.key}", job.key)
            case _:
                return None


def _page(path: str, words: str) -> Plate:
    return Plate(path, words.encode(), "text/plain; charset=utf-8")


@dataclass
class Room:
    """A press with its edition, to be told what is live and asked what readers get."""

    folder: Path
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    printer: Printer = field(default_factory=Printer)

    def __post_init__(self) -> None:
        self.open()

    def open(self, version: str = "1") -> None:
        self.ledger = Ledger(self.folder / "ledger.sqlite3")
        self.press = PressRoom(
            archive=self.archive,
            ledger=self.ledger,
            binder=Binder(self.folder / "edition"),
            search=SearchIndex(self.folder / "edition" / "search.sqlite3"),
            print_job=self.printer,
            version=version,
            files=(),
        )
        self.shelf = Shelf(self.folder / "edition")

    def run(self, *, now: datetime = NOON, hints: frozenset[str] = frozenset()) -> Report:
        """A full run to its end, or a quick one when there are ``hints``; forgets what was printed before."""
        self.printer.printed.clear()
        return self.press.run(now=now, hints=hints) if hints else self.press.run_to_the_end(now=now)

    def read(self, path: str) -> str | None:
        found = self.shelf.read(path)
        return found[0].identity().decode() if found else None

    def status(self, path: str) -> int | None:
        found = self.shelf.read(path)
        return found[0].status if found else None
