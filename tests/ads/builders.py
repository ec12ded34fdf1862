"""Flights for tests: each names only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from standfirst.ads.flight import AdPicture, Advertiser, Creative, Flight, Priority
from standfirst.ads.openings import Openings, Progress
from standfirst.ads.roster import Roster
from standfirst.ads.schedule import Schedule
from standfirst.ads.sizes import BOX, NARROW, SIZES, SLOTS, WIDE, Size
from standfirst.ads.targeting import Place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FERRY = Advertiser("1", "Ferry Line")


def picture(size: Size, digest: str = "ab" * 16) -> AdPicture:
    return AdPicture(size, f"/adverts/picture/{digest}.png")


def creative(
    made: str = "7", *, sizes: tuple[Size, ...] = (WIDE, NARROW, BOX), target: str = "https://ferry.example/"
) -> Creative:
    return Creative(made, "Sail on Sundays", target, tuple(picture(size) for size in sizes))


def flight(
    number: str = "3",
    *,
    priority: Priority = Priority.STANDARD,
    start: datetime = NOON - DAY,
    end: datetime = NOON + DAY,
    creatives: tuple[Creative, ...] | None = None,
    weight: int = 1,
    bought: int | None = None,
    sections: frozenset[str] = frozenset(),
    topics: frozenset[str] = frozenset(),
    barred: frozenset[str] = frozenset(),
    advertiser: Advertiser = FERRY,
    **more: Any,
) -> Flight:
    shown = (creative(number + "0"),) if creatives is None else creatives
    return Flight(number, advertiser, priority, start, end, shown, weight, bought, sections, topics, barred, **more)


def standing(
    *flights: Flight, now: datetime = NOON, had: Mapping[str, Progress] | None = None, **more: Any
) -> Openings:
    """How ``flights`` stand at ``now``, each having had what ``had`` says."""
    schedule = Schedule(flights, **more)
    openings = Openings(Roster(schedule), schedule.traffic())
    openings.look(now=now.timestamp(), seconds=1, had=lambda one: (had or {}).get(one, Progress()))
    return openings


def place(slot: str = "top", section: str = "world", *topics: str, sensitive: bool = False, **more: Any) -> Place:
    return Place(SLOTS[slot], section, frozenset(topics), sensitive, **more)


__all__ = ["DAY", "FERRY", "NOON", "SIZES", "creative", "flight", "picture", "place", "standing"]
