"""Pictures of places away from the water: the border, the capital, and rooms with people in them."""

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
    Hole,
    Poly,
    Shape,
    Strip,
)
from drawing.things import FLOOR, arch, glints, gull, house, peaks, person, ridge, tree, windows

WIDE, HIGH = 1800, 1200

# One piece of paper a line: a drawing reads from the back to the front.
# fmt: off


def border_bridge() -> Collage:
    """The stone bridge at Orlec between two countries, snow on the pass."""
    sheet = Collage(WIDE, HIGH, "#c9d9d9", "#f2dfc4")
    far = [(-60, 560), (180, 330), (330, 430), (560, 180), (760, 400), (900, 320), (1150, 120), (1330, 330), (1480, 250), (1860, 520)]
    sheet.lay(MIST, peaks(far), lift=10, to=SLATE)
    caps: list[Shape] = [
        Poly([(560, 180), (480, 272), (520, 300), (556, 262), (600, 312), (640, 268)]),
        Poly([(1150, 120), (1040, 206), (1090, 240), (1146, 196), (1188, 262), (1240, 216)]),
        Poly([(180, 330), (120, 388), (170, 404), (200, 372), (232, 372)]),
        Poly([(1480, 250), (1420, 284), (1470, 318), (1508, 292), (1560, 306)]),
    ]
    sheet.lay(SNOW, *caps, lift=4)
    sheet.lay(SLATE, ridge(560, 60, 61), lift=12, to=DEEP)
    dice = random.Random(3)
    sheet.lay(PINE, *[shape for _ in range(34) for shape in tree(dice.choice((dice.uniform(-20, 520), dice.uniform(1280, 1820))), dice.uniform(640, 740), dice.uniform(90, 170))], lift=6)
    sheet.lay(DEEP, Poly([(-20, 700), (420, 690), (560, 860), (540, FLOOR), (-20, FLOOR)]), lift=16, to=INK)
    sheet.lay(DEEP, Poly([(1820, 690), (1380, 690), (1240, 860), (1270, FLOOR), (1820, FLOOR)]), lift=16, to=INK)
    sheet.lay(SEA, Poly([(530, 960), (1270, 960), (1330, FLOOR), (480, FLOOR)]), lift=8, to=TEAL)
    sheet.lay(SNOW, *glints(580, 1240, 990, 1180, seed=31, many=26), lift=0)
    deck = [(-20, 628), (900, 556), (1820, 628), (1820, 724), (1480, 724), (1480, FLOOR), (320, FLOOR), (320, 724), (-20, 724)]
    piers = [*arch(520, 940, 330, round_by=1.2), *arch(900, 900, 360, round_by=1.28), *arch(1280, 940, 330, round_by=1.2)]
    sheet.lay(SAND, Poly(deck), *piers, lift=20, to="#b58d63")
    sheet.lay("#a67e57", *[Strip([(x, 700 + 34 * row), (x + 44, 700 + 34 * row)], 3) for row in range(6) for x in (350, 690, 1080, 1430) if (row + x) % 3], lift=0)
    sheet.lay(SAND, Strip([(-20, 622), (900, 550), (1820, 622)], 22), lift=8)
    # A booth and a barrier at either end, the middle empty.
    for x, way, colour in ((420, 1, RUST), (1380, -1, TEAL)):
        ground = 594
        sheet.lay(SNOW, Box(x - 50, ground - 120, x + 50, ground), lift=10, to=CREAM)
        sheet.lay(colour, Poly([(x - 70, ground - 116), (x, ground - 162), (x + 70, ground - 116)]), lift=8)
        sheet.lay(NIGHT, Box(x - 24, ground - 92, x + 24, ground - 44, 3), lift=0)
        pole = x - 96 * way
        sheet.lay(INK, Strip([(pole, ground + 6), (pole, ground - 250)], 7), lift=5)
        sheet.lay(colour, Poly([(pole, ground - 250), (pole - 110 * way, ground - 236), (pole - 96 * way, ground - 206), (pole - 112 * way, ground - 176), (pole, ground - 178)]), lift=8)
        tip = (x + 260 * way, ground - 62)
        sheet.lay(SNOW, Strip([(x + 70 * way, ground - 40), tip], 14), lift=6)
        sheet.lay(BRICK, *[Strip([(x + (100 + 56 * n) * way, ground - 43 - 6.5 * n), (x + (122 + 56 * n) * way, ground - 45 - 6.5 * n)], 14) for n in range(3)], lift=0)
    for x, colour in ((560, INK), (1260, INK)):
        sheet.lay(colour, *person(x, 590, 92), lift=5)
    sheet.lay(INK, gull(860, 330, 60), gull(960, 390, 44), lift=3)
    return sheet


def ministry() -> Collage:
    """The foreign ministry at Aldrava, cameras waiting on its steps."""
    sheet = Collage(WIDE, HIGH, "#e9c9a4", "#d98f72")
    sheet.lay(ROSE, ridge(520, 30, 71), lift=6, to=RUST)
    sheet.lay(PLUM, *house(-30, 900, 330, 480, flat=True), *house(1500, 900, 340, 520, flat=True), lift=10, to=NIGHT)
    sheet.lay(AMBER, *windows(20, 460, 4, 5, wide=30, high=44, gap=(38, 36)), *windows(1550, 420, 4, 5, wide=30, high=44, gap=(34, 44)), lift=0)
    sheet.lay(TEAL, Disc(900, 330, 190), lift=14, to=DEEP)
    sheet.lay(DEEP, *[Strip([(900, 150), (900 + 190 * math.sin(turn), 330)], 4) for turn in (-1.2, -0.7, 0, 0.7, 1.2)], lift=0)
    sheet.lay(CREAM, Box(690, 318, 1110, 470), lift=10, to=SAND)
    sheet.lay(NIGHT, *windows(720, 350, 8, 1, wide=24, high=64, gap=(24, 0)), lift=0)
    sheet.lay(INK, Strip([(900, 146), (900, 30)], 7), lift=4)
    sheet.lay(RUST, Poly([(904, 34), (1010, 46), (990, 74), (1012, 102), (904, 92)]), lift=6)
    sheet.lay(CREAM, Box(250, 560, 1550, 960), Box(220, 540, 1580, 584), lift=16, to=SAND)
    sheet.lay(SAND, Poly([(520, 546), (900, 430), (1280, 546)]), lift=12)
    sheet.lay("#c7a878", Poly([(610, 530), (900, 450), (1190, 530)]), lift=0)
    sheet.lay(BRICK, Disc(900, 500, 26), lift=3)
    sheet.lay(NIGHT, Box(520, 600, 1280, 950), lift=0, to=INK)
    sheet.lay(AMBER, Box(820, 690, 980, 950), Disc(900, 690, 80), lift=0, to=OCHRE)
    sheet.lay(SNOW, *[Box(530 + 116 * n, 600, 574 + 116 * n, 950, 6) for n in range(7)], *[Box(520 + 116 * n, 590, 584 + 116 * n, 616, 3) for n in range(7)], *[Box(520 + 116 * n, 934, 584 + 116 * n, 960, 3) for n in range(7)], lift=12, to=CREAM)
    sheet.lay(DEEP, *windows(292, 640, 3, 2, wide=40, high=90, gap=(34, 50)), *windows(1320, 640, 3, 2, wide=40, high=90, gap=(34, 50)), lift=3)
    for step in range(5):
        sheet.lay(SNOW if step % 2 else CREAM, Box(430 - 60 * step, 952 + 28 * step, 1370 + 60 * step, 1400), lift=7, to=SAND)
    sheet.lay(PLUM, Box(-20, 1092, 1840, 1400), lift=10, to=INK)
    sheet.lay(NIGHT, *person(900, 1010, 190), lift=8)
    for x, high, colour in ((330, 330, INK), (520, 350, SLATE), (690, 320, BRICK), (1140, 335, DEEP), (1300, 350, INK), (1490, 320, MOSS)):
        way = 1 if x < 900 else -1
        sheet.lay(colour, *person(x, 1260, high), Strip([(x + 30 * way, 1260 - high * 0.7), (x + 86 * way, 1260 - high * 0.86)], 24), lift=10)
        sheet.lay(INK, Box(x + 86 * way - 34, 1260 - high * 0.98, x + 86 * way + 34, 1260 - high * 0.84, 5), lift=6)
        sheet.lay(AMBER, Disc(x + 86 * way, 1260 - high * 0.91, 10), lift=0)
    return sheet


def lorries() -> Collage:
    """Lorries waiting on the valley road before the border, at first light."""
    sheet = Collage(WIDE, HIGH, "#6d8794", "#f0c9a0")
    sheet.lay(SLATE, peaks([(-60, 620), (250, 340), (480, 520), (820, 260), (1120, 500), (1420, 310), (1860, 600)]), lift=10, to=ROSE)
    sheet.lay(SNOW, Poly([(820, 260), (740, 336), (800, 352), (838, 318), (880, 350), (916, 336)]), Poly([(250, 340), (196, 392), (250, 410), (310, 388)]), lift=4)
    sheet.lay(DEEP, ridge(640, 44, 82), lift=12, to=PINE)
    dice = random.Random(14)
    sheet.lay(PINE, *[shape for _ in range(26) for shape in tree(dice.uniform(-20, 1820), dice.uniform(690, 740), dice.uniform(80, 150))], lift=6)
    sheet.lay(MOSS, ridge(760, 14, 83), lift=12, to=PINE)
    road = [(1240, 742), (1300, 742), (1010, 850), (1000, 930), (1860, 1260), (1860, FLOOR), (-20, FLOOR), (-20, 1060), (700, 930), (870, 842)]
    sheet.lay(NIGHT, Poly(road), lift=6, to=INK)
    for x, ground, size, body, cab in (
        (1196, 774, 0.2, CREAM, BRICK), (1098, 806, 0.28, OCHRE, NIGHT), (960, 852, 0.4, TEAL, SNOW),
        (750, 925, 0.62, RUST, CREAM), (330, 1060, 1.0, SNOW, TEAL),
    ):
        _lorry(sheet, x, ground, size, body=body, cab=cab)
    sheet.lay(CREAM, *[Strip([(x, 1150 + n * 6), (x + 120, 1160 + n * 6)], 7) for n, x in enumerate((120, 420, 720, 1020, 1320))], lift=0)
    sheet.lay(OCHRE, *person(1290, 1150, 250), lift=10)
    sheet.lay(BRICK, *person(1400, 1165, 262), lift=10)
    sheet.lay(SNOW, Box(1336, 1010, 1366, 1036, 4), lift=4)
    return sheet


def laboratory() -> Collage:
    """Seagrass in tanks on a laboratory bench, a researcher with a sample."""
    sheet = Collage(WIDE, HIGH, "#dfe6d8", "#eddfc0")
    sheet.lay(SNOW, Box(120, 90, 820, 500, 10), lift=12)
    sheet.lay(MIST, Box(150, 120, 455, 470), Box(485, 120, 790, 470), lift=0, to=SEA)
    sheet.lay(SNOW, gull(300, 220, 80), gull(640, 260, 60), lift=3)
    sheet.lay(DEEP, Poly([(150, 400), (300, 350), (455, 390), (455, 470), (150, 470)]), Poly([(485, 395), (640, 360), (790, 410), (790, 470), (485, 470)]), lift=4)
    sheet.lay(SAND, Box(1040, 200, 1700, 226, 4), Box(1040, 400, 1700, 426, 4), lift=10)
    for x, high, colour in ((1080, 110, BRICK), (1130, 130, TEAL), (1180, 100, OCHRE), (1230, 124, DEEP), (1280, 112, PLUM)):
        sheet.lay(colour, Box(x, 200 - high, x + 44, 200, 3), lift=6)
    for x, colour in ((1420, TEAL), (1520, AMBER), (1620, RUST)):
        sheet.lay(SNOW, Poly([(x - 14, 100), (x + 14, 100), (x + 14, 140), (x + 44, 200), (x - 44, 200), (x - 14, 140)]), lift=6)
        sheet.lay(colour, Poly([(x - 30, 172), (x + 30, 172), (x + 42, 198), (x - 42, 198)]), lift=0)
    for x, colour in ((1090, OCHRE), (1170, MIST), (1250, ROSE), (1330, MOSS)):
        sheet.lay(colour, Box(x, 310, x + 60, 400, 8), lift=6)
        sheet.lay(NIGHT, Box(x - 4, 296, x + 64, 316, 4), lift=4)
    sheet.lay(SNOW, Box(1440, 330, 1660, 400, 6), lift=6)
    sheet.lay(RUST, Strip([(1460, 365), (1500, 365), (1520, 342), (1550, 388), (1575, 365), (1640, 365)], 6), lift=0)
    sheet.lay(NIGHT, Box(-20, 940, 1840, 1400), lift=16, to=INK)
    sheet.lay("#c99b66", Box(-20, 900, 1840, 962, 6), lift=14, to="#a97a4b")
    for number, x in enumerate((90, 520, 950)):
        sheet.lay("#bfe0d8", Box(x, 560, x + 370, 900, 10), lift=12, to="#5fa7a4")
        sheet.lay("#d9c08e", Box(x + 8, 850, x + 362, 894, 6), lift=0)
        sheet.lay(PINE, *_grass(x + 30, x + 340, 860, 90 + 70 * number, seed=number), lift=4)
        sheet.lay(MOSS, *_grass(x + 40, x + 330, 864, 70 + 60 * number, seed=9 + number), lift=4)
        sheet.lay(SNOW, *[Disc(x + 60 + 70 * n, 640 + (n * 53 + number * 31) % 130, 6 + n % 3 * 3) for n in range(5)], lift=0)
        sheet.lay(SNOW, Box(x - 8, 548, x + 378, 570, 4), lift=6)
    sheet.lay(OCHRE, Poly([(360, 720), (400, 700), (400, 740)]), Disc(418, 720, 24, 0.7), lift=4)
    # The researcher: dark hair, white coat, holding a blade of grass to the light.
    sheet.lay(SNOW, Poly([(1440, 700), (1500, 640), (1620, 640), (1690, 700), (1790, FLOOR), (1370, FLOOR)]), lift=16, to=FOAM)
    sheet.lay(TEAL, Poly([(1530, 640), (1596, 640), (1564, 730)]), lift=4)
    sheet.lay("#b8795a", Box(1538, 600, 1588, 660, 14), Disc(1562, 560, 66, 1.12), lift=6)
    sheet.lay(INK, Disc(1574, 524, 72, 0.8), Disc(1640, 560, 40, 1.1), Hole(Box(1480, 548, 1560, 700)), lift=6)
    sheet.lay(SNOW, Strip([(1470, 740), (1390, 800), (1370, 640)], 52), lift=10)
    sheet.lay("#b8795a", Disc(1368, 608, 30), lift=6)
    sheet.lay(MOSS, Strip([(1366, 630), (1352, 540), (1376, 450)], 12), Strip([(1366, 630), (1386, 550), (1420, 490)], 9), lift=6)
    return sheet


def stage() -> Collage:
    """A bare stage with two players, seen from the dark house."""
    sheet = Collage(WIDE, HIGH, INK, "#0c141b")
    sheet.lay("#3a2440", Box(250, 60, 1550, 900), lift=0, to="#7b3f45")
    sheet.lay("#e9b777", Disc(900, 520, 250), lift=8, to=RUST)
    sheet.lay(PLUM, Poly([(250, 760), (480, 600), (640, 700), (860, 560), (1080, 690), (1300, 580), (1550, 740), (1550, 900), (250, 900)]), lift=12, to="#2b1b30")
    sheet.lay("#8a5a3c", Poly([(250, 830), (1550, 830), (1720, 1010), (80, 1010)]), lift=10, to="#5a3a2c")
    sheet.lay("#6d452f", *[Strip([(900 + (n - 6) * 105, 832), (900 + (n - 6) * 136, 1008)], 4) for n in range(13)], lift=0)
    for x, foot in ((560, 620), (1240, 1180)):
        sheet.shine("#ffe2a0", Poly([(x - 16, 70), (x + 16, 70), (foot + 210, 940), (foot - 210, 940)]), Disc(foot, 940, 210, 0.2), strength=0.26)
    sheet.lay(CREAM, *person(640, 945, 330, lean=0.02), Strip([(660, 700), (770, 640)], 26), lift=10)
    sheet.lay(TEAL, *person(1180, 945, 340, lean=-0.02), Strip([(1160, 690), (1060, 720)], 26), lift=10)
    sheet.lay(OCHRE, Box(850, 800, 950, 820, 4), Box(858, 815, 872, 930), Box(928, 815, 942, 930), Box(850, 690, 866, 815), lift=8)
    folds = [(60, 300), (1500, 1740)]
    for left, right in folds:
        for n in range(5):
            x = left + n * (right - left) / 5
            sheet.lay(BRICK if n % 2 else RUST, Box(x, 40, x + (right - left) / 5 + 8, 1010, 18), lift=10, to="#5a1f1d")
    sheet.lay(OCHRE, Box(-20, -20, 1840, 66), Box(-20, -20, 66, 1200), Box(1734, -20, 1840, 1200), lift=18, to="#9a6a2c")
    sheet.lay(BRICK, *[Disc(x, 70, 92, 0.9) for x in range(150, 1700, 166)], Box(66, 40, 1734, 80), lift=14, to="#5a1f1d")
    sheet.lay("#0f1820", Box(-20, 1004, 1840, 1400), lift=16)
    for row, ground, size in ((0, 1180, 44), (1, 1260, 58)):
        shade = "#1b2a37" if row == 0 else "#0b1218"
        sheet.lay(shade, *[shape for n in range(17) for shape in (Disc(40 + n * (108 + row * 18) + row * 40, ground - size * 2.1, size * 0.78, 1.15), Disc(40 + n * (108 + row * 18) + row * 40, ground, size * 1.5))], lift=8)
    return sheet


def library_night() -> Collage:
    """The harbour library lit at night, a reader in every window."""
    sheet = Collage(WIDE, HIGH, "#1b2c40", "#4d5f74")
    dice = random.Random(40)
    sheet.lay(CREAM, *[Disc(dice.uniform(0, 1800), dice.uniform(0, 420), dice.uniform(1.5, 4)) for _ in range(70)], lift=0)
    sheet.lay(CREAM, Disc(1500, 210, 92), Hole(Disc(1460, 186, 88)), lift=5)
    sheet.lay("#2b4154", ridge(560, 40, 91), lift=8, to="#22384a")
    for x, wide, high, colour in ((-40, 260, 330, "#31455a"), (222, 190, 270, "#3a4a60"), (1440, 220, 300, "#31455a"), (1662, 220, 360, "#3a4a60")):
        sheet.lay(colour, *house(x, 900, wide, high, roof=90), lift=8)
        sheet.lay(AMBER, *windows(x + 40, 930 - high, 2, 2, wide=30, high=44, gap=(50, 50))[::2], lift=0)
    sheet.lay(BRICK, Box(420, 330, 1430, 920), lift=18, to=PLUM)
    sheet.lay(CREAM, Box(390, 300, 1460, 346, 4), Poly([(700, 304), (925, 190), (1150, 304)]), lift=12, to=SAND)
    sheet.lay(BRICK, Disc(925, 264, 26), lift=3)
    for column in range(5):
        x = 520 + column * 202
        for row, top in enumerate((410, 660)):
            if column == 2 and row == 1:
                continue
            sheet.lay("#ffd98a", Box(x - 62, top + 40, x + 62, top + 180), Disc(x, top + 40, 62), lift=3, to=AMBER)
            _reader(sheet, x, top + 180, column + row)
            sheet.lay(CREAM, Strip([(x, top - 16), (x, top + 60)], 5), Box(x - 72, top + 178, x + 72, top + 192, 2), lift=3)
    sheet.lay("#ffe7b0", Box(850, 690, 1000, 920), Disc(925, 690, 75), lift=4, to=AMBER)
    sheet.lay(DEEP, Box(846, 700, 880, 920), Box(970, 700, 1004, 920), lift=6)
    sheet.glow("#ffdf9c", 925, 760, 300, 0.45)
    for step in range(3):
        sheet.lay(SAND, Box(800 - 30 * step, 906 + 20 * step, 1050 + 30 * step, 1400), lift=5, to=SLATE)
    sheet.lay(NIGHT, Box(-20, 962, 1840, 1400), lift=10, to=INK)
    sheet.shine("#ffdf9c", Poly([(850, 962), (1000, 962), (1180, 1200), (670, 1200)]), strength=0.3)
    for x, high, colour in ((740, 210, TEAL), (1120, 200, RUST), (1190, 150, OCHRE)):
        sheet.lay(colour, *person(x, 1080, high), lift=8)
    sheet.lay(INK, Strip([(250, 1110), (250, 700)], 12), Strip([(1600, 1110), (1600, 700)], 12), lift=8)
    for x in (250, 1600):
        sheet.lay(AMBER, Disc(x, 682, 30), lift=4)
        sheet.glow("#ffdf9c", x, 682, 130, 0.6)
    return sheet


def pitch() -> Collage:
    """A winter cup tie under floodlights: a shot on its way, the keeper stretched."""
    sheet = Collage(WIDE, HIGH, "#1f3547", "#587a80")
    sheet.lay("#2a4455", Box(-20, 300, 1840, 700), Poly([(-20, 304), (60, 220), (1740, 220), (1820, 304)]), lift=12, to=NIGHT)
    dice = random.Random(6)
    for shade in (ROSE, BLUSH, SAND, SLATE, BRICK, TEAL, OCHRE):
        sheet.lay(shade, *[Disc(12 + (n % 60) * 30 + dice.uniform(-6, 6), 360 + dice.randrange(8) * 40, 12, 1.2) for n in range(60)], lift=3)
    for x in (150, 1650):
        sheet.lay(INK, Strip([(x, 640), (x, 90)], 16), Box(x - 110, 40, x + 110, 130, 6), lift=8)
        sheet.lay(SNOW, *[Disc(x - 78 + 52 * n, y, 18) for n in range(4) for y in (66, 106)], lift=0)
        sheet.glow("#fff4cf", x, 86, 250, 0.7)
    sheet.lay(RUST, Box(-20, 670, 1840, 736), lift=8, to=BRICK)
    sheet.lay(CREAM, *[Box(x, 688, x + 180, 718, 3) for x in range(60, 1800, 260)], lift=0)
    for stripe in range(6):
        top = 730 + stripe * (30 + stripe * 16)
        sheet.lay(MOSS if stripe % 2 else "#6d8147", Box(-20, top, 1840, 1400), lift=0, to=PINE)
    sheet.lay(SNOW, Strip([(-20, 1000), (900, 800), (1840, 800)], 7), Strip([(1120, 800), (1000, 930), (1840, 930)], 7), lift=0)
    net = [Strip([(1290 + n * 34, 430), (1330 + n * 30, 800)], 2) for n in range(15)] + [Strip([(1290, 430 + n * 38), (1790, 430 + n * 38)], 2) for n in range(10)]
    sheet.lay(MIST, *net, lift=0)
    sheet.lay(SNOW, Strip([(1280, 850), (1280, 420), (1790, 420), (1790, 850)], 16), lift=8)
    sheet.lay(OCHRE, Poly([(1640, 620), (1490, 540), (1470, 580), (1610, 680)]), Strip([(1500, 555), (1400, 500)], 34), Strip([(1520, 590), (1410, 560)], 30), Disc(1452, 566, 36), lift=12)
    sheet.lay(NIGHT, Strip([(1620, 640), (1720, 720)], 40), Strip([(1600, 660), (1670, 770)], 38), lift=10)
    sheet.lay(SNOW, Disc(1330, 470, 34), lift=8)
    sheet.lay(INK, Disc(1330, 470, 10), Disc(1306, 458, 6), Disc(1352, 456, 6), Disc(1318, 492, 6), Disc(1346, 490, 6), lift=0)
    sheet.shine("#ffffff", Poly([(760, 900), (1300, 452), (1304, 490)]), strength=0.22)
    _player(sheet, 620, 1110, 1.0, shirt=RUST, shorts=SNOW)
    _player(sheet, 330, 1060, 0.72, shirt=TEAL, shorts=NIGHT)
    _player(sheet, 1010, 1010, 0.66, shirt=TEAL, shorts=NIGHT)
    return sheet


def reading_room() -> Collage:
    """The library's reading room: an old computer, a new telephone, the same page on both."""
    sheet = Collage(WIDE, HIGH, "#e3d3b0", "#d7b98c")
    dice = random.Random(11)
    sheet.lay("#8a5f3f", Box(60, 60, 1740, 700, 8), lift=12, to="#6d452f")
    for row in range(3):
        top = 90 + row * 200
        sheet.lay("#4f3224", Box(90, top, 1710, top + 170), lift=0)
        x = 100.0
        while x < 1680:
            wide, high = dice.uniform(22, 52), dice.uniform(110, 158)
            shade = dice.choice((BRICK, TEAL, OCHRE, DEEP, CREAM, PLUM, MOSS, RUST, SLATE))
            sheet.lay(shade, Box(x, top + 170 - high, min(x + wide, 1704), top + 170, 2), lift=3)
            x += wide + (2 if dice.random() < 0.86 else 60)
    sheet.lay(PLUM, Box(-20, 940, 1840, 1400), lift=14, to=INK)
    sheet.lay("#b98352", Box(-20, 900, 1840, 980, 8), lift=16, to="#8f5f38")
    # The old computer: a deep beige box with a glass screen.
    sheet.lay("#d8c9a4", Box(330, 380, 900, 830, 26), Poly([(430, 828), (800, 828), (850, 902), (380, 902)]), lift=18, to="#bda77c")
    sheet.lay(INK, Box(384, 426, 846, 770, 24), lift=4)
    _page(sheet, 404, 446, 826, 750)
    sheet.lay(RUST, Disc(810, 800, 9), lift=0)
    sheet.lay("#cdbb92", Poly([(300, 930), (930, 930), (970, 985), (260, 985)]), lift=10)
    sheet.lay("#efe4c8", *[Box(322 + 40 * n - row * 8, 938 + 15 * row, 354 + 40 * n - row * 8, 949 + 15 * row, 2) for n in range(15) for row in range(3)], lift=2)
    sheet.lay(INK, Box(1130, 470, 1390, 930, 34), lift=18, to=NIGHT)
    _page(sheet, 1148, 500, 1372, 890)
    sheet.lay("#b98352", Poly([(1160, 900), (1360, 900), (1400, 936), (1120, 936)]), lift=8)
    sheet.lay(SNOW, Box(1500, 800, 1620, 905, 12), Strip([(1620, 826), (1662, 830), (1658, 872), (1620, 876)], 12), lift=12, to=CREAM)
    sheet.lay(RUST, Box(1500, 838, 1620, 856), lift=0)
    for x in (90, 110, 134):
        sheet.lay((BRICK, TEAL, OCHRE)[(x // 20) % 3], Box(x - 40, 860 - (x - 90) * 1.6, x + 130, 895 - (x - 90) * 1.6, 4), lift=8)
    sheet.glow("#fff3cf", 620, 600, 360, 0.22)
    return sheet


def _lorry(sheet: Collage, x: float, ground: float, size: float, *, body: str, cab: str) -> None:
    def at(left: float, top: float, right: float, bottom: float, round_by: float = 0) -> Box:
        return Box(x + left * size, ground - top * size, x + right * size, ground - bottom * size, round_by * size)

    lift = max(3, 14 * size)
    sheet.lay(body, at(-300, 300, 160, 50, 6), lift=lift)
    sheet.lay(cab, Poly([(x + 172 * size, ground - 40 * size), (x + 172 * size, ground - 250 * size), (x + 270 * size, ground - 250 * size),
                         (x + 310 * size, ground - 140 * size), (x + 310 * size, ground - 40 * size)]), lift=lift)
    sheet.lay(INK, Poly([(x + 200 * size, ground - 150 * size), (x + 200 * size, ground - 228 * size), (x + 258 * size, ground - 228 * size),
                         (x + 290 * size, ground - 150 * size)]), at(-300, 60, 310, 34), lift=0)
    sheet.lay(INK, *[Disc(x + across * size, ground - 22 * size, 36 * size) for across in (-240, -160, 110, 240)], lift=lift / 2)
    sheet.lay(SLATE, *[Disc(x + across * size, ground - 22 * size, 14 * size) for across in (-240, -160, 110, 240)], lift=0)
    sheet.lay(AMBER, Disc(x + 304 * size, ground - 70 * size, 13 * size), lift=0)


def _grass(left: float, right: float, ground: float, high: float, *, seed: int) -> list[Shape]:
    dice = random.Random(seed)
    blades: list[Shape] = []
    for n in range(16):
        x = left + (right - left) * n / 15
        tall = high * dice.uniform(0.7, 1.05)
        sway = dice.uniform(-26, 26)
        blades.append(Strip([(x, ground), (x + sway * 0.3, ground - tall * 0.5), (x + sway, ground - tall)], 8))
    return blades


def _reader(sheet: Collage, x: float, sill: float, number: int) -> None:
    colour = (NIGHT, BRICK, DEEP, PLUM)[number % 4]
    sheet.lay(colour, Poly([(x - 34, sill), (x - 24, sill - 56), (x + 24, sill - 56), (x + 34, sill)]), Disc(x, sill - 78, 20, 1.1), lift=3)
    sheet.lay(SNOW, Poly([(x - 30, sill - 40), (x, sill - 30), (x + 30, sill - 40), (x + 30, sill - 12), (x, sill - 2), (x - 30, sill - 12)]), lift=3)


def _player(sheet: Collage, x: float, ground: float, size: float, *, shirt: str, shorts: str) -> None:
    def to(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + across * size, ground - up * size) for across, up in points]

    lift = 12 * size
    sheet.lay(ROSE, Strip(to((-10, 190), (-60, 100), (-130, 40)), 40 * size), Strip(to((20, 190), (110, 150), (170, 60)), 40 * size), lift=lift)
    sheet.lay(shirt, Strip(to((-70, 90), (-130, 40)), 42 * size), Strip(to((130, 120), (170, 60)), 42 * size), lift=lift / 2)
    sheet.lay(INK, Strip(to((-132, 34), (-160, 44)), 30 * size), Strip(to((172, 50), (206, 40)), 30 * size), lift=lift / 2)
    sheet.lay(shorts, Poly(to((-50, 250), (50, 250), (74, 160), (20, 150), (0, 190), (-44, 140), (-74, 170))), lift=lift)
    sheet.lay(shirt, Poly(to((-50, 240), (-40, 390), (60, 400), (54, 240))), Strip(to((-30, 380), (-120, 330)), 36 * size), Strip(to((50, 384), (130, 330)), 36 * size), lift=lift)
    sheet.lay(ROSE, Strip(to((-110, 334), (-160, 290)), 28 * size), Strip(to((126, 332), (170, 380)), 28 * size), Disc(x + 16 * size, ground - 440 * size, 36 * size, 1.1), lift=lift / 2)
    sheet.lay(INK, Poly(to((-22, 446), (-14, 486), (40, 488), (54, 456), (16, 462))), lift=0)


def _page(sheet: Collage, left: float, top: float, right: float, bottom: float) -> None:
    """Lay a news page within the given edges: masthead, headline, picture, lines."""
    wide, high = right - left, bottom - top
    sheet.lay(SNOW, Box(left, top, right, bottom, 6), lift=0)
    sheet.lay(RUST, Box(left + wide * 0.3, top + high * 0.04, right - wide * 0.3, top + high * 0.09), lift=0)
    sheet.lay(INK, Box(left + wide * 0.06, top + high * 0.14, right - wide * 0.12, top + high * 0.19), Box(left + wide * 0.06, top + high * 0.22, right - wide * 0.34, top + high * 0.27), lift=0)
    sheet.lay(SEA, Box(left + wide * 0.06, top + high * 0.33, right - wide * 0.06, top + high * 0.64), lift=0, to=TEAL)
    sheet.lay(AMBER, Disc(right - wide * 0.26, top + high * 0.44, wide * 0.07), lift=0)
    sheet.lay(SLATE, *[Box(left + wide * 0.06, top + high * (0.7 + 0.065 * n), right - wide * (0.06 if n % 3 else 0.18), top + high * (0.72 + 0.065 * n)) for n in range(4)], lift=0)


PICTURES = {
    "orlec-bridge": border_bridge,
    "aldrava-ministry": ministry,
    "lisk-lorries": lorries,
    "seagrass-laboratory": laboratory,
    "wharf-stage": stage,
    "harbour-library": library_night,
    "cup-tie": pitch,
    "reading-room": reading_room,
}
