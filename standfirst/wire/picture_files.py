"""Picture files that a story file names: only from its own folder, looked at without being unpacked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from standfirst.story.picture import Credit

#: Largest picture file, bytes, and largest picture, pixels.
FILE_BYTES, MOST_PIXELS = 50 * 1024 * 1024, 50_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")
_ORIENTATION, _TURNED = 0x0112, {5, 6, 7, 8}


class BadPicture(ValueError):
    """A file that is no picture a story may have; says why."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture on disk. width, height: upright, pixels. digest: of its bytes, SHA-256."""

    path: Path
    width: int
    height: int
    digest: bytes

    def key(self, caption: str, credit: Credit, notice: str) -> str:
        """Return 16 hexadecimal digits for these bytes with these rights."""
        rights = f"{caption}\x1f{credit.photographer}\x1f{credit.agency}\x1f{notice}"
        return hashlib.sha256(self.digest + rights.encode()).hexdigest()[:16]


def picture_file(name: str, folder: Path | None) -> PictureFile:
    """Return the picture ``name`` names, relative to ``folder``. Raises BadPicture.

    Links that lead out of the folder, absolute paths and ``..`` are refused, as is what is no picture.
    """
    if folder is None:
        raise BadPicture("there is no folder to look for it in; import the story from a file")
    path = _inside(name, folder)
    if path.stat().st_size > FILE_BYTES:
        raise BadPicture(f"{name!r} is larger than {FILE_BYTES // 2**20} MB; save it smaller")
    data = path.read_bytes()
    width, height = _size(path, name)
    return PictureFile(path, width, height, hashlib.sha256(data).digest())


def _inside(name: str, folder: Path) -> Path:
    try:
        home, path = folder.resolve(), (folder / name).resolve()
        if Path(name).is_absolute() or ".." in Path(name).parts or not path.is_relative_to(home):
            raise BadPicture(f"{name[:80]!r} leads out of the story's folder; put the picture beside the story")
        if not path.is_file():
            raise BadPicture(f"{name[:80]!r} is not there; put the picture beside the story, or leave it out")
    except (OSError, ValueError) as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture(f"{name[:80]!r} is no file name") from error
    return path


def _size(path: Path, name: str) -> tuple[int, int]:
    try:
        with Image.open(path, formats=_FORMATS) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION) in _TURNED
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise BadPicture(f"{name[:80]!r} is no picture that can be read ({', '.join(_FORMATS)} can)") from error
    if width * height > MOST_PIXELS:
        raise BadPicture(f"{name[:80]!r} has {width * height:,} pixels (at most {MOST_PIXELS:,}); save it smaller")
    return (height, width) if turned else (width, height)
