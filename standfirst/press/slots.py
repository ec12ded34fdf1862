"""What a page's slots are asked with: only what the page itself says, in words anybody may read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from standfirst.story.addresses import slug_of
from standfirst.story.story import Topic

#: Topics named, at most: an address must stay short.
_MOST_TOPICS = 12


def slots_of(section: str, language: str, topics: Iterable[Topic] = (), place: str = "") -> str:
    """Return what follows ``/adverts/SLOT/`` in a page's slots: ``world?lang=en&topics=kyiv,ferries&place=odesa``.

    section: slug, or "home". language: BCP 47. place: the dateline, or "".
    """
    asked = {"lang": language}
    slugs = sorted(topic.slug for topic in topics)[:_MOST_TOPICS]
    if slugs:
        asked["topics"] = ",".join(slugs)
    if place and (slug := slug_of(place, fallback="")):
        asked["place"] = slug
    return f"{section}?{urlencode(asked, safe=',')}"
