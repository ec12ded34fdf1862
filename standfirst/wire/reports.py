"""What `standfirst import --json` says of an item."""

from __future__ import annotations

from typing import Any

from standfirst.story.picture import Credit
from standfirst.story.story import Story
from standfirst.wire.found import Found, Refused


def as_json(
    item: Found | Refused, *, status: str = "", reason: str = "", id: str | None = None, url: str | None = None
) -> dict[str, Any]:
    """Return the object that stands for ``item``: file, status, reason, id, url, story and dropped, in this order.

    status: "ok" or "refused"; left out, it is "refused" for a Refused and "ok" for anything else.
    reason: why, for people; a Refused brings its own. id, url: what the newsroom made of it, None where it did not.
    ``story`` is None for what was refused before it was read; its text is the body's words joined by blank lines.
    ``dropped`` holds the words thrown away, in the page's order; why, the newsroom shows (``Found.dropped``).
    """
    refused = isinstance(item, Refused)
    return {
        "file": item.file,
        "status": status or ("refused" if refused else "ok"),
        "reason": reason or (item.reason if isinstance(item, Refused) else ""),
        "id": id,
        "url": url,
        "story": None if isinstance(item, Refused) else _story(item),
        "dropped": [] if isinstance(item, Refused) else [gone.text for gone in item.dropped],
    }


def _story(found: Found) -> dict[str, Any]:
    if found.story is not None:
        return _complete(found.story, found)
    lead = found.lead
    return {
        "section": found.section,
        "headline": found.headline,
        "standfirst": found.standfirst,
        "byline": list(found.byline),
        "published": found.published.isoformat() if found.published else None,
        "language": found.language,
        "photo": _photo(lead.credit, lead.caption) if lead else _photo(Credit(), ""),
        "text": found.text(),
    }


def _complete(story: Story, found: Found) -> dict[str, Any]:
    return {
        "section": story.section.name,
        "headline": story.headline,
        "standfirst": story.standfirst,
        "byline": [person.name for person in story.byline],
        "published": found.published.isoformat() if found.published else None,
        "language": story.language,
        "photo": _photo(story.lead.picture.credit, story.lead.legend) if story.lead else _photo(Credit(), ""),
        "text": found.text() or story.text(),
    }


def _photo(credit: Credit, caption: str) -> dict[str, str]:
    return {"credit": str(credit), "caption": caption}
