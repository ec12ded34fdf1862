"""Competitive exclusion: two advertisers of one trade never stand on one page.

The slots of a page are asked for one by one, by a browser that says nothing of the others, and nothing is remembered
of any reader. So each page deals each trade that has rivals to one of its slots, by nothing but the page's own words:
whoever of them is shown there, no other can be beside it, at whatever time each slot is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from zlib import crc32

from standfirst.ads.flight import Flight
from standfirst.ads.sizes import SLOTS

_NAMES = tuple(SLOTS)


def slot_of(category: str, page: str) -> str:
    """Return the name of the slot in which the trade ``category`` may stand on ``page`` (``Place.page``)."""
    return _NAMES[crc32(category.encode(), crc32(page.encode())) % len(_NAMES)]


def rival_categories(flights: Iterable[Flight]) -> frozenset[str]:
    """Return the trades in which flights of two advertisers run at the same time at least for a moment."""
    by_category: dict[str, list[Flight]] = {}
    for flight in flights:
        if flight.advertiser.category:
            by_category.setdefault(flight.advertiser.category, []).append(flight)
    return frozenset(category for category, sold in by_category.items() if any(map(_meet, combinations(sold, 2))))


def _meet(two: tuple[Flight, Flight]) -> bool:
    one, other = two
    return one.advertiser.id != other.advertiser.id and one.start < other.end and other.start < one.end
