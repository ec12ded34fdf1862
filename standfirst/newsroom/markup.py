"""Blocks of a story as the newsroom stores them: the way back from ``streams`` and ``richtext``."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from standfirst.newsroom.richtext import words
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
from standfirst.story.story import Attribution, Correction
from standfirst.story.text import Span, Text, is_safe_link

Stored = dict[str, Any]
#: Finds the row of a picture; None where its file is not here.
RowOf = Callable[[Picture], int | None]


def stored_body(blocks: Iterable[Block], row_of: RowOf) -> list[Stored]:
    """Return ``blocks`` as a stored body. Paragraphs that follow one another become one text to write in.

    A picture whose file is not here is left out.
    """
    stored: list[Stored] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if stored and stored[-1]["type"] == "paragraph":
                stored[-1]["value"] += _paragraph(block.text)
            else:
                stored.append({"type": "paragraph", "value": _paragraph(block.text)})
        elif (one := _stored(block, row_of)) is not None:
            stored.append(one)
    return stored


def stored_attributions(attributions: Iterable[Attribution]) -> list[Stored]:
    """Return who said what as a stored stream."""
    return [
        {
            "type": "statement",
            "value": {
                "source": words(one.source),
                "stance": one.stance,
                "claim": words(one.claim),
                "via": words(one.via),
                "when": words(one.when),
            },
        }
        for one in attributions
    ]


def stored_corrections(corrections: Iterable[Correction]) -> list[Stored]:
    """Return corrections as a stored stream."""
    return [
        {"type": "correction", "value": {"at": one.at.isoformat(), "text": _paragraph(one.text)}} for one in corrections
    ]


def _stored(block: Block, row_of: RowOf) -> Stored | None:
    match block:
        case Subheading(text):
            return {"type": "subheading", "value": words(text)}
        case Quote(text, source):
            return {"type": "quote", "value": {"text": _paragraph(text), "source": words(source)}}
        case PullQuote(text, source):
            return {"type": "pull_quote", "value": {"text": words(text), "source": words(source)}}
        case Figure(picture, caption):
            row = row_of(picture)
            return None if row is None else {"type": "picture", "value": {"picture": row, "caption": words(caption)}}
        case Listing(items, ordered):
            return {"type": "list", "value": {"ordered": ordered, "items": _items(items)}}
        case FactBox(title, items):
            return {"type": "fact_box", "value": {"title": words(title), "items": _items(items)}}
        case Embed(url, title, provider):
            return {"type": "embed", "value": {"url": url, "title": words(title), "provider": words(provider)}}
        case Table():
            return {"type": "table", "value": _table(block)}
        case LiveEntry(at, headline, paragraphs, key):
            text = "".join(map(_paragraph, paragraphs))
            return {
                "type": "live",
                "value": {"at": at.isoformat(), "headline": words(headline), "text": text, "key": key},
            }
        case Paragraph(text):
            return {"type": "paragraph", "value": _paragraph(text)}


def _items(items: Iterable[Text]) -> list[Stored]:
    # Wagtail takes an item without an identifier for the value itself, and would show editors its insides.
    return [
        {"type": "item", "id": str(uuid5(NAMESPACE_OID, f"{place} {item}")), "value": _paragraph(item)}
        for place, item in enumerate(items)
    ]


def _table(table: Table) -> Stored:
    return {
        "data": [[words(cell) for cell in row] for row in table.rows],
        "cell": [],
        "mergeCells": [],
        "table_caption": words(table.caption),
        "first_row_is_table_header": table.head,
        "first_col_is_header": False,
        "table_header_choice": "row" if table.head else "neither",
    }


def _paragraph(text: Text) -> str:
    return f"<p>{''.join(map(_span, text))}</p>"


def _span(span: Span) -> str:
    said = html.escape(span.text, quote=False).replace("\n", "<br/>")
    if span.language:
        said = f'<span lang="{html.escape(span.language)}">{said}</span>'
    if span.emphasis:
        said = f"<i>{said}</i>"
    if span.strong:
        said = f"<b>{said}</b>"
    if span.link and is_safe_link(span.link):
        said = f'<a href="{html.escape(span.link)}">{said}</a>'
    return said
