"""A reader who blocks the ads is asked, once, in the ad's own place; whatever they answer they read on. Nobody else is.

`standfirst bench ask` tries many more browsers and blockers; here are the ways that must never break.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from bench.ask import until_it_blocks
from bench.asked import HOST, VERDICT_SECONDS, read_in_chromium, read_in_firefox
from bench.blockers import ublock
from bench.marionette import find_firefox, firefox
from standfirst.ads.letters import letter_words
from tests.config.running import until
from tests.journeys.conftest import find_browser

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
STORY = "main h2 a[href$='/'], main h3 a[href$='/']"
WORDS = letter_words("en").words
SHIFTS = "performance.shifts"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A Chromium that finds the paper under a name like any other; lists treat 127.0.0.1 in a way of their own."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        pytest.skip("no browser")
    switches = [f"--host-resolver-rules=MAP {HOST} 127.0.0.1", "--disable-blink-features=AutomationControlled"]
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=executable, chromium_sandbox=os.geteuid() != 0, args=switches)


@pytest.fixture
def reader(chromium: Any) -> Iterator[Any]:
    """A context of somebody whose browser says what it is called and no more."""
    context = chromium.new_context(user_agent=AGENT, viewport={"width": 1280, "height": 900})
    context.add_init_script(
        "performance.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "e => { if (!e.hadRecentInput) performance.shifts += e.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    yield context
    context.close()


@pytest.fixture
def site(paper: Any) -> str:
    return f"http://{HOST}:{urlsplit(paper.site).port}"


def block(context: Any) -> None:
    """Stop what EasyList's rule for /adverts/ stops: everything but fetch."""
    context.route(
        "**/adverts/**",
        lambda route: route.continue_() if route.request.resource_type == "fetch" else route.abort("blockedbyclient"),
    )


def open_story(context: Any, site: str) -> Any:
    """Return the second page of a visit, loaded."""
    page = context.new_page()
    page.goto(f"{site}/")
    page.locator(STORY).first.click()
    page.locator("main > article").wait_for(state="attached")
    page.wait_for_load_state()
    return page


def until_asked(page: Any) -> None:
    page.wait_for_selector(".sf-ask", state="attached", timeout=10_000)
    # Shown is what was on the screen for a second.
    until(lambda: page.evaluate("'ask' in localStorage"), 10)


def press(page: Any, words: str) -> None:
    """Click the button that says ``words``, inside the letter's closed shadow root, as a hand would."""
    line = page.context.new_cdp_session(page)
    root = line.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
    [found] = [node for node in every_node(root) if node["nodeName"] == "BUTTON" and said(node) == words]
    line.send("DOM.scrollIntoViewIfNeeded", {"backendNodeId": found["backendNodeId"]})
    corners = line.send("DOM.getBoxModel", {"backendNodeId": found["backendNodeId"]})["model"]["content"]
    page.mouse.click(sum(corners[0::2]) / 4, sum(corners[1::2]) / 4)


def every_node(node: Any) -> Iterator[Any]:
    yield node
    for kind in ("children", "shadowRoots"):
        for below in node.get(kind, ()):
            yield from every_node(below)


def said(node: Any) -> str:
    return "".join(each.get("nodeValue", "") for each in every_node(node) if each["nodeName"] == "#text")


def in_letter(page: Any) -> str:
    """Return every word of the letter on the page, which no script of the page can read."""
    root = page.context.new_cdp_session(page).send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
    hosts = [node for node in every_node(root) if "sf-ask" in node.get("attributes", ())]
    return " ".join(said(host) for host in hosts)


def remembered(page: Any) -> dict[str, int]:
    kept: dict[str, int] = json.loads(page.evaluate("localStorage.getItem('ask') || '{}'"))
    return kept


def test_a_reader_who_blocks_is_asked_in_time_and_nothing_moves_or_is_missing(reader, site):
    whole = read_in_chromium(reader, site).text
    block(reader)

    reading = read_in_chromium(reader, site)

    assert reading.asked
    assert reading.seconds <= VERDICT_SECONDS
    assert (reading.shift, reading.text) == (0, whole)


def test_a_reader_who_sees_the_ads_is_not_asked_and_nothing_is_sent(reader, site):
    reading = read_in_chromium(reader, site)

    assert not reading.asked
    assert reading.requests == 0


@pytest.mark.parametrize("fault", ["404", "a page instead", "cut short"])
def test_our_own_fault_is_no_blocker(reader, site, fault):
    answers = {
        "404": {"status": 404, "body": "gone"},
        "a page instead": {"status": 200, "body": "<p>Welcome", "content_type": "text/html"},
        "cut short": {"status": 200, "body": b"\x89PNG\r\n", "content_type": "image/png"},
    }
    reader.route("**/adverts/**", lambda route: route.fulfill(**answers[fault]))

    assert not read_in_chromium(reader, site).asked


def test_the_first_page_of_a_visit_asks_nobody(reader, site):
    block(reader)
    sent: list[str] = []
    reader.on("request", lambda request: sent.append(urlsplit(request.url).path))
    page = reader.new_page()
    page.goto(f"{site}/")

    page.wait_for_timeout(3_000)

    assert page.locator(".sf-ask").count() == 0
    assert not [path for path in sent if path.startswith(("/ask/", "/asked/"))]
    assert page.evaluate("localStorage.getItem('ask')") is None


def test_the_letter_is_a_region_that_takes_no_focus_and_is_in_nobodys_copy(reader, site):
    block(reader)
    page = open_story(reader, site)

    until_asked(page)

    assert page.evaluate("document.activeElement.tagName") == "BODY"
    copied = page.content() + page.evaluate("document.body.innerText + document.body.textContent")
    assert letter_words("en").letter.body[0][:40] not in copied
    assert letter_words("en").letter.body[0] in in_letter(page)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "region" and "name" in node]
    assert WORDS["title"] in named
    page.emulate_media(media="print")
    assert not page.evaluate("document.querySelector('.sf-ask').checkVisibility()")


def test_escape_closes_it(reader, site):
    block(reader)
    page = open_story(reader, site)
    until_asked(page)

    page.keyboard.press("Escape")

    assert in_letter(page).strip() == ""
    assert remembered(page)["q"] > 0
    assert page.evaluate(SHIFTS) == 0


def test_on_later_pages_the_space_is_gone_before_anything_is_drawn_however_late_the_scripts_come(reader, site):
    block(reader)
    page = open_story(reader, site)
    until_asked(page)
    page.keyboard.press("Escape")
    reader.unroute_all()
    reader.route("**/a/*.js", lambda route: (time.sleep(0.3), route.continue_()))
    reader.add_init_script(
        "requestAnimationFrame(function look() { const wells = [...document.querySelectorAll('.sf-well')];"
        " performance.drawn = (performance.drawn || 0) + wells.reduce((sum, well) => sum + well.offsetHeight, 0);"
        " requestAnimationFrame(look); })"
    )

    seen = []
    for path in ["/world/", "/", "/sport/", "/culture/"] * 3:
        page.goto(f"{site}{path}")
        page.wait_for_function("() => performance.drawn >= 0")
        seen.append((page.locator(".sf-well").count() > 0, page.evaluate("performance.drawn"), page.evaluate(SHIFTS)))

    # There are wells, in no frame did any of them have a height, and nothing moved.
    assert [one for one in seen if one[0]]
    assert {one[1:] for one in seen} == {(0, 0)}


def test_the_space_is_there_again_when_a_letter_may_be_due(reader, site):
    page = reader.new_page()
    page.goto(f"{site}/")
    hour = page.evaluate("Math.floor(Date.now() / 36e5)")
    heights = {}
    for name, until_hour in (("until tomorrow", hour + 24), ("until now", hour)):
        page.evaluate(
            "said => localStorage.setItem('ask', said)", json.dumps({"n": 1, "s": 1, "q": 1, "g": until_hour})
        )
        page.goto(f"{site}/")
        heights[name] = page.evaluate("[...document.querySelectorAll('.sf-well')].map(well => well.offsetHeight)")

    assert sum(heights["until tomorrow"]) == 0
    assert min(heights["until now"]) > 100


def test_never_is_kept_on_the_device(reader, site):
    block(reader)
    page = open_story(reader, site)
    until_asked(page)

    press(page, WORDS["never"])

    assert remembered(page)["x"] == 1
    assert not read_in_chromium(reader, site).asked


def test_allowing_is_seen_without_loading_again_and_thanked_once(reader, site):
    block(reader)
    page = open_story(reader, site)
    until_asked(page)
    press(page, WORDS["allowed"])
    until(lambda: WORDS["not_yet"] in in_letter(page), 6)
    reader.unroute_all()

    press(page, WORDS["allowed"])

    until(lambda: WORDS["thanks"] in in_letter(page), 6)
    page.wait_for_selector(".sf-ask", state="detached", timeout=10_000)
    here = "[...document.querySelectorAll('.ad-slot iframe')].some(f => f.offsetHeight && f.contentWindow.length)"
    until(lambda: page.evaluate(here), 10)
    assert remembered(page).get("g", 0) == 0


def test_what_became_of_it_is_counted_and_nothing_else_is_said(reader, site):
    block(reader)
    told: list[Any] = []
    reader.on("request", lambda request: told.append(request) if "/asked/" in request.url else None)
    page = open_story(reader, site)
    until_asked(page)

    page.keyboard.press("Escape")
    page.wait_for_timeout(300)

    assert [urlsplit(request.url)[2:4] for request in told] == [
        (f"/asked/{word}", "letter=en.0.1") for word in ("offered", "shown", "dismissed")
    ]
    assert all(request.post_data is None and "cookie" not in request.headers for request in told)


def test_firefox_with_ublock_origin_is_asked(site):
    program, extension = find_firefox(), ublock()
    if program is None or extension is None:
        pytest.skip("no Firefox, or no uBlock Origin beside the system (bin/blockers puts it there)")
    with firefox(program, {"network.dns.forceResolve": "127.0.0.1"}) as browser:
        browser.install(extension)
        browser.goto(f"{site}/corrections/")
        until_it_blocks(browser, site)
        browser.resize(1280, 900)

        reading = read_in_firefox(browser, site)

    assert reading.asked
    assert reading.seconds <= VERDICT_SECONDS
    assert reading.shift == 0
