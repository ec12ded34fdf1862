"""Tap to read full story: for a phone reader from elsewhere; everybody else, and every copy, has the story whole."""

from __future__ import annotations

import re

import httpx
import pytest

from bench.capture import captured_of
from bench.consumers import CONSUMERS
from bench.readings import worth_of
from standfirst.audience.sums import sums, totals
from standfirst.press.wording import wording
from tests.config.running import until
from tests.journeys.coming import ELSEWHERE, PHONE, come, is_drawn, named, wait_for_script

TAP = wording("en").tap
PATH = "/saltmere/2026/11/18/swing-bridge-vote/"
#: The first and the last line of the rest; the lines before are shown.
FIRST_NEW, LAST = "“A harbour you can enter", "The Patient Annie was the first boat"

on_a_phone = pytest.mark.parametrize("page", [PHONE], indirect=True)


@pytest.fixture
def folded(page, paper):
    come(page, f"{paper.site}{PATH}")
    assert named(page, TAP) == ["button"]
    return page


def tap(page):
    """Bring the button on the screen and press it with the keyboard; the pointer cannot look into a closed root."""
    page.evaluate("document.querySelector('main > article').scrollIntoView({block: 'end'})")
    page.locator(".sf-tool").first.wait_for()
    page.evaluate("document.querySelector('.sf-tool').previousElementSibling.tabIndex = -1")
    box = page.evaluate("document.querySelector('main > article').getBoundingClientRect().bottom")
    page.touchscreen.tap(195, box - 20)


@on_a_phone
def test_a_phone_reader_from_elsewhere_meets_the_first_lines_and_a_button(folded, complaints):
    assert is_drawn(folded, "The swing bridge will go on swinging.")
    assert not is_drawn(folded, FIRST_NEW)
    assert not is_drawn(folded, LAST)
    assert folded.evaluate("window.shifted") == 0
    assert [said for said in complaints if "/adverts/" not in said and "sandboxed" not in said] == []


@on_a_phone
def test_a_tap_opens_the_rest_and_moves_the_focus_to_its_first_paragraph(folded):
    tap(folded)

    folded.wait_for_function("document.activeElement !== document.body")
    assert folded.evaluate("document.activeElement.textContent").startswith(FIRST_NEW)
    assert is_drawn(folded, LAST)
    assert named(folded, TAP) == []
    assert folded.evaluate("window.shifted") == 0


@on_a_phone
def test_back_and_reload_keep_it_open(folded, paper):
    tap(folded)
    folded.wait_for_function("(history.state || {}).open")
    folded.goto(f"{paper.site}/")

    folded.go_back()
    wait_for_script(folded)
    assert is_drawn(folded, LAST)
    folded.reload()
    wait_for_script(folded)
    assert is_drawn(folded, LAST)


@on_a_phone
def test_a_link_to_a_place_in_the_story_opens_it(page, paper):
    come(page, f"{paper.site}{PATH}#shown-0")

    assert is_drawn(page, LAST)


@pytest.mark.parametrize("referrer", [None, "our own front"])
@on_a_phone
def test_readers_of_the_paper_and_of_addresses_have_it_whole(page, paper, referrer):
    come(page, f"{paper.site}{PATH}", referrer=referrer and f"{paper.site}/")

    assert is_drawn(page, LAST)
    assert named(page, TAP) == []


@on_a_phone
def test_what_leads_to_a_place_in_what_is_folded_opens_it(folded):
    folded.evaluate("location.hash = '#shown-0'")

    folded.wait_for_function("(history.state || {}).open")
    assert is_drawn(folded, LAST)


@on_a_phone
def test_every_copy_of_the_folded_page_is_whole(folded, paper):
    """The page's own HTML as script left it, read by everybody who reads pages; and a saved copy, and a print."""
    captured = next(each for each in captured_of(paper.served.home, paper.site) if each[0].path == PATH)
    html = folded.content()
    for consumer in CONSUMERS:
        if not consumer.absence():
            reading = consumer.read(html, f"https://gazette.example{PATH}")
            worth = worth_of(
                reading, captured[2], whole_page=consumer.whole_page, script_words=[TAP, wording("en").copy]
            )
            assert set(worth.lost) <= set(consumer.loses), consumer.name
            assert set(worth.leaks) <= consumer.adds, consumer.name

    session = folded.context.new_cdp_session(folded)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].replace("=\r\n", "")
    assert LAST[:20] in saved
    assert [words for words in (TAP, "Copy link", "Dark page") if f">{words}<" in saved] == []
    folded.emulate_media(media="print")
    assert is_drawn(folded, LAST)
    assert named(folded, TAP) == []


#: Chromium without a window calls itself a robot's name, and robots are not counted.
READER = PHONE | {
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36"
}


@pytest.mark.parametrize("page", [READER], indirect=True)
def test_offers_and_taps_are_counted_by_story(page, paper):
    before = counted(paper)
    come(page, f"{paper.site}{PATH}")
    tap(page)

    until(
        lambda: [now - then for now, then in zip(counted(paper), before, strict=True)] == [1, 1],
        60,
        lambda: counted(paper),
    )


def counted(paper):
    found = sums(paper.served.home / "tallies")
    return [totals(found, word)[PATH] for word in ("tap-offered", "tapped")]


@on_a_phone
def test_without_script_there_is_nothing_to_tap(browser, paper, page):
    context = browser.new_context(**(PHONE | {"java_script_enabled": False}))
    bare = context.new_page()
    bare.goto(f"{paper.site}{PATH}", referer=ELSEWHERE)

    assert bare.locator("main article p", has_text=re.compile(LAST)).is_visible()
    assert TAP not in httpx.get(f"{paper.site}{PATH}").text
    context.close()
