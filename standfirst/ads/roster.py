"""The roster: a schedule prepared for quick decisions.

Each flight is one bit of a whole number, the first flight the lowest. Where flights may stand is kept as such numbers,
one for each section, topic, slot …, so that a thousand flights are sorted out by a dozen operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

from standfirst.ads.flight import Flight, Priority
from standfirst.ads.rivals import rival_categories, slot_of
from standfirst.ads.schedule import Schedule
from standfirst.ads.sizes import SLOTS
from standfirst.ads.targeting import Place


@dataclass(frozen=True, slots=True)
class Tier:
    """Flights among which the dice decide.

    bits: which. members: their places in the roster, ascending. weights: running sums of their weights.
    promised: whether they have a goal to meet, so that who is behind goes first.
    """

    bits: int
    members: tuple[int, ...]
    weights: tuple[int, ...]
    promised: bool


class Roster:
    """Which flights may stand where. Made once a schedule; never changed."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.flights = schedule.flights
        self.shared = _bits(flight.share is not None for flight in self.flights)
        self.tiers = tuple(self._tiers())
        self._by_id = {flight.id: 1 << at for at, flight in enumerate(self.flights)}
        self._sections = _Wanted(self.flights, lambda flight: flight.sections)
        self._topics = _Wanted(self.flights, lambda flight: flight.topics)
        self._slots = _Wanted(self.flights, lambda flight: flight.slots)
        self._places = _Wanted(self.flights, lambda flight: flight.places)
        self._languages = _Wanted(self.flights, lambda flight: flight.languages)
        self._devices = _Wanted(self.flights, lambda flight: flight.devices)
        self._countries = _Wanted(self.flights, lambda flight: flight.countries)
        self._barred = _Wanted(self.flights, lambda flight: flight.barred).named
        self._fitting = {
            name: _bits(any(creative.fits(slot) for creative in flight.creatives) for flight in self.flights)
            for name, slot in SLOTS.items()
        }
        self._rivals = [
            (category.encode(), _bits(flight.advertiser.category == category for flight in self.flights))
            for category in sorted(rival_categories(self.flights))
        ]

    def able(self, place: Place) -> int:
        """Return the flights sold for ``place``, as bits; whether they may run now is another question."""
        topics = place.topics
        if place.sensitive or (self.schedule.barred and self.schedule.barred & topics):
            return 0
        bits = (
            self._fitting[place.slot.name]
            & self._slots.mask(place.slot.name)
            & self._sections.mask(place.section)
            & self._places.mask(place.place)
            & self._languages.mask(place.speech)
            & self._devices.mask(place.device)
            & self._countries.mask(place.country)
            & self._topics.mask_of_any(topics)
        )
        for topic in topics:
            if topic in self._barred:
                bits &= ~self._barred[topic]
        return self._without_rivals(bits, place) if self._rivals else bits

    def bits_of(self, ids: Iterable[str]) -> int:
        """Return the flights with these ids, as bits; unknown ones are nobody's."""
        bits = 0
        for one in ids:
            bits |= self._by_id.get(one, 0)
        return bits

    def is_kept_apart(self, flight: Flight, place: Place) -> bool:
        """Say whether rivals of ``flight`` may stand on the page, and this slot is not the one for its trade."""
        category = flight.advertiser.category
        return (
            any(category.encode() == rival for rival, _ in self._rivals)
            and slot_of(category, place.page) != place.slot.name
        )

    def _without_rivals(self, bits: int, place: Place) -> int:
        # As slot_of, with the page's part worked out once for all trades.
        page, names, slot = crc32(place.page.encode()), tuple(SLOTS), place.slot.name
        for category, members in self._rivals:
            if bits & members and names[crc32(category, page) % len(names)] != slot:
                bits &= ~members
        return bits

    def _tiers(self) -> Iterator[Tier]:
        for priority in sorted(Priority, reverse=True):
            for promised in (True, False):
                members = tuple(
                    at
                    for at, flight in enumerate(self.flights)
                    if flight.priority is priority and flight.share is None and (flight.bought is not None) is promised
                )
                if members:
                    weights = tuple(accumulate(self.flights[at].weight for at in members))
                    yield Tier(sum(1 << at for at in members), members, weights, promised)


class _Wanted:
    """One criterion: who does not mind, and who wants what."""

    __slots__ = ("_any", "named")

    def __init__(self, flights: tuple[Flight, ...], wanted: Callable[[Flight], frozenset[str]]) -> None:
        self._any = _bits(not wanted(flight) for flight in flights)
        self.named: dict[str, int] = {}
        for at, flight in enumerate(flights):
            for name in wanted(flight):
                self.named[name] = self.named.get(name, 0) | 1 << at

    def mask(self, found: str) -> int:
        """Return who may stand where ``found`` is so."""
        return self._any | self.named.get(found, 0)

    def mask_of_any(self, found: Iterable[str]) -> int:
        """Return who may stand where all of ``found`` are there; one that is wanted is enough."""
        bits = self._any
        for name in found:
            bits |= self.named.get(name, 0)
        return bits


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << at for at, flag in enumerate(flags) if flag)
