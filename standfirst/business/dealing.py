"""Dealing: where several nodes serve readers, each is told its part of every goal (``ads/allotment.py``)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db.models import Sum

from standfirst.ads.allotment import Report, allot
from standfirst.ads.allotments_file import Dealt, Parts, allotments_file, allotments_of, allotments_written
from standfirst.ads.errors import ScheduleUnreadable
from standfirst.ads.flight import Unit
from standfirst.ads.pacing import Line
from standfirst.ads.schedule import Schedule, schedule_file, schedule_of
from standfirst.business.collecting import done_by_node
from standfirst.business.models import Count, Node
from standfirst.disk import swap

#: The measure of a node's share is what it was asked for lately.
_LATELY = timedelta(hours=24)
#: A node not heard of for so long is forgotten; what it gave stays counted.
_FORGOTTEN = timedelta(days=3)


def deal(edition: Path, *, now: datetime) -> bool:
    """Write what each node may give from ``now`` (aware) on, and return whether there was anything to deal.

    One node alone needs no parts: it paces itself by its own counts, and no file is there.
    """
    file = allotments_file(edition)
    nodes = {node.name: node.heard for node in Node.objects.filter(heard__gte=now - _FORGOTTEN)}
    if len(nodes) < 2:
        file.unlink(missing_ok=True)
        return False
    stored = schedule_file(edition)
    try:
        schedule = schedule_of(stored.read_bytes(), where=str(stored))
    except (FileNotFoundError, ScheduleUnreadable):
        return False
    before: Parts = {}
    with suppress(FileNotFoundError, ScheduleUnreadable):
        before = allotments_of(file.read_bytes(), str(file)).parts or {}
    swap(file, allotments_written(Dealt(int(now.timestamp()), _parts(schedule, before, nodes, now))))
    return True


def _parts(schedule: Schedule, before: Parts, nodes: dict[str, datetime], now: datetime) -> Parts:
    flights = [one for one in schedule.flights if one.bought is not None or one.daily_cap is not None]
    events = {int(one.id): "click" if one.unit is Unit.CLICKS else "served" for one in flights}
    done, readers = done_by_node(events), _readers(now)
    parts = {}
    for flight in flights:
        # A flight that is only capped a day has no goal; its line serves to share the cap.
        line = Line(
            flight.bought or 1_000_000_000,
            flight.start.timestamp(),
            flight.end.timestamp(),
            schedule.traffic(),
        )
        reports = {
            name: Report(done[int(flight.id)][name], heard.timestamp(), readers[name]) for name, heard in nodes.items()
        }
        parts[flight.id] = allot(line, reports, before.get(flight.id, {}), now=now.timestamp())
    return parts


def _readers(now: datetime) -> Counter[str]:
    rows = Count.objects.filter(event__in=("asked", "unfilled"), hour__gte=now.astimezone(UTC) - _LATELY)
    return Counter({row["node"]: row["total"] for row in rows.values("node").annotate(total=Sum("count")).order_by()})
