"""What was read stays readable without a network; what was taken down does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from standfirst.press.wording import wording
from tests.config.running import standfirst, until
from tests.journeys.coming import WATCH_SHIFTS, is_on_the_device, names

READ, UNREAD = "/saltmere/2026/11/18/swing-bridge-vote/", "/sport/2026/11/15/cup-tie-last-minute/"
TAKEN_DOWN = "/culture/2026/11/15/theatre-without-curtain/"
WORDS = wording("en")


@pytest.fixture
def page(browser):
    """As everywhere, by a clock of UTC."""
    context = browser.new_context(timezone_id="UTC")
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(page, paper):
    """A reader who has read two stories, each kept by the time this returns."""
    for path in (READ, TAKEN_DOWN):
        page.goto(paper.site + path)
        kept(page, path)
    return page


def kept(page, path):
    """Wait until the story, the front, and what script both need are on the device."""
    has = """async path => {
        const store = await caches.open("read-1");
        const all = (await store.keys()).map(each => new URL(each.url).pathname);
        return [path, "/"].every(each => all.includes(each)) && all.filter(each => each.startsWith("/a/")).length >= 3;
    }"""
    until(lambda: page.evaluate(has, path), 25, lambda: path)


def test_without_a_network_a_story_that_was_read_and_the_front_are_there(reader, paper):
    reader.context.set_offline(True)

    reader.goto(paper.site + READ)
    assert reader.locator("article h1").inner_text().startswith("Council votes")
    assert reader.evaluate("document.querySelector('article img').naturalWidth") > 0
    reader.goto(f"{paper.site}/")
    assert reader.locator("main .card").count() > 5


def test_a_page_that_is_not_kept_lists_the_stories_that_are(reader, paper):
    reader.context.set_offline(True)

    reader.goto(paper.site + UNREAD)

    assert reader.locator("main h2").inner_text() == WORDS.kept_offline
    assert reader.locator("main p").inner_text() == WORDS.kept_list
    listed = reader.locator("main .card a")
    assert [each.get_attribute("href") for each in listed.all()] == [TAKEN_DOWN, READ]
    assert reader.locator(".ad-slot iframe").count() == 0
    assert reader.evaluate("getComputedStyle(document.querySelector('.masthead')).textAlign") == "center"
    listed.last.click()
    assert reader.locator("article h1").inner_text().startswith("Council votes")
    reader.goto(paper.site + UNREAD)
    reader.context.set_offline(False)
    reader.wait_for_function("() => document.querySelector('article h1')")


def test_adverts_counts_and_the_newsroom_are_never_kept(reader, paper):
    addresses = reader.evaluate(
        "caches.open('read-1').then(store => store.keys()).then(all => all.map(each => each.url))"
    )

    assert [
        address for address in addresses if "/adverts/" in address or "/seen" in address or "/newsroom" in address
    ] == []


def test_a_kept_copy_says_of_when_it_is_until_there_is_a_network(reader, paper):
    reader.add_init_script(WATCH_SHIFTS)
    before = datetime.now().astimezone().replace(second=0, microsecond=0)
    assert said_offline(reader) == []

    reader.context.set_offline(True)
    reader.goto(paper.site + READ)
    reader.wait_for_timeout(2_000)
    [words] = said_offline(reader)
    assert words in {
        WORDS.kept.format(when=WORDS.moment(before + timedelta(minutes=late), UTC)) for late in (-2, -1, 0, 1)
    }
    assert reader.evaluate("window.shifted") == 0
    assert WORDS.kept.partition("{")[0] not in reader.content()
    assert [frame.url for frame in reader.frames if "chrome-error" in frame.url] == []

    reader.context.set_offline(False)
    until(lambda: not said_offline(reader), 25, lambda: said_offline(reader))


def said_offline(page):
    return [name for role, name in names(page) if role == "region" and name.startswith(WORDS.kept.partition("{")[0])]


def test_an_open_copy_of_a_story_taken_down_goes_once_there_is_a_network(reader, paper):
    """The site's own answer, not the open page, is what a reader has who is online."""
    reader.context.set_offline(True)
    reader.goto(paper.site + READ)
    reader.wait_for_timeout(300)
    listed = standfirst(paper.served.home, "stories", "--json", PORT=str(paper.served.port)).stdout.splitlines()
    story = next(each for each in map(json.loads, listed) if each["url"].endswith(READ))
    reader.context.route(
        f"**{READ}", lambda route: route.fulfill(status=410, body="<h1>Gone</h1>", content_type="text/html")
    )
    assert story

    reader.context.set_offline(False)

    reader.wait_for_function("() => document.querySelector('h1').textContent === 'Gone'")


def test_a_story_taken_down_is_gone_once_its_reader_is_online(reader, paper):
    listed = standfirst(paper.served.home, "stories", "--json", PORT=str(paper.served.port)).stdout.splitlines()
    story = next(each for each in map(json.loads, listed) if each["url"].endswith(TAKEN_DOWN))
    try:
        assert standfirst(paper.served.home, "unpublish", story["id"], "--wait").returncode == 0

        assert reader.goto(paper.site + TAKEN_DOWN).status == 410
        until(lambda: not is_on_the_device(reader, TAKEN_DOWN), 25, lambda: TAKEN_DOWN)
        reader.context.set_offline(True)
        reader.goto(paper.site + TAKEN_DOWN)
        assert "theatre without a curtain raises" not in reader.locator("h1").first.inner_text().lower()
        assert reader.locator("main article").count() == 0
    finally:
        reader.context.set_offline(False)
