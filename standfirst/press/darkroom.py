"""The darkroom: from a picture's original to the renditions readers get, each with its credit inside.

An original is decoded once and made smaller step by step; what a camera wrote into it (place, device, owner,
thumbnail) stays behind, and photographer, agency, copyright and caption go into every rendition. Crops, which
other sites show, are cut from the original itself.
The same original gives the same bytes, always.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from standfirst.disk import swap
from standfirst.edition.plate import Plate
from standfirst.press.archive import Negative, NegativeOf
from standfirst.press.jobs import Printer
from standfirst.press.metadata.exif import exif_block
from standfirst.press.metadata.iptc import iptc_segment
from standfirst.press.metadata.rights import Rights, tidied
from standfirst.press.metadata.xmp import xmp_packet
from standfirst.press.notes import Notes
from standfirst.press.originals import TURNED, PictureRefused, opened, orientation_of
from standfirst.story.picture import FORMATS, Crop, Picture

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
_CROP = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,4})by([1-9][0-9]{0,4})-(0|[1-9][0-9]{0,7})-(0|[1-9][0-9]{0,7})\.jpg")
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
        file = self._file(negative.key, width, suffix)
        kept = _kept(file)
        if kept is not None:
            return kept
        prints = self._prints(negative)
        if width not in prints.sheets:
            raise ValueError(f"picture {negative.key} is printed in widths {sorted(prints.sheets)}, not in {width}")
        body = encode_picture(prints.sheets[width], suffix, rights_of(negative))
        swap(file, body)
        return body

    def cut(self, negative: Negative, crop: Crop) -> bytes:
        """Return ``crop`` as a JPEG, from the folder if kept.

        Raises PictureRefused when the original cannot be printed, ValueError for a crop it cannot have.
        """
        file = self._crop_file(negative.key, crop)
        kept = _kept(file)
        if kept is not None:
            return kept
        image = _cut(negative, crop)
        if image is None:
            raise ValueError(f"picture {negative.key} has no crop {crop}")
        body = encode_picture(image, "jpg", rights_of(negative))
        swap(file, body)
        return body

    def missing(self, negative: Negative) -> list[tuple[int, str]]:
        """Return every (width, suffix) of ``negative`` that is not kept yet, widest first. Raises PictureRefused."""
        with opened(negative.file) as original:
            widths = reversed(_picture_of(negative, original).widths())
        wanted = [(width, suffix) for width in widths for suffix in FORMATS]
        return [(width, suffix) for width, suffix in wanted if not self._file(negative.key, width, suffix).exists()]

    def missing_crops(self, negative: Negative) -> list[Crop]:
        """Return every crop of ``negative`` around its focus that is not kept yet. Raises PictureRefused."""
        with opened(negative.file) as original:
            crops = _picture_of(negative, original).crops()
        return [crop for crop in crops if not self._crop_file(negative.key, crop).exists()]

    def _prints(self, negative: Negative) -> _Prints:
        # A run prints all renditions of one picture in a row: one decoded picture is all that is worth holding.
        latest = self._latest
        if latest is None or latest.key != negative.key:
            self._latest = latest = _printed(negative)
        return latest

    def _file(self, key: str, width: int, suffix: str) -> Path:
        return self._folder / key[:2] / f"{key}-{width}.{suffix}"

    def _crop_file(self, key: str, crop: Crop) -> Path:
        return self._folder / key[:2] / f"{key}-{crop}.jpg"


def _kept(file: Path) -> bytes | None:
    try:
        return file.read_bytes() or None
    except FileNotFoundError:
        return None


def picture_printer(darkroom: Darkroom) -> Printer:
    """Return the printer of jobs "picture:<key>-<width>.<suffix>" and of crops, developing in ``darkroom``."""

    def print_picture(key: str, notes: Notes) -> Plate | None:
        """Return the rendition's plate, or None when the picture is gone or has no such rendition."""
        named = _KEY.fullmatch(key) or _CROP.fullmatch(key)
        if named is None:
            return None
        negative: Negative | None = notes.ask(NegativeOf(named[1]))
        if negative is None:
            return None
        suffix = key.rpartition(".")[2]
        try:
            if named.re is _KEY:
                body = darkroom.develop(negative, int(named[2]), suffix)
            else:
                body = darkroom.cut(negative, Crop(*map(int, named.groups()[1:])))
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


def _picture_of(negative: Negative, original: Image.Image) -> Picture:
    """Return ``original``, opened, as readers see it: upright."""
    width, height = original.size[::-1] if orientation_of(original) in TURNED else original.size
    return Picture(negative.key, width, height, alt="", focus=negative.focus)


def _cut(negative: Negative, crop: Crop) -> Image.Image | None:
    """Return ``crop`` in sRGB; None for one that the original cannot have."""
    with opened(negative.file) as original:
        picture, held = _picture_of(negative, original), orientation_of(original)
        across = picture.across(crop)
        if across is None:
            return None
        # All of the picture in the crop's scale: never more than it has, as a crop is never larger than its part of the original.
        width, height = (round(length * crop.width / across) for length in (picture.width, picture.height))
        image = _exposed(original, width, height, held)
        profile = original.info.get("icc_profile")
    image = image.transpose(_UPRIGHT[held]) if held in _UPRIGHT else image
    left = min(round(crop.left * crop.width / across), width - crop.width)
    top = min(round(crop.top * crop.width / across), height - crop.height)
    image = _in_srgb(image.crop((left, top, left + crop.width, top + crop.height)), profile)
    image.info = {}
    return image


def _printed(negative: Negative) -> _Prints:
    with opened(negative.file) as original:
        held = orientation_of(original)
        picture = _picture_of(negative, original)
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
