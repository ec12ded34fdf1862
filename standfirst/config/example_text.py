"""The example's stories as they are written: a little Markdown, and three colons for what Markdown has no word for.

    ## A subheading                      a paragraph's lines run on until an empty line
    > Words somebody said.               > — and who said them
    - an item         1. a step          ![What this story says of it.](name-of-a-picture)
    [Title](https://… "Where it is")     alone in its paragraph: a link to something elsewhere

    :::pull  :::facts TITLE  :::table CAPTION        up to a line with three colons alone
    :::live 2026-11-24T14:05Z HEADLINE               an entry of a live story; :::key where it matters most

Within a line: **strong**, *emphasis*, [words](address).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from standfirst.story.blocks import (
    Block,
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
from standfirst.story.picture import Picture
from standfirst.story.text import Span, Text, is_safe_link

_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<emphasis>[^*]+)\*|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]+)\)")
_PICTURE = re.compile(r"!\[(?P<caption>[^\]]*)\]\((?P<name>[a-z0-9-]+)\)")
_EMBED = re.compile(r'\[(?P<title>[^\]]+)\]\((?P<url>https?://[^)\s]+)(?: "(?P<provider>[^"]*)")?\)')
_FENCE = re.compile(r":::(?P<kind>pull|facts|table|live|key)(?: (?P<title>.+))?")
_SOURCE = "— "

#: Finds a picture by its name. Raises KeyError for a name nobody drew.
PictureOf = Callable[[str], Picture]


class TextUnreadable(ValueError):
    """A piece of text that is written as nothing we know; says which line, and what was expected."""


def body_of(text: str, picture_of: PictureOf) -> tuple[Block, ...]:
    """Return the blocks ``text`` is written as. Raises TextUnreadable."""
    return tuple(_block(number, lines, picture_of) for number, lines in _pieces(text))


def inline(words: str) -> Text:
    """Return a line of text with its marks as spans. Raises TextUnreadable for a link that may not stand in a story."""
    spans: list[Span] = []
    at = 0
    for mark in _INLINE.finditer(words):
        if mark.start() > at:
            spans.append(Span(words[at : mark.start()]))
        spans.append(_span(mark))
        at = mark.end()
    if at < len(words):
        spans.append(Span(words[at:]))
    return tuple(spans)


def _span(mark: re.Match[str]) -> Span:
    if mark["strong"]:
        return Span(mark["strong"], strong=True)
    if mark["emphasis"]:
        return Span(mark["emphasis"], emphasis=True)
    if not is_safe_link(mark["link"]):
        raise TextUnreadable(f"{mark['link']!r} is no link a story may have; write https://… or /a/path/")
    return Span(mark["words"], link=mark["link"])


def _pieces(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each piece's first line number, from 1, and its lines; what stands between colons is one piece."""
    piece: list[str] = []
    is_fenced = False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if _FENCE.fullmatch(line) and not piece:
            is_fenced = True
        ends = line == ":::" if is_fenced else not line.strip()
        if not ends:
            piece.append(line)
        elif piece:
            yield number - len(piece), piece
            piece, is_fenced = [], False
    if piece:
        raise TextUnreadable(
            f"line {number - len(piece) + 1}: {piece[0]!r} is never closed; end it with ::: on its own line"
        )


def _block(number: int, lines: list[str], picture_of: PictureOf) -> Block:
    try:
        return _fenced(lines) or _marked(lines, picture_of) or Paragraph(inline(_joined(lines)))
    except TextUnreadable as error:
        raise TextUnreadable(f"line {number}: {error}") from error
    except KeyError as error:
        raise TextUnreadable(f"line {number}: no picture is called {error}; see pictures.toml") from error


def _fenced(lines: list[str]) -> Block | None:
    fence = _FENCE.fullmatch(lines[0])
    if fence is None:
        return None
    inner, title = [line for line in lines[1:] if line.strip()], (fence["title"] or "").strip()
    if fence["kind"] == "pull":
        words, source = _said(inner)
        return PullQuote(words, source)
    if fence["kind"] == "facts":
        return FactBox(title, _items(inner, "- "))
    if fence["kind"] in {"live", "key"}:
        return _live_entry(title, inner, key=fence["kind"] == "key")
    return _table(inner, title)


def _live_entry(title: str, lines: list[str], *, key: bool) -> LiveEntry:
    at, _, headline = title.partition(" ")
    try:
        moment = datetime.fromisoformat(at).astimezone(UTC)
    except ValueError as error:
        raise TextUnreadable(f"{at!r} is no moment; write :::live 2026-11-24T14:05Z and a headline") from error
    return LiveEntry(moment, headline, tuple(map(inline, lines)), key)


def _marked(lines: list[str], picture_of: PictureOf) -> Block | None:
    first, whole = lines[0], _joined(lines)
    if first.startswith("## ") and len(lines) == 1:
        return Subheading(first.removeprefix("## ").strip())
    if first.startswith(">"):
        words, source = _said([line.removeprefix(">").strip() for line in lines])
        return Quote(inline(words), source)
    if first.startswith("- "):
        return Listing(_items(lines, "- "))
    if first.startswith("1. "):
        return Listing(_items(lines, r"\d+\. "), ordered=True)
    if picture := _PICTURE.fullmatch(whole):
        return Figure(picture_of(picture["name"]), picture["caption"].strip())
    if embed := _EMBED.fullmatch(whole):
        return Embed(embed["url"], embed["title"], embed["provider"] or "")
    return None


def _items(lines: list[str], mark: str) -> tuple[Text, ...]:
    for line in lines:
        if not re.match(mark, line):
            raise TextUnreadable(f"{line!r} is within a list and no item of it; begin it as the others do")
    return tuple(inline(re.sub(f"^{mark}", "", line).strip()) for line in lines)


def _said(lines: list[str]) -> tuple[str, str]:
    if len(lines) > 1 and lines[-1].startswith(_SOURCE):
        return _joined(lines[:-1]), lines[-1].removeprefix(_SOURCE).strip()
    return _joined(lines), ""


def _table(lines: list[str], caption: str) -> Table:
    rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
    # A first cell left empty is a cell all the same.
    kept = tuple(row for row in rows if any(set(cell) - set("-: ") for cell in row))
    if not kept or len({len(row) for row in kept}) > 1:
        raise TextUnreadable("the table's rows differ in their cells; give each line as many | as the first")
    return Table(kept, caption)


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
