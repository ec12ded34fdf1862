"""The darkroom: from a picture's original to the renditions readers get, each with its credit inside.

An original is decoded once and made smaller step by step; what a camera wrote into it (place, device, owner,
thumbnail) stays behind, and photographer, agency, copyright and caption go into every rendition.
The same original gives the same bytes, always.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from standfirst.edition.plate import Plate
from standfirst.press.archive import Negative, NegativeOf
from standfirst.press.jobs import Printer
from standfirst.press.metadata.exif import exif_block
from standfirst.press.metadata.iptc import iptc_segment
from standfirst.press.metadata.rights import Rights, tidied
from standfirst.press.metadata.xmp import xmp_packet
from standfirst.press.notes import Notes
from standfirst.press.originals import TURNED, PictureRefused, opened, orientation_of
from standfirst.story.picture import FORMATS, Picture

__all__ = ["Darkroom", "PictureRefused", "picture_printer"]

#: Counted up whenever the same original would give other bytes, so that no old rendition is taken for a new one.
RECIPE = 1
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
FOR_GOOD = (("cache-control", "max-age=31536000, immutable"),)

# Chosen by looking at flat skies, grain and fine lines at each width, and at the bytes.
_AVIF: dict[str, Any] = {"quality": 58, "subsampling": "4:2:0", "max_threads": 1, "autotiling": False}
# Above this many pixels of width a slower encoder saves a tenth of the bytes and costs four times the time.
_AVIF_WIDE = 960
_WEBP: dict[str, Any] = {"quality": 76, "method": 4}
_JPEG: dict[str, Any] = {"quality": 78, "progressive": True, "optimize": True, "subsampling": "4:2:0"}

#: Largest colour profile heeded, bytes; beyond it the picture is taken for sRGB.
_LARGEST_PROFILE = 4_000_000
_KEY = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,4})\.(avif|webp|jpg)")
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class _Prints:
    """One picture in every printed width. sheets: by width in pixels, widest first."""

    key: str
    sheets: dict[int, Image.Image]


class Darkroom:
    """Develops renditions and keeps them in a folder. Several may share it: each file is swapped in by rename."""

    def __init__(self, folder: Path) -> None:
        """folder: made when the first rendition is kept."""
        self._folder = folder / f"recipe-{RECIPE}"
        self._latest: _Prints | None = None

    def develop(self, negative: Negative, width: int, suffix: str) -> bytes:
        """Return the rendition ``width`` pixels wide in the format ``suffix`` (avif, webp or jpg), from the folder if kept.

        Raises PictureRefused when the original cannot be printed, ValueError for a width it has not.
        """
        kept = self._kept(negative.key, width, suffix)
        if kept is not None:
            return kept
        prints = self._prints(negative)
        if width not in prints.sheets:
            raise ValueError(f"picture {negative.key} is printed in widths {sorted(prints.sheets)}, not in {width}")
        body = encode_picture(prints.sheets[width], suffix, rights_of(negative))
        self._keep(negative.key, width, suffix, body)
        return body

    def missing(self, negative: Negative) -> list[tuple[int, str]]:
        """Return every (width, suffix) of ``negative`` that is not kept yet, widest first. Raises PictureRefused."""
        with opened(negative.file) as original:
            turned = orientation_of(original) in TURNED
            width, height = original.size[::-1] if turned else original.size
        widths = reversed(Picture(negative.key, width, height, alt="").widths())
        wanted = [(width, suffix) for width in widths for suffix in FORMATS]
        return [(width, suffix) for width, suffix in wanted if not self._file(negative.key, width, suffix).exists()]

    def _prints(self, negative: Negative) -> _Prints:
        # A run prints all renditions of one picture in a row: one decoded picture is all that is worth holding.
        latest = self._latest
        if latest is None or latest.key != negative.key:
            self._latest = latest = _printed(negative)
        return latest

    def _file(self, key: str, width: int, suffix: str) -> Path:
        return self._folder / key[:2] / f"{key}-{width}.{suffix}"

    def _kept(self, key: str, width: int, suffix: str) -> bytes | None:
        try:
            return self._file(key, width, suffix).read_bytes() or None
        except FileNotFoundError:
            return None

    def _keep(self, key: str, width: int, suffix: str, body: bytes) -> None:
        target = self._file(key, width, suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.parent / f".{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(body)
                file.flush()
                # A rename can outlive a power cut when the bytes do not: settle them first.
                os.fsync(file.fileno())
            temporary.rename(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def picture_printer(darkroom: Darkroom) -> Printer:
    """Return the printer of jobs "picture:<key>-<width>.<suffix>", developing in ``darkroom``."""

    def print_picture(key: str, notes: Notes) -> Plate | None:
        """Return the rendition's plate, or None when the picture is gone or has no such rendition."""
        named = _KEY.fullmatch(key)
        if named is None:
            return None
        negative: Negative | None = notes.ask(NegativeOf(named[1]))
        if negative is None:
            return None
        width, suffix = int(named[2]), named[3]
        try:
            body = darkroom.develop(negative, width, suffix)
        except ValueError:
            return None
        return Plate(f"/m/{key}", body, CONTENT_TYPES[suffix], headers=FOR_GOOD, compress=False)

    return print_picture


def rights_of(negative: Negative) -> Rights:
    """Return what is written into every rendition of ``negative``."""
    credit = negative.credit
    return tidied(Rights(credit.photographer, credit.agency, negative.caption, negative.copyright))


def encode_picture(image: Image.Image, suffix: str, rights: Rights) -> bytes:
    """Return ``image`` (RGB) as a file of format ``suffix`` that states ``rights`` (tidied) and carries nothing else."""
    stated = rights != Rights()
    words = {"exif": exif_block(rights), "xmp": xmp_packet(rights)} if stated else {}
    file = BytesIO()
    if suffix == "avif":
        image.save(file, "AVIF", **_AVIF, speed=9 if image.width > _AVIF_WIDE else 8, **words)
    elif suffix == "webp":
        image.save(file, "WEBP", **_WEBP, **words)
    else:
        image.save(file, "JPEG", **_JPEG, **words, extra=iptc_segment(rights) if stated else b"")
    return file.getvalue()


def _printed(negative: Negative) -> _Prints:
    with opened(negative.file) as original:
        held = orientation_of(original)
        width, height = original.size[::-1] if held in TURNED else original.size
        picture = Picture(negative.key, width, height, alt="")
        widest, *narrower = reversed(picture.widths())
        image = _in_srgb(_exposed(original, widest, picture.height_at(widest), held), original.info.get("icc_profile"))
    image.info = {}
    sheets = {widest: image.transpose(_UPRIGHT[held]) if held in _UPRIGHT else image}
    for wider, width in pairwise((widest, *narrower)):
        sheets[width] = sheets[wider].resize((width, picture.height_at(width)), Image.Resampling.LANCZOS)
    return _Prints(negative.key, sheets)


def _exposed(original: Image.Image, width: int, height: int, held: int) -> Image.Image:
    """Return ``original`` in the size that will be ``width`` x ``height`` once it is turned upright; its own colours."""
    size = (height, width) if held in TURNED else (width, height)
    # A JPEG can be decoded at half, a quarter … of its size: cheap, and good while twice what is wanted is left.
    original.draft(None, (2 * size[0], 2 * size[1]))
    original.load()
    image = _resizable(original)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _resizable(image: Image.Image) -> Image.Image:
    """Return ``image`` in a mode with eight bits a channel that can be resized; transparency laid on white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        return paper.convert("RGB")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Return ``image`` as sRGB, by its colour ``profile`` where it has one that can be used."""
    if isinstance(profile, bytes) and 0 < len(profile) <= _LARGEST_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(source).lower():
                turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                return turned if turned is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit its picture says nothing about its colours
    return image.convert("RGB")
