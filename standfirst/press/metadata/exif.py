"""EXIF: written with three fields and nothing else; of what a camera wrote, only those three are read.

Source: CIPA DC-008 (Exif 3.0): ImageDescription, Artist, Copyright. Words are UTF-8, as today's readers expect.
"""

from __future__ import annotations

import struct

from PIL import Image

from standfirst.press.metadata.rights import Rights

_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
_ASCII = 2
_INLINE = 4  # octets: a value this short stands in its entry
_CAMERA_NAME = 24  # characters: "OLYMPUS DIGITAL CAMERA" is the longest a camera puts where a caption belongs


def exif_block(rights: Rights) -> bytes:
    """Return the EXIF block, from its "Exif" mark on, stating ``rights`` (tidied); b"" when they say nothing."""
    said = ((_DESCRIPTION, rights.caption), (_ARTIST, rights.photographer), (_COPYRIGHT, rights.copyright))
    values = [(tag, words.encode() + b"\0") for tag, words in said if words]
    if not values:
        return b""
    entries, beyond = b"", b""
    beyond_at = 8 + 2 + 12 * len(values) + 4
    for tag, value in values:
        if len(value) <= _INLINE:
            place = value.ljust(_INLINE, b"\0")
        else:
            place = struct.pack("<I", beyond_at + len(beyond))
            beyond += value + b"\0" * (len(value) % 2)
        entries += struct.pack("<HHI", tag, _ASCII, len(value)) + place
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(values)) + entries + b"\0\0\0\0" + beyond


def rights_in_exif(exif: Image.Exif) -> Rights:
    """Return the rights stated in ``exif``. Cameras fill the description with their own name: see ``_caption``."""
    return Rights(
        photographer=_words(exif.get(_ARTIST)),
        caption=_caption(_words(exif.get(_DESCRIPTION))),
        # The standard puts an editor's notice after the photographer's, a NUL between them.
        copyright=_words(exif.get(_COPYRIGHT)),
    )


def _caption(words: str) -> str:
    """Return ``words``, or "" where a camera wrote them ("OLYMPUS DIGITAL CAMERA", "SONY DSC")."""
    return "" if words.isascii() and words.isupper() and len(words) <= _CAMERA_NAME else words


def _words(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    try:
        # Pillow reads these fields as Latin-1; most programs write UTF-8.
        return value.encode("latin-1").decode("utf-8").strip("\0 ")
    except UnicodeError:
        return value.strip("\0 ")
