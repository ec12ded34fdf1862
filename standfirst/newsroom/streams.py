"""Stored streams into a story's parts. Reads the JSON itself: a value object for every block would cost a page's time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from standfirst.newsroom.refusals import FieldRefused
from standfirst.newsroom.richtext import blocks_from, pages_linked, plain_paragraph, text_from, words
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
    newest_first,
)
from standfirst.story.picture import Picture
from standfirst.story.story import Attribution, Correction
from standfirst.story.text import is_safe_link


class Nearby(Protocol):
    """What a body may point at."""

    def picture(self, pk: int) -> Picture | None:
        """Return the picture with this id, None when it is gone."""

    def path(self, pk: int) -> str | None:
        """Return the path of the page with this id, None when readers cannot get there."""


Stream = list[dict[str, Any]]


def stream_of(stored: str | None, field: str) -> Stream:
    """Return the stream kept as JSON in ``stored``. Raises FieldRefused naming ``field`` when it is none."""
    try:
        stream = json.loads(stored or "[]")
    except ValueError as error:
        raise FieldRefused(f"{field} is not readable ({error}); open the story and save it again") from error
    if not isinstance(stream, list) or not all(isinstance(block, dict) for block in stream):
        raise FieldRefused(f"{field} is no list of blocks; open the story and save it again")
    return stream


def body_of(stream: Stream, nearby: Nearby) -> tuple[Block, ...]:
    """Return the blocks of a story's body, live entries newest first. Raises FieldRefused naming the block that cannot be printed."""
    blocks: list[Block] = []
    for number, block in enumerate(stream, start=1):
        kind = block.get("type")
        # First of all what most blocks are.
        if kind == "paragraph" and (plain := plain_paragraph(block.get("value"))):
            blocks.append(Paragraph(plain))
            continue
        read = _READERS.get(str(kind))
        if read is None:
            raise FieldRefused(f"body: block {number} is of the unknown kind {kind!r}; delete it or update the program")
        try:
            blocks.extend(read(block.get("value"), nearby))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FieldRefused(
                f"body: block {number} ({kind}) is damaged ({error}); delete it and write it anew"
            ) from error
    return newest_first(blocks)


def attributions_of(stream: Stream) -> tuple[Attribution, ...]:
    """Return who said what. Statements without a source or a claim are left out."""
    return tuple(
        Attribution(
            source=words(value.get("source")),
            claim=words(value.get("claim")),
            stance="denies" if value.get("stance") == "denies" else "asserts",
            via=words(value.get("via")),
            when=words(value.get("when")),
        )
        for value in map(_value, stream)
        if words(value.get("source")) and words(value.get("claim"))
    )


def corrections_of(stream: Stream, nearby: Nearby) -> tuple[Correction, ...]:
    """Return what was corrected, oldest first. Raises FieldRefused for a correction without a time."""
    corrections = []
    for number, value in enumerate(map(_value, stream), start=1):
        text = text_from(value.get("text"), nearby.path)
        if text:
            corrections.append(Correction(at=_moment(value.get("at"), f"corrections: number {number}"), text=text))
    return tuple(sorted(corrections, key=lambda correction: correction.at))


def pictures_in(stream: Stream) -> frozenset[int]:
    """Return the ids of the pictures a body shows."""
    found = (_value(block).get("picture") for block in stream if block.get("type") == "picture")
    return frozenset(pk for pk in found if isinstance(pk, int))


def pages_linked_in(*streams: Stream) -> frozenset[int]:
    """Return the ids of the pages that streams link to."""
    marked: list[str] = []
    for stream in streams:
        _gather_marked(stream, marked)
    return frozenset(pk for said in marked for pk in pages_linked(said))


def _gather_marked(value: Any, marked: list[str]) -> None:
    """Add to ``marked`` the strings anywhere within ``value`` that may hold a link."""
    if isinstance(value, str):
        if "<a" in value or "<A" in value:
            marked.append(value)
    elif isinstance(value, dict):
        for inner in value.values():
            _gather_marked(inner, marked)
    elif isinstance(value, list):
        for inner in value:
            _gather_marked(inner, marked)


def _value(block: Mapping[str, Any]) -> Mapping[str, Any]:
    value = block.get("value")
    return value if isinstance(value, dict) else {}


def _moment(written: Any, where: str) -> datetime:
    try:
        moment = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    except ValueError as error:
        raise FieldRefused(f"{where} has no time ({written!r}); set when it was corrected") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _items(values: Any) -> Iterator[Any]:
    """Yield the values of a stored list block, in its old form and its new."""
    for item in values or ():
        yield item["value"] if isinstance(item, dict) else item


def _paragraphs(value: Any, nearby: Nearby) -> Iterator[Block]:
    return blocks_from(value, nearby.path)


def _subheading(value: Any, nearby: Nearby) -> Iterator[Block]:
    del nearby
    if words(value):
        yield Subheading(words(value))


def _quote(value: Any, nearby: Nearby) -> Iterator[Block]:
    text = text_from(value["text"], nearby.path)
    if text:
        yield Quote(text, words(value.get("source")))


def _pull_quote(value: Any, nearby: Nearby) -> Iterator[Block]:
    del nearby
    if words(value["text"]):
        yield PullQuote(words(value["text"]), words(value.get("source")))


def _figure(value: Any, nearby: Nearby) -> Iterator[Block]:
    pk = value["picture"]
    # A picture that was deleted leaves the story, and the story stays: that is what deleting it was for.
    if isinstance(pk, int) and (picture := nearby.picture(pk)) is not None:
        yield Figure(picture, words(value.get("caption")))


def _listing(value: Any, nearby: Nearby) -> Iterator[Block]:
    items = tuple(filter(None, (text_from(item, nearby.path) for item in _items(value["items"]))))
    if items:
        yield Listing(items, ordered=bool(value.get("ordered")))


def _fact_box(value: Any, nearby: Nearby) -> Iterator[Block]:
    items = tuple(filter(None, (text_from(item, nearby.path) for item in _items(value["items"]))))
    if words(value["title"]) and items:
        yield FactBox(words(value["title"]), items)


def _table(value: Any, nearby: Nearby) -> Iterator[Block]:
    del nearby
    if not value:
        return
    rows = [tuple(words(cell) for cell in row) for row in value.get("data") or ()]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    width = max(map(len, rows))
    padded = tuple(row + ("",) * (width - len(row)) for row in rows)
    has_head = bool(value.get("first_row_is_table_header")) or value.get("table_header_choice") in {"row", "both"}
    yield Table(padded, caption=words(value.get("table_caption")), head=has_head)


def _embed(value: Any, nearby: Nearby) -> Iterator[Block]:
    del nearby
    url = str(value["url"]).strip()
    if url.lower().startswith(("http://", "https://")) and is_safe_link(url):
        yield Embed(url, words(value.get("title")), words(value.get("provider")))


def _live_entry(value: Any, nearby: Nearby) -> Iterator[Block]:
    headline = words(value["headline"])
    if headline:
        said = (block.text for block in blocks_from(value.get("text"), nearby.path) if isinstance(block, Paragraph))
        yield LiveEntry(_moment(value["at"], "its entry"), headline, tuple(said), key=bool(value.get("key")))


_READERS: Mapping[str, Callable[[Any, Nearby], Iterator[Block]]] = {
    "paragraph": _paragraphs,
    "subheading": _subheading,
    "quote": _quote,
    "pull_quote": _pull_quote,
    "picture": _figure,
    "list": _listing,
    "table": _table,
    "fact_box": _fact_box,
    "embed": _embed,
    "live": _live_entry,
}
