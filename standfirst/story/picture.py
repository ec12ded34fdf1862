"""A picture in a story: who made it, what it shows, and in which sizes readers get it."""

from __future__ import annotations

from dataclasses import dataclass

#: Widths in CSS pixels a picture is printed in, each only up to the picture's own width.
WIDTHS = (320, 720, 960, 1280, 1920)
#: Formats in the order a browser is offered them; the last is understood by all.
FORMATS = ("avif", "webp", "jpg")


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made a picture, and for whom: printed as "Jane Doe—Agency" (IPTC By-line and Credit Line)."""

    photographer: str = ""
    agency: str = ""

    def __str__(self) -> str:
        return "—".join(part for part in (self.photographer, self.agency) if part)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as readers meet it.

    key: 16 hexadecimal digits naming the original's bytes together with the rights written into every
        rendition (credit, copyright, caption); so a corrected credit is a new address.
    width, height: of the original, upright, pixels, > 0.
    alt: what it shows to those who cannot see it; "" only for pure decoration.
    caption: plain words, may be "". copyright: the notice, may be "".
    """

    key: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: Credit = Credit()
    copyright: str = ""

    def widths(self) -> tuple[int, ...]:
        """Return the printed widths, ascending, pixels; at least one."""
        smaller = tuple(width for width in WIDTHS if width < self.width)
        return (*smaller, self.width) if self.width < WIDTHS[-1] else WIDTHS

    def height_at(self, width: int) -> int:
        """Return the height in pixels of the rendition ``width`` pixels wide, at least 1."""
        return max(1, round(self.height * width / self.width))

    def path(self, width: int, suffix: str) -> str:
        """Return the address of one rendition: ``/m/<key>-<width>.<suffix>``."""
        return f"/m/{self.key}-{width}.{suffix}"
