"""Header fields as they go out: names in lower case, no line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HeaderList = list[tuple[bytes, bytes]]

_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class UnsendableField(Exception):
    """A header field with a line break or a name in capitals: somebody's words got where they do not belong."""


def packed(fields: Iterable[tuple[str, str]]) -> HeaderList:
    """Return ``fields`` as bytes. Raises UnsendableField for a name that is none and for control characters."""
    found: HeaderList = []
    for name, value in fields:
        if not _NAME.fullmatch(name) or _CONTROL.search(value):
            raise UnsendableField(
                f"header field {name[:40]!r}: {value[:80]!r} cannot be sent; no line breaks, lower-case names"
            )
        found.append((name.encode(), _value(value)))
    return found


def _value(words: str) -> bytes:
    try:
        # What was received and is passed on keeps its bytes.
        return words.encode("latin-1")
    except UnicodeEncodeError:
        return words.encode()


def without(fields: HeaderList, *names: bytes) -> HeaderList:
    """Return ``fields`` but those called ``names``."""
    return [field for field in fields if field[0] not in names]


def received(fields: Iterable[tuple[bytes, bytes]]) -> Mapping[bytes, bytes]:
    """Return what a client sent by name; a field sent more than once is joined by ", " (cookies by "; ")."""
    found: dict[bytes, bytes] = {}
    for name, value in fields:
        joint = b"; " if name == b"cookie" else b", "
        found[name] = found[name] + joint + value if name in found else value
    return found
