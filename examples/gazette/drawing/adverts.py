"""What the advertisers show: each in the three sizes a page has room for."""

from __future__ import annotations

from drawing.paper import (
    AMBER,
    BLUSH,
    BRICK,
    CREAM,
    DEEP,
    FOAM,
    INK,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    RUST,
    SAND,
    SEA,
    SNOW,
    TEAL,
    Box,
    Collage,
    Disc,
    Hole,
    Poly,
    Shape,
    Strip,
    Words,
)
from drawing.things import gull, ridge, waves, windows

# One piece of paper a line: a drawing reads from the back to the front.
# fmt: off

SIZES = {"wide": (970, 250), "narrow": (320, 100), "box": (300, 250)}


def bicycles(wide: int, high: int) -> Collage:
    """Tern & Daughter: a bicycle on the sea wall."""
    sheet = Collage(wide, high, "#f3d9a6", "#ecb98a")
    scale = high / 250
    is_flat = wide > high * 1.4
    sun = Disc(wide * 0.86, high * 0.36, 60 * scale) if is_flat else Disc(wide * 0.2, high * 0.5, 42)
    sheet.lay(AMBER, sun, lift=3)
    sheet.lay(TEAL, waves(high * 0.7, 110 * scale, 7 * scale, width=wide), lift=5, to=DEEP)
    sheet.lay(CREAM, Box(-9, high * 0.86, wide + 9, high + 60), lift=5)
    if is_flat:
        across = wide * (0.66 if high > 150 else 0.72)
        _bicycle(sheet, across, high * 0.86, (1.05 if high > 150 else 0.95) * scale)
        sheet.lay(INK, Words("Tern & Daughter", wide * 0.05, high * 0.26, 46 * scale if high > 150 else 25, weight=0.6), lift=0)
        line = "Bicycles built for salt and hills" if high > 150 else "Bicycles for salt and hills"
        sheet.lay(BRICK, Words(line, wide * 0.052, high * 0.5, 27 * scale if high > 150 else 14, weight=0.2), lift=0)
    else:
        _bicycle(sheet, wide * 0.5, high * 0.86, 0.92 * scale)
        sheet.lay(INK, Words("Tern & Daughter", wide * 0.5, high * 0.11, 29 * scale, "mm", 0.5), lift=0)
        sheet.lay(BRICK, Words("Bicycles built for salt and hills", wide * 0.5, high * 0.235, 16 * scale, "mm", 0.2), lift=0)
    return sheet


def bakery(wide: int, high: int) -> Collage:
    """The Lantern Bakery: loaves in a lit window."""
    sheet = Collage(wide, high, PLUM, NIGHT)
    scale = high / 250
    is_flat = wide > high * 1.4
    left, right = (wide * 0.6, wide * 0.97) if is_flat else (wide * 0.08, wide * 0.92)
    top, sill = (high * 0.12, high * 0.86) if is_flat else (high * 0.36, high * 0.88)
    sheet.lay("#ffdf9a", Box(left, top, right, sill, 6 * scale), lift=5, to=OCHRE)
    for row in range(2):
        shelf = sill - row * (sill - top) * 0.48
        many = 4 if is_flat else 3
        step = (right - left) / many
        for n in range(many):
            x = left + step * (n + 0.5)
            half = min(step * 0.4, (sill - top) * 0.3)
            loaf = (Disc(x, shelf - half * 0.6, half, 0.62), Box(x - half, shelf - half * 0.6, x + half, shelf, 4))
            sheet.lay((RUST, "#b8763a", BRICK)[(n + row) % 3], *loaf, lift=3)
            cuts = [Strip([(x + d * half - half * 0.14, shelf - half * 0.78), (x + d * half + half * 0.1, shelf - half * 0.42)], 3 * scale + 0.6) for d in (-0.45, 0, 0.45)]
            sheet.lay(BLUSH, *cuts, lift=0)
        sheet.lay(INK, Box(left, shelf, right, shelf + 5 * scale), lift=2)
    sheet.lay(AMBER, *[Disc(left + (right - left) * n / 6, top + 2, 5 * scale) for n in range(7)], lift=2)
    if is_flat:
        sheet.lay(CREAM, Words("The Lantern Bakery", wide * 0.05, high * 0.3, 44 * scale if high > 150 else 19, weight=0.5), lift=0)
        line = "Open from five. Warm until it is gone." if high > 150 else "Open from five."
        sheet.lay(AMBER, Words(line, wide * 0.052, high * 0.55, 25 * scale if high > 150 else 14, weight=0.2), lift=0)
        if high > 150:
            sheet.lay(ROSE, Words("Ropewalk 12, Saltmere", wide * 0.052, high * 0.74, 19 * scale), lift=0)
    else:
        sheet.lay(CREAM, Words("The Lantern Bakery", wide * 0.5, high * 0.12, 27 * scale, "mm", 0.5), lift=0)
        sheet.lay(AMBER, Words("Open from five.", wide * 0.5, high * 0.25, 17 * scale, "mm", 0.2), lift=0)
    return sheet


def ferry(wide: int, high: int) -> Collage:
    """The Estuary Line: a ferry, an island, and how long it takes."""
    sheet = Collage(wide, high, "#cfe3dc", FOAM)
    scale = high / 250
    is_flat = wide > high * 1.4
    x, size = (wide * 0.76, 1.0) if is_flat else (wide * 0.5, 0.92)
    sheet.lay(SEA, ridge(high * 0.62, 14 * scale, 5, width=wide), lift=4, to=TEAL)
    if is_flat:
        sheet.lay(SNOW, gull(wide * 0.62, high * 0.3, 26 * scale + 8), gull(wide * 0.92, high * 0.2, 20 * scale + 6), lift=2)
    water = high * 0.8
    boat = 150 * scale * size
    sheet.lay(SNOW, Box(x - boat * 0.55, water - boat * 0.48, x + boat * 0.5, water - boat * 0.24, 4), Box(x - boat * 0.1, water - boat * 0.66, x + boat * 0.35, water - boat * 0.46, 4), lift=4)
    sheet.lay(DEEP, *windows(x - boat * 0.48, water - boat * 0.41, 8, 1, wide=boat * 0.07, high=boat * 0.09, gap=(boat * 0.05, 0)), lift=0)
    sheet.lay(RUST, Box(x - boat * 0.4, water - boat * 0.72, x - boat * 0.24, water - boat * 0.46, 2), lift=3)
    sheet.lay(NIGHT, Poly([(x - boat * 0.75, water - boat * 0.26), (x + boat * 0.8, water - boat * 0.26), (x + boat * 0.64, water + boat * 0.1), (x - boat * 0.62, water + boat * 0.1)]), lift=5)
    sheet.lay(OCHRE, Box(x - boat * 0.72, water - boat * 0.17, x + boat * 0.75, water - boat * 0.12), lift=0)
    sheet.lay(DEEP, waves(high * 0.86, 90 * scale + 10, 7 * scale + 1, width=wide), lift=5, to=NIGHT)
    if is_flat:
        sheet.lay(NIGHT, Words("The Estuary Line", wide * 0.05, high * 0.25, 46 * scale if high > 150 else 21, weight=0.6), lift=0)
        line = "Gannet Island in 38 minutes, dogs free" if high > 150 else "The island in 38 minutes"
        sheet.lay(BRICK, Words(line, wide * 0.052, high * 0.48, 25 * scale if high > 150 else 13, weight=0.2), lift=0)
    else:
        sheet.lay(NIGHT, Words("The Estuary Line", wide * 0.5, high * 0.12, 29 * scale, "mm", 0.5), lift=0)
        sheet.lay(BRICK, Words("Gannet Island in 38 minutes", wide * 0.5, high * 0.25, 17 * scale, "mm", 0.2), lift=0)
    return sheet


def _bicycle(sheet: Collage, x: float, ground: float, size: float) -> None:
    def at(across: float, up: float) -> tuple[float, float]:
        return (x + across * size, ground - up * size)

    wheels: list[Shape] = []
    for across in (-66, 66):
        wheels += [Disc(*at(across, 44), 44 * size), Hole(Disc(*at(across, 44), 38 * size))]
    spokes = [Strip([at(a, 44), at(a + dx, 44 + dy)], 1.4) for a in (-66, 66) for dx, dy in ((38, 0), (-38, 0), (0, 38), (0, -38), (27, 27), (-27, 27), (27, -27), (-27, -27))]
    sheet.lay(INK, *wheels, *spokes, lift=3)
    frame = [[at(-66, 44), at(-34, 104)], [at(-34, 104), at(44, 108)], [at(-66, 44), at(-8, 44)], [at(-8, 44), at(44, 100)], [at(-8, 44), at(-38, 116)], [at(40, 124), at(66, 44)]]
    sheet.lay(RUST, *[Strip(tube, 7 * size) for tube in frame], lift=3)
    sheet.lay(INK, Strip([at(-54, 120), at(-22, 118)], 9 * size), Strip([at(40, 124), at(34, 134), at(58, 136)], 6 * size), Disc(*at(-8, 44), 9 * size), lift=2)
    sheet.lay(SAND, Box(*at(50, 132), *at(92, 96), 4 * size), lift=3)


ADVERTS = {"tern-and-daughter": bicycles, "lantern-bakery": bakery, "estuary-line": ferry}
