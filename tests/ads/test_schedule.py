from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standfirst.ads.errors import ScheduleUnreadable
from standfirst.ads.flight import Priority
from standfirst.ads.schedule import Schedule, schedule_of, written
from tests.ads.builders import NOON, creative, flight

slugs = st.frozensets(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), max_size=3)
sold = st.builds(
    lambda number, priority, days, weight, bought, sections, topics, barred: flight(
        str(number),
        priority=priority,
        end=NOON + timedelta(days=days),
        weight=weight,
        bought=bought,
        sections=sections,
        topics=topics,
        barred=barred,
    ),
    st.integers(0, 10**9),
    st.sampled_from(Priority),
    st.integers(1, 400),
    st.integers(1, 100),
    st.none() | st.integers(1, 10**9),
    slugs,
    slugs,
    slugs,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(sold, max_size=5, unique_by=lambda one: one.id))
def test_a_written_schedule_reads_back_the_same(flights: list[Any]) -> None:
    schedule = Schedule(tuple(flights))

    assert schedule_of(written(schedule), where="schedule.json") == schedule


def damaged(change: Callable[[dict[str, Any]], object]) -> bytes:
    raw = json.loads(written(Schedule((flight(bought=5, sections=frozenset({"world"})),))))
    change(raw)
    return json.dumps(raw).encode()


def first(raw: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = raw["flights"][0]
    return found


def shown(raw: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = first(raw)["creatives"][0]
    return found


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda raw: raw.update(schedule=1), "format 1"),
        (lambda raw: raw.update(schedule=True), "schedule"),
        (lambda raw: raw.update(more=1), "'more'"),
        (lambda raw: raw.update(flights={}), "flights"),
        (lambda raw: raw["flights"].append(7), r"flights\[1\]"),
        (lambda raw: raw["flights"].append(first(raw)), "'3'"),
        (lambda raw: first(raw).pop("end"), "end is missing"),
        (lambda raw: first(raw).update(end=first(raw)["start"]), "end"),
        (lambda raw: first(raw).update(start="2026-11-20T00:00:00"), "start"),
        (lambda raw: first(raw).update(start=5), "start"),
        (lambda raw: first(raw).update(priority="urgent"), "priority"),
        (lambda raw: first(raw).update(weight=0), "weight"),
        (lambda raw: first(raw).update(weight=1.5), "weight"),
        (lambda raw: first(raw).update(bought=0), "bought"),
        (lambda raw: first(raw).update(sections=["World"]), "sections"),
        (lambda raw: first(raw).update(sections="world"), "sections"),
        (lambda raw: first(raw).update(id="../1"), "id"),
        (lambda raw: first(raw)["advertiser"].update(cookie="x"), "advertiser: unknown field 'cookie'"),
        (lambda raw: shown(raw).update(target="javascript:alert(1)"), "target"),
        (lambda raw: shown(raw).update(target="https://Ferry.example"), "target"),
        (lambda raw: shown(raw).update(alt=""), "alt"),
        (lambda raw: shown(raw).update(alt="\ud800"), "JSON"),
        (lambda raw: shown(raw)["pictures"][0].update(width=971), "width"),
        (lambda raw: shown(raw)["pictures"][0].update(path="https://evil.example/x.png"), "path"),
        (lambda raw: shown(raw)["pictures"][0].update(path="/adverts/picture/../../x.svg"), "path"),
    ],
)
def test_a_wrong_schedule_is_refused_by_name(change: Callable[[dict[str, Any]], object], names: str) -> None:
    with pytest.raises(ScheduleUnreadable, match=names) as refused:
        schedule_of(damaged(change), where="schedule.json")

    assert "schedule.json" in str(refused.value)


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"schedule": NaN, "flights": []}',
        b'{"schedule": 1, "schedule": 1, "flights": []}',
        b'{"schedule": ' + b"9" * 5_000 + b', "flights": []}',
        b" " * 9_000_000,
    ],
)
def test_a_damaged_file_is_refused(stored: bytes) -> None:
    with pytest.raises(ScheduleUnreadable):
        schedule_of(stored, where="schedule.json")


def test_one_creative_is_sold_once() -> None:
    twice = written(Schedule((flight("1", creatives=(creative("7"),)), flight("2", creatives=(creative("7"),)))))

    with pytest.raises(ScheduleUnreadable, match="creative id '7'"):
        schedule_of(twice, where="schedule.json")


def test_a_written_schedule_does_not_change_with_the_hour_it_is_written() -> None:
    schedule = Schedule((flight(topics=frozenset({"b", "a", "c"})),))

    assert written(schedule) == written(schedule_of(written(schedule), where="schedule.json"))
