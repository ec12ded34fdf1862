"""A plate: one finished document at one path, and how it is kept as one file.

One file holds every encoding, so a rename swaps them all at once and no reader can meet a new
gzip beside an old brotli. A program reads every format there ever was (``READERS``) and writes the newest; the press,
whose version the format is part of, prints older plates anew. The file, format 1:

    b"SFPLATE1"                         8 bytes
    length of the head                  4 bytes, big-endian
    digest of all but itself            16 bytes, BLAKE2b
    head                                JSON, UTF-8: see ``Head``
    bodies                              one after the other, as the head's ``codings`` name them

Only the brotli form is stored where compressing helps: every browser takes it. gzip, zstd and the identity form are
made from it for the rare client that wants them. Files with a gzip form beside it, as older programs wrote, are read too.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple

import brotlicffi

from standfirst.edition.errors import PlateDamaged, PlateTooNew
from standfirst.edition.packing import as_brotli

Coding = Literal["br", "gzip", "identity"]

MAGIC = b"SFPLATE"
FORMAT = 1
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_FRAME = struct.Struct(">8sI16s")

#: Scripts are few, printed when the paper's programs or settings change, and fetched by every reader: a tenth smaller for 4 ms each.
_SCRIPT = "text/javascript"


@dataclass(frozen=True, slots=True)
class Plate:
    """One finished document.

    path: its address, starting with ``/``; a house plate that has no address starts with ``!`` ("!404").
    body: the identity bytes. content_type: with charset where it is text.
    status: the HTTP status readers get (200, 301, 404, 410 …).
    headers: further header fields, lower-case names, no line breaks.
    modified: when the content last changed (aware), from the content itself and never from the clock, so that
        pressing again gives the same bytes; None where nothing says so.
    compress: false for what is compressed already (pictures).
    opening: what ``body`` begins with and many plates do, so that it is packed and digested once for all of them.
    """

    path: str
    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    compress: bool = True
    opening: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredPlate:
    """A plate as it is kept, checked.

    etag: 20 hexadecimal digits of the identity bytes' digest; the coding is added to it when served.
    length: of the identity body, bytes. shared: of what it begins with and many plates do, bytes. bodies: stored forms by coding.
    """

    path: str
    status: int
    content_type: str
    etag: str
    length: int
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    shared: int = 0
    bodies: Mapping[Coding, bytes] = field(default_factory=dict)

    def identity(self) -> bytes:
        """Return the uncompressed body, made from a stored form where it is not stored itself."""
        if "identity" in self.bodies:
            return self.bodies["identity"]
        if "br" in self.bodies:
            whole: bytes = brotlicffi.decompress(self.bodies["br"])
            return whole
        return gzip.decompress(self.bodies["gzip"])


def compressed(body: bytes, content_type: str = "", opening: bytes = b"") -> dict[Coding, bytes]:
    """Return the stored forms of ``body``; only the identity where compressing does not help. opening: as ``Plate`` has it."""
    small = as_brotli(body, opening, thoroughly=content_type.startswith(_SCRIPT))
    return {"br": small} if len(small) < len(body) else {"identity": body}


class Encoded(NamedTuple):
    """A plate as its file has it. path: its address; stored: the file's bytes."""

    path: str
    stored: bytes


def encoded(plate: Plate) -> Encoded:
    """Return ``plate`` ready to be bound."""
    return Encoded(plate.path, encode(plate))


def encode(plate: Plate) -> bytes:
    """Return the file's bytes for ``plate``: the same plate gives the same bytes, always."""
    bodies = compressed(plate.body, plate.content_type, plate.opening) if plate.compress else {"identity": plate.body}
    head = {
        "path": plate.path,
        "status": plate.status,
        "type": plate.content_type,
        "etag": _etag(plate),
        "length": len(plate.body),
        "headers": plate.headers,
        "modified": plate.modified.astimezone(UTC).isoformat() if plate.modified else None,
        "codings": [[coding, len(body)] for coding, body in bodies.items()],
        **({"shared": len(plate.opening)} if plate.opening else {}),
    }
    packed = _JSON.encode(head).encode()
    payload = b"".join((packed, *bodies.values()))
    return _FRAME.pack(MAGIC + b"%d" % FORMAT, len(packed), _digest(len(packed), payload)) + payload


def _etag(plate: Plate) -> str:
    digest = _begun(plate.opening).copy()
    digest.update(memoryview(plate.body)[len(plate.opening) :])
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _begun(opening: bytes) -> blake2b:
    """Return the digest of bodies that begin with ``opening``, to be copied and gone on with."""
    return blake2b(opening, digest_size=10)


def decode(stored: bytes, *, where: str) -> StoredPlate:
    """Return the plate kept in ``stored``; ``where`` names the file in errors.

    Raises PlateDamaged when it is cut or changed, PlateTooNew when a later program wrote it.
    """
    if len(stored) < _FRAME.size or not stored.startswith(MAGIC):
        raise PlateDamaged(f"{where} is not a plate ({len(stored)} bytes); run `standfirst press` to print it again")
    read = READERS.get(stored[len(MAGIC) : len(MAGIC) + 1])
    if read is None:
        known = ", ".join(sorted(number.decode() for number in READERS))
        raise PlateTooNew(
            f"{where} has plate format {stored[len(MAGIC) : len(MAGIC) + 1]!r}, this program reads {known}; "
            "a later program wrote it: run that one, or `standfirst press --all` with this one"
        )
    return read(stored, where)


def _decode_1(stored: bytes, where: str) -> StoredPlate:
    _, head_length, digest = _FRAME.unpack_from(stored)
    payload = stored[_FRAME.size :]
    if _digest(head_length, payload) != digest:
        raise PlateDamaged(f"{where} is damaged (digest differs); run `standfirst press` to print it again")
    head = json.loads(payload[:head_length])
    bodies: dict[Coding, bytes] = {}
    offset = head_length
    for coding, length in head["codings"]:
        bodies[coding] = payload[offset : offset + length]
        offset += length
    return StoredPlate(
        path=head["path"],
        status=head["status"],
        content_type=head["type"],
        etag=head["etag"],
        length=head["length"],
        headers=tuple((name, value) for name, value in head["headers"]),
        modified=datetime.fromisoformat(head["modified"]) if head["modified"] else None,
        shared=head.get("shared", 0),
        bodies=bodies,
    )


#: What reads each format, by the digit after the magic. A format is never taken out: somebody's edition still has it.
READERS: dict[bytes, Callable[[bytes, str], StoredPlate]] = {b"1": _decode_1}


def _digest(head_length: int, payload: bytes) -> bytes:
    return blake2b(head_length.to_bytes(4, "big") + payload, digest_size=16).digest()
