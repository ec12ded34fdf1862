"""The blocks a story's body is made of, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from standfirst.story.picture import Picture
from standfirst.story.text import Text, plain


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody said, set apart. source: who said them, as printed; "" where the text says so itself."""

    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class PullQuote:
    """Words of the story repeated large: decoration, never counted or read out twice."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture within the story; ``caption`` is what this story says of it (the picture's own when empty)."""

    picture: Picture
    caption: str = ""

    @property
    def legend(self) -> str:
        """The caption readers see."""
        return self.caption or self.picture.caption


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain cells, all of one length; the first row is the head when ``head`` is true."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    head: bool = True


@dataclass(frozen=True, slots=True)
class FactBox:
    title: str
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Embed:
    """Something elsewhere, printed as a link to it: no third party is asked on any page."""

    url: str
    title: str
    provider: str = ""


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """What happened at one moment of a story that goes on. at: aware, UTC. key: one of those that matter most."""

    at: datetime
    headline: str
    paragraphs: tuple[Text, ...] = ()
    key: bool = False


Block = Paragraph | Subheading | Quote | PullQuote | Figure | Listing | Table | FactBox | Embed | LiveEntry


def newest_first(body: Iterable[Block]) -> tuple[Block, ...]:
    """Return ``body`` with its live entries newest first, in the places that live entries have."""
    blocks = tuple(body)
    entries = [one for one in blocks if isinstance(one, LiveEntry)]
    if not entries:
        return blocks
    newest = iter(sorted(entries, key=lambda one: one.at, reverse=True))
    return tuple(next(newest) if isinstance(block, LiveEntry) else block for block in blocks)


def lines_of(body: Iterable[Block]) -> list[str]:
    """Return what a reader reads of ``body``, as ``words_of`` has it of each block."""
    lines: list[str] = []
    for block in body:
        # First of all what most blocks are.
        if type(block) is Paragraph:
            lines.append(plain(block.text))
        else:
            lines.extend(words_of(block))
    return lines


def words_of(block: Block) -> tuple[str, ...]:
    """Return what a reader reads of ``block``, a piece a line; nothing for a pull quote, which repeats."""
    match block:
        case Paragraph(text) | Quote(text, ""):
            return (plain(text),)
        case Quote(text, source):
            return (plain(text), source)
        case Subheading(text):
            return (text,)
        case PullQuote():
            return ()
        case Figure():
            return tuple(words for words in (block.legend, str(block.picture.credit)) if words)
        case Listing(items):
            return tuple(plain(item) for item in items)
        case Table(rows, caption):
            return (*((caption,) if caption else ()), *(" ".join(row) for row in rows))
        case FactBox(title, items):
            return (title, *(plain(item) for item in items))
        case Embed(url, title):
            return (title or url,)
        case LiveEntry(_, headline, paragraphs):
            return (headline, *map(plain, paragraphs))
