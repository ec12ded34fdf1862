"""Preview links: one story, one revision, a day at most. States are compared, no event is counted: see ``linked_revision``."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import F, Q, QuerySet

from standfirst.newsroom.models.preview_link import PreviewLink
from standfirst.newsroom.models.story import StoryPage

#: How long a link is good, at most.
LASTS = timedelta(hours=24)


def make_link(story: StoryPage, maker: Any, now: datetime) -> str:
    """Return the secret of a new link to the newest revision of ``story``, known to nobody else from here on; now: aware."""
    PreviewLink.objects.filter(expires__lte=now).delete()
    secret = secrets.token_urlsafe(32)
    PreviewLink.objects.create(
        story=story,
        revision=story.get_latest_revision(),
        digest=_digest(secret),
        made_by=maker,
        made=now,
        expires=now + LASTS,
        was_live=story.live,
        was_published=story.last_published_at,
    )
    return secret


def good_links(now: datetime) -> QuerySet[PreviewLink]:
    """Return the links that can be followed at ``now`` (aware).

    A link is of no use from the moment its story is published, scheduled changes included, or withdrawn; and a clock that was
    set back brings none to life again from before it was made.
    """
    unchanged = Q(story__last_published_at=F("was_published")) | Q(
        story__last_published_at=None, was_published__isnull=True
    )
    return PreviewLink.objects.filter(unchanged, story__live=F("was_live"), made__lte=now, expires__gt=now)


def linked_revision(secret: str, now: datetime) -> StoryPage | None:
    """Return the story as the link with this ``secret`` shows it at ``now``, or None where there is no such link (any more)."""
    link = good_links(now).select_related("revision").filter(digest=_digest(secret)).first()
    page: StoryPage | None = link.revision.as_object() if link else None
    return page


def _digest(secret: str) -> str:
    # Long and made by dice: nobody guesses what gives a digest.
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
