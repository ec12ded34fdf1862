"""Draws the Gazette's pictures and advertisements anew: ``python examples/gazette/draw.py [NAME…]``.

The same program draws the same pixels. Who is named as photographer, and what a picture shows, stands in
pictures.toml and is written into each file the way a picture desk would: IPTC, XMP and EXIF.
"""

from __future__ import annotations

import sys
import tomllib
from io import BytesIO
from pathlib import Path

from drawing import adverts, harbour, inland
from PIL import Image

from standfirst.press.metadata.exif import exif_block
from standfirst.press.metadata.iptc import iptc_segment
from standfirst.press.metadata.rights import Rights
from standfirst.press.metadata.xmp import xmp_packet

HERE = Path(__file__).parent
PICTURES = harbour.PICTURES | inland.PICTURES
#: Bytes a picture may have: the example must stay quick to clone.
LARGEST = 150_000


def main(names: list[str]) -> int:
    """Draw what ``names`` says, or everything, and return 0; 2 for a name nobody drew."""
    unknown = sorted(set(names) - PICTURES.keys() - adverts.ADVERTS.keys())
    if unknown:
        print(f"draw: no picture is called {unknown[0]}; there are: {', '.join([*PICTURES, *adverts.ADVERTS])}")
        return 2
    stated = tomllib.loads((HERE / "pictures.toml").read_text(encoding="utf-8"))
    for name, draw in PICTURES.items():
        if not names or name in names:
            words = stated[name]
            rights = Rights(words["photographer"], words["agency"], words["caption"], words["copyright"])
            _keep(HERE / "pictures" / f"{name}.jpg", draw().image, rights)
    for name, compose in adverts.ADVERTS.items():
        if not names or name in names:
            for size, (wide, high) in adverts.SIZES.items():
                _keep(HERE / "ads" / f"{name}-{size}.jpg", compose(wide, high).image, Rights())
    return 0


def _keep(file: Path, image: Image.Image, rights: Rights) -> None:
    """Write ``image`` as a JPEG of the best quality that stays below ``LARGEST``."""
    stated = (
        {"exif": exif_block(rights), "xmp": xmp_packet(rights), "extra": iptc_segment(rights)}
        if rights != Rights()
        else {}
    )
    for quality in range(90, 50, -3):
        written = BytesIO()
        image.save(written, "JPEG", quality=quality, optimize=True, progressive=True, **stated)
        if written.tell() <= LARGEST:
            break
    file.write_bytes(written.getvalue())
    print(f"{file.relative_to(HERE)}  {image.width} x {image.height}  {written.tell():,} bytes, quality {quality}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
