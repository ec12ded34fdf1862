"""What can be wrong with a story that is to be handed off."""

from __future__ import annotations


class StoryRefused(Exception):
    """A story whose rows say something that cannot be printed; names the story, the field and what to do."""


class FieldRefused(Exception):
    """A field of a story says something that cannot be printed; becomes a StoryRefused that names the story."""
