"""A small paper for tests of the pages: one story that has everything, plain ones, and what every page must be."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree, html

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper
from standfirst.press.catalogue import jobs_for, standing_jobs
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.rendering import FILES, print_job
from standfirst.story.blocks import (
    Embed,
    FactBox,
    Figure,
    Listing,
    LiveEntry,
    Paragraph,
    PullQuote,
    Quote,
    Subheading,
    Table,
)
from standfirst.story.picture import Credit, Picture
from standfirst.story.story import Attribution, Correction, Person, Section, Story, Topic
from standfirst.story.text import Span, text_of
from tests.press.memory_archive import MemoryArchive

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WORLD, TOWN = Section("world", "World"), Section("town", "Town")
MARA = Person("mara-linde", "Mara Linde", "Foreign correspondent", "She writes about borders.")
TOM = Person("tom-askew", "Tom Askew")
STRAIT = Topic("the-strait", "The Strait", "place")
ORIGIN = "https://gazette.example"


def a_figure(number: int = 1, **parts: Any) -> Figure:
    picture = Picture(
        f"{number:016x}", 1800, 1200, "Ships at dusk", "Ships wait", Credit("Ada Venn", "Northern Pictures")
    )
    return Figure(replace(picture, **parts))


def a_story(story_id: str = "1", **parts: Any) -> Story:
    story = Story(
        id=story_id,
        path="",
        section=WORLD,
        headline=f"Headline {story_id}",
        standfirst=f"Why to read story {story_id}",
        published=NOON - timedelta(hours=int(story_id)),
        byline=(MARA,),
        topics=(STRAIT,),
        body=(Paragraph(text_of(f"The only paragraph of story {story_id} says what happened.")),),
    )
    story = replace(story, **parts)
    return replace(story, path=f"/{story.section.slug}/{story.published:%Y/%m/%d}/story-{story_id}/")


def a_full_story(story_id: str = "9", **parts: Any) -> Story:
    body = (
        Paragraph((Span("The first paragraph has a "), Span("link", link="https://port.example/log"), Span("."))),
        PullQuote("Nobody loads grain today", "Ilse Tarn"),
        Subheading("The queue"),
        Quote(text_of("The strait is open."), "The province"),
        a_figure(2),
        Listing((text_of("Ferries first"), text_of("Grain second"))),
        Table((("Day", "Ships"), ("Monday", "12")), "Ships a day"),
        FactBox("In figures", (text_of("Eleven miles long"),)),
        Embed("https://log.example/today", "The harbour log", "Port board"),
        Paragraph((Span("The last paragraph is ", emphasis=True), Span("the end", strong=True))),
    )
    full = {
        "headline": "Ships wait",
        "byline": (MARA, TOM),
        "place": "Sandhavn",
        "lead": a_figure(1),
        "updated": NOON,
        "body": body,
        "corrections": (Correction(NOON, text_of("There were 40 ships, not 14.")),),
        "attributions": (
            Attribution("The ministry", "Talks go on.", via="the agency", when="on Wednesday"),
            Attribution("The province", "Crews were held.", "denies"),
        ),
    }
    return a_story(story_id, **(full | parts))


def an_entry(minutes: int, words: str = "", **parts: Any) -> LiveEntry:
    """What happened so many minutes after noon."""
    return LiveEntry(
        NOON + timedelta(minutes=minutes),
        words or f"News of minute {minutes}",
        (text_of(f"What was heard at minute {minutes}."),),
        **parts,
    )


def a_live_story(story_id: str = "8", entries: tuple[LiveEntry, ...] | None = None, **parts: Any) -> Story:
    told = entries if entries is not None else (an_entry(9, key=True), an_entry(5), an_entry(0))
    return a_story(story_id, body=(Paragraph(text_of("What this is about.")), *told), **parts)


def an_archive(*stories: Story, **parts: Any) -> MemoryArchive:
    archive = MemoryArchive(paper=Paper("The Gazette", "News of the harbour", ORIGIN, "Europe/Oslo"), **parts)
    archive.sections.update({"world": WORLD, "town": TOWN})
    for story in stories:
        archive.publish(story)
    return archive


def notes_of(archive: MemoryArchive, now: datetime = NOON) -> Notes:
    return Notes(Reading(archive, now))


def printed(archive: MemoryArchive, kind: str, key: str = "", now: datetime = NOON) -> Plate:
    plate = print_job(Job(kind, key), notes_of(archive, now))
    assert plate is not None, f"{kind}:{key} was not printed"
    return plate


def every_plate(archive: MemoryArchive) -> list[Plate]:
    """All plates a paper has, but pictures."""
    jobs = set(standing_jobs(FILES))
    for record, _ in archive.versions():
        for subject in {record, *archive.subjects_of(record)}:
            jobs.update(jobs_for(subject))
    plates, waiting = [], sorted(jobs)
    while waiting:
        notes = notes_of(archive)
        plates.append(print_job(waiting.pop(0), notes))
        leads_to = {Job(*named) for named in notes.leads_to} - jobs
        jobs |= leads_to
        waiting += sorted(leads_to)
    return [plate for plate in plates if plate is not None]


def pages(archive: MemoryArchive) -> list[Plate]:
    return [plate for plate in every_plate(archive) if plate.content_type.startswith("text/html")]


def tree(plate: Plate) -> html.HtmlElement:
    return html.document_fromstring(plate.body.decode())


def strict_tree(plate: Plate) -> Any:
    """The page as a browser's parser reads it; any parse error fails the test."""
    import html5lib

    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(plate.body.decode())


def xml(plate: Plate) -> etree._Element:
    return etree.fromstring(plate.body, etree.XMLParser(resolve_entities=False, no_network=True))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def with_words(thing: Any, hostile: str) -> Any:
    """``thing`` with ``hostile`` put into every string that readers see, however deep."""
    if isinstance(thing, Span):
        return thing._replace(text=hostile)
    if isinstance(thing, tuple):
        return tuple(with_words(part, hostile) for part in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    kept = {"slug", "id", "path", "key", "language", "kind", "stance", "link", "url", "section", "origin", "zone"}
    changed = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in kept and not isinstance(value, Section):
            continue
        if isinstance(value, str):
            changed[field.name] = hostile
        elif field.name == "rows":
            changed[field.name] = tuple(tuple(hostile for _ in row) for row in value)
        else:
            changed[field.name] = with_words(value, hostile)
    return replace(thing, **changed)
