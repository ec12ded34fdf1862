"""Pictures advertisers send: looked at before anybody else does, and named by what is in them."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image

from standfirst.ads.sizes import Size

#: Largest picture taken, bytes; three of them must not cost a reader more than the story does.
LARGEST = 150_000

_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def name_of(stored: bytes, kind: str) -> str:
    """Return the name a picture is kept under: 32 hexadecimal digits of its bytes and the suffix of its ``kind``."""
    return f"{blake2b(stored, digest_size=16).hexdigest()}.{_SUFFIXES[kind]}"


def address_of(name: str) -> str:
    """Return the address readers get the picture kept under ``name`` from."""
    # Storage may have put something between digest and suffix where a file of that name was there already.
    kept = PurePath(name)
    return f"/adverts/picture/{kept.stem[:32]}{kept.suffix}"


def checked(file: Any, size: Size) -> tuple[bytes, str]:
    """Return an uploaded picture's bytes and kind ("PNG", "JPEG", "WEBP").

    Raises ValidationError when it is no still picture of exactly ``size``, or too large.
    """
    if file.size > LARGEST:
        raise ValidationError(
            f"{file.size:,} bytes; at most {LARGEST:,}. Save it with fewer colours or more compression."
        )
    file.seek(0)
    stored: bytes = file.read()
    file.seek(0)
    try:
        # Named formats only: Pillow knows some that run programs.
        with Image.open(file, formats=tuple(_SUFFIXES)) as image:
            found, kind, frames = Size(*image.size), str(image.format), getattr(image, "n_frames", 1)
            if found != size:
                raise ValidationError(f"{found} pixels; this place takes {size} exactly.")
            if frames > 1:
                raise ValidationError("It moves. Readers read: send a still picture.")
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError("This is no picture we can show. Send a PNG, JPEG or WebP.") from error
    finally:
        file.seek(0)
    return stored, kind
