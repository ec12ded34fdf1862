"""Slots: the places on a page an ad can stand, and the sizes it may have there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """A picture's size, CSS pixels, each > 0."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


WIDE = Size(970, 250)
NARROW = Size(320, 100)
BOX = Size(300, 250)

#: Every size a creative's picture may have.
SIZES = (WIDE, NARROW, BOX)

#: Room the word "Advertisement" takes above the picture, CSS pixels.
LABEL_HEIGHT = 20


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a page. sizes: widest first; a frame shows the widest that fits it."""

    name: str
    sizes: tuple[Size, ...]

    def height(self, room: int) -> int:
        """Return the height to reserve in CSS pixels, label included, where ``room`` pixels of width are there."""
        fitting = [size for size in self.sizes if size.width <= room]
        return (fitting or self.sizes[-1:])[0].height + LABEL_HEIGHT


SLOTS: Mapping[str, Slot] = {
    slot.name: slot for slot in (Slot("top", (WIDE, NARROW)), Slot("mid", (BOX,)), Slot("foot", (WIDE, NARROW)))
}
