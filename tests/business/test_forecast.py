"""What there is to sell: from the paper's own past counts, for all of it and section by section."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from standfirst.ads.sizes import SLOTS
from standfirst.business.collecting import collect_tallies
from standfirst.business.forecast import forecast, traffic_curve
from standfirst.business.models import Count
from standfirst.business.roles import SALES
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from tests.ads.builders import NOON
from tests.ads.builders import flight as running
from tests.business.selling import flight
from tests.delivery.adverts_desk import Desk

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
#: A day of the week on which ``counted`` counted something.
FRIDAY = (NOW + timedelta(days=4)).date()


def counted(much: int, section: str = "", slots: Any = SLOTS) -> None:
    """``much`` views of each slot on each of the last four Fridays."""
    for week in range(4):
        for slot in slots:
            hour = NOW - timedelta(days=7 * week + 3)
            Count.objects.create(node="main", hour=hour, event="asked", slot=slot, section=section, count=much)


def found_on_friday() -> dict[tuple[str | None, str], tuple[int, int, int]]:
    found = forecast(SLOTS, FRIDAY, FRIDAY, now=NOW)
    return {(one.section, one.slot): (one.expected, one.sold, one.free) for one in found}


def test_a_forecast_comes_from_the_papers_own_past_and_what_is_sold() -> None:
    counted(700)
    flight(goal=300, slots="top", first_day=FRIDAY, last_day=FRIDAY)

    found = found_on_friday()

    assert found["", "top"] == (700, 300, 400)
    assert found["", "mid"] == (700, 0, 700)
    curve = traffic_curve(NOW)
    assert curve is not None
    assert curve.hours.index(max(curve.hours)) == 4 * 24 + 9


def test_each_section_has_a_forecast_of_its_own_and_together_they_are_the_papers() -> None:
    counted(900, "world")
    counted(100, "sport")

    found = found_on_friday()

    assert found["world", "top"] == (900, 0, 900)
    assert found["sport", "top"] == (100, 0, 100)
    assert found["", "top"] == (1_000, 0, 1_000)
    assert list(dict.fromkeys(section for section, _ in found)) == ["", "world", "sport"]


def test_what_was_counted_before_sections_were_is_of_no_section() -> None:
    counted(50)
    counted(100, "sport")

    found = found_on_friday()

    assert found[None, "top"] == (50, 0, 50)
    assert found["", "top"] == (150, 0, 150)


def test_a_flight_takes_from_the_sections_it_was_sold_for_and_from_no_other() -> None:
    counted(900, "world")
    counted(100, "sport")
    flight(goal=60, sections="sport", slots="top", first_day=FRIDAY, last_day=FRIDAY)

    found = found_on_friday()

    assert found["sport", "top"] == (100, 60, 40)
    assert found["world", "top"] == (900, 0, 900)
    assert found["", "top"] == (1_000, 60, 940)


def test_a_flight_sold_for_everywhere_takes_where_readers_are() -> None:
    counted(900, "world")
    counted(100, "sport")
    flight(goal=500, slots="top", first_day=FRIDAY, last_day=FRIDAY)

    found = found_on_friday()

    assert (found["world", "top"][1], found["sport", "top"][1]) == (450, 50)


def test_a_section_sold_though_nobody_is_expected_there_shows_it() -> None:
    counted(900, "world")
    flight(goal=30, sections="obituaries", first_day=FRIDAY, last_day=FRIDAY)

    found = found_on_friday()

    assert {slot: found["obituaries", slot] for slot in SLOTS} == dict.fromkeys(SLOTS, (0, 10, 0))


def test_slots_asked_for_are_counted_and_collected_by_section(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    Binder(desk.edition).bind([Plate("/world/", b"A front", "text/html")])
    desk.sell(running("1", slots=frozenset({"top"})))
    for address in ("top/world", "top/world", "mid/world", "top/home", "top/made-up-1", "top/made-up-2"):
        desk.ask(f"/adverts/{address}", "lang=en")
    desk.tally.flush()

    for _ in range(2):
        collect_tallies(desk.tally.folder, "main")

    rows = Count.objects.filter(event__in=("asked", "unfilled"), hour=NOON)
    assert {(row.event, row.slot, row.section): row.count for row in rows} == {
        ("asked", "top", "world"): 2,
        ("unfilled", "mid", "world"): 1,
        ("asked", "top", "home"): 1,
        # Whatever else an address names is one row, so that nobody can make the counts grow.
        ("asked", "top", ""): 2,
    }


def test_the_business_side_sees_it_section_by_section() -> None:
    user = get_user_model().objects.create_user("sam", "sam@paper.example", "a long password")
    user.groups.add(Group.objects.get(name=SALES))
    client = Client()
    client.force_login(user)
    lately = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    Count.objects.create(node="main", hour=lately, event="asked", slot="top", section="harbour", count=4_000)

    page = client.get(reverse("sales_forecast")).content.decode()

    assert "<td>harbour</td><td>top</td><td>4\N{NARROW NO-BREAK SPACE}000</td>" in page
