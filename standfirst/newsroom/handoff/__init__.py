"""The handoff: rows become frozen, checked stories, and the press asks for them here."""

from __future__ import annotations

from standfirst.newsroom.handoff.archive import LiveArchive, zone
from standfirst.newsroom.handoff.drafts import (
    DraftArchive,
    answers_for_front,
    answers_for_story,
    story_of_page,
    words_in,
)
from standfirst.newsroom.refusals import StoryRefused

__all__ = [
    "DraftArchive",
    "LiveArchive",
    "StoryRefused",
    "answers_for_front",
    "answers_for_story",
    "story_of_page",
    "words_in",
    "zone",
]
