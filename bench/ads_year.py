"""A year of a paper's ads in a minute: traffic with nights, Sundays and crazes, nodes that fail, a database that is away.

What decides is the program itself: roster, openings, allotments and decision as delivery uses them. Simulated are the
readers, the clock (steps of ten minutes) and the faults. Sold is what the paper could deliver by its expected traffic.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from standfirst.ads.allotment import Allotment, Report, allot
from standfirst.ads.curve import Curve, curve_of
from standfirst.ads.decision import decide
from standfirst.ads.flight import AdPicture, Advertiser, Creative, Flight, Priority
from standfirst.ads.openings import Openings, Progress
from standfirst.ads.roster import Roster
from standfirst.ads.schedule import Schedule
from standfirst.ads.sizes import SIZES, SLOTS
from standfirst.ads.targeting import Place

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = 600
#: Of the views to be expected, so much is sold at most, in each section and on each day.
SOLD = 0.75
#: The week's curve: quiet nights, two peaks, slower weekends.
_DAY = (2, 1, 1, 1, 2, 4, 9, 14, 15, 13, 12, 13, 15, 13, 12, 11, 12, 14, 15, 16, 15, 12, 8, 4)
WEEK = tuple(views * (100 if day < 5 else 70) for day in range(7) for views in _DAY)
SECTIONS = {"home": 0.34, "world": 0.22, "sport": 0.18, "city": 0.14, "culture": 0.08, "science": 0.04}


@dataclass(slots=True)
class Node:
    """One delivery node: what it gave, and until when it is down. readers: slots asked for lately."""

    name: str
    given: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    heard: float = 0.0
    readers: float = 0.0
    down_until: float = 0.0
    openings: Openings | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one flight: views sold, and views given by all nodes together."""

    flight: str
    bought: int
    given: int

    @property
    def off(self) -> float:
        """How far off the goal, as a part of it: -0.01 is one percent short."""
        return self.given / self.bought - 1


def year(*, nodes: int, readers_an_hour: float, seed: int, days: int = 365) -> list[Delivered]:
    """Return what became of every flight that ended within ``days``, with so many ``nodes``."""
    return _Year(nodes, readers_an_hour, Random(seed), days).run()


class _Year:
    def __init__(self, nodes: int, readers_an_hour: float, dice: Random, days: int) -> None:
        self._dice = dice
        self._rate = readers_an_hour
        self._days = days
        self._true = Curve(WEEK)
        self._known = curve_of([int(views * dice.uniform(0.85, 1.15)) for views in WEEK])
        self._flights = list(_sold(readers_an_hour, self._true, dice, days))
        self._nodes = [Node(f"node-{number}") for number in range(nodes)]
        self._parts: dict[str, Mapping[str, Allotment]] = {}
        self._dealt = 0.0
        self._away_until = 0.0
        self._craze = 1.0

    def run(self) -> list[Delivered]:
        now, end = START.timestamp(), (START + timedelta(days=self._days)).timestamp()
        while now < end:
            if (now - START.timestamp()) % 86_400 == 0:
                self._new_day(now)
            self._faults(now)
            self._collect(now)
            self._serve(now)
            now += STEP
        return [
            Delivered(flight.id, flight.bought or 0, sum(node.given.get(flight.id, 0) for node in self._nodes))
            for flight in self._flights
            if flight.end.timestamp() <= end
        ]

    def _new_day(self, now: float) -> None:
        """A day with a traffic of its own, and a schedule of what runs on it."""
        self._craze = self._dice.lognormvariate(0, 0.2) * (3 if self._dice.random() < 0.02 else 1)
        running = [one for one in self._flights if one.start.timestamp() < now + 86_400 and one.end.timestamp() > now]
        roster = Roster(Schedule(tuple(running)))
        for node in self._nodes:
            node.openings = Openings(roster, self._known)

    def _faults(self, now: float) -> None:
        hours = STEP / 3_600
        if self._dice.random() < 12 / 8_760 * hours:
            self._away_until = now + self._dice.uniform(0.3, 5) * 3_600
        for node in self._nodes:
            if self._dice.random() < 10 / 8_760 * hours:
                node.down_until = now + self._dice.expovariate(1 / 1_800)
        if self._dice.random() < 2 / 8_760 * hours:
            for node in self._nodes:
                node.down_until = now + 3_600

    def _collect(self, now: float) -> None:
        """While the database is there, nodes that are up report, and everybody is dealt parts anew."""
        if now < self._away_until or len(self._nodes) == 1:
            return
        for node in self._nodes:
            if now >= node.down_until:
                node.known, node.heard = dict(node.given), now
        assert self._nodes[0].openings is not None
        lines = zip(self._nodes[0].openings.roster.flights, self._nodes[0].openings.lines, strict=True)
        for flight, line in lines:
            if line is not None:
                reports = {
                    node.name: Report(node.known.get(flight.id, 0), node.heard, int(node.readers))
                    for node in self._nodes
                }
                self._parts[flight.id] = allot(line, reports, self._parts.get(flight.id, {}), now=now)
        self._dealt = now

    def _serve(self, now: float) -> None:
        up = [node for node in self._nodes if now >= node.down_until]
        expected = self._rate * self._craze * STEP / 3_600
        hour = self._true.passed(now + STEP) - self._true.passed(now)
        requests = _poisson(expected * hour / (sum(WEEK) / 168) / (STEP / 3_600), self._dice)
        for node in self._nodes:
            node.readers *= 0.995
        for node in up:
            self._look(node, now)
        for _ in range(requests if up else 0):
            self._ask(up[int(self._dice.random() ** 1.3 * len(up))])

    def _look(self, node: Node, now: float) -> None:
        assert node.openings is not None
        mine = None
        if len(self._nodes) > 1:
            mine = {flight: parts[node.name] for flight, parts in self._parts.items() if node.name in parts}
        given = node.given
        node.openings.look(
            now=now,
            seconds=STEP,
            had=lambda flight: Progress(given.get(flight, 0)),
            allotments=mine,
            until=self._dealt + 6 * 3_600 if mine is not None else math.inf,
        )

    def _ask(self, node: Node) -> None:
        assert node.openings is not None
        place = self._dice.choices(_PLACES, cum_weights=_PLACE_WEIGHTS)[0]
        found = decide(node.openings, place, dice=self._dice.random)
        node.readers += 1
        shown = found.choice
        node.openings.gave(found.able, shown.at if shown else None)
        if shown:
            node.given[shown.flight.id] = node.given.get(shown.flight.id, 0) + 1


_PLACES = [Place(slot, section) for section in SECTIONS for slot in SLOTS.values()]
_PLACE_WEIGHTS = [
    sum(list(SECTIONS.values())[:at]) + share * (number + 1) / len(SLOTS)
    for at, share in enumerate(SECTIONS.values())
    for number in range(len(SLOTS))
]


def _sold(readers_an_hour: float, curve: Curve, dice: Random, days: int) -> Iterator[Flight]:
    """Yield flights as a careful paper sells them: never more than SOLD of what each section has on each day."""
    mean = sum(WEEK) / 168
    supply = {
        (section, day): readers_an_hour * part * _weight(curve, day) / mean
        for section, part in SECTIONS.items()
        for day in range(days + 90)
    }
    sold = dict.fromkeys(supply, 0.0)
    number = 0
    for day in range(days):
        for _ in range(_poisson(0.55, dice)):
            length = dice.choice((3, 7, 7, 14, 14, 30, 30, 60))
            sections = (
                frozenset(dice.sample(list(SECTIONS), dice.choice((1, 2, 3)))) if dice.random() < 0.6 else frozenset()
            )
            cells = [(section, at) for section in sections or SECTIONS for at in range(day, day + length)]
            free = min((SOLD * supply[cell] - sold[cell]) / supply[cell] for cell in cells)
            part = min(free, dice.uniform(0.04, 0.3))
            whole = sum(supply[cell] for cell in cells)
            if part < 0.02 or part * whole < 1_000:
                continue
            for cell in cells:
                sold[cell] += part * supply[cell]
            number += 1
            yield flight(str(number), START + timedelta(days=day), length, int(part * whole), sections)


def _weight(curve: Curve, day: int) -> float:
    start = START + timedelta(days=day)
    return curve.between(start, start + timedelta(days=1))


def flight(number: str, start: datetime, days: int, bought: int | None, sections: frozenset[str]) -> Flight:
    """Return a flight with one creative that fits everywhere."""
    pictures = tuple(AdPicture(size, f"/adverts/picture/{'ab' * 16}.png") for size in SIZES)
    shown = Creative(f"{number}0", "A poster", "https://customer.example/", pictures)
    return Flight(
        number, Advertiser(number, "Customer"), Priority.STANDARD, start, start + timedelta(days=days), (shown,),
        bought=bought, sections=sections,
    )  # fmt: skip


def _poisson(mean: float, dice: Random) -> int:
    if mean > 50:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    floor, product, count = math.exp(-mean), dice.random(), 0
    while product > floor:
        product *= dice.random()
        count += 1
    return count
