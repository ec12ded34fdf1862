from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.ads.curve import FLAT, Curve, curve_of
from standfirst.ads.errors import FlightNotRunning
from standfirst.ads.pacing import views_allowed, views_due

START = datetime(2026, 11, 1, tzinfo=UTC)


def test_half_way_half_the_views_are_due_and_a_little_lead() -> None:
    due = views_due(bought=1_000, start=START, end=START + timedelta(days=10), now=START + timedelta(days=5))

    assert due == 512


def test_views_follow_the_sites_own_curve() -> None:
    quiet_nights = Curve(tuple(1 if hour % 24 < 12 else 9 for hour in range(168)))

    noon, night = (
        views_due(
            bought=1_000,
            start=START,
            end=START + timedelta(days=1),
            now=START + timedelta(hours=at),
            curve=quiet_nights,
        )
        for at in (12, 23)
    )

    assert noon == 102
    assert night == 948


def test_what_fell_behind_is_made_up_within_the_hour_not_at_once() -> None:
    in_a_second, at_the_end = (views_allowed(behind=7_200, planned=1, seconds=1, left=left) for left in (86_400, 20))

    assert (in_a_second, at_the_end) == (3, 721)


def test_a_curve_knows_an_hour_nobody_came_in() -> None:
    curve = curve_of([0] * 24 + [100] * 144)

    assert min(curve.hours) > 0
    assert curve_of([0] * 168) is FLAT


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.floats(0, 1, exclude_max=True))
def test_due_views_stay_between_none_and_all(bought: int, seconds: int, part: float) -> None:
    now = START + timedelta(seconds=int(seconds * part))

    due = views_due(bought=bought, start=START, end=START + timedelta(seconds=seconds), now=now)

    assert 0 <= due <= bought


@pytest.mark.parametrize("now", [START - timedelta(microseconds=1), START + timedelta(days=1)])
def test_outside_its_period_nothing_can_be_due(now: datetime) -> None:
    with pytest.raises(FlightNotRunning):
        views_due(bought=1, start=START, end=START + timedelta(days=1), now=now)
