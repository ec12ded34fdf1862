"""What a reader sets on the page stays on the device, on every page."""

from __future__ import annotations

import pytest

from standfirst.press.wording import wording
from tests.journeys.coming import PHONE, named, wait_for_script

WORDS = wording("en")
SMALLEST = PHONE | {"viewport": {"width": 320, "height": 568}}


def press(page, name):
    """Press the button with this name with the keyboard: its root is closed, and the keyboard still gets there."""
    for _ in range(200):
        page.keyboard.press("Shift+Tab")
        if name in focused(page):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def focused(page):
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node.get("name", {}).get("value")
        for node in nodes
        if any(each["name"] == "focused" and each["value"].get("value") for each in node.get("properties", []))
    ]


@pytest.mark.parametrize("page", [SMALLEST], indirect=True)
def test_larger_text_is_remembered_and_still_fits_the_smallest_screen(page, paper):
    page.goto(f"{paper.site}/")
    wait_for_script(page)
    for _ in range(3):
        press(page, WORDS.larger)
        page.reload()
        wait_for_script(page)

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert named(page, WORDS.normal) == ["button"]


@pytest.mark.parametrize("page", [{"color_scheme": "light"}], indirect=True)
def test_a_dark_page_is_remembered_on_every_page(page, paper):
    page.goto(f"{paper.site}/")
    wait_for_script(page)
    press(page, WORDS.dark)
    page.goto(f"{paper.site}/saltmere/")
    wait_for_script(page)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 20, 19)"
    assert named(page, WORDS.light) == ["button"]
