"""Pictures of the town and its water."""

from __future__ import annotations

import math
import random

from drawing.paper import (
    AMBER,
    BLUSH,
    BRICK,
    CREAM,
    DEEP,
    FOAM,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    PINE,
    PLUM,
    ROSE,
    RUST,
    SAND,
    SEA,
    SLATE,
    SNOW,
    TEAL,
    Box,
    Collage,
    Disc,
    Poly,
    Shape,
    Strip,
)
from drawing.things import FLOOR, glints, gull, house, lighthouse, person, ridge, round_tree, trawler, waves, windows

WIDE, HIGH = 1800, 1200

# One piece of paper a line: a drawing reads from the back to the front.
# fmt: off


def swing_bridge() -> Collage:
    """The swing bridge half open at sunrise, a trawler passing."""
    sheet = Collage(WIDE, HIGH, "#f3cf9b", "#e9a983")
    sheet.lay(AMBER, Disc(1230, 470, 150), lift=6, to=OCHRE)
    sheet.glow("#fff1cf", 1230, 470, 330, 0.75)
    sheet.lay(ROSE, ridge(560, 40, 4), lift=8, to=RUST)
    sheet.lay(PLUM, ridge(640, 26, 9), lift=10, to=NIGHT)
    _terrace(sheet, 690, BRICK, seed=3)
    sheet.lay(TEAL, waves(740, 150, 12), lift=12, to=DEEP)
    sheet.lay(AMBER, *glints(1060, 1420, 770, 1150, seed=5, many=46), lift=0)
    # The turning half, on its pier.
    sheet.lay(INK, Box(300, 690, 560, 1400, 14), Box(270, 668, 590, 712, 8), lift=18, to=NIGHT)
    sheet.lay(RUST, *_truss(40, 590, 470, 660, 9), lift=16, to=BRICK)
    sheet.lay(CREAM, Box(395, 380, 470, 485, 4), Poly([(385, 384), (432, 330), (480, 384)]), lift=8)
    sheet.lay(INK, Box(412, 410, 452, 446, 3), lift=0)
    _boat(sheet, 720, 900, 560, hull=NIGHT, house_colour=SNOW)
    sheet.lay(DEEP, waves(925, 210, 16, shift=40), lift=14, to=NIGHT)
    sheet.lay(SEA, *glints(100, 1700, 960, 1180, seed=8, many=40), lift=0)
    sheet.lay(INK, Box(1560, 660, 1860, 1400), Box(1530, 640, 1860, 690, 8), lift=20, to=NIGHT)
    sheet.lay(RUST, *_truss(1520, 1860, 470, 650, 5), lift=16, to=BRICK)
    sheet.lay(SNOW, gull(760, 300, 90), gull(900, 250, 60), gull(640, 410, 54), gull(1480, 330, 70), lift=5)
    return sheet


def flood() -> Collage:
    """Quay Street under water, two people in a rowing boat."""
    sheet = Collage(WIDE, HIGH, "#9fb4b3", "#d9d5bf")
    sheet.lay("#8aa0a3", ridge(250, 50, 21), lift=6, to="#b9bfb2")
    for x, wide, high, colour, roof in (
        (-40, 300, 560, BRICK, 120), (262, 250, 470, OCHRE, 110), (514, 290, 620, SLATE, 130),
        (1010, 270, 520, RUST, 120), (1282, 240, 600, CREAM, 115), (1524, 320, 500, TEAL, 130),
    ):
        sheet.lay(colour, *house(x, 900, wide, high, roof=roof), lift=14)
        columns = 3 if wide < 280 else 4
        pitch = (wide - 60) / columns
        panes = windows(x + 34, 900 - high + 40, columns, 3, wide=34, high=62, gap=(pitch - 34, 58))
        sheet.lay(NIGHT if colour != SLATE else INK, *panes, lift=3)
        if colour in {BRICK, CREAM}:
            sheet.lay(AMBER, *panes[4:6], lift=0)
    sheet.lay("#c9cdb9", Box(804, 330, 1008, 900), lift=0, to="#8aa0a3")
    sheet.lay("#6f8284", *house(850, 900, 120, 330, roof=190), lift=6)
    sheet.lay(INK, Strip([(700, 900), (700, 420)], 12), Strip([(700, 430), (756, 430)], 8), Poly([(736, 432), (776, 432), (766, 486), (746, 486)]), lift=8)
    sheet.lay(AMBER, Poly([(744, 440), (768, 440), (762, 478), (750, 478)]), lift=0)
    sheet.glow("#ffe7ab", 756, 462, 120, 0.6)
    sheet.lay("#6d8b8c", waves(770, 170, 9), lift=12, to=DEEP)
    sheet.lay(FOAM, *glints(0, 1800, 800, 940, seed=4, many=34), lift=0)
    sheet.lay(BRICK, Poly([(700, 930), (1240, 930), (1170, 1030), (770, 1030)]), lift=14, to=PLUM)
    sheet.lay(PINE, *person(860, 1010, 300)[:2], lift=10)
    sheet.lay(OCHRE, *person(1050, 1000, 330, lean=0.05)[:2], lift=10)
    sheet.lay(SAND, Strip([(1050, 830), (1300, 1060)], 12), lift=6)
    sheet.lay(CREAM, Poly([(700, 930), (1240, 930), (1228, 950), (712, 950)]), lift=6)
    sheet.lay(DEEP, waves(1010, 230, 18, shift=90), lift=16, to=NIGHT)
    sheet.lay(MIST, *glints(60, 1760, 1050, 1190, seed=9, many=36), lift=0)
    sheet.lay(CREAM, *[Strip([(x, y), (x - 9, y + 42)], 2.4) for x, y in _rain(150)], lift=0)
    return sheet


def lighthouse_night() -> Collage:
    """The light at Gannet Head after the storm: sombre, nobody in it."""
    sheet = Collage(WIDE, HIGH, "#16232f", "#3c5363")
    sheet.lay("#223747", ridge(430, 60, 31), lift=10, to="#2f4858")
    for half, strength in ((150, 0.1), (100, 0.12), (50, 0.16)):
        sheet.shine("#ffe9b4", Poly([(1268, 372), (-40, 300 - half), (-40, 300 + half), (1268, 386)]), strength=strength)
    sheet.lay("#1d3040", ridge(600, 34, 12), lift=12, to="#24404f")
    sheet.lay(INK, Poly([(960, 900), (1010, 790), (1120, 742), (1370, 735), (1500, 800), (1840, 830), (1840, FLOOR), (900, FLOOR)]), lift=18, to="#0f1921")
    parts = lighthouse(1270, 742, 410)
    sheet.lay(CREAM, *parts["tower"], lift=12, to=SAND)
    sheet.lay(BRICK, *parts["bands"], lift=0)
    sheet.lay(AMBER, *parts["lamp"], lift=0)
    sheet.lay(INK, *parts["cap"], lift=6)
    sheet.glow("#ffe9b4", 1270, 378, 150, 0.8)
    sheet.lay(DEEP, waves(850, 260, 46), lift=16, to=NIGHT)
    sheet.lay("#1d3b4a", waves(940, 320, 60, shift=120), lift=18, to=INK)
    sheet.lay(SLATE, *glints(40, 1000, 900, 1180, seed=17, many=30), lift=0)
    sheet.lay("#14242f", waves(1060, 390, 66, shift=260), lift=20, to="#0c141b")
    sheet.lay(MIST, *glints(0, 1800, 1090, 1190, seed=19, many=16), lift=0)
    return sheet


def shipyard() -> Collage:
    """A ferry on the slip beneath a gantry crane."""
    sheet = Collage(WIDE, HIGH, "#bcd3cc", "#f1e3c4")
    sheet.lay(SNOW, Disc(330, 260, 90), Disc(430, 240, 120), Disc(560, 270, 84), Box(250, 262, 640, 340, 38), lift=8)
    sheet.lay(SNOW, Disc(1480, 170, 60), Disc(1560, 160, 84), Disc(1640, 182, 56), Box(1424, 172, 1694, 230, 28), lift=8)
    sheet.lay(MIST, ridge(640, 40, 5), lift=8, to=SEA)
    sheet.lay(SLATE, *[shape for x in (1240, 1390, 1540, 1690) for shape in (Poly([(x, 690), (x, 560), (x + 150, 500), (x + 150, 690)]),)], Box(1240, 640, 1860, 900), lift=12, to=DEEP)
    sheet.lay(AMBER, *windows(1270, 700, 7, 2, wide=52, high=44, gap=(26, 34)), lift=0)
    # The gantry: two legs and a beam over the whole slip.
    legs = [Poly([(170, 1010), (230, 1010), (290, 240), (250, 240)]), Poly([(360, 1010), (420, 1010), (330, 240), (290, 240)]),
            Poly([(1130, 1010), (1180, 1010), (1230, 240), (1196, 240)]), Poly([(1290, 1010), (1340, 1010), (1270, 240), (1236, 240)])]
    sheet.lay(RUST, *legs, Box(210, 640, 385, 664), Box(1160, 640, 1312, 664), lift=14, to=BRICK)
    sheet.lay(RUST, *_truss(130, 1430, 150, 246, 22), lift=16)
    sheet.lay(INK, Box(700, 236, 800, 280, 6), lift=8)
    sheet.lay(INK, Strip([(720, 276), (720, 470)], 5), Strip([(780, 276), (780, 470)], 5), Strip([(610, 520), (750, 462)], 5), Strip([(890, 520), (750, 462)], 5), lift=4)
    sheet.lay(CREAM, Box(600, 516, 900, 610, 10), lift=10, to=SAND)
    sheet.lay(DEEP, *windows(624, 538, 8, 1, wide=20, high=30, gap=(14, 0)), lift=0)
    sheet.lay(SNOW, Box(560, 660, 1010, 760, 12), lift=10, to=CREAM)
    sheet.lay(DEEP, *windows(584, 688, 12, 1, wide=22, high=34, gap=(12, 0)), lift=0)
    sheet.lay(TEAL, Poly([(420, 750), (1180, 750), (1110, 1010), (520, 1010)]), lift=18, to=DEEP)
    sheet.lay(CREAM, Box(440, 800, 1166, 822), lift=0)
    sheet.lay(BRICK, Poly([(492, 940), (1130, 940), (1110, 1010), (520, 1010)]), lift=0)
    sheet.lay(PLUM, Box(-20, 1004, 1840, 1400), *[Box(x, 980, x + 44, 1030, 4) for x in range(470, 1180, 96)], lift=14, to=NIGHT)
    for x, high, colour in ((1420, 190, OCHRE), (1490, 176, SNOW), (300, 182, OCHRE), (1610, 186, RUST)):
        sheet.lay(colour, *person(x, 1150, high), lift=8)
        sheet.lay(AMBER, Disc(x, 1150 - high + 8, 20, 0.7), lift=4)
    sheet.lay(OCHRE, *glints(60, 1760, 1060, 1180, seed=7, many=16), lift=0)
    return sheet


def market() -> Collage:
    """The winter market at dusk: striped awnings, lamps, customers."""
    sheet = Collage(WIDE, HIGH, "#4a4463", "#e0a07c")
    for x, wide, high, colour in ((-30, 280, 640, PLUM), (252, 230, 560, "#6b4a58"), (484, 330, 700, NIGHT), (1080, 260, 600, "#6b4a58"), (1342, 240, 680, PLUM), (1584, 260, 590, NIGHT)):
        sheet.lay(colour, *house(x, 900, wide, high, roof=110), lift=10)
        sheet.lay(AMBER, *windows(x + 36, 920 - high, 3, 3, wide=34, high=52, gap=((wide - 174) / 2, 54)), lift=0)
    sheet.lay("#3c3550", Box(850, 330, 1010, 900), Poly([(836, 334), (930, 120), (1024, 334)]), lift=12)
    sheet.lay(AMBER, Disc(930, 420, 46), lift=4)
    sheet.lay(INK, Strip([(930, 420), (930, 388)], 6), Strip([(930, 420), (950, 432)], 6), lift=0)
    for number, x in enumerate(range(40, 1801, 110)):
        y = 300 + 60 * math.sin(math.pi * ((x % 600) / 600))
        sheet.lay(AMBER, Disc(x, y, 15, 1.2), lift=3)
        if number % 2:
            sheet.glow("#ffdf9c", x, y, 80, 0.4)
    sheet.lay(INK, *[Strip([(x0 + step * 10, 285 + 60 * math.sin(math.pi * step / 60)) for step in range(61)], 3) for x0 in (0, 600, 1200)], lift=0)
    sheet.lay("#2a2438", Box(-20, 880, 1840, 1400), lift=12, to=INK)
    for x, stripe, wood in ((70, RUST, BRICK), (650, TEAL, DEEP), (1230, OCHRE, RUST)):
        sheet.lay("#f8d58b", Box(x + 30, 690, x + 470, 980), lift=0, to=OCHRE)
        sheet.lay(NIGHT, *person(x + 150, 1000, 270)[:2], *person(x + 360, 1000, 250)[:2], lift=8)
        sheet.lay(SNOW, *_awning(x, 600, 500, 10), lift=16)
        sheet.lay(stripe, *_awning(x, 600, 500, 10, every=2), lift=0)
        sheet.lay(wood, Box(x + 10, 900, x + 490, 1090, 6), lift=12, to=INK)
        sheet.lay(BRICK if wood == DEEP else MOSS, *[Disc(x + 50 + 44 * n, 892, 26) for n in range(10)], lift=5)
        sheet.lay(AMBER, *[Disc(x + 72 + 44 * n, 870, 22) for n in range(0, 9, 2)], lift=5)
    sheet.lay(INK, Box(-20, 1080, 1840, 1400), lift=14, to="#0f1921")
    for x, high, colour in ((250, 400, SLATE), (600, 430, BRICK), (1000, 390, PINE), (1180, 310, OCHRE), (1560, 420, DEEP)):
        sheet.lay(colour, *person(x, 1240, high), lift=12)
    return sheet


def rowing() -> Collage:
    """An eight on the estuary on a clear morning, seen from above the bank."""
    sheet = Collage(WIDE, HIGH, "#cfe0da", "#f4e6c8")
    sheet.lay(MIST, ridge(330, 44, 51), lift=8, to=SEA)
    sheet.lay(MOSS, ridge(430, 26, 52), lift=10, to=PINE)
    sheet.lay(PINE, *[shape for x, high in ((120, 190), (240, 150), (420, 170), (1380, 180), (1500, 220), (1660, 160)) for shape in round_tree(x, 470, high)], lift=8)
    sheet.lay(SEA, Box(-20, 470, 1840, 1400), lift=8, to=TEAL)
    sheet.lay(FOAM, *glints(0, 1800, 490, 760, seed=14, many=60), lift=0)
    sheet.lay(SNOW, *[Strip([(x, y), (x + 120, y - 7)], 5) for x, y in ((60, 960), (240, 985), (1330, 720), (1500, 690), (90, 905))], lift=0)
    slope = -0.13
    oars: list[Shape] = []
    blades: list[Shape] = []
    for seat in range(8):
        x = 420 + seat * 112
        y = 900 + slope * (x - 420)
        side = 1 if seat % 2 else -1
        end = (x - 150, y + side * 210 - 16)
        oars.append(Strip([(x + 10, y), end], 8))
        blades.append(Poly([(end[0] - 12, end[1] - 14 * side), (end[0] + 20, end[1] - 20 * side), (end[0] + 8, end[1] + 30 * side), (end[0] - 34, end[1] + 34 * side)]))
    sheet.lay(SAND, *oars[::2], lift=8)
    sheet.lay(RUST, *blades[::2], lift=6)
    hull = [(170, 935), (420, 872), (1400, 745), (1640, 705), (1420, 800), (430, 930)]
    sheet.lay(BRICK, Poly(hull), lift=16, to=PLUM)
    sheet.lay(CREAM, Poly([(330, 898), (420, 882), (1400, 755), (1480, 752), (1410, 778), (430, 912)]), lift=0)
    for seat in range(8):
        x = 420 + seat * 112
        y = 895 + slope * (x - 420)
        sheet.lay(SNOW if seat % 2 else NIGHT, Poly([(x - 26, y + 12), (x - 8, y - 92), (x + 42, y - 92), (x + 50, y + 10)]), Strip([(x + 30, y - 70), (x - 14, y - 14)], 18), lift=7)
        sheet.lay(ROSE if seat % 3 else PLUM, Disc(x + 20, y - 118, 27, 1.12), lift=6)
    sheet.lay(OCHRE, Poly([(1360, 780), (1368, 690), (1420, 684), (1438, 766)]), lift=7)
    sheet.lay(BLUSH, Disc(1396, 662, 25, 1.12), lift=6)
    sheet.lay(SAND, *oars[1::2], lift=9)
    sheet.lay(RUST, *blades[1::2], lift=7)
    sheet.lay(PINE, Poly([(-20, 1130), (300, 1070), (700, 1120), (1100, 1090), (1820, 1150), (1820, FLOOR), (-20, FLOOR)]), lift=16, to=INK)
    sheet.lay(MOSS, *_reeds(26), lift=6)
    return sheet


def tide_house() -> Collage:
    """The tide gauge house on its piles under a full moon."""
    sheet = Collage(WIDE, HIGH, "#1c2f42", "#6d8f98")
    dice = random.Random(8)
    sheet.lay(FOAM, *[Disc(dice.uniform(0, 1800), dice.uniform(0, 520), dice.uniform(1.5, 4)) for _ in range(90)], lift=0)
    sheet.lay(CREAM, Disc(480, 330, 165), lift=6, to=SAND)
    sheet.lay("#e2d3ae", Disc(430, 290, 30), Disc(520, 380, 42, 0.9), Disc(540, 270, 18), lift=0)
    sheet.glow("#fdf3d3", 480, 330, 380, 0.5)
    sheet.lay("#33505f", ridge(640, 36, 41), lift=10, to="#2a4553")
    sheet.lay(DEEP, waves(730, 190, 14), lift=12, to=NIGHT)
    sheet.lay(CREAM, *glints(340, 640, 760, 1180, seed=6, many=50), lift=0)
    sheet.lay(INK, *[Strip([(x, 760), (x - 14 + n * 7, 1300)], 26) for n, x in enumerate((1060, 1200, 1340, 1480))], Strip([(1040, 900), (1500, 990)], 12), Strip([(1500, 900), (1040, 990)], 12), Box(1000, 742, 1860, 784, 6), lift=14)
    sheet.lay(INK, *[Strip([(x, 750), (x, 660)], 8) for x in range(1560, 1861, 70)], Strip([(1540, 664), (1860, 664)], 8), lift=6)
    sheet.lay(SNOW, *house(1060, 746, 420, 300), lift=16, to=MIST)
    sheet.lay(BRICK, Poly([(1020, 452), (1130, 300), (1410, 300), (1520, 452)]), lift=14, to=PLUM)
    sheet.lay(INK, Box(1340, 250, 1372, 340), Strip([(1150, 300), (1150, 190)], 6), Poly([(1150, 196), (1220, 214), (1150, 232)]), lift=8)
    sheet.lay(NIGHT, Box(1110, 540, 1200, 746, 4), lift=4)
    sheet.lay(AMBER, Box(1270, 530, 1420, 640, 4), lift=4)
    sheet.lay(NIGHT, Strip([(1345, 530), (1345, 640)], 6), Strip([(1270, 585), (1420, 585)], 6), lift=0)
    sheet.glow("#ffdf9c", 1345, 585, 190, 0.5)
    # The staff the tide is read from.
    sheet.lay(SNOW, Box(930, 640, 978, 1130, 3), lift=10)
    sheet.lay(BRICK, *[Box(932, 660 + 60 * n, 976, 690 + 60 * n) for n in range(8)], lift=0)
    sheet.lay(TEAL, waves(1010, 240, 22, shift=60), lift=16, to=NIGHT)
    sheet.lay(MIST, *glints(0, 1800, 1050, 1190, seed=3, many=30), lift=0)
    return sheet


def _terrace(sheet: Collage, ground: float, colour: str, seed: int) -> None:
    dice = random.Random(seed)
    x = -30.0
    shades = [colour, OCHRE, CREAM, SLATE, ROSE, TEAL]
    while x < 1820:
        wide, high = dice.uniform(90, 150), dice.uniform(70, 150)
        sheet.lay(shades[dice.randrange(len(shades))], *house(x, ground + 70, wide, high + 70, roof=dice.uniform(30, 60)), lift=7)
        sheet.lay(NIGHT, *windows(x + 16, ground - high + 14, 2 if wide < 115 else 3, 2, wide=15, high=22, gap=(20, 20)), lift=0)
        x += wide + 2


def _boat(sheet: Collage, x: float, water: float, long: float, *, hull: str, house_colour: str) -> None:
    parts = trawler(x, water, long)
    sheet.lay(INK, *parts["rig"], lift=6)
    sheet.lay(house_colour, *parts["house"], lift=8)
    sheet.lay(DEEP, *windows(x + long * 0.52, water - long * 0.3, 4, 1, wide=long * 0.03, high=long * 0.045, gap=(long * 0.016, 0)), lift=0)
    sheet.lay(hull, *parts["hull"], lift=12)
    sheet.lay(BRICK, Poly([(x + long * 0.03, water - long * 0.03), (x + long * 0.92, water - long * 0.03), (x + long * 0.88, water + long * 0.05), (x + long * 0.06, water + long * 0.05)]), lift=0)


def _truss(left: float, right: float, top: float, bottom: float, bays: int) -> list[Shape]:
    pitch = (right - left) / bays
    bars: list[Shape] = [Strip([(left, top), (right, top)], 16), Strip([(left, bottom), (right, bottom)], 26)]
    for bay in range(bays + 1):
        x = left + bay * pitch
        bars.append(Strip([(x, top), (x, bottom)], 9))
        if bay < bays:
            ends = [(x, bottom), (x + pitch, top)] if bay < bays / 2 else [(x, top), (x + pitch, bottom)]
            bars.append(Strip(ends, 9))
    return bars


def _awning(x: float, top: float, wide: float, stripes: int, *, every: int = 1) -> list[Shape]:
    pitch = wide / stripes
    inset = 30
    return [
        shape
        for number in range(0, stripes, every)
        for shape in (
            Poly([(x + inset + number * (wide - 2 * inset) / stripes, top), (x + inset + (number + 1) * (wide - 2 * inset) / stripes, top),
                  (x + (number + 1) * pitch, top + 110), (x + number * pitch, top + 110)]),
            Disc(x + (number + 0.5) * pitch, top + 110, pitch / 2, 0.9),
        )
    ]


def _reeds(many: int) -> list[Shape]:
    dice = random.Random(77)
    reeds: list[Shape] = []
    for _ in range(many):
        x = dice.choice((dice.uniform(0, 420), dice.uniform(1300, 1800)))
        top = dice.uniform(930, 1040)
        reeds += [Strip([(x, 1220), (x + dice.uniform(-24, 24), top)], 6), Disc(x + dice.uniform(-20, 20), top + 20, 9, 3)]
    return reeds


def _rain(many: int) -> list[tuple[float, float]]:
    dice = random.Random(12)
    return [(dice.uniform(0, 1800), dice.uniform(0, 1150)) for _ in range(many)]


PICTURES = {
    "swing-bridge": swing_bridge,
    "quay-street-flood": flood,
    "gannet-head-light": lighthouse_night,
    "shipyard": shipyard,
    "winter-market": market,
    "women-eight": rowing,
    "tide-house": tide_house,
}
