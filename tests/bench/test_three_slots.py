from __future__ import annotations

import pytest

from bench.three_slots import SLOT_BYTES, ThreeSlots

SLOTS = {"top": 2_900, "mid": 2_800, "foot": 2_900}
FINE = ThreeSlots("/world/x/", 9_700, SLOTS, {390: 0.0})


def test_a_page_within_its_budgets_holds():
    assert FINE.holds(14_600)


@pytest.mark.parametrize(
    "found",
    [
        ThreeSlots("/", 14_601, SLOTS),
        ThreeSlots("/", 9_700, SLOTS | {"mid": SLOT_BYTES + 1}),
        ThreeSlots("/", 9_700, {"top": 2_900, "foot": 2_900}),
        ThreeSlots("/", 9_700, SLOTS, {390: 0.0, 1280: 0.01}),
    ],
    ids=["a heavy page", "a heavy slot", "a slot missing", "something moved"],
)
def test_a_page_that_misses_one_of_them_does_not(found):
    assert not found.holds(14_600)
