"""What is found in a file from outside: stories with where each part came from, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from standfirst.story.blocks import Block, Figure, words_of
from standfirst.story.picture import Credit
from standfirst.story.story import Story


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture a capture speaks of. address: absolute, where the page had it, or "" in a text capture."""

    caption: str = ""
    credit: Credit = Credit()
    alt: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken for what: field ("headline", "section" …), the words, and why in an editor's words."""

    field: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Furniture that was thrown away, and why ("asks to turn an ad blocker off")."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """One story found in ``file``.

    item: which one, where a file holds several (a WARC record's address), else "".
    original: the bytes it was found in, kept beside the draft. content_type: of ``original``.
    published: aware, or None where the capture does not say. url: the page's own address, or "".
    brand: the paper it was captured from, or "". story: set when the file was our own story JSON, complete.
    files: the pictures that JSON names by file: Picture.key and where it lies.
    """

    file: str
    original: bytes
    content_type: str
    item: str = ""
    url: str = ""
    brand: str = ""
    section: str = ""
    headline: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str = "en"
    place: str = ""
    lead: FoundPicture | None = None
    body: tuple[Block, ...] = ()
    topics: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    story: Story | None = None
    files: tuple[tuple[str, Path], ...] = ()

    def text(self) -> str:
        """Return the words of the body's paragraphs, headings, quotes, lists and tables, joined by blank lines."""
        return "\n\n".join(words for block in self.body if not isinstance(block, Figure) for words in words_of(block))


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or one item in it, that holds no story we can take; reason: one line that says what to do."""

    file: str
    reason: str
    item: str = ""
