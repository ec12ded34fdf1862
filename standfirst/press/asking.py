"""What a page with ads needs to ask about them: its script, and two tiny pictures to look with, none of them in its HTML."""

from __future__ import annotations

import json
import struct
import zlib
from functools import cache
from hashlib import blake2b

from standfirst.edition.plate import Plate
from standfirst.press.shrinking import shrunk
from standfirst.press.typesetting import ASSETS, minified
from standfirst.press.wording import wording

_FOR_GOOD = (("cache-control", "max-age=31536000, immutable"),)
#: Each look must meet the server, not a cache.
_NEVER = (("cache-control", "no-store"), ("x-robots-tag", "noindex"))


def _chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


#: One white pixel, PNG.
DOT = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\xff", 0))
    + _chunk(b"IEND", b"")
)
#: The same picture twice: where the ads are, under an honest name that every list knows; and where no list looks.
AD_PATH = f"/adverts/picture/{blake2b(DOT, digest_size=16).hexdigest()}.png"
DOT_PATH = "/ask/dot.png"


def letter_path(language: str) -> str:
    """Return where the letters in ``language`` (BCP 47) are: ``/ask/en.json``; English where we have no words for it."""
    return f"/ask/{wording(language).language}.json"


@cache
def ask_body() -> bytes:
    """Return the script's bytes: addresses and sizes put in, shrunk."""
    source = (ASSETS / "ask.js").read_text("utf-8")
    for mark, value in (
        ('"/adverts/picture/look.png"', json.dumps(AD_PATH)),
        ('"/ask/dot.png"', json.dumps(DOT_PATH)),
        ("LENGTH", str(len(DOT))),
    ):
        if mark not in source:
            raise ValueError(f"ask.js lacks {mark}; it stands for what press/asking.py puts there")
        source = source.replace(mark, value)
    return shrunk(source).encode()


@cache
def letter_style() -> str:
    """Return the letter's style sheet; it travels with the letter, so that only those who are asked fetch it."""
    return minified((ASSETS / "ask.css").read_text("utf-8"))


@cache
def ask_path() -> str:
    """Return the script's address, ``/a/<digest>.js``: it changes with the bytes, so it is cached for good."""
    return f"/a/{blake2b(ask_body(), digest_size=8).hexdigest()}.js"


def asking_keys() -> tuple[str, ...]:
    """Return the keys of the files the ask needs, for jobs of kind "file": addresses without the first slash."""
    return tuple(path.lstrip("/") for path in (ask_path(), AD_PATH, DOT_PATH))


def print_asking(key: str) -> Plate | None:
    """Return the file with this key, None for one that is not the ask's."""
    path = f"/{key}"
    if path == ask_path():
        return Plate(path, ask_body(), "text/javascript; charset=utf-8", headers=_FOR_GOOD)
    if path in {AD_PATH, DOT_PATH}:
        return Plate(path, DOT, "image/png", headers=_NEVER, compress=False)
    return None
