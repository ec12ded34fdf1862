"""What was read stays readable without a network; what was taken down does not."""

from __future__ import annotations

import json

import pytest

from tests.config.running import standfirst

READ, UNREAD = "/saltmere/2026/11/18/swing-bridge-vote/", "/sport/2026/11/15/cup-tie-last-minute/"
TAKEN_DOWN = "/culture/2026/11/15/theatre-without-curtain/"


@pytest.fixture
def reader(page, paper):
    """A reader who has read two stories, each kept by the time this returns."""
    for path in (READ, TAKEN_DOWN):
        page.goto(paper.site + path)
        kept(page, path)
    return page


def kept(page, path):
    page.wait_for_function(
        "async path => { const store = await caches.open('read-1'); return !!(await store.match(path)) && !!(await store.match('/')); }",
        arg=path,
    )


def test_without_a_network_a_story_that_was_read_and_the_front_are_there(reader, paper):
    reader.context.set_offline(True)

    reader.goto(paper.site + READ)
    assert reader.locator("article h1").inner_text().startswith("Council votes")
    assert reader.evaluate("document.querySelector('article img').naturalWidth") > 0
    reader.goto(f"{paper.site}/")
    assert reader.locator("main .card").count() > 5
    reader.goto(paper.site + UNREAD)
    assert reader.locator("main .card").count() > 5


def test_a_story_taken_down_is_gone_once_its_reader_is_online(reader, paper):
    listed = standfirst(paper.served.home, "stories", "--json", PORT=str(paper.served.port)).stdout.splitlines()
    story = next(each for each in map(json.loads, listed) if each["url"].endswith(TAKEN_DOWN))
    try:
        assert standfirst(paper.served.home, "unpublish", story["id"], "--wait").returncode == 0

        assert reader.goto(paper.site + TAKEN_DOWN).status == 410
        reader.wait_for_function("async path => !(await (await caches.open('read-1')).match(path))", arg=TAKEN_DOWN)
        reader.context.set_offline(True)
        reader.goto(paper.site + TAKEN_DOWN)
        assert "theatre without a curtain raises" not in reader.locator("h1").first.inner_text().lower()
        assert reader.locator("main article").count() == 0
    finally:
        reader.context.set_offline(False)


def test_adverts_counts_and_the_newsroom_are_never_kept(reader, paper):
    addresses = reader.evaluate(
        "caches.open('read-1').then(store => store.keys()).then(all => all.map(each => each.url))"
    )

    assert [
        address for address in addresses if "/adverts/" in address or "/seen" in address or "/newsroom" in address
    ] == []
