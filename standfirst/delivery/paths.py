"""Addresses as sent, and the one spelling under which a plate is found."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

#: Longest path and query together that is looked at, bytes.
TARGET_LIMIT = 2_048

# A slash, dot-segment, parameter or control character that came in disguise would let a cache before us and we
# ourselves disagree on what was asked for.
_REFUSED_RAW = re.compile(rb"%(?![0-9A-Fa-f]{2})|%2[Ff]|%5[Cc]")
_REFUSED = re.compile(r"[\x00-\x1f\x7f;\\]|//|/\.{1,2}(?:/|$)")


class NoSuchAddress(Exception):
    """An address that nothing can stand at; answered 404."""


def path_of(raw: bytes) -> str:
    """Return the path sent as ``raw`` (no query), percent-decoded once.

    Raises NoSuchAddress for broken escapes and UTF-8, escaped slashes, ``//``, ``.`` and ``..`` parts, ``;``,
    backslashes and control characters.
    """
    if b"%" in raw:
        if _REFUSED_RAW.search(raw):
            raise NoSuchAddress(f"{raw[:80]!r} has an escape that no address of ours has")
        raw = unquote_to_bytes(raw)
    try:
        path = raw.decode()
    except UnicodeDecodeError as error:
        raise NoSuchAddress(f"{raw[:80]!r} is not UTF-8") from error
    if not path.startswith("/") or _REFUSED.search(path):
        raise NoSuchAddress(f"{path[:80]!r} has a part that no address of ours has")
    return path


def sent(path: str) -> str:
    """Return ``path`` as a Location header may hold it."""
    return quote(path, safe="/-._~!$&'()*+,=:@")
