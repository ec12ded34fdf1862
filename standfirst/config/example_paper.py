"""The example paper as it lies in its folder, read into values; nothing here knows a database.

paper.toml        name, sections, people, topics, what stands on the fronts
pictures.toml     what each picture shows to those who cannot see it
pictures/*.jpg    pictures; who made them, and their captions, stand in the files themselves
stories/*.md      a story each: fields between two lines of +++ (TOML), then the body (see example_text)
ads/*.toml        an order each, its pictures beside it
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from standfirst.config.example_text import PictureOf, TextUnreadable, body_of, inline
from standfirst.press.originals import credits_of, measure
from standfirst.story.addresses import story_path
from standfirst.story.blocks import Figure
from standfirst.story.picture import Credit, Picture, Point
from standfirst.story.story import Attribution, Correction, Person, Section, Story, Topic

Named = TypeVar("Named")

#: In front of the names of the example's stories, so that they are not mistaken for a paper's own ids.
ID_PREFIX = "gazette:"


class ExampleUnreadable(Exception):
    """A file of the example that is missing or says what cannot be; names file and field, and what to write."""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on top of a front, by story id, in order. section: None for home."""

    section: Section | None
    featured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insertion:
    """What an advertiser ordered. pictures: files by size: "wide", "narrow", "box"."""

    advertiser: str
    contact: str
    campaign: str
    order_number: str
    flight: str
    first_day: date
    last_day: date
    priority: str
    weight: int
    headline: str
    target: str
    pictures: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class ExampleStory:
    """A story and the file it was read from."""

    story: Story
    file: Path


@dataclass(frozen=True, slots=True)
class ExamplePaper:
    """Everything the example brings. stories: oldest first. pictures: files by picture key. people: with their pages."""

    name: str
    tagline: str
    zone: str
    language: str
    fronts: tuple[Front, ...]
    people: tuple[Person, ...]
    topics: tuple[Topic, ...]
    stories: tuple[ExampleStory, ...]
    pictures: Mapping[str, Path]
    orders: tuple[Insertion, ...]


def read_example(folder: Path) -> ExamplePaper:
    """Return the example paper in ``folder``. Raises ExampleUnreadable, PictureRefused."""
    paper = _toml(folder / "paper.toml")
    try:
        sections = {one["slug"]: Section(one["slug"], one["name"]) for one in paper["sections"]}
        people = {one.slug: one for one in (Person(**row) for row in paper["people"])}
        topics = {one.slug: one for one in (Topic(**row) for row in paper["topics"])}
        fronts = [Front(None, _ids(paper["featured"]))]
        fronts += [Front(sections[one["slug"]], _ids(one.get("featured", ()))) for one in paper["sections"]]
        name, tagline, zone, language = (paper[field] for field in ("name", "tagline", "zone", "language"))
    except (KeyError, TypeError) as error:
        raise ExampleUnreadable(f"{folder / 'paper.toml'} lacks something or has too much of it: {error}") from error
    pictures: dict[str, Path] = {}
    known = _Known(sections, people, topics, ZoneInfo(zone), _album(folder, pictures))
    stories = [ExampleStory(_story(file, known), file) for file in sorted((folder / "stories").glob("*.md"))]
    return ExamplePaper(
        name=name,
        tagline=tagline,
        zone=zone,
        language=language,
        fronts=tuple(fronts),
        people=tuple(people.values()),
        topics=tuple(topics.values()),
        stories=tuple(sorted(stories, key=lambda one: one.story.published)),
        pictures=pictures,
        orders=tuple(_order(file) for file in sorted((folder / "ads").glob("*.toml"))),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What a story may name."""

    sections: Mapping[str, Section]
    people: Mapping[str, Person]
    topics: Mapping[str, Topic]
    zone: ZoneInfo
    picture_of: PictureOf


def _story(file: Path, known: _Known) -> Story:
    head, body = _parts(file)
    try:
        published = _moment(head.pop("published"))
        section = _named(known.sections, head.pop("section"), "section")
        lead = head.pop("lead", None)
        story = Story(
            id=ID_PREFIX + file.stem,
            path=story_path(section.slug, published, file.stem, known.zone),
            section=section,
            headline=head.pop("headline"),
            standfirst=head.pop("standfirst"),
            published=published,
            updated=_moment(head.pop("updated")) if "updated" in head else None,
            byline=tuple(_named(known.people, slug, "person") for slug in head.pop("byline", ())),
            place=head.pop("place", ""),
            lead=Figure(known.picture_of(lead), head.pop("lead_caption", "")) if lead else None,
            body=body_of(body, known.picture_of),
            topics=tuple(_named(known.topics, slug, "topic") for slug in head.pop("topics", ())),
            related=_ids(head.pop("related", ())),
            language=head.pop("language", "en"),
            sensitive=head.pop("sensitive", False),
            corrections=tuple(
                Correction(_moment(one["at"]), inline(one["text"])) for one in head.pop("corrections", ())
            ),
            attributions=tuple(Attribution(**one) for one in head.pop("attributions", ())),
        )
    except KeyError as error:
        raise ExampleUnreadable(f"{file}: {error} is missing or unknown; see paper.toml and pictures.toml") from error
    except (TextUnreadable, TypeError) as error:
        raise ExampleUnreadable(f"{file}: {error}") from error
    if head:
        raise ExampleUnreadable(f"{file}: a story has no field {min(head)!r}; take it out")
    return story


def _parts(file: Path) -> tuple[dict[str, Any], str]:
    """Return the fields and the body of a story's file; the body keeps its line numbers."""
    text = _text(file)
    pieces = text.split("+++\n", 2)
    if len(pieces) != 3 or pieces[0]:
        raise ExampleUnreadable(f"{file} does not begin with its fields between two lines of +++")
    try:
        return tomllib.loads(pieces[1]), "\n" * (pieces[1].count("\n") + 2) + pieces[2]
    except tomllib.TOMLDecodeError as error:
        raise ExampleUnreadable(f"{file}: its fields are no valid TOML ({error}); mend that line") from error


def _album(folder: Path, files: dict[str, Path]) -> PictureOf:
    """Return what finds a picture by its name, and puts the file of each found one into ``files``."""
    notes = _toml(folder / "pictures.toml")

    @cache
    def picture_of(name: str) -> Picture:
        alt, focus = notes[name]["alt"], notes[name].get("focus")
        file = folder / "pictures" / f"{name}.jpg"
        size, rights = measure(file), credits_of(file)
        key = blake2b(file.read_bytes(), digest_size=8).hexdigest()
        files[key] = file
        credit = Credit(rights.photographer, rights.agency)
        around = Point(*focus) if focus else None
        return Picture(key, size.width, size.height, alt, rights.caption, credit, rights.copyright, around)

    return picture_of


def _order(file: Path) -> Insertion:
    written = _toml(file)
    pictures = {size: file.with_name(f"{file.stem}-{size}.jpg") for size in ("wide", "narrow", "box")}
    try:
        return Insertion(**written, pictures=pictures)
    except TypeError as error:
        raise ExampleUnreadable(f"{file}: {error}; an order has exactly the fields of the others") from error


def _ids(names: object) -> tuple[str, ...]:
    return tuple(ID_PREFIX + name for name in names) if isinstance(names, list | tuple) else ()


def _named(known: Mapping[str, Named], slug: str, noun: str) -> Named:
    if slug not in known:
        raise TextUnreadable(f"no {noun} has the slug {slug!r}; write one of paper.toml's")
    return known[slug]


def _moment(written: object) -> datetime:
    if not isinstance(written, datetime) or written.tzinfo is None:
        raise TextUnreadable(f"{written!r} is no moment with a zone; write 2026-11-18T15:40:00+00:00")
    return written.astimezone(UTC)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ExampleUnreadable(f"{file} is no valid TOML ({error}); mend that line") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExampleUnreadable(
            f"{file} cannot be read ({error}); the example comes with the project's source"
        ) from error
