"""A reader's question and our answer, as every handler below the site sees them."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qsl

Headers = tuple[tuple[str, str], ...]

#: More fields than any form of ours has; what a flood sends beyond them is not looked at.
_MOST_FIELDS = 100


class BodyTooLong(Exception):
    """A reader sent more bytes than the handler takes; the site answers 413."""


class BodyTooSlow(Exception):
    """A reader stopped sending in the middle; the site answers 408 and lets go."""


class Body(Protocol):
    """What a reader sends along: iterate over its chunks, once, or read it whole."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the chunks as they come in. Raises BodyTooSlow when they stop coming."""

    async def read(self, limit_bytes: int) -> bytes:
        """Return the whole body. Raises BodyTooLong as soon as it is longer than ``limit_bytes``."""


class NoBody:
    """A body of nothing."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        raise StopAsyncIteration

    async def read(self, limit_bytes: int) -> bytes:
        del limit_bytes  # nothing is never too long
        return b""


@dataclass(frozen=True, slots=True)
class Request:
    """A reader's question.

    method: upper case. path: percent-decoded once, starts with ``/``, never holds NUL, ``//``, ``/../`` or ``;``.
    query: what stood after ``?``, as sent, "" for nothing.
    headers: names in lower case; fields sent more than once are joined by ", ".
    client: the address of whoever connected ("" on a Unix socket); a proxy's where one stands before us.
    target: the path as sent, still percent-encoded.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = field(default_factory=NoBody)
    client: str = ""
    target: str = ""

    def asked(self, name: str) -> str:
        """Return the first value of ``name`` in the query, decoded (bad bytes as U+FFFD); "" when it is not there."""
        return _fields_of(self.query).get(name, "")


@lru_cache(maxsize=1024)
def _fields_of(query: str) -> Mapping[str, str]:
    """Return the first value of each field: the slots of a page, and of all its readers, ask with the same words."""
    try:
        found = parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(found))


@dataclass(frozen=True, slots=True)
class Response:
    """Our answer.

    headers: names in lower case; no content-length (the site adds it for bytes). Without ``cache-control`` it is
        sent ``no-store``; ``x-content-type-options`` is added to all. With an ``etag`` (quoted), who has it gets a 304.
    body: bytes, or chunks that are sent as they come.
    """

    status: int
    headers: Headers = ()
    body: bytes | AsyncIterable[bytes] = b""


#: Answers whatever stands below one first path part ("adverts", "seen", "go"), for every method.
#: A plain function runs between readers, so it must be quick (no network, no slow disk); others are coroutines.
Handler = Callable[[Request], Response | Awaitable[Response]]
