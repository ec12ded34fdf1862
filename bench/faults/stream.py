"""An editor who publishes and publishes, a process of its own that can be killed: ``python -m bench.faults.stream``.

Before and after each publish a line says which: ``try STREAM NUMBER`` and, once the database has it, ``done STREAM NUMBER``.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

#: Stories in the stream, each in a section of its own.
STREAMS = ("World", "Town", "Science")


def begin() -> dict[int, str]:
    """Publish the first version of each stream's story; return their paths. Django must be set up."""
    from standfirst.newsroom.intake import take_in
    from standfirst.story.blocks import Paragraph
    from standfirst.story.text import text_of
    from standfirst.wire.found import Found

    paths = {}
    for stream, section in enumerate(STREAMS, 1):
        found = Found(
            file="stream.txt", original=f"{stream}".encode(), content_type="text/plain", section=section,
            headline=f"Stream {stream} number 1", byline=("Jane Doe",), published=datetime.now(UTC) - timedelta(hours=stream),
            body=(Paragraph(text_of(f"What happened: Stream {stream} number 1.")),),
        )  # fmt: skip
        taken = take_in(found, publish=True)
        paths[stream] = taken.url
    return paths


def publish(stream: int, number: int) -> None:
    """Publish version ``number`` of ``stream``'s story. Django must be set up."""
    page = page_of(stream).get_latest_revision_as_object()
    page.title = f"Stream {stream} number {number}"
    page.save_revision().publish()


def page_of(stream: int) -> Any:
    """Return the page of ``stream``'s story."""
    from standfirst.newsroom.models import StoryPage

    return StoryPage.objects.get(title__startswith=f"Stream {stream} number ")


def main() -> None:
    """Publish in turns until killed, going on where whoever was killed before left off."""
    from standfirst.config.django_setup import set_up_django
    from standfirst.config.home import home_from_environment
    from standfirst.config.lifeline import follow_parent

    follow_parent(os.getppid())
    set_up_django(home_from_environment())
    numbers = {stream: int(page_of(stream).title.rpartition(" ")[2]) for stream in range(1, len(STREAMS) + 1)}
    while True:
        for stream, number in numbers.items():
            print(f"try {stream} {number + 1}", flush=True)
            publish(stream, number + 1)
            print(f"done {stream} {number + 1}", flush=True)
            numbers[stream] = number + 1


if __name__ == "__main__":
    main()
