"""Live stories: a small head that is asked for again and again, and each entry once, for good.

An entry stands under the digest of its print, so it never changes: one that is edited is another file. The head names
the newest, so that the addresses readers ask for grow with the updates and not with the readers. The page has them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper, Told
from standfirst.press.composing import moment_of, zone_of
from standfirst.press.notes import Notes
from standfirst.press.typesetting import set_page, set_text
from standfirst.press.views import EntryView
from standfirst.press.wording import wording
from standfirst.story.addresses import entry_path, live_path
from standfirst.story.story import Story

#: Entries a head names, newest first; who missed more fetches the page.
NAMED = 20

#: Long enough in a shared cache that a thousand readers are one question to us, short enough that they call it live.
_SHORT = ("cache-control", "max-age=2, s-maxage=5, stale-if-error=60")
_FOR_GOOD = ("cache-control", "max-age=31536000, immutable")
_NO_INDEX = ("x-robots-tag", "noindex")
#: Opened by itself an entry is a document: one that may do nothing.
_POLICY = ("content-security-policy", "default-src 'none'; sandbox")


def print_live(key: str, notes: Notes) -> Plate | None:
    """Return the head of the live story with this id; None for a story without entries, or where updating is switched off."""
    story, paper = notes.story(key), notes.paper()
    if story is None or not paper.extras.live:
        return None
    printed = list(entries_of(story, paper))
    if not printed:
        return None
    for name, _, digest in printed:
        notes.leads_to.add(("entry", entry_key(key, name, digest)))
    head: dict[str, object] = {
        "count": len(printed),
        "entries": [[entry.id, digest] for _, entry, digest in islice(printed, NAMED)],
    }
    if story.updated:
        updated = moment_of(story.updated, wording(story.language), paper)
        head["updated"] = [updated.iso, updated.shown]
    body = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    headers = (_SHORT, _NO_INDEX, ("surrogate-key", f"story-{story.id}"))
    return Plate(live_path(story.path), body, "application/json", headers=headers, modified=story.modified)


def print_entry(key: str, notes: Notes) -> Plate | None:
    """Return the entry of this key, None when it is not (any more) live as it was printed."""
    story_id, name, digest = key.split("/")
    told, paper = notes.told(story_id, name), notes.paper()
    if told is None or not paper.extras.live:
        return None
    entry = entry_view(name, told, paper)
    if entry_digest(entry) != digest:
        return None
    headers = (_FOR_GOOD, _NO_INDEX, _POLICY, ("surrogate-key", f"story-{story_id}"))
    return Plate(
        entry_path(told.path, digest), _entry_body(entry), "application/xhtml+xml; charset=utf-8", headers=headers
    )


def entries_of(story: Story, paper: Paper) -> Iterator[tuple[str, EntryView, str]]:
    """Yield name, print and digest of each of the story's live entries, in its order."""
    for name, entry in story.live_entries().items():
        view = entry_view(name, Told(story.path, story.language, story.published, entry), paper)
        yield name, view, entry_digest(view)


def entry_view(name: str, told: Told, paper: Paper) -> EntryView:
    """Return a live entry as its story's page prints it. name: as Story.live_entries has it."""
    words, zone, at = wording(told.language), zone_of(paper), told.entry.at
    own_day = at.astimezone(zone).date() == told.published.astimezone(zone).date()
    return EntryView(
        id=f"at-{name}",
        when=words.time(at, zone) if own_day else words.moment(at, zone),
        headline=told.entry.headline,
        paragraphs=tuple(map(set_text, told.entry.paragraphs)),
        key=told.entry.key,
        language=told.language,
    )


def entry_key(story_id: str, name: str, digest: str) -> str:
    """Return the key of an entry's job."""
    return f"{story_id}/{name}/{digest}"


def entry_digest(entry: EntryView) -> str:
    """Return 12 hexadecimal digits that differ when the entry's print does."""
    return blake2b(_entry_body(entry), digest_size=6).hexdigest()


@lru_cache(maxsize=1024)
def _entry_body(entry: EntryView) -> bytes:
    return set_page("entry.html", entry)
