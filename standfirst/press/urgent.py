"""The banner on the home front of what the emergency desk published: printed with it, or put on one nobody can print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from standfirst.edition.plate import Plate, StoredPlate
from standfirst.press.composing import Reach, card_views, newest
from standfirst.press.notes import Notes
from standfirst.press.typesetting import set_page
from standfirst.press.views import NOTHING, UrgentView
from standfirst.press.wording import wording
from standfirst.story.story import Card

_BANNER = re.compile(rb'<aside class="urgent".*?</aside>\n', re.DOTALL)
_PLACE = b'<main id="story" class="front">'


def set_urgent(cards: Sequence[Card], notes: Notes) -> Markup:
    """Return the banner that leads to ``cards``; nothing where there are none."""
    if not cards:
        return NOTHING
    view = UrgentView(wording(notes.paper().language).urgent, card_views(notes, cards, Reach(standfirst=False)))
    return Markup(set_page("urgent.html", view).decode())  # noqa: S704 -- the template escaped what it was given


def with_urgent(front: StoredPlate, banner: str, modified: datetime | None) -> Plate:
    """Return the home front that is in the edition with this ``banner`` ("" for none) instead of the one it has.

    modified: when the banner's stories last changed (aware).
    """
    body = _BANNER.sub(b"", front.identity()).replace(_PLACE, banner.encode() + _PLACE, 1)
    moments = [moment for moment in (front.modified, modified) if moment is not None]
    plate = Plate(front.path, body, front.content_type, front.status, front.headers, opening=body[: front.shared])
    return replace(plate, modified=newest(moments))
