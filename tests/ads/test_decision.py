from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standfirst.ads.decision import Decision, decide, reasons
from standfirst.ads.flight import Advertiser, Device, Flight, Priority
from standfirst.ads.openings import Openings, Progress, opening
from standfirst.ads.sizes import BOX, SIZES, SLOTS
from standfirst.ads.targeting import Place, objection
from tests.ads.builders import DAY, NOON, creative, flight, place, standing

SECTIONS = ("world", "home", "sport")
TOPICS = ("kyiv", "ferries", "war")
some = st.frozensets


@st.composite
def flights(draw: st.DrawFn) -> list[Flight]:
    count = draw(st.integers(0, 6))
    return [
        flight(
            str(number),
            priority=draw(st.sampled_from(Priority)),
            start=NOON + draw(st.integers(-3, 1)) * DAY,
            end=NOON + draw(st.integers(2, 4)) * DAY,
            creatives=tuple(
                creative(f"{number}{at}", sizes=tuple(sorted(draw(some(st.sampled_from(SIZES))), reverse=True)))
                for at in range(draw(st.integers(0, 3)))
            ),
            weight=draw(st.integers(1, 9)),
            bought=draw(st.none() | st.integers(1, 100)),
            sections=draw(some(st.sampled_from(SECTIONS))),
            topics=draw(some(st.sampled_from(TOPICS))),
            barred=draw(some(st.sampled_from(TOPICS))),
            advertiser=Advertiser(str(draw(st.integers(1, 3))), "Customer", draw(st.sampled_from(("", "cars")))),
            share=draw(st.none() | st.integers(1, 100)),
            devices=draw(some(st.sampled_from(Device))),
            countries=draw(some(st.sampled_from(("GB", "UA")))),
        )
        for number in range(count)
    ]


places = st.builds(
    Place,
    st.sampled_from(list(SLOTS.values())),
    st.sampled_from(SECTIONS),
    some(st.sampled_from(TOPICS)),
    st.booleans(),
    device=st.sampled_from(Device),
    country=st.sampled_from(("", "GB")),
)


def asked(openings: Openings, where: Place, *, dice: Any = lambda: 0.0, had: frozenset[str] = frozenset()) -> Decision:
    """Decide, and take it down as delivery does."""
    found = decide(openings, where, dice=dice, had=had)
    openings.gave(found.able, found.choice.at if found.choice else None)
    return found


def why(openings: Openings, where: Place, had: frozenset[str] = frozenset()) -> list[str]:
    found = decide(openings, where, dice=lambda: 0.0, had=had)
    told = reasons(openings, where, found, had=had, waits=lambda one: "waits")
    return [reason.why for reason in told]


@settings(max_examples=400, deadline=None)
@given(flights(), places, st.integers(0, 2**32), st.integers(-4, 5), st.integers(0, 120))
def test_a_slot_never_shows_what_was_not_sold_for_it(
    sold: list[Flight], where: Place, seed: int, day: int, served: int
) -> None:
    now = NOON + day * DAY
    openings = standing(*sold, now=now, had={one.id: Progress(served) for one in sold})

    decision = decide(openings, where, dice=Random(seed).random)

    told = reasons(openings, where, decision, waits=lambda one: "waits")
    assert len(told) == len(sold)
    if decision.choice is None:
        assert all(reason.why != "shown" for reason in told)
        return
    shown = decision.choice.flight
    assert [reason.flight for reason in told if reason.why == "shown"] == [shown.id]
    assert objection(shown, where) is None
    assert shown.start <= now < shown.end
    assert shown.bought is None or served < shown.bought
    assert decision.choice.creative in shown.creatives
    assert decision.choice.creative.pictures_for(where.slot)


@settings(max_examples=100, deadline=None)
@given(flights(), places, st.integers(0, 2**32))
def test_the_same_dice_give_the_same_decision(sold: list[Flight], where: Place, seed: int) -> None:
    first, second = (decide(standing(*sold), where, dice=Random(seed).random) for _ in range(2))

    assert first == second


def test_no_ad_stands_beside_a_sensitive_story_or_a_topic_the_paper_bars() -> None:
    openings = standing(flight(), barred=frozenset({"war"}))

    assert why(openings, place(sensitive=True)) == ["the story is sensitive"]
    assert why(openings, place("top", "world", "war")) == ["the paper shows no ads beside topic war"]
    assert decide(openings, place("top", "world", "war"), dice=lambda: 0.0).choice is None


def test_a_sponsorship_goes_before_standard_and_standard_before_the_house() -> None:
    sold = [flight(str(number), priority=Priority(number)) for number in (1, 2, 3)]

    winners = [decide(standing(*sold[:count]), place(), dice=lambda: 0.5).choice for count in (1, 2, 3)]

    assert [winner.flight.priority for winner in winners if winner] == [1, 2, 3]


def test_a_flight_ends_on_the_instant() -> None:
    one = flight(end=NOON)

    before, at = (decide(standing(one, now=now), place(), dice=lambda: 0.0).choice for now in (NOON - DAY / 2, NOON))

    assert before is not None
    assert at is None


@pytest.mark.parametrize("others", [0, 60])
def test_equals_are_drawn_by_weight(others: int) -> None:
    more = [flight(str(100 + at), sections=frozenset({"sport"})) for at in range(others)]
    openings = standing(flight("1", weight=3), flight("2", weight=1), *more)
    dice = Random(5).random

    drawn = Counter(decide(openings, place(), dice=dice).choice.flight.id for _ in range(4_000))  # type: ignore[union-attr]

    assert drawn.keys() == {"1", "2"}
    assert 2_850 < drawn["1"] < 3_150


def test_among_many_the_dice_are_as_fair_as_among_few() -> None:
    openings = standing(*(flight(str(at), weight=1 + at % 2) for at in range(100)))
    dice = Random(5).random

    drawn = Counter(int(decide(openings, place(), dice=dice).choice.flight.id) % 2 for _ in range(6_000))  # type: ignore[union-attr]

    assert 1.85 < drawn[1] / drawn[0] < 2.15


def test_of_those_with_a_goal_the_one_furthest_behind_goes_first_and_before_those_without() -> None:
    openings = standing(
        flight("1", bought=1_000), flight("2", bought=1_000), flight("3"), had={"1": Progress(400), "2": Progress(10)}
    )

    shown = [decide(openings, place(), dice=Random(seed).random).choice for seed in range(20)]

    assert Counter(choice.flight.id for choice in shown if choice)["2"] >= 18
    assert not any(choice.flight.id == "3" for choice in shown if choice)


@pytest.mark.parametrize("share", [1, 30, 50, 99, 100])
def test_a_share_of_voice_is_exact_to_a_single_view(share: int) -> None:
    openings = standing(flight("1", priority=Priority.SPONSORSHIP, share=share), flight("2"))

    shown = Counter(asked(openings, place()).choice.flight.id for _ in range(1_000))  # type: ignore[union-attr]

    assert abs(shown["1"] - 10 * share) <= 1


def test_two_shares_are_both_exact() -> None:
    openings = standing(flight("1", share=60), flight("2", share=40), flight("3"))

    shown = Counter(asked(openings, place()).choice.flight.id for _ in range(1_000))  # type: ignore[union-attr]

    assert abs(shown["1"] - 600) <= 1
    assert abs(shown["2"] - 400) <= 1


def test_a_flight_with_a_daily_cap_waits_for_the_next_day() -> None:
    one, house = flight("1", daily_cap=10), flight("2", priority=Priority.HOUSE)

    shown = [
        decide(standing(one, house, had={"1": Progress(50, today=today)}), place(), dice=lambda: 0.0).choice
        for today in (9, 10)
    ]

    assert [choice.flight.id for choice in shown if choice] == ["1", "2"]


def test_a_device_that_has_seen_a_flight_often_enough_is_shown_another() -> None:
    openings = standing(flight("1", priority=Priority.SPONSORSHIP), flight("2"))

    found = decide(openings, place(), dice=lambda: 0.0, had=frozenset({"1", "nonsense"}))

    assert found.choice is not None
    assert found.choice.flight.id == "2"
    assert why(openings, place(), frozenset({"1"}))[0] == "this device has seen it often enough"


def test_rivals_never_stand_on_one_page_whatever_the_dice_say() -> None:
    red, blue = (Advertiser(name, name, "cars") for name in ("1", "2"))
    openings = standing(flight("1", advertiser=red), flight("2", advertiser=blue), flight("3", weight=2))
    dice = Random(3).random

    for number in range(300):
        shown = {
            choice.flight.advertiser.id
            for slot in SLOTS
            if (choice := decide(openings, place(slot, "world", f"topic-{number}"), dice=dice).choice)
            if choice.flight.advertiser.category
        }
        assert len(shown) <= 1

    everywhere = {
        (slot, choice.flight.id)
        for slot in SLOTS
        for number in range(200)
        if (choice := decide(openings, place(slot, "world", f"topic-{number}"), dice=dice).choice)
    }
    assert everywhere == {(slot, one) for slot in SLOTS for one in ("1", "2", "3")}


def test_a_trade_with_one_advertiser_at_a_time_is_not_kept_apart() -> None:
    red, blue = (Advertiser(name, name, "cars") for name in ("1", "2"))
    openings = standing(flight("1", advertiser=red), flight("2", advertiser=blue, start=NOON + DAY, end=NOON + 2 * DAY))

    shown = [decide(openings, place(slot), dice=lambda: 0.0).choice for slot in SLOTS]

    assert [choice.flight.id for choice in shown if choice] == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"places": frozenset({"kyiv"})}, {"place": "kyiv"}),
        ({"languages": frozenset({"en"})}, {"language": "en-gb"}),
        ({"devices": frozenset({Device.PHONE})}, {"device": Device.PHONE}),
        ({"countries": frozenset({"GB"})}, {"country": "GB"}),
        ({"slots": frozenset({"top"})}, {}),
    ],
)
def test_a_flight_stands_only_where_it_is_sold(wanted: dict[str, Any], found: dict[str, Any]) -> None:
    openings = standing(flight(**wanted))

    assert decide(openings, place("top", **found), dice=lambda: 0.0).choice is not None
    assert decide(openings, place("mid"), dice=lambda: 0.0).choice is None
    assert why(openings, place("mid"))[0].startswith("not sold for")


def test_a_flight_ahead_of_its_pace_waits_and_the_house_ad_stands_in() -> None:
    paced = flight("1", bought=100)
    house = flight("2", priority=Priority.HOUSE)

    on_time, ahead, done = (
        decide(standing(paced, house, had={"1": Progress(served)}), place(), dice=lambda: 0.0).choice
        for served in (50, 51, 100)
    )

    assert [choice.flight.id for choice in (on_time, ahead, done) if choice] == ["1", "2", "2"]


@pytest.mark.parametrize(
    ("served", "told"), [(50, ""), (51, "ahead of its even pace"), (100, "has had every view it was sold")]
)
def test_a_salesperson_is_told_why_a_flight_waits(served: int, told: str) -> None:
    openings = standing(flight(bought=100))
    [line] = openings.lines

    found = opening(openings.roster.flights[0], line, Progress(served), now=NOON.timestamp(), seconds=1)

    assert found.why == told


def test_between_two_looks_no_more_is_given_than_was_found() -> None:
    openings = standing(flight("1", bought=100), flight("2"), had={"1": Progress(50)})

    shown = [asked(openings, place()).choice.flight.id for _ in range(3)]  # type: ignore[union-attr]

    assert shown == ["1", "2", "2"]


def test_a_creative_stands_only_where_its_picture_fits() -> None:
    boxed = standing(flight(creatives=(creative(sizes=(BOX,)),)))

    shown = {slot: decide(boxed, place(slot), dice=lambda: 0.0).choice for slot in SLOTS}

    assert [slot for slot, choice in shown.items() if choice] == ["mid"]


@pytest.mark.parametrize(("throw", "shown"), [(0.0, "1"), (0.49, "1"), (0.5, "2"), (0.9999999999999999, "2")])
def test_every_throw_of_the_dice_finds_a_creative(throw: float, shown: str) -> None:
    two = standing(flight(creatives=(creative("1"), creative("2"))))

    decision = decide(two, place(), dice=lambda: throw)

    assert decision.choice is not None
    assert decision.choice.creative.id == shown


def test_a_flight_over_by_a_second_is_over() -> None:
    assert standing(flight(end=NOON + timedelta(seconds=1)), now=NOON).bits == 1
    assert standing(flight(end=NOON), now=NOON).bits == 0
