from __future__ import annotations

import pytest

from standfirst.ads.sizes import LABEL_HEIGHT, SLOTS


@pytest.mark.parametrize(
    ("slot", "room", "picture"), [("top", 1280, 250), ("top", 390, 100), ("top", 200, 100), ("mid", 390, 250)]
)
def test_a_slot_reserves_the_height_of_its_widest_fitting_picture(slot: str, room: int, picture: int) -> None:
    assert SLOTS[slot].height(room) == picture + LABEL_HEIGHT
