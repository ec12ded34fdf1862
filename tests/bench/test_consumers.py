"""What a consumer loses of our pages it loses of any page: proofs on bare pages, and the measure itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.consumers import CONSUMERS
from bench.readings import Block, Reading, Truth, worth_of

LONG = "This is a line of a story which has as many of the small words in it as a line of any story has. " * 3
BARE = (
    "<html lang=en><head><title>Bare</title></head><body><main><article><h1>Bare</h1>{}</article></main></body></html>"
)
LINES = f"<p>{LONG}</p>" * 4

#: Consumer, what it loses, in which markup. Each is a page of anybody's, with nothing of ours in it.
PROOFS = [
    ("newspaper4k", "listing", LINES + "<ul><li>Mackerel at seven.</li><li>Herring at nine.</li></ul>"),
    ("goose3", "credit", LINES + "<p>Ada Mackerel</p>" + LINES),
    ("goose3", "subheading", LINES + "<h2>Mackerel</h2>" + LINES),
    ("goose3", "table", LINES + "<table><tr><td>Spring</td><td>Mackerel</td></tr></table>" + LINES),
    ("justext", "byline", "<p>By Ada Mackerel</p>" + LINES),
    ("resiliparse", "date", "<p><time datetime='2026-11-20'>Mackerel, 20 November</time></p>" + LINES),
    ("resiliparse", "listing", LINES + "<ul><li>Mackerel and nothing else</li></ul>" + LINES),
]

TRUTH = Truth(
    path="/",
    blocks=(
        Block("headline", "Ships wait"),
        Block("paragraph", "Nobody loads grain."),
        Block("paragraph", "It rains."),
    ),
    furniture=("More on this story", "Front page"),
    allowed=("World",),
)


@pytest.mark.parametrize(("name", "block", "markup"), PROOFS)
def test_what_is_lost_of_ours_is_lost_of_a_bare_page(name, block, markup):
    consumer = next(each for each in CONSUMERS if each.name == name)
    if consumer.absence():
        pytest.skip(consumer.absence())

    page = BARE.format(markup)

    assert "Mackerel" not in consumer.read(page, "https://bare.example/").text
    assert block in consumer.loses


def test_nobody_is_told_to_install_what_would_change_the_paper_s_own_environment():
    newspaper = next(each for each in CONSUMERS if each.name == "newspaper4k")
    if not newspaper.absence():
        pytest.skip("newspaper4k is installed here")

    assert "an environment of its own" in newspaper.absence()
    assert "pip install" not in newspaper.absence()


def test_a_whole_reading_in_order_is_worth_all():
    worth = worth_of(Reading("World\n\nShips wait — Nobody loads grain. It rains."), TRUTH, whole_page=False)

    assert (worth.recall, worth.precision, worth.lost, worth.leaks) == (1, 1, (), ())


def test_a_line_that_is_missing_or_in_the_wrong_place_is_lost():
    assert worth_of(Reading("Ships wait Nobody loads grain."), TRUTH, whole_page=False).lost == ("paragraph",)
    assert worth_of(Reading("It rains. Ships wait Nobody loads grain."), TRUTH, whole_page=False).lost == ("paragraph",)


def test_furniture_is_a_leak_for_an_extractor_but_only_script_s_words_for_a_whole_page():
    text = "Front page Ships wait Nobody loads grain. It rains. More on this story Copy link"

    assert worth_of(Reading(text), TRUTH, whole_page=False).leaks == ("More on this story", "Front page")
    assert worth_of(Reading(text), TRUTH, whole_page=True).leaks == ()
    assert worth_of(Reading(text), TRUTH, whole_page=True, script_words=["Copy link"]).leaks == ("Copy link",)


def test_what_stands_between_the_lines_counts_against_whole_pages_too():
    text = "Front page Ships wait Nobody loads grain. Read more It rains."

    assert worth_of(Reading(text), TRUTH, whole_page=True).strange == ("more", "read")


def test_what_a_consumer_says_apart_counts():
    reading = Reading("Nobody loads grain. It rains.", headline="Ships wait")

    assert worth_of(reading, TRUTH, whole_page=False).recall == 1
    assert worth_of(replace(reading, headline=""), TRUTH, whole_page=False).lost == ("headline",)
