"""Collecting: what nodes counted, brought into the database; as sums, so that twice the same is once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Sum

from standfirst.audience.logs import Key
from standfirst.audience.sums import SETTLED, sums
from standfirst.business.models import Count, Creative, Node

#: Whatever begins with one of these is of advertising; the rest of a tally is the newsroom's.
_EVENTS = ("served", "viewed", "click", "asked", "unfilled")

#: What one sum of an hour is of: event, slot, section, creative.
_Row = tuple[str, str, str, int]


def collect_tallies(folder: Path, node: str) -> int:
    """Bring the database up to what the tallies in ``folder`` come to and return how many sums were new or had grown.

    A tally says what each hour came to so far, and that is what is written: collecting again, or after a crash half
    way, changes nothing. Raises SumsDamaged, OSError, and what the database raises when it is away.
    """
    hours: dict[str, dict[_Row, int]] = defaultdict(dict)
    for key, count in sums(folder).items():
        if key.hour != SETTLED and key.event.partition("-")[0] in _EVENTS:
            row = (key.event, *_subject_of(key))
            hours[key.hour][row] = hours[key.hour].get(row, 0) + count
    known = _known_hours(node)
    grown = 0
    for hour, rows in sorted(hours.items()):
        if sum(rows.values()) != known.get(hour, 0):
            grown += _bring(node, _moment_of(hour), rows)
    Node.objects.update_or_create(name=node, defaults={"heard": datetime.now(UTC)})
    return grown


def _subject_of(key: Key) -> tuple[str, str, int]:
    """Return slot, section and creative of a subject: "top/7" or "top:world"."""
    room, has_creative, creative = key.subject.partition("/")
    slot, _, section = room.partition(":")
    made = int(creative) if has_creative and creative.isdecimal() and len(creative) < 19 else 0
    return slot[:12], section[:80], made


def _known_hours(node: str) -> Mapping[str, int]:
    found = Count.objects.filter(node=node).values("hour").annotate(total=Sum("count")).order_by()
    return {f"{row['hour'].astimezone(UTC):%Y-%m-%dT%H}": row["total"] for row in found}


def _bring(node: str, hour: datetime, rows: Mapping[_Row, int]) -> int:
    with transaction.atomic():
        before = Count.objects.filter(node=node, hour=hour)
        kept = {(row.event, row.slot, row.section, row.creative): row for row in before}
        new = {row: count for row, count in rows.items() if row not in kept}
        flights = dict(
            Creative.objects.filter(pk__in={creative for *_, creative in new}).values_list("pk", "flight_id")
        )
        Count.objects.bulk_create(
            Count(
                node=node,
                hour=hour,
                event=event,
                slot=slot,
                section=section,
                creative=made,
                flight=flights.get(made, 0),
                count=count,
            )
            for (event, slot, section, made), count in new.items()
        )
        grown = []
        for row, count in rows.items():
            # Never less: a node that lost its tally must not take back what was reported.
            if row in kept and kept[row].count < count:
                kept[row].count = count
                grown.append(kept[row])
        Count.objects.bulk_update(grown, ["count"])
    return len(new) + len(grown)


def _moment_of(hour: str) -> datetime:
    return datetime.strptime(f"{hour}+0000", "%Y-%m-%dT%H%z")


def done_by_node(flights: Mapping[int, str]) -> Mapping[int, Counter[str]]:
    """Return what each flight has had by node. flights: the event that counts for each, "served" or "click"."""
    rows = Count.objects.filter(flight__in=flights, event__in=set(flights.values()))
    done: dict[int, Counter[str]] = {flight: Counter() for flight in flights}
    for row in rows.values("flight", "event", "node").annotate(total=Sum("count")).order_by():
        if flights[row["flight"]] == row["event"]:
            done[row["flight"]][row["node"]] += row["total"]
    return done
