"""Pictures for the darkroom's tests, drawn and written as cameras, desks and vandals write them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageDraw

from standfirst.press.archive import Negative
from standfirst.press.darkroom import Darkroom
from standfirst.press.metadata.iptc import iptc_segment
from standfirst.press.metadata.rights import Rights
from standfirst.press.metadata.xmp import xmp_packet
from standfirst.story.picture import Credit

KEY = "0123456789abcdef"
ADA = Rights("Ada Example", "Gazette Pictures", "Boats at dawn. عند الفجر", "© 2026 Gazette Pictures")


def drawn(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Return a picture whose top left quarter is red and whose rest is blue."""
    image = Image.new("RGB", (width, height), (20, 40, 200))
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(220, 30, 20))
    return image.quantize() if mode == "P" else image.convert(mode)


def saved(file: Path, image: Image.Image | None = None, **options: Any) -> Path:
    """Write ``image`` to ``file`` in the format its name says, and return ``file``."""
    (image or drawn()).save(file, **options)
    return file


def credited(file: Path, rights: Rights = ADA, image: Image.Image | None = None) -> Path:
    """Write a JPEG that states ``rights`` as a picture desk's software does."""
    return saved(file, image, extra=iptc_segment(rights), xmp=xmp_packet(rights), quality=90)


def with_camera_data(file: Path, image: Image.Image | None = None, orientation: int = 1) -> Path:
    """Write a JPEG with everything a telephone adds: place, device, serial number, owner, thumbnail."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Spyphone", "Model 7", "Firmware 9.9"
    exif[0x0112] = orientation
    exif.get_ifd(0x8769).update({0xA430: "Olga Owner", 0xA431: "SERIAL-4711", 0x927C: b"maker's secret"})
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)})
    return saved(file, image, exif=exif.tobytes(), comment=b"taken by Olga Owner")


def negative(file: Path, rights: Rights = ADA, key: str = KEY) -> Negative:
    """Return ``file`` as the archive answers for it."""
    return Negative(key, file, rights.caption, Credit(rights.photographer, rights.agency), rights.copyright)


def complete_set(darkroom: Darkroom, negative: Negative) -> dict[tuple[int, str], bytes]:
    """Return every rendition of ``negative`` that ``darkroom`` has not developed yet, by width and suffix."""
    return {(width, suffix): darkroom.develop(negative, width, suffix) for width, suffix in darkroom.missing(negative)}


def png_bomb(file: Path, width: int, height: int) -> Path:
    """Write a PNG of a few hundred bytes whose head promises ``width`` x ``height`` pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))
    return file


def profile_with_red_and_blue_changed() -> bytes:
    """Return an RGB colour profile in which red light is blue and blue light is red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tags = {profile[at : at + 4]: struct.unpack_from(">I", profile, at + 4)[0] for at in range(132, 132 + 12 * 12, 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    changed = bytearray(profile)
    changed[red : red + 20], changed[blue : blue + 20] = profile[blue : blue + 20], profile[red : red + 20]
    return (
        bytes(changed)
        .replace("sRGB".encode("utf-16-be"), "odd ".encode("utf-16-be"))
        .replace(b"sRGB built-in", b"odd  built-in")
    )
