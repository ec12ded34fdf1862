"""Readers who save data get no picture they did not ask for, every word, and nothing that moves."""

from __future__ import annotations

import pytest

from standfirst.press.wording import wording
from tests.config.running import until
from tests.journeys.coming import PHONE, WATCH_SHIFTS, is_on_the_device, named
from tests.journeys.test_tools import press

WORDS = wording("en")
FIRST, STORY = "/sport/2026/11/15/cup-tie-last-minute/", "/saltmere/2026/11/18/swing-bridge-vote/"
SAVING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


@pytest.fixture
def asked(page):
    """The pictures that came, in order; what the worker finds on the device or not at all is none of them."""
    found = []
    page.context.on(
        "requestfinished",
        lambda request: found.append(request.url) if "/m/" in request.url and request.service_worker else None,
    )
    return found


@pytest.fixture
def saver(page, paper, asked):
    """A reader who saves data, with the worker there, before their first story."""
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{paper.site}/corrections/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    with page.expect_navigation():
        press(page, WORDS.saver)
    assert page.evaluate("caches.has('saver')")
    return page


def sizes(page):
    return page.evaluate(
        "[...document.querySelectorAll('picture > img')].map(each => [each.naturalWidth, Math.round(each.getBoundingClientRect().width), Math.round(each.getBoundingClientRect().height)])"
    )


def until_offered(page):
    page.wait_for_function("() => document.querySelectorAll('picture > .sf-note').length > 0")


@pytest.mark.parametrize("page", [PHONE, {"viewport": {"width": 1280, "height": 900}}], indirect=True)
def test_no_picture_comes_and_its_room_stays(saver, paper, browser, asked):
    saver.goto(paper.site + STORY, wait_until="networkidle")
    until_offered(saver)

    held = sizes(saver)
    assert asked == []
    assert held[0][0] < 2
    assert saver.evaluate("window.shifted") == 0
    assert saver.locator("article .shown").first.is_visible()
    assert saver.locator("article img").first.get_attribute("alt")
    context = browser.new_context(viewport=saver.viewport_size)
    other = context.new_page()
    other.goto(paper.site + STORY, wait_until="networkidle")
    assert abs(sizes(other)[0][2] - held[0][2]) <= 1
    context.close()


def test_a_tap_brings_that_one_picture_and_the_device_has_it_from_then_on(saver, paper, asked):
    saver.goto(paper.site + STORY, wait_until="networkidle")
    until_offered(saver)
    before = sizes(saver)
    offered = len(named(saver, WORDS.picture))

    press(saver, WORDS.picture)
    saver.wait_for_function("() => [...document.querySelectorAll('picture > img')].some(each => each.naturalWidth > 1)")

    assert len(asked) == 1
    assert len(named(saver, WORDS.picture)) == offered - 1
    assert saver.evaluate("document.activeElement.tagName") == "IMG"
    assert all(abs(now[2] - then[2]) <= 1 and now[1] == then[1] for now, then in zip(sizes(saver), before, strict=True))
    saver.context.set_offline(True)
    saver.reload()
    saver.wait_for_function("() => [...document.querySelectorAll('picture > img')].some(each => each.naturalWidth > 1)")


def test_it_ends_where_it_was_begun(saver, paper):
    saver.goto(paper.site + STORY, wait_until="networkidle")
    until_offered(saver)

    with saver.expect_navigation():
        press(saver, WORDS.pictures)

    saver.wait_for_function("() => document.querySelector('article img').naturalWidth > 1")
    assert named(saver, WORDS.picture) == []
    assert not saver.evaluate("caches.has('saver')")


def test_a_browser_that_saves_data_begins_it_and_its_reader_may_end_it(page, paper, asked):
    page.add_init_script(SAVING)
    page.goto(f"{paper.site}/corrections/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.goto(paper.site + STORY, wait_until="networkidle")
    until_offered(page)
    assert asked == []

    with page.expect_navigation():
        press(page, WORDS.pictures)

    page.wait_for_function("() => document.querySelector('article img').naturalWidth > 1")
    page.goto(paper.site + FIRST, wait_until="networkidle")
    assert named(page, WORDS.saver) == ["button"]
    assert named(page, WORDS.picture) == []


def test_adverts_stay_whole(saver, paper):
    with saver.expect_event("framenavigated", lambda frame: "/adverts/" in frame.url) as shown:
        saver.goto(paper.site + STORY)

    shown.value.wait_for_function("() => [...document.images].every(each => each.complete && each.naturalWidth > 1)")


def test_the_story_that_is_kept_for_later_keeps_no_picture(saver, paper, asked):
    saver.goto(paper.site + STORY, wait_until="networkidle")
    until(lambda: is_on_the_device(saver, STORY), 25, lambda: STORY)

    kept = saver.evaluate("caches.open('read-1').then(store => store.keys()).then(all => all.map(each => each.url))")
    assert [url for url in kept if "/m/" in url] == asked == []
