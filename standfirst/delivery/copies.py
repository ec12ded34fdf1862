"""Copies: a plate made ready to be sent in one coding, headers and all, so that a reader costs next to nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass

import zstandard

from standfirst.delivery.conditions import http_date
from standfirst.delivery.fields import HeaderList, packed, without
from standfirst.delivery.negotiation import CODINGS, Served
from standfirst.delivery.policies import cache_control, security_headers
from standfirst.edition.packing import as_brotli
from standfirst.edition.plate import StoredPlate

_OK = 200
_ZSTD_LEVEL = 9
_GZIP_LEVEL = 6
#: Ours to say, or never said: the site sets no cookies.
_WITHHELD = frozenset(
    {"connection", "content-length", "etag", "keep-alive", "set-cookie", "transfer-encoding", "upgrade"}
)
#: What says how a body looks, so has no place on an answer without one.
OF_THE_BODY = (
    b"content-type", b"content-length", b"content-encoding", b"content-security-policy", b"accept-ranges",
    b"x-content-type-options", b"referrer-policy", b"cross-origin-opener-policy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """A plate in one coding.

    headers: of the full answer. unchanged: of a 304. etag: quoted; "" where conditions and parts do not apply.
    modified: seconds since 1970, or None. divisible: whether it may be sent in parts (the identity of a 200).
    """

    status: int
    headers: HeaderList
    unchanged: HeaderList
    body: bytes
    etag: str
    modified: int | None
    divisible: bool
    content_type: str

    def headers_at(self, now: float) -> HeaderList:
        """Return ``headers``, without a Last-Modified that would lie after ``now`` (seconds since 1970)."""
        return self._dated(self.headers, now)

    def unchanged_at(self, now: float) -> HeaderList:
        """Return ``unchanged``, without a Last-Modified that would lie after ``now`` (seconds since 1970)."""
        return self._dated(self.unchanged, now)

    def _dated(self, headers: HeaderList, now: float) -> HeaderList:
        if self.modified is None or self.modified <= now:
            return headers
        return without(headers, b"last-modified")


def offered(plate: StoredPlate) -> tuple[Served, ...]:
    """Return the codings ``plate`` is sent in, best first; what is kept as it is stays as it is."""
    return ("identity",) if "identity" in plate.bodies else CODINGS


def copy_of(plate: StoredPlate, coding: Served) -> Copy:
    """Return ``plate`` ready to be sent in ``coding``.

    Raises UnsendableField when one of the plate's own headers has a line break.
    """
    body = _body(plate, coding)
    status = house_status(plate.path) or plate.status
    headers = packed(_headers(plate, coding, status, len(body)))
    return Copy(
        status=status,
        headers=headers,
        unchanged=without(headers, *OF_THE_BODY),
        body=body,
        etag=_etag(plate, coding) if status == _OK else "",
        modified=int(plate.modified.timestamp()) if status == _OK and plate.modified else None,
        divisible=coding == "identity" and status == _OK,
        content_type=plate.content_type,
    )


def house_status(path: str) -> int | None:
    """Return the status a house plate ("!404") is sent with, None for any other plate."""
    return int(path[1:]) if path[:1] == "!" and path[1:].isdecimal() else None


def compressed_as(coding: Served, body: bytes) -> bytes:
    """Return ``body`` in ``coding``, quickly: for what is made while a reader waits."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    if coding == "gzip":
        return gzip.compress(body, _GZIP_LEVEL, mtime=0)
    return as_brotli(body) if coding == "br" else body


def _body(plate: StoredPlate, coding: Served) -> bytes:
    if coding in ("br", "gzip") and coding in plate.bodies:
        return plate.bodies[coding]
    return compressed_as(coding, plate.identity())


def _headers(plate: StoredPlate, coding: Served, status: int, length: int) -> Iterable[tuple[str, str]]:
    own = [(name, value) for name, value in plate.headers if name not in _WITHHELD and name != "vary"]
    said = {name for name, _ in own}
    ours = {"content-type": plate.content_type, "content-length": str(length)}
    ours |= _of_coding(plate, coding, status)
    ours["cache-control"] = cache_control(plate.path, status)
    if status == _OK:
        ours["etag"] = _etag(plate, coding)
        if plate.modified:
            ours["last-modified"] = http_date(plate.modified)
    if house_status(plate.path):
        ours["x-robots-tag"] = "noindex"
    ours |= security_headers(plate.content_type)
    return [*((name, value) for name, value in ours.items() if name not in said), *own]


def _of_coding(plate: StoredPlate, coding: Served, status: int) -> dict[str, str]:
    found: dict[str, str] = {}
    varied = [value for name, value in plate.headers if name == "vary"]
    if len(offered(plate)) > 1:
        varied.append("accept-encoding")
    if varied:
        found["vary"] = ", ".join(varied)
    if coding != "identity":
        found["content-encoding"] = coding
    elif status == _OK:
        found["accept-ranges"] = "bytes"
    return found


def _etag(plate: StoredPlate, coding: Served) -> str:
    return f'"{plate.etag}"' if coding == "identity" else f'"{plate.etag}-{coding}"'
