"""Originals: the files stories were taken from, kept beside them as they came."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from standfirst.disk import swap

#: Below Home.media.
FOLDER = "originals"


def digest_of(original: bytes, item: str) -> str:
    """Return 32 hexadecimal digits that name an item of a file."""
    return blake2b(original + b"\0" + item.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def keep(media: Path, original: bytes) -> str:
    """Keep ``original`` and return its path below ``media``; the same bytes are kept once."""
    name = blake2b(original, digest_size=16).hexdigest()
    kept = media / FOLDER / name[:2] / name
    if not kept.is_file() or kept.stat().st_size != len(original):
        swap(kept, original)
    return kept.relative_to(media).as_posix()
