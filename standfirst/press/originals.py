"""Originals: pictures as they came in, looked at before anything of them is trusted.

What is in the file decides, never its name; and its head is read before its pixels, so that a small file
that would unfold into gigabytes is refused at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from standfirst.press.metadata.exif import rights_in_exif
from standfirst.press.metadata.iptc import RESOURCE, rights_in_iptc
from standfirst.press.metadata.rights import Rights, tidied
from standfirst.press.metadata.xmp import rights_in_xmp

#: Formats that are opened (a phone's MPO is opened as the JPEG it begins with); whatever can run a program or ask the network (SVG, EPS, PDF) is none of them.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
#: Most pixels, all frames of an animation counted: what one process can unfold in 200 MB.
MOST_PIXELS = 50_000_000
#: Largest file, bytes.
LARGEST_FILE = 100_000_000

_ANIMATED = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
_ORIENTATION = 0x0112
#: Orientations in which width and height change places.
TURNED = frozenset({5, 6, 7, 8})


class PictureRefused(Exception):
    """A picture that is no picture, is damaged or is too large; names the file, the reason and what to do."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An original's size as readers see it, upright, pixels; format: one of ``FORMATS``, or "MPO"."""

    width: int
    height: int
    format: str


def measure(file: Path) -> Measure:
    """Return the size of the picture in ``file``, read from its head. Raises PictureRefused."""
    with opened(file) as image:
        width, height = image.size
        if orientation_of(image) in TURNED:
            width, height = height, width
        return Measure(width, height, image.format or "")


def credits_of(file: Path) -> Rights:
    """Return the rights the picture in ``file`` states: IPTC before XMP before EXIF, each filling the other's gaps.

    Raises PictureRefused when it cannot be opened; statements that cannot be read are unstated.
    """
    with opened(file) as image:
        return tidied(_iptc(image).or_else(_xmp(image)).or_else(_exif(image)))


@contextmanager
def opened(file: Path) -> Iterator[Image.Image]:
    """Open the picture in ``file``: its head read and found acceptable, its pixels not loaded yet.

    Whatever goes wrong with the picture inside the ``with`` becomes a PictureRefused that names ``file``.
    """
    try:
        _look_before_opening(file)
        with Image.open(file, formats=FORMATS) as image:
            _check_pixels(file, *image.size, frames=_frames(image))
            yield image
    except PictureRefused:
        raise
    except UnidentifiedImageError as error:
        raise PictureRefused(f"{file} is not a picture we print; send a JPEG, PNG, WebP, AVIF, GIF or TIFF") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(f"{file} has more than {_millions(MOST_PIXELS)} megapixels; send it smaller") from error
    except FileNotFoundError as error:
        raise PictureRefused(f"{file} is missing; upload the picture again") from error
    except Exception as error:
        # A decoder given damaged bytes may raise nearly anything; to the desk it is all the same.
        raise PictureRefused(f"{file} is damaged ({error}); ask for the original again") from error


def orientation_of(image: Image.Image) -> int:
    """Return how a camera was held, 1 (upright) to 8, as EXIF counts."""
    try:
        held = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF, whatever it raises, is no reason to refuse the picture
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


def _look_before_opening(file: Path) -> None:
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise PictureRefused(f"{file} has {_millions(size)} MB, we take {_millions(LARGEST_FILE)}; send it smaller")
    with file.open("rb") as stream:
        head = stream.read(30)
    webp = _webp_canvas(head)
    if webp:
        _check_pixels(file, *webp)


def _check_pixels(file: Path, width: int, height: int, frames: int = 1) -> None:
    if width * height * frames <= MOST_PIXELS:
        return
    times = f" in {frames} frames" if frames > 1 else ""
    raise PictureRefused(
        f"{file} has {width} x {height} pixels{times}, more than {_millions(MOST_PIXELS)} megapixels; send it smaller"
    )


def _frames(image: Image.Image) -> int:
    """Return how many frames are to be counted; a phone's second picture (MPO) or a TIFF's pages are never unfolded."""
    if image.format not in _ANIMATED:
        return 1
    return int(getattr(image, "n_frames", 1))


def _webp_canvas(head: bytes) -> tuple[int, int] | None:
    """Return a WebP's size from its first 30 bytes: its decoder takes the canvas's memory as soon as it is opened."""
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _iptc(image: Image.Image) -> Rights:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict) and isinstance(resources.get(RESOURCE), bytes):
        return rights_in_iptc(resources[RESOURCE])
    return Rights()


def _xmp(image: Image.Image) -> Rights:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return rights_in_xmp(packet.encode() if isinstance(packet, str) else packet)


def _exif(image: Image.Image) -> Rights:
    try:
        return rights_in_exif(image.getexif())
    except Exception:  # noqa: BLE001 - broken EXIF, whatever it raises, says nothing
        return Rights()


def _millions(number: int) -> int:
    return -(-number // 1_000_000)
