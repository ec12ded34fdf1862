from __future__ import annotations

import pytest

from standfirst.press.slots import slots_of
from tests.press.papers import STRAIT, a_story, an_archive, printed, tree


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({}, "world?lang=en"),
        ({"topics": (STRAIT,)}, f"world?lang=en&topics={STRAIT.slug}"),
        ({"place": "São Paulo"}, "world?lang=en&place=sao-paulo"),
        ({"place": "—"}, "world?lang=en"),
    ],
)
def test_a_slot_is_asked_with_what_the_page_says(parts, asked):
    assert slots_of("world", "en", **parts) == asked


def test_every_slot_of_a_story_is_asked_with_the_same_words_under_an_honest_name():
    page = tree(printed(an_archive(a_story("1", place="Odesa", language="uk")), "story", "1"))

    frames = page.xpath("//div[@class='ad-slot']/noscript/iframe")

    asked = {frame.get("src").split("/", 3)[3] for frame in frames}
    assert asked == {f"world?lang=uk&topics={STRAIT.slug}&place=odesa"}
    assert {frame.get("src").split("/")[2] for frame in frames} == {"top", "mid", "foot"}
    assert {frame.get("sandbox") for frame in frames} == {"allow-scripts allow-popups allow-popups-to-escape-sandbox"}
    assert all("allow-same-origin" not in frame.get("sandbox") for frame in frames)
