"""Negatives: what the newsroom knows of a picture's file."""

from __future__ import annotations

import shutil
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from standfirst.press.metadata.rights import Rights
from standfirst.press.originals import Measure, PictureRefused, credits_of, measure
from standfirst.story.picture import Point

#: A focal point by Wagtail's names: its middle and its size. The form keeps what is drawn on a picture only where these are fields of it.
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def picture_key(file_hash: str, photographer: str, agency: str, copyright_notice: str, caption: str) -> str:
    """Return the 16 hexadecimal digits that name a file together with the rights written into its renditions."""
    written = (file_hash, photographer, agency, copyright_notice, caption)
    return blake2b(repr(written).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def focus_at(x: int, y: int, held: tuple[int, int], upright: tuple[int, int]) -> Point:
    """Return where in the upright picture the focal point is that Wagtail keeps as ``x``, ``y``.

    held, upright: width and height of the picture as its file has it, and as readers see it. Wagtail's form shows the picture
    upright and measures it as the file lies: of a picture taken with the camera on its side each is a share of the wrong length.
    """
    return Point(*(place * seen // (lies or seen) for place, lies, seen in zip((x, y), held, upright, strict=True)))


def look_into(file: IO[bytes], *, name: str) -> tuple[Measure, Rights]:
    """Return the size of the picture in ``file`` and the rights written in it.

    name: what the editor calls the file, for errors. Raises PictureRefused.
    """
    file.seek(0)
    # An upload may lie in memory only, and whoever looks into pictures looks into files.
    with NamedTemporaryFile(prefix="standfirst-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        file.seek(0)
        path = Path(copy.name)
        try:
            return measure(path), credits_of(path)
        except PictureRefused as error:
            raise PictureRefused(str(error).replace(str(path), Path(name).name)) from error
