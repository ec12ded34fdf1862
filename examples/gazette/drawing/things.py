"""Things that appear in more than one picture: hills, waves, houses, boats, people, birds."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from drawing.paper import Box, Disc, Hole, Point, Poly, Shape, Strip

FLOOR = 1400  # below every sheet's lower edge


def ridge(top: float, swing: float, seed: int, *, width: float = 1800, jagged: float = 0.0) -> Poly:
    """Return land (or cloud) from a line about ``top``, swinging by ``swing``, down to the floor."""
    dice = random.Random(seed)
    waves = [(dice.uniform(0.6, 1.4) * swing / n, n * dice.uniform(0.7, 1.3), dice.uniform(0, 7)) for n in (1, 2, 4)]
    line: list[Point] = []
    for step in range(-1, 91):
        across = step / 90
        high = sum(size * math.sin(math.tau * many * across + phase) for size, many, phase in waves)
        line.append((across * width, top + high + dice.uniform(-jagged, jagged)))
    return Poly([*line, (width + 20, FLOOR), (-20, FLOOR)])


def peaks(points: list[Point]) -> Poly:
    """Return mountains through ``points``, down to the floor."""
    return Poly([*points, (points[-1][0], FLOOR), (points[0][0], FLOOR)])


def waves(top: float, length: float, high: float, *, shift: float = 0, width: float = 1800) -> Poly:
    """Return water with crests ``length`` apart, sharp above and round below."""
    line = []
    for step in range(int(width / 6) + 2):
        x = step * 6
        turn = math.pi * (x + shift) / length
        line.append((x, top - high * (1 - abs(math.sin(turn))) ** 1.6))
    return Poly([*line, (width + 20, FLOOR), (-20, FLOOR)])


def glints(left: float, right: float, top: float, bottom: float, *, seed: int, many: int = 40) -> Iterator[Shape]:
    """Yield short level strips of light on water, longer towards the reader."""
    dice = random.Random(seed)
    for _ in range(many):
        y = dice.uniform(top, bottom)
        near = (y - top) / (bottom - top)
        long = 18 + near * dice.uniform(30, 110)
        x = dice.uniform(left, right)
        yield Strip([(x - long / 2, y), (x + long / 2, y)], 3 + near * 4)


def house(x: float, ground: float, wide: float, high: float, *, roof: float = 0.0, flat: bool = False) -> list[Shape]:
    """Return a house's front; ``roof``: the gable's height."""
    top = ground - high
    walls: list[Shape] = [Box(x, top, x + wide, ground)]
    if not flat:
        walls.append(Poly([(x - 6, top + 1), (x + wide / 2, top - roof), (x + wide + 6, top + 1)]))
    return walls


def windows(
    x: float, top: float, columns: int, rows: int, *, wide: float = 22, high: float = 30, gap: Point = (24, 30)
) -> list[Shape]:
    """Return a grid of windows from its upper left corner."""
    return [
        Box(x + column * (wide + gap[0]), top + row * (high + gap[1]), x + column * (wide + gap[0]) + wide, top + row * (high + gap[1]) + high, 2)
        for column in range(columns)
        for row in range(rows)
    ]  # fmt: skip


def tree(x: float, ground: float, high: float) -> list[Shape]:
    """Return a fir of three tiers."""
    wide = high * 0.36
    tiers: list[Shape] = [Box(x - high * 0.03, ground - high * 0.2, x + high * 0.03, ground)]
    for tier in range(3):
        foot = ground - high * (0.12 + 0.24 * tier)
        half = wide * (1 - 0.25 * tier) / 2
        tiers.append(Poly([(x - half, foot), (x, foot - high * 0.42), (x + half, foot)]))
    return tiers


def round_tree(x: float, ground: float, high: float) -> list[Shape]:
    """Return a tree with a round crown."""
    crown = high * 0.3
    return [
        Poly([(x - high * 0.03, ground), (x - high * 0.02, ground - high * 0.6), (x + high * 0.02, ground - high * 0.6), (x + high * 0.03, ground)]),
        Disc(x, ground - high * 0.68, crown, 1.1),
        Disc(x - crown * 0.6, ground - high * 0.55, crown * 0.65),
        Disc(x + crown * 0.62, ground - high * 0.56, crown * 0.62),
    ]  # fmt: skip


def gull(x: float, y: float, span: float) -> Shape:
    """Return a gull seen from afar."""
    half, dip = span / 2, span * 0.18
    return Poly(
        [(x - half, y - dip * 0.4), (x - half * 0.45, y - dip), (x, y), (x + half * 0.45, y - dip), (x + half, y - dip * 0.4),
         (x + half * 0.45, y - dip * 0.55), (x, y + dip * 0.55), (x - half * 0.45, y - dip * 0.55)]
    )  # fmt: skip


def person(x: float, ground: float, high: float, *, lean: float = 0.0) -> list[Shape]:
    """Return somebody in a long coat, seen from behind; ``lean``: to the right, a share of the height."""
    head, shoulder, hem = high * 0.085, high * 0.15, high * 0.19
    top = ground - high
    sway = lean * high
    return [
        Disc(x + sway, top + head, head, 1.15),
        Poly(
            [(x + sway - shoulder, top + high * 0.25), (x + sway - shoulder * 0.6, top + high * 0.195),
             (x + sway + shoulder * 0.6, top + high * 0.195), (x + sway + shoulder, top + high * 0.25),
             (x + hem, ground - high * 0.24), (x - hem, ground - high * 0.24)]
        ),
        Box(x - hem * 0.62, ground - high * 0.26, x - hem * 0.12, ground),
        Box(x + hem * 0.12, ground - high * 0.26, x + hem * 0.62, ground),
    ]  # fmt: skip


def trawler(x: float, water: float, long: float) -> dict[str, list[Shape]]:
    """Return a fishing boat's parts: "hull", "house" and "rig", its bow to the right."""
    return {
        "hull": [Poly([(x, water - long * 0.13), (x + long * 0.7, water - long * 0.13), (x + long, water - long * 0.24),
                       (x + long * 0.88, water + long * 0.05), (x + long * 0.06, water + long * 0.05)])],
        "house": [Box(x + long * 0.5, water - long * 0.34, x + long * 0.72, water - long * 0.12, 4),
                  Box(x + long * 0.48, water - long * 0.37, x + long * 0.75, water - long * 0.33, 4)],
        "rig": [Strip([(x + long * 0.3, water - long * 0.1), (x + long * 0.3, water - long * 0.62)], long * 0.018),
                Strip([(x + long * 0.3, water - long * 0.58), (x + long * 0.02, water - long * 0.2)], long * 0.008),
                Strip([(x + long * 0.3, water - long * 0.6), (x + long * 0.97, water - long * 0.24)], long * 0.008)],
    }  # fmt: skip


def lighthouse(x: float, ground: float, high: float) -> dict[str, list[Shape]]:
    """Return a lighthouse's parts: "tower", "bands", "lamp" and "cap"."""
    foot, neck = high * 0.15, high * 0.085

    def half(share: float) -> float:
        return foot + (neck - foot) * share

    def band(low: float, up: float) -> Shape:
        return Poly(
            [(x - half(low), ground - high * low), (x + half(low), ground - high * low),
             (x + half(up), ground - high * up), (x - half(up), ground - high * up)]
        )  # fmt: skip

    return {
        "tower": [band(0, 0.8), Box(x - neck * 1.5, ground - high * 0.825, x + neck * 1.5, ground - high * 0.795, 3)],
        "bands": [band(0.16, 0.32), band(0.48, 0.64)],
        "lamp": [Box(x - neck * 0.72, ground - high * 0.92, x + neck * 0.72, ground - high * 0.825)],
        "cap": [Poly([(x - neck, ground - high * 0.915), (x, ground - high), (x + neck, ground - high * 0.915)]),
                Strip([(x, ground - high * 0.99), (x, ground - high * 1.03)], 4)],
    }  # fmt: skip


def arch(x: float, spring: float, wide: float, *, round_by: float = 1.0) -> list[Shape]:
    """Return an arched opening from the floor up, to be cut out; ``spring``: where the arch begins."""
    half = wide / 2
    return [Hole(Box(x - half, spring, x + half, FLOOR)), Hole(Disc(x, spring, half, round_by))]
