"""Where things stand on the site. One function an address, so that nobody builds one by hand."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, tzinfo

#: Longest slug, characters: an address must survive being pasted.
SLUG_LENGTH = 80

#: First path parts that belong to the house; no section may take one as its slug.
RESERVED = frozenset(
    {
        "a",
        "adverts",
        "archive",
        "ask",
        "asked",
        "corrections",
        "feeds",
        "go",
        "m",
        "media-kit",
        "newsroom",
        "people",
        "search",
        "seen",
        "sitemaps",
        "topics",
    }
)


def story_path(section: str, published: datetime, slug: str, zone: tzinfo) -> str:
    """Return ``/SECTION/YYYY/MM/DD/SLUG/``; the day is that of ``published`` (aware) in the paper's ``zone``."""
    day = published.astimezone(zone)
    # As strftime has it, in half the time: a list of a large paper's names hundreds.
    return f"/{section}/{day.year:04}/{day.month:02}/{day.day:02}/{slug}/"


def live_path(story: str) -> str:
    """Return ``/SECTION/YYYY/MM/DD/SLUG/live.json``, the head of a live story; story: its address."""
    return f"{story}live.json"


def entry_path(story: str, digest: str) -> str:
    """Return ``/SECTION/YYYY/MM/DD/SLUG/live/DIGEST``, one entry of a live story, named by its content."""
    return f"{story}live/{digest}"


def is_live_path(path: str) -> bool:
    """Say whether ``path`` has the form of a live story's head or of one of its entries."""
    return re.fullmatch(r"/[^/]+/\d{4}/\d\d/\d\d/[^/]+/live(\.json|/[^/]+)", path) is not None


def is_story_path(path: str) -> bool:
    """Say whether ``path`` has the form of a story's address."""
    return re.fullmatch(r"/[^/]+/\d{4}/\d\d/\d\d/[^/]+/", path) is not None


def is_for_good(path: str) -> bool:
    """Say whether what stands at ``path`` is named by its content (scripts and styles): it never changes nor goes."""
    return path.startswith("/a/")


def section_path(section: str) -> str:
    """Return ``/SECTION/``."""
    return f"/{section}/"


def month_path(section: str, month: str) -> str:
    """Return ``/SECTION/YYYY/MM/``; month: "YYYY-MM"."""
    return f"/{section}/{month.replace('-', '/')}/"


def day_path(section: str, day: str) -> str:
    """Return ``/SECTION/YYYY/MM/DD/``; day: "YYYY-MM-DD"."""
    return f"/{section}/{day.replace('-', '/')}/"


def topic_path(slug: str) -> str:
    """Return ``/topics/SLUG/``."""
    return f"/topics/{slug}/"


def person_path(slug: str) -> str:
    """Return ``/people/SLUG/``."""
    return f"/people/{slug}/"


def feed_path(section: str, suffix: str) -> str:
    """Return ``/feeds/SECTION.SUFFIX``; suffix: xml (RSS), atom or json. The whole paper's section is "all"."""
    return f"/feeds/{section}.{suffix}"


def slug_of(words: str, *, fallback: str = "story") -> str:
    """Return ``words`` as a slug: lower-case ASCII letters, digits and single hyphens; ``fallback`` when none are left."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_words).strip("-")
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rsplit("-", 1)[0][:SLUG_LENGTH].strip("-")
    return slug or fallback
