"""Feeds: the newest stories of a section or of the whole paper, as RSS 2.0, Atom and JSON Feed 1.1.

An entry has the standfirst and the lead picture, not the body: a feed asks for cards, which lists of every kind share,
so that a publish costs the same however many feeds there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper
from standfirst.press.composing import newest, rfc3339, social_picture
from standfirst.press.notes import Notes
from standfirst.press.typesetting import printable, set_page
from standfirst.press.views import FeedEntry, FeedView
from standfirst.story.addresses import feed_path, section_path
from standfirst.story.story import Card

#: Entries of a feed, newest first.
NEWEST = 30
#: The slug that stands for the whole paper.
WHOLE = "all"

_TYPES = {
    "xml": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
#: A feed must say when it was last updated; one without entries says this.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def print_feed(key: str, notes: Notes) -> Plate | None:
    """Return a feed; key: "world.xml" (RSS), "all.atom", "world.json". None for a section or a kind that is not there."""
    slug, _, suffix = key.rpartition(".")
    section = None if slug == WHOLE else notes.section(slug)
    if suffix not in _TYPES or (slug != WHOLE and section is None):
        return None
    paper = notes.paper()
    cards = notes.cards(f"section:{slug}" if section else "paper", NEWEST)
    modified = newest(card.modified for card in cards)
    view = FeedView(
        title=f"{paper.name}: {section.name}" if section else paper.name,
        description=paper.tagline or paper.name,
        page=paper.origin + (section_path(slug) if section else "/"),
        self=paper.origin + feed_path(slug, suffix),
        language=paper.language,
        paper=paper.name,
        entries=tuple(_entries(cards, paper, notes)),
        updated_822=_rfc822(modified or _NEVER),
        updated=rfc3339(modified or _NEVER),
    )
    body = _json(view) if suffix == "json" else set_page("rss.xml" if suffix == "xml" else "atom.xml", view)
    headers = (("surrogate-key", f"feed-{slug}"),)
    return Plate(feed_path(slug, suffix), body, _TYPES[suffix], headers=headers, modified=modified)


def _entries(cards: Iterable[Card], paper: Paper, notes: Notes) -> Iterable[FeedEntry]:
    host = urlsplit(paper.origin).hostname or "localhost"
    for card in cards:
        yield FeedEntry(
            # Of the story, not of its address, so that a changed slug is no new entry.
            id=f"tag:{host},{card.published.astimezone(UTC):%Y-%m-%d}:story-{card.id}",
            url=paper.origin + card.path,
            headline=card.headline,
            standfirst=card.standfirst,
            byline=card.byline,
            section=card.section.name,
            language=card.language,
            published_822=_rfc822(card.published),
            published=rfc3339(card.published),
            modified=rfc3339(card.modified),
            **_pictured(card, paper, notes),
        )


def _pictured(card: Card, paper: Paper, notes: Notes) -> dict[str, Any]:
    if card.lead is None:
        return {}
    picture = card.lead.picture
    path, width, height = social_picture(notes, picture)
    return {
        "image": paper.origin + path,
        "image_type": "image/jpeg",
        "image_width": width,
        "image_height": height,
        "credit": str(picture.credit),
        "alt": picture.alt,
    }


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


# --- JSON Feed 1.1


def _json(view: FeedView) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.page,
        "feed_url": view.self,
        "description": view.description,
        "language": view.language,
        "items": [_item(entry) for entry in view.entries],
    }
    return printable(json.dumps(feed, ensure_ascii=False, indent=1) + "\n")


def _item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.headline,
        "content_text": entry.standfirst,
        "date_published": entry.published,
        "date_modified": entry.modified,
        "tags": [entry.section],
        "language": entry.language,
    }
    if entry.byline:
        item["authors"] = [{"name": name} for name in entry.byline]
    if entry.image:
        item["image"] = entry.image
    return item
