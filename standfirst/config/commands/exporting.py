"""`standfirst export`: live stories as files for others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home
from standfirst.press.archive import Archive, StoryOf
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.rendering import print_job
from standfirst.story.story import Story
from standfirst.wire.story_json import to_json

#: Writes a story, which stands in an archive, in one format.
Writer = Callable[[Story, Archive], bytes]


def export_stories(home: Home, id_or_url: str | None, form: str, out: Path | None) -> int:
    """Write a live story (None: all of them) in ``form`` to the folder ``out``, or one to the terminal; return the exit code.

    Raises OSError when ``out`` cannot be written.
    """
    if form not in WRITERS:
        print(f"standfirst: {form} cannot be written yet; there are {', '.join(WRITERS)}", file=sys.stderr)
        return 2
    if id_or_url is None and out is None:
        print("standfirst: name a folder for all the stories: --out DIR", file=sys.stderr)
        return 2
    set_up_django(home)
    from standfirst.newsroom.handoff import LiveArchive

    archive = LiveArchive()
    write, suffix = WRITERS[form]
    exported = 0
    for story in _stories(archive, id_or_url):
        written = write(story, archive)
        exported += 1
        if out is None:
            sys.stdout.buffer.write(written)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{story.id}.{suffix}").write_bytes(written)
    if id_or_url is not None and not exported:
        print(f"standfirst: there is no live story {id_or_url!r}; `standfirst stories` lists them", file=sys.stderr)
        return 1
    if out is not None:
        print(f"{exported} stories written to {out}")
    return 0


def _stories(archive: Archive, id_or_url: str | None) -> Iterator[Story]:
    from standfirst.newsroom.intake import StoryUnknown, live_stories, story_at

    if id_or_url is None:
        ids = [story.id for story in live_stories()]
    else:
        try:
            ids = [str(story_at(id_or_url).pk)]
        except StoryUnknown:
            ids = []
    for story_id in ids:
        story: Story | None = archive.ask(StoryOf(story_id)).value
        if story is not None:
            yield story


def _story_json(story: Story, archive: Archive) -> bytes:
    del archive  # a story file holds the story and nothing of what is around it
    return to_json(story).encode()


def _html(story: Story, archive: Archive) -> bytes:
    """Return the page the press prints of ``story``."""
    plate = print_job(Job("story", story.id), Notes(Reading(archive, datetime.now(UTC))))
    return plate.body if plate is not None else b""


#: By format: what writes it, and how its files' names end.
WRITERS: Mapping[str, tuple[Writer, str]] = {"story": (_story_json, "json"), "html": (_html, "html")}
