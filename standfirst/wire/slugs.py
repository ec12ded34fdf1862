"""Slugs of names in any script: "Суспільство" stands in an address as ``suspilstvo``."""

from __future__ import annotations

from anyascii import anyascii

from standfirst.story.addresses import slug_of


def slug_for(words: str, *, fallback: str = "story") -> str:
    """Return ``words``, of whatever script, as a slug; ``fallback`` when nothing of them can be written in ASCII."""
    # Letters with accents lose them first: anyascii writes some out (ß, Ø), and leaves what it does not know.
    return slug_of(anyascii(words), fallback=fallback)
