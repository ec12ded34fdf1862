"""Everybody who reads pages gets the story, all of it, in order, and nothing but the story."""

from __future__ import annotations

import httpx
import pytest

from bench.capture import captured_of, read_by
from bench.consumers import CONSUMERS, METADATA
from bench.reader_views import VIEWS, folding_relay
from bench.readings import words_in, worth_of


@pytest.fixture(scope="session")
def captured(paper):
    """Every story of the paper, its page as served, and what is true of it."""
    return captured_of(paper.served.home, paper.site)


@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda consumer: consumer.name)
def test_a_reader_of_pages_gets_the_story_and_nothing_else(consumer, captured):
    if consumer.absence():
        pytest.skip(consumer.absence())
    for story, page, truth in captured:
        if story.language in consumer.languages_not:
            continue

        worth = read_by(consumer, story, page, truth)

        assert set(worth.lost) <= set(consumer.loses), story.path
        assert set(worth.leaks) <= consumer.adds, story.path
        assert set(worth.strange) <= consumer.adds, story.path


@pytest.mark.parametrize("consumer", METADATA, ids=lambda consumer: consumer.name)
def test_a_reader_of_heads_gets_headline_standfirst_byline_and_date(consumer, captured):
    if consumer.absence():
        pytest.skip(consumer.absence())
    for story, page, _ in captured:
        said = consumer.read(page, f"https://gazette.example{story.path}")

        assert (said.headline, said.text) == (story.headline, story.standfirst)
        assert said.date == story.published.isoformat(timespec="seconds")
        assert not said.byline or said.byline == " and ".join(person.name for person in story.byline)


@pytest.mark.parametrize("suffix", ["xml", "atom"])
def test_a_feed_reader_gets_every_story_s_headline_standfirst_and_address(suffix, paper, captured):
    feedparser = pytest.importorskip(
        "feedparser", reason="no feedparser; type: .venv/bin/python -m pip install feedparser"
    )

    feed = feedparser.parse(httpx.get(f"{paper.site}/feeds/all.{suffix}").content)

    assert not feed.bozo
    items = {entry.link.partition("//")[2].partition("/")[2]: entry for entry in feed.entries}
    for story, _, _ in captured:
        entry = items[story.path.lstrip("/")]
        assert entry.title == story.headline
        assert words_in(story.standfirst) == words_in(entry.summary)[: len(words_in(story.standfirst))]


@pytest.mark.parametrize("folds", [False, True], ids=["as it came", "folded"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_browser_s_reader_view_shows_the_story_and_nothing_else(name, folds, paper, captured):
    """Of the one story with a table, a list, subheads and a correction; `standfirst bench capture` has all of them read."""
    story, _, truth = next(each for each in captured if each[0].corrections)
    with folding_relay(paper.site) as relay, VIEWS[name]() as read:
        if read is None:
            pytest.skip("no such browser; as root type: apt-get install chromium firefox-esr")

        reading = read((relay.site if folds else paper.site) + story.path)

    worth = worth_of(reading, truth, whole_page=False)
    assert (worth.lost, worth.leaks, worth.strange) == ((), (), ())
    assert relay.folded == ({story.path} if folds else set())
