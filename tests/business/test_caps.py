"""How often one device sees a flight: the paper's usual where nothing else was agreed, and the business side sees which."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from standfirst.ads.flight import Frequency, Priority
from standfirst.business.caps import cap_of, cap_said
from standfirst.business.export import sold_schedule
from standfirst.business.models import HouseRules
from standfirst.business.roles import SALES
from tests.business.selling import creative, flight

pytestmark = pytest.mark.django_db

SPONSOR, HOUSE = Priority.SPONSORSHIP.value, Priority.HOUSE.value


@pytest.mark.parametrize(
    ("values", "cap"),
    [
        ({}, Frequency(3, 24)),
        ({"frequency_views": 5, "frequency_hours": 48}, Frequency(5, 48)),
        ({"frequency_views": 0}, None),
        ({"share": 20}, None),
        ({"priority": SPONSOR}, None),
        ({"priority": HOUSE}, None),
        ({"priority": SPONSOR, "frequency_views": 2}, Frequency(2, 24)),
    ],
)
def test_a_flight_has_its_own_cap_or_the_papers_usual(values: dict[str, Any], cap: Frequency | None) -> None:
    assert cap_of(flight(**values), HouseRules()) == cap


def test_the_usual_is_what_the_paper_says_it_is() -> None:
    assert cap_of(flight(), HouseRules(usual_views=10, usual_hours=12)) == Frequency(10, 12)
    assert cap_of(flight(), HouseRules(usual_views=0)) is None


def test_a_new_papers_devices_count_only_after_consent_and_readers_sites_are_told() -> None:
    creative()

    schedule = sold_schedule(now=datetime.now(UTC), zone=UTC)

    assert schedule.remember == "given"
    assert [sold.frequency for sold in schedule.flights] == [Frequency(3, 24)]


@pytest.mark.parametrize(
    ("values", "memory", "said"),
    [
        ({}, "given", "At most 3 views a device within 24 hours (the paper's usual); devices count where a page says"),
        ({"frequency_views": 1}, "on", "At most 1 view a device within 24 hours (its own); devices count."),
        ({}, "off", "but devices may not count (Settings, Advertising), so nothing holds it."),
        ({"frequency_views": 0}, "on", "No cap on how often one device sees it."),
    ],
)
def test_it_is_said_whether_anything_holds_a_flight_to_its_cap(values: Any, memory: str, said: str) -> None:
    assert said in cap_said(flight(**values), HouseRules(device_memory=memory))


def test_a_flights_and_an_orders_page_say_it() -> None:
    sold = flight(name="Autumn")
    user = get_user_model().objects.create_user("sam", "sam@paper.example", "a long password")
    user.groups.add(Group.objects.get(name=SALES))
    client = Client()
    client.force_login(user)

    pages = [
        client.get(reverse("sales_flight", args=[sold.pk])).content.decode(),
        client.get(reverse("sales_order", args=[sold.order.pk])).content.decode(),
    ]

    assert all("At most 3 views a device within 24 hours" in page for page in pages)


def test_rules_that_count_over_no_time_are_refused() -> None:
    with pytest.raises(ValidationError):
        HouseRules(usual_hours=0).full_clean()
