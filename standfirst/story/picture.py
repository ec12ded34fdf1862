"""A picture in a story: who made it, what it shows, and in which sizes readers get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

#: Widths in CSS pixels a picture is printed in, each only up to the picture's own width.
WIDTHS = (320, 720, 960, 1280, 1920)
#: Formats in the order a browser is offered them; the last is understood by all.
FORMATS = ("avif", "webp", "jpg")
#: Shapes, across to down, that other sites cut pictures to: search results, news boxes, the cards of social networks.
RATIOS = ((16, 9), (4, 3), (1, 1))
#: Largest crop, pixels across and down: what is shown large must be 1,200 across.
LARGEST_CROP = (1280, 1200)
#: Fewest pixels of a crop: search results take none smaller.
SMALLEST_CROP = 50_000


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made a picture, and for whom: printed as "Jane Doe—Agency" (IPTC By-line and Credit Line)."""

    photographer: str = ""
    agency: str = ""

    def __str__(self) -> str:
        return "—".join(part for part in (self.photographer, self.agency) if part)


class Point(NamedTuple):
    """A place in a picture, pixels from its left and its top, upright."""

    x: int
    y: int


class Crop(NamedTuple):
    """As much of a picture as fits one of ``RATIOS``. width, height: as printed; left, top: where it begins in the original; pixels."""

    width: int
    height: int
    left: int
    top: int

    def __str__(self) -> str:
        # No "x" between the two: blockers take many a pair of sizes for an ad.
        return f"{self.width}by{self.height}-{self.left}-{self.top}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as readers meet it.

    key: 16 hexadecimal digits naming the original's bytes together with the rights written into every
        rendition (credit, copyright, caption); so a corrected credit is a new address.
    width, height: of the original, upright, pixels, > 0.
    alt: what it shows to those who cannot see it; "" only for pure decoration.
    caption: plain words, may be "". copyright: the notice, may be "".
    focus: what every crop is made around. None is the middle; and only a story's lead has one, for nothing else is cropped.
    """

    key: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: Credit = Credit()
    copyright: str = ""
    focus: Point | None = None

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

    def unfocused(self) -> Picture:
        """Return the same picture for where it is not cropped: there another focus makes no difference."""
        return self if self.focus is None else replace(self, focus=None)

    def crops(self) -> tuple[Crop, ...]:
        """Return a crop for each of ``RATIOS``, in their order, without those of fewer than ``SMALLEST_CROP`` pixels.

        Each shows as much as the original allows, is never larger than there, and has the focus in its middle or as near to it as
        the picture's edges let it.
        """
        focus = self.focus or Point(self.width // 2, self.height // 2)
        return tuple(
            Crop(width, height, _beside(focus.x, across, self.width), _beside(focus.y, down, self.height))
            for width, height, across, down in self._shapes()
        )

    def across(self, crop: Crop) -> int | None:
        """Return how many of the original's pixels ``crop`` is wide; None for one that this picture cannot have."""
        for width, height, across, down in self._shapes():
            if (width, height) == crop[:2] and crop.left + across <= self.width and crop.top + down <= self.height:
                return across
        return None

    def crop_path(self, crop: Crop) -> str:
        """Return the address of ``crop``: ``/m/<key>-<width>by<height>-<left>-<top>.jpg``."""
        return f"/m/{self.key}-{crop}.jpg"

    def _shapes(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield width, height as printed, and across, down in the original, of each ratio that is large enough."""
        for wide, high in RATIOS:
            # In whole steps of the ratio, so that no rounding bends it.
            steps = min(self.width // wide, self.height // high)
            printed = min(steps, LARGEST_CROP[0] // wide, LARGEST_CROP[1] // high)
            if printed * wide * printed * high >= SMALLEST_CROP:
                yield printed * wide, printed * high, steps * wide, steps * high


def _beside(focus: int, length: int, whole: int) -> int:
    """Return where a part ``length`` long of ``whole`` begins that has ``focus`` in its middle, or as near as it can."""
    return max(0, min(focus - length // 2, whole - length))
