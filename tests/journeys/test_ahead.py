"""The next story is there before it is asked for; fetching it counts for nothing, and a story nobody opened is not kept."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from tests.journeys.conftest import Paper

STORY = "main .card a[href*='/2026/']"


@pytest.fixture
def about_to_open(page, paper: Paper):
    """A reader whose pointer rests on a story's link, and what the page asks for from then on."""
    page.goto(f"{paper.site}/")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"{paper.site}/saltmere/")
    page.wait_for_load_state("load")
    asked: list[str] = []
    session = page.context.new_cdp_session(page)
    fetched: list[str] = []
    session.on("Preload.prefetchStatusUpdated", lambda told: fetched.append(f"{told['status']} {told['prefetchUrl']}"))
    session.send("Preload.enable")
    page.context.on("request", lambda request: asked.append(request.url))
    link = page.locator(STORY).first
    link.hover()
    for _ in range(100):
        if any(each.startswith("Ready") for each in fetched):
            break
        page.wait_for_timeout(100)
    assert any(each.startswith("Ready") for each in fetched), fetched
    return page, link, asked


def test_a_story_whose_link_the_pointer_rests_on_opens_from_what_was_fetched_ahead(about_to_open, complaints):
    page, link, _ = about_to_open

    link.click()
    page.wait_for_selector("main > article")

    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    assert [said for said in complaints if "/adverts/" not in said and "sandboxed" not in said] == []


def test_fetching_ahead_asks_for_no_advert_and_counts_nothing(about_to_open):
    page, _, asked = about_to_open
    page.wait_for_timeout(500)

    # The page itself goes on asking for its own slots as they come near.
    own = [unescape(address) for address in re.findall(r' src="(/adverts/[^"]+)"', httpx.get(page.url).text)]
    assert len(own) == 3
    slots = [address for address in asked if re.search("/adverts/(top|mid|foot)/", address)]
    assert [address for address in slots if not address.endswith(tuple(own))] == []
    assert [address for address in asked if "/seen/" in address] == []


def test_a_story_that_was_only_fetched_ahead_is_not_kept_as_read(about_to_open, paper):
    page, link, _ = about_to_open
    path = link.get_attribute("href")

    assert page.evaluate("path => caches.open('read-1').then(store => store.match(path)).then(Boolean)", path) is False
