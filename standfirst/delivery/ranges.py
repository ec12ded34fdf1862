"""Which parts of a body a reader asks for (RFC 9110, 14), without ever sending more than the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A part: first byte, and the one after the last.
Part = tuple[int, int]

#: Asked for more parts than this, the whole is cheaper for everybody.
MOST_PARTS = 10

# Eighteen digits: longer numbers name no byte of any file.
_PART = re.compile(r"\s*(\d{1,18})?\s*-\s*(\d{1,18})?\s*", re.ASCII)


class NoSuchPart(Exception):
    """None of the parts asked for exists; answered 416."""


def parts_of(field: str, length: int) -> list[Part] | None:
    """Return the parts of a body of ``length`` bytes that a Range ``field`` asks for; None when the whole is to be sent.

    Parts come in the order of the body, overlapping and touching ones as one. The whole is sent for another unit, a
    field that cannot be read, more than MOST_PARTS parts, and an empty body.
    Raises NoSuchPart when every part lies behind the end.
    """
    unit, equals, wanted = field.partition("=")
    specs = wanted.split(",")
    if unit.strip().lower() != "bytes" or not equals or len(specs) > MOST_PARTS or length == 0:
        return None
    found: list[Part] = []
    for spec in specs:
        match = _PART.fullmatch(spec)
        if match is None or (match[1] is None and match[2] is None):
            return None
        if match[1] and match[2] and int(match[1]) > int(match[2]):
            return None
        part = _part(match[1], match[2], length)
        if part is not None:
            found.append(part)
    if not found:
        raise NoSuchPart(f"no byte of {length} is in {field[:80]!r}")
    return _joined(found)


def multipart(body: bytes, parts: Sequence[Part], content_type: str, boundary: str) -> bytes:
    """Return ``parts`` of ``body`` as one multipart/byteranges body."""
    pieces: list[bytes] = []
    for first, end in parts:
        pieces.append(
            f"\r\n--{boundary}\r\ncontent-type: {content_type}\r\ncontent-range: {placed((first, end), len(body))}\r\n\r\n".encode()
        )
        pieces.append(body[first:end])
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(pieces)


def placed(part: Part, length: int) -> str:
    """Return Content-Range for ``part`` of ``length`` bytes: ``bytes 0-99/3400``."""
    return f"bytes {part[0]}-{part[1] - 1}/{length}"


def _part(first: str | None, last: str | None, length: int) -> Part | None:
    if first is None:
        part = (max(0, length - int(last or 0)), length)
    else:
        part = (int(first), min(int(last) + 1, length) if last else length)
    return part if part[0] < part[1] else None


def _joined(parts: list[Part]) -> list[Part]:
    joined: list[Part] = []
    for first, end in sorted(parts):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined
