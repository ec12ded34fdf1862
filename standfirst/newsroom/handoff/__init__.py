"""The handoff: rows become frozen, checked stories, and the press asks for them here."""

from __future__ import annotations

from pathlib import Path

from standfirst.newsroom.handoff.archive import LiveArchive, zone
from standfirst.newsroom.handoff.drafts import (
    DraftArchive,
    answers_for_front,
    answers_for_story,
    story_of_page,
    words_in,
)
from standfirst.newsroom.refusals import StoryRefused
from standfirst.press.rendering import digest_of_files

#: Differs when what is made of rows does: an answer's fingerprint is of the rows, so every plate is then printed anew.
HANDOFF_VERSION: str = digest_of_files(
    Path(__file__).parents[1], ("handoff", "negatives.py", "richtext.py", "streams.py")
)

__all__ = [
    "HANDOFF_VERSION",
    "DraftArchive",
    "LiveArchive",
    "StoryRefused",
    "answers_for_front",
    "answers_for_story",
    "story_of_page",
    "words_in",
    "zone",
]
