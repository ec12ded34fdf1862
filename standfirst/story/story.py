"""The frozen story that crosses every floor, and the people, topics and sections it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from standfirst.story.blocks import Block, Figure, LiveEntry, Paragraph, lines_of
from standfirst.story.text import Text, plain

#: Languages written from right to left (ISO 639-1 and -3 primary subtags).
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

TopicKind = Literal["person", "place", "organisation", "subject"]
Stance = Literal["asserts", "denies"]


@dataclass(frozen=True, slots=True)
class Section:
    """The label above the headline. slug: its address, ``/slug/``."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a byline and a page of their own, ``/people/slug/``."""

    slug: str
    name: str
    role: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a story is about, with a page of its own, ``/topics/slug/``."""

    slug: str
    name: str
    kind: TopicKind = "subject"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong and is now right. at: aware, UTC."""

    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, through whom, when, and whether they assert or deny it.

    source: who said it ("the SBU"). via: through whom it reached us ("the BBC"), or "".
    when: as the story puts it ("early Wednesday"), or "". claim: what is said.
    """

    source: str
    claim: str
    stance: Stance = "asserts"
    via: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is printed.

    id: stable for the story's life, unique in this paper.
    path: its address, ``/SECTION/YYYY/MM/DD/SLUG/``.
    published, updated: aware, UTC; ``updated`` is None until the story was changed after it was published.
    place: the dateline ("Kyiv"), or "". language: BCP 47.
    lead: the photo on top, None for none. related: ids of other stories, in the editor's order.
    sensitive: no ads and no ask beside it.
    """

    id: str
    path: str
    section: Section
    headline: str
    standfirst: str
    published: datetime
    byline: tuple[Person, ...] = ()
    updated: datetime | None = None
    place: str = ""
    lead: Figure | None = None
    body: tuple[Block, ...] = ()
    topics: tuple[Topic, ...] = ()
    related: tuple[str, ...] = ()
    language: str = "en"
    sensitive: bool = False
    corrections: tuple[Correction, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return direction_of(self.language)

    @property
    def modified(self) -> datetime:
        """When readers last got something new, aware, UTC."""
        return self.updated or self.published

    def text(self) -> str:
        """Return the body's paragraphs joined by blank lines: the ``text`` of the command-line contract."""
        texts: list[Text] = []
        for block in self.body:
            match block:
                case Paragraph(text):
                    texts.append(text)
                case LiveEntry(_, _, paragraphs):
                    texts.extend(paragraphs)
        return "\n\n".join(map(plain, texts))

    def live_entries(self) -> dict[str, LiveEntry]:
        """Return the body's live entries by name, in its order.

        A name is the entry's moment, UTC ("20261124T140500"); the second of one moment has "-2" after it, from the end of the body.
        """
        named: dict[str, LiveEntry] = {}
        times: Counter[str] = Counter()
        for block in reversed(self.body):
            if isinstance(block, LiveEntry):
                name = f"{block.at.astimezone(UTC):%Y%m%dT%H%M%S}"
                times[name] += 1
                named[name if times[name] == 1 else f"{name}-{times[name]}"] = block
        return dict(reversed(named.items()))

    def words(self) -> int:
        """Return how many words there are to read, headline and standfirst included."""
        pieces = [self.headline, self.standfirst, *lines_of(self.body)]
        return sum(len(piece.split()) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a story; the same on every list."""

    id: str
    path: str
    section: Section
    headline: str
    standfirst: str
    published: datetime
    modified: datetime
    byline: tuple[str, ...] = ()
    lead: Figure | None = None
    language: str = "en"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return direction_of(self.language)


def card_of(story: Story) -> Card:
    """Return what lists show of ``story``."""
    return Card(
        id=story.id,
        path=story.path,
        section=story.section,
        headline=story.headline,
        standfirst=story.standfirst,
        published=story.published,
        modified=story.modified,
        byline=tuple(person.name for person in story.byline),
        lead=replace(story.lead, picture=story.lead.picture.unfocused()) if story.lead else None,
        language=story.language,
    )


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return the writing direction of a BCP 47 ``language``: "rtl" for Arabic, Hebrew, Persian…"""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
