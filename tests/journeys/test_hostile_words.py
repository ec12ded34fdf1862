"""Pages whose every word is the worst there is: nothing is wider than the screen, and axe finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.coming import PHONE
from tests.journeys.test_accessibility import AXE, WIDE, looked_at
from tests.press.papers import a_full_story, a_live_story, a_story, an_archive, pages, with_words

WORDS = {
    "markup": "</script><b>Ships</b> & <img src=x onerror=alert(1)> \"wait\" 'here'",
    "a word without end": "Donaudampfschifffahrts" * 20,
    "an address": "https://gazette.example/" + "a/very-long_way?to=go&" * 15,
    "turned round": "\u202eships\u202c \u2066wait\u2069 \u200f\u061c",
    "marks on marks": "S\u0351\u0363\u036bh\u0346i\u0313\u030dp\u0489s " * 8,
    "beyond the plane": "🚢 𝕊𝕙𝕚𝕡𝕤 \U0010fffd wait",
    "very many": "Ships wait " * 300,
}


def hostile_pages(words: str) -> dict[str, bytes]:
    """Every kind of page of a paper of such words, by address."""
    stories = [a_full_story(related=("1", "8")), a_story("1", language="ar"), a_live_story("8")]
    archive = an_archive(*(with_words(story, words) for story in stories))
    return {plate.path: plate.body for plate in pages(archive)}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("page", [PHONE, WIDE], indirect=True, ids=["phone", "wide"])
def test_nothing_is_wider_than_the_screen_whatever_words_a_page_holds(page: Any, words: str) -> None:
    wide = {}
    for path, body in hostile_pages(words).items():
        shown(page, body)
        if found := page.evaluate(WIDER, page.viewport_size["width"]):
            wide[path] = found

    assert wide == {}


@pytest.mark.parametrize(
    "page", [PHONE | {"color_scheme": "dark"}, WIDE], indirect=True, ids=["phone dark", "wide light"]
)
def test_axe_finds_nothing_whatever_words_a_page_holds(page: Any) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core; in tests/node type: npm ci --ignore-scripts")
    found = {}
    for path, body in hostile_pages(WORDS["markup"]).items():
        shown(page, body)
        if problems := looked_at(page):
            found[path] = problems

    assert found == {}


#: What stands out beyond the page's edge and can be scrolled to; tables scroll within themselves.
WIDER = """width => {
    const room = document.scrollingElement;
    if (room.scrollWidth <= width) return null;
    const outside = box => box.right > width + 1 || box.left < -1;
    const far = [...document.body.querySelectorAll("*")].filter(one => outside(one.getBoundingClientRect()));
    return [room.scrollWidth, ...far.slice(-3).map(one => one.outerHTML.slice(0, 120))];
}"""


def shown(page: Any, body: bytes) -> None:
    """Have the browser show ``body``, which asks for nothing."""
    page.route("**/*", lambda route: route.abort())
    page.set_content(body.decode(), wait_until="domcontentloaded")
