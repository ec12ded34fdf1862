"""A story with three ads keeps to the page's budget, each slot to its own, and nothing on the screen moves."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import brotlicffi
import pytest

from bench.pages import ONE_ROUND_TRIP
from bench.three_slots import SLOT_BYTES, ThreeSlots, answer, shift_of, three_slots

STORY = re.compile(r'<h[23][^>]*><a href="(/[a-z-]+/\d{4}/\d\d/\d\d/[^"]+/)"')


@pytest.fixture(scope="module")
def story(paper: Any) -> ThreeSlots:
    """The first story on the front page that has ads; those marked as sensitive have none."""
    host = urlsplit(paper.site).netloc
    _, body = answer(host, "/")
    read = (three_slots(host, path) for path in STORY.findall(brotlicffi.decompress(body).decode()))
    return next(found for found in read if found.slots)


def test_a_story_with_three_slots_is_in_its_budget_and_so_is_each_slot(story: ThreeSlots) -> None:
    assert set(story.slots) == {"top", "mid", "foot"}
    assert story.page <= ONE_ROUND_TRIP
    assert max(story.slots.values()) <= SLOT_BYTES


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_story_with_three_ads_is_read_to_its_end(
    paper: Any, story: ThreeSlots, browser: Any, width: int
) -> None:
    assert shift_of(browser, f"{paper.site}{story.path}", width) == 0
