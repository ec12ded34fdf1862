from __future__ import annotations

import random

import pytest

from standfirst.ads.letter_trial import ENOUGH_SHOWN, ERROR, Outcome, days_to_tell, share_of, standing_of


def test_nobody_was_asked_says_nothing() -> None:
    share = share_of(Outcome())

    assert (share.low, share.high) == (0.0, 1.0)


def test_an_interval_holds_its_share_and_narrows() -> None:
    few, many = share_of(Outcome(shown=100, allowed=16)), share_of(Outcome(shown=10_000, allowed=1_600))

    assert few.low < 0.16 < few.high
    assert few.low < many.low < 0.16 < many.high < few.high


@pytest.mark.parametrize(("allowed", "edge"), [(0, "low"), (50, "high")])
def test_none_and_all_reach_the_ends(allowed: int, edge: str) -> None:
    share = share_of(Outcome(shown=50, allowed=allowed))

    assert getattr(share, edge) == share.share


def test_allowed_twice_by_one_reader_is_no_share_above_all() -> None:
    assert share_of(Outcome(shown=10, allowed=12)).share == 1.0


def test_looking_every_day_and_stopping_when_it_pleases_is_wrong_no_more_often_than_it_says() -> None:
    """Equal letters, looked at again and again: a common interval calls a winner in more than one of four such trials."""
    dice = random.Random(7)
    wrong = 0
    for _ in range(60):
        counts = {"a": [0, 0], "b": [0, 0]}
        for _ in range(30):
            for count in counts.values():
                count[0] += 100
                count[1] += sum(dice.random() < 0.16 for _ in range(100))
            if standing_of(
                {name: Outcome(shown=shown, allowed=allowed) for name, (shown, allowed) in counts.items()}
            ).best:
                wrong += 1
                break

    assert wrong / 60 <= ERROR


def test_a_better_letter_is_found() -> None:
    standing = standing_of({"a": Outcome(shown=3_000, allowed=360), "b": Outcome(shown=3_000, allowed=660)})

    assert (standing.decided, standing.best) == (True, "b")


def test_what_cannot_be_told_apart_goes_on() -> None:
    standing = standing_of({"a": Outcome(shown=300, allowed=48), "b": Outcome(shown=300, allowed=55)})

    assert (standing.decided, standing.best) == (False, None)


def test_and_ends_when_enough_were_asked() -> None:
    even = Outcome(shown=ENOUGH_SHOWN, allowed=ENOUGH_SHOWN // 6)

    assert (standing_of({"a": even, "b": even}).decided, standing_of({"a": even, "b": even}).best) == (True, None)


def test_one_letter_is_no_comparison() -> None:
    assert not standing_of({"a": Outcome(shown=ENOUGH_SHOWN)}).decided


def test_how_long_it_takes_is_said_at_the_pace_so_far() -> None:
    assert days_to_tell([Outcome(shown=1_000), Outcome(shown=1_200)], 10) == 190
    assert days_to_tell([Outcome()], 0) is None
