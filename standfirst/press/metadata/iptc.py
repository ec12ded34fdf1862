"""IPTC IIM: the oldest of the three, and still the one picture desks' software reads first.

A JPEG keeps it in an APP13 segment: the words "Photoshop 3.0", then *resources*, of which number 0x0404
holds *data sets*: a marker (0x1c), record, number, two bytes of length, the value.
Source: IPTC-NAA Information Interchange Model 4.2; Adobe Photoshop File Formats, "Image Resource Blocks".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from standfirst.press.metadata.rights import Rights

RESOURCE = 0x0404
_SEGMENT = b"Photoshop 3.0\0"
_UTF8 = b"\x1b%G"
_DATA_SET = struct.Struct(">BBBH")
_MARKER = 0x1C

_CHARACTER_SET = (1, 90)
_VERSION = (2, 0)
_BY_LINE, _CREDIT, _SOURCE, _COPYRIGHT, _CAPTION = (2, 80), (2, 110), (2, 115), (2, 116), (2, 120)


def iptc_segment(rights: Rights) -> bytes:
    """Return the whole APP13 segment that states ``rights`` (tidied) in a JPEG, marker included.

    Names longer than IIM's 32 octets are written whole: every reader takes them, and half a name helps nobody.
    """
    said = {
        _BY_LINE: rights.photographer,
        _CREDIT: rights.agency,
        _COPYRIGHT: rights.copyright,
        _CAPTION: rights.caption,
    }
    sets = [_data_set(_CHARACTER_SET, _UTF8), _data_set(_VERSION, b"\0\4")]
    sets += [_data_set(name, words.encode()) for name, words in said.items() if words]
    block = b"".join(sets)
    padded = block + b"\0" * (len(block) % 2)
    resource = b"8BIM" + struct.pack(">H2xI", RESOURCE, len(block)) + padded
    segment = _SEGMENT + resource
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def rights_in_iptc(block: bytes) -> Rights:
    """Return the rights stated in the data sets of resource 0x0404; what cannot be read is unstated."""
    values: dict[tuple[int, int], list[bytes]] = {}
    for name, value in _data_sets(block):
        values.setdefault(name, []).append(value)
    is_utf8 = values.get(_CHARACTER_SET, [b""])[0] == _UTF8

    def said(name: tuple[int, int]) -> str:
        return ", ".join(_words(value, is_utf8=is_utf8) for value in values.get(name, ()))

    return Rights(said(_BY_LINE), said(_CREDIT) or said(_SOURCE), said(_CAPTION), said(_COPYRIGHT))


def _data_set(name: tuple[int, int], value: bytes) -> bytes:
    return _DATA_SET.pack(_MARKER, *name, len(value)) + value


def _data_sets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    offset = 0
    while offset + _DATA_SET.size <= len(block):
        marker, record, number, length = _DATA_SET.unpack_from(block, offset)
        # A length with the top bit set announces a longer length field: no words are that long.
        if marker != _MARKER or length & 0x8000:
            return
        offset += _DATA_SET.size
        yield (record, number), block[offset : offset + length]
        offset += length


def _words(value: bytes, *, is_utf8: bool) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        # Most files say nothing about their character set and mean the Windows one.
        return value.decode("utf-8" if is_utf8 else "cp1252", "replace")
