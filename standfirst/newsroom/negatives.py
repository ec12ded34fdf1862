"""Negatives: what the newsroom knows of a picture's file."""

from __future__ import annotations

import shutil
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from standfirst.press.metadata.rights import Rights
from standfirst.press.originals import Measure, PictureRefused, credits_of, measure


def picture_key(file_hash: str, photographer: str, agency: str, copyright_notice: str, caption: str) -> str:
    """Return the 16 hexadecimal digits that name a file together with the rights written into its renditions."""
    written = (file_hash, photographer, agency, copyright_notice, caption)
    return blake2b(repr(written).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


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
