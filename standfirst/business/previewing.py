"""Previewing: a creative on a real page of the paper, before anybody approves it.

No address and no class here is one a blocker catches: staff use blockers, too.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from typing import Any

from django.core import signing

from standfirst.ads.flight import AdPicture, Advertiser, Bundle, Creative, Flight, Priority
from standfirst.ads.frame import Ways, ad_document, policy_of, tag_document, tag_policy
from standfirst.ads.sizes import SLOTS
from standfirst.business.export import creative_of
from standfirst.edition.shelf import Shelf

#: How long the files of a bundle that is looked at can be had, seconds.
KEY_SECONDS = 3_600

_SALT = "a bundle's preview"
_SLOT = re.compile(r'<noscript><iframe src="/adverts/([a-z]+)/[^"]*"(.*?)</noscript>')


def page_with(shelf: Shelf, path: str, frames: str) -> bytes | None:
    """Return the page of the edition at ``path`` with its slots filled from ``frames`` + slot + "/"; None without a page."""
    found = shelf.read(path) if path.startswith("/") and path.endswith("/") else None
    if found is None or found[0].status != 200 or not found[0].content_type.startswith("text/html"):
        return None
    page = found[0].identity().decode()
    page = _SLOT.sub(lambda slot: f'<iframe src="{frames}{slot[1]}/"{slot[2]}', page)
    return page.replace("ad-slot", "sales-slot").encode()


def preview_key(pk: int) -> str:
    """Return what opens the files of creative ``pk`` for an hour, without a login."""
    return signing.dumps(pk, salt=_SALT)


def previewed(key: str) -> int:
    """Return the creative whose files ``key`` opens. Raises BadSignature for one that was made up or is too old."""
    pk: int = signing.loads(key, salt=_SALT, max_age=KEY_SECONDS)
    return pk


def slot_with(row: Any, slot: str, files: str, *, agreed: bool) -> tuple[bytes, str]:
    """Return the document of ``slot`` with the creative ``row``, and its policy. files: where its bundle's files are.

    agreed: whether the reader asked for somebody else's advert.
    """
    creative = _by_itself(row, files)
    advertiser = row.flight.order.advertiser
    now = row.flight
    flight = Flight("0", Advertiser("0", advertiser.name), Priority.STANDARD, now.first_day, now.last_day, (creative,))
    policy = policy_of(creative).replace("img-src 'self'", "img-src 'self' data:")
    if not creative.fits(SLOTS[slot]):
        return b"<!doctype html><title>-</title>\n", policy
    ways = Ways(creative.target, show="?agreed=1", stop="?")
    if creative.tag is not None and agreed:
        return tag_document(flight, creative, creative.tag, "en", ways), tag_policy(creative.tag)
    return ad_document(SLOTS[slot], flight, creative, "en", ways), policy


def _by_itself(row: Any, files: str) -> Creative:
    """Return the creative with its pictures in it, so that nothing is asked for at an address of ads."""
    creative = creative_of(row)
    drawn = {made.size: made for made in creative.pictures}
    pictures = []
    for size, file in row.pictures():
        if size in drawn:
            kind = file.name.rpartition(".")[2].replace("jpg", "jpeg")
            with file.open("rb") as kept:
                pictures.append(AdPicture(size, f"data:image/{kind};base64,{b64encode(kept.read()).decode()}"))
    bundle = Bundle(creative.bundle.size, f"{files}index.html") if creative.bundle else None
    return replace(creative, pictures=tuple(pictures), bundle=bundle)
