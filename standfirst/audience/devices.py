"""What a reader holds, as coarse as the browser says it itself: phone, tablet or computer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_TABLET = re.compile(r"ipad|tablet|kindle|silk|android(?!.*mobi)", re.IGNORECASE)
_PHONE = re.compile(r"mobi|iphone|ipod|phone|opera mini", re.IGNORECASE)

#: So much of a browser's name is looked at, characters.
_LONGEST = 1_000


def device_of(headers: Mapping[str, str]) -> str:
    """Return "phone", "tablet" or "computer" for a request with ``headers`` (names in lower case)."""
    if headers.get("sec-ch-ua-mobile") == "?1":
        return "phone"
    return _device_called(headers.get("user-agent", "")[:_LONGEST])


@lru_cache(maxsize=4096)
def _device_called(agent: str) -> str:
    if _TABLET.search(agent):
        return "tablet"
    return "phone" if _PHONE.search(agent) else "computer"
