"""Which coding a reader gets (RFC 9110, 12.5.3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Served = Literal["br", "zstd", "gzip", "identity"]

#: What compressed plates are offered in, best first: what we would rather send when a client likes several equally.
CODINGS: tuple[Served, ...] = ("br", "zstd", "gzip", "identity")

_ELEMENT = re.compile(
    r"\s*([a-z0-9!#$%&'*+.^_`|~-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.IGNORECASE
)
_MORE_THAN_BROWSERS_SEND = 200


def coding_for(accept_encoding: bytes, offered: tuple[Served, ...] = CODINGS) -> Served:
    """Return the coding of ``offered`` that a client sending ``accept_encoding`` gets.

    offered: best first; identity is always possible, so it is also the answer to a field that cannot be read
    (and to one that forbids everything: a page in the wrong coding helps more than a 406).
    """
    if len(accept_encoding) > _MORE_THAN_BROWSERS_SEND:
        return _chosen(accept_encoding, offered)
    return _remembered(accept_encoding, offered)


def _chosen(accept_encoding: bytes, offered: tuple[Served, ...]) -> Served:
    qualities = _qualities(accept_encoding.decode("latin-1"))
    if qualities is None:
        return "identity"
    anything = qualities.get("*", 0.0)
    best: Served = "identity"
    # Identity that nobody named is acceptable, but less than anything named.
    best_quality = qualities.get("identity", 0.0)
    for coding in reversed(offered):
        quality = qualities.get(coding, anything)
        if coding != "identity" and quality > 0 and quality >= best_quality:
            best, best_quality = coding, quality
    return best


#: Browsers send a handful of different fields; each is read once.
_remembered = lru_cache(maxsize=512)(_chosen)


def _qualities(field: str) -> dict[str, float] | None:
    """Return the quality of each coding named, lower case; None when any part of ``field`` cannot be read."""
    found: dict[str, float] = {}
    for element in field.split(","):
        if not element.strip():
            continue
        match = _ELEMENT.fullmatch(element)
        if match is None:
            return None
        name = match[1].lower().removeprefix("x-")
        found[name] = float(match[2]) if match[2] else 1.0
    return found
