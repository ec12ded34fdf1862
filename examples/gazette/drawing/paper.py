"""Coloured paper: shapes are cut from it and laid down, each throwing a shadow on what lies beneath."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]

#: Shapes are cut at twice the size and then made smaller, so that edges are smooth.
FINE = 2

INK, NIGHT, DEEP, TEAL = "#16232f", "#1f3547", "#275062", "#2f7278"
SEA, MIST, FOAM, SNOW = "#6aa6a6", "#a9c9c4", "#d5e4da", "#f7f3e8"
CREAM, SAND, OCHRE, AMBER = "#f1e5cc", "#dfc797", "#dba13f", "#f2c35f"
RUST, BRICK, ROSE, BLUSH = "#c4572f", "#953a2a", "#d99a83", "#eccab4"
PLUM, SLATE, MOSS, PINE = "#563a50", "#5d7079", "#7c8a4e", "#2f4f40"


class Shape(Protocol):
    """Something that can be cut out. ``ink`` is 255 to keep what is inside, 0 to cut it away."""

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Poly:
    points: Sequence[Point]

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        draw.polygon([(x * FINE, y * FINE) for x, y in self.points], fill=ink)


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    round: float = 0

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        corners = [edge * FINE for edge in (self.left, self.top, self.right, self.bottom)]
        draw.rounded_rectangle(corners, self.round * FINE, fill=ink)


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    flat: float = 1.0

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        high = self.radius * self.flat
        corners = (self.x - self.radius, self.y - high, self.x + self.radius, self.y + high)
        draw.ellipse([edge * FINE for edge in corners], fill=ink)


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of paper along ``points``, with round ends."""

    points: Sequence[Point]
    width: float

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        draw.line(
            [(x * FINE, y * FINE) for x, y in self.points], fill=ink, width=round(self.width * FINE), joint="curve"
        )
        for x, y in (self.points[0], self.points[-1]):
            Disc(x, y, self.width / 2).cut(draw, ink)


@dataclass(frozen=True, slots=True)
class Hole:
    """What is cut out of the shapes before it."""

    shape: Shape

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        self.shape.cut(draw, 255 - ink)


@dataclass(frozen=True, slots=True)
class Words:
    """Words in block letters; ``anchor`` as Pillow names it ("lm": left, middle)."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "lm"
    weight: float = 0.0

    def cut(self, draw: ImageDraw.ImageDraw, ink: int) -> None:
        font = ImageFont.load_default(self.size * FINE)
        place = (self.x * FINE, self.y * FINE)
        draw.text(place, self.text, ink, font, self.anchor, stroke_width=self.weight * FINE, stroke_fill=ink)


class Collage:
    """A sheet on which paper is laid. The same steps give the same picture."""

    def __init__(self, width: int, height: int, ground: str, to: str | None = None) -> None:
        self.size = (width, height)
        self._grain = _grain(self.size)
        self.image = self._sheet(ground, to)

    def lay(self, colour: str, *shapes: Shape, lift: float = 10, to: str | None = None) -> None:
        """Cut ``shapes`` from paper (``colour`` at the top, ``to`` at the bottom) and lay it ``lift`` pixels high."""
        mask = self._cut(shapes)
        if lift:
            self._shade(mask, lift)
        self.image.paste(self._sheet(colour, to), mask=mask)
        if lift:
            self._catch_light(mask, lift)

    def glow(self, colour: str, x: float, y: float, radius: float, strength: float = 0.7) -> None:
        """Let light fall on what is laid so far, brightest at (x, y)."""
        small = Image.new("L", (self.size[0] // 4, self.size[1] // 4))
        core = radius / 8
        spot = (x / 4 - core, y / 4 - core, x / 4 + core, y / 4 + core)
        ImageDraw.Draw(small).ellipse(spot, fill=round(255 * strength))
        mask = small.filter(ImageFilter.GaussianBlur(radius / 9)).resize(self.size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.size, colour), mask=mask)

    def shine(self, colour: str, *shapes: Shape, strength: float) -> None:
        """Let light of ``colour`` fall within ``shapes``, with clear edges; strength: 0 to 1."""
        mask = self._cut(shapes).point(lambda light: light * strength)
        self.image.paste(Image.new("RGB", self.size, colour), mask=mask)

    def _cut(self, shapes: Iterable[Shape]) -> Image.Image:
        large = Image.new("L", (self.size[0] * FINE, self.size[1] * FINE))
        draw = ImageDraw.Draw(large)
        for shape in shapes:
            shape.cut(draw, 255)
        return large.resize(self.size, Image.Resampling.BOX)

    def _sheet(self, colour: str, to: str | None) -> Image.Image:
        sheet = Image.new("RGB", self.size, colour)
        if to is not None:
            fade = Image.linear_gradient("L").resize(self.size, Image.Resampling.BICUBIC)
            sheet.paste(Image.new("RGB", self.size, to), mask=fade)
        return ImageChops.multiply(sheet, self._grain)

    def _shade(self, mask: Image.Image, lift: float) -> None:
        small = mask.resize((self.size[0] // 2, self.size[1] // 2), Image.Resampling.BOX)
        blurred = small.filter(ImageFilter.GaussianBlur(lift / 2)).resize(self.size, Image.Resampling.BICUBIC)
        shadow = _moved(blurred, round(lift * 0.35), round(lift * 0.75))
        self.image.paste(Image.new("RGB", self.size, INK), mask=shadow.point(lambda dark: dark * 0.42))

    def _catch_light(self, mask: Image.Image, lift: float) -> None:
        """Let the paper's upper edges shine, its thickness catching the light."""
        thick = 1 if lift < 6 else 2
        edge = ImageChops.subtract(mask, _moved(mask, thick // 2, thick))
        self.image.paste(Image.new("RGB", self.size, SNOW), mask=edge.point(lambda light: light * 0.28))


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    """Return ``mask`` moved; what leaves on one side does not come back on the other."""
    moved = Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def _grain(size: tuple[int, int]) -> Image.Image:
    """Return the paper's tooth: soft noise between white and a little darker, three equal channels."""
    dice = random.Random(1851)
    cells = (size[0] // 3, size[1] // 3)
    noise = Image.frombytes("L", cells, dice.randbytes(cells[0] * cells[1])).filter(ImageFilter.GaussianBlur(0.8))
    grey = noise.resize(size, Image.Resampling.BICUBIC).point(lambda value: 236 + value * 19 // 255)
    return Image.merge("RGB", (grey, grey, grey))
