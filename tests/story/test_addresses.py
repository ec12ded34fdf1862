"""Addresses: what readers type, link to and keep."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.story.addresses import SLUG_LENGTH, day_path, feed_path, is_story_path, month_path, slug_of, story_path

LATE_IN_MARCH = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


def test_the_day_in_an_address_is_the_papers_own() -> None:
    assert story_path("world", LATE_IN_MARCH, "truce", ZoneInfo("Europe/Kyiv")) == "/world/2026/04/01/truce/"
    assert story_path("world", LATE_IN_MARCH, "truce", ZoneInfo("America/New_York")) == "/world/2026/03/31/truce/"


def test_lists_stand_where_the_contract_says() -> None:
    assert month_path("world", "2026-03") == "/world/2026/03/"
    assert day_path("world", "2026-03-02") == "/world/2026/03/02/"
    assert feed_path("world", "atom") == "/feeds/world.atom"


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Truce holds, says the UN", "truce-holds-says-the-un"),
        ("Łódź’s café: “open”", "odzs-cafe-open"),
        ("  --  ", "story"),
        ("מה קרה", "story"),
        ("don't", "dont"),
    ],
)
def test_a_slug_is_plain_words(words: str, slug: str) -> None:
    assert slug_of(words) == slug


def test_a_long_slug_ends_with_a_whole_word() -> None:
    slug = slug_of("word " * 40)

    assert len(slug) <= SLUG_LENGTH
    assert set(slug.split("-")) == {"word"}


@given(st.text())
def test_no_words_make_a_slug_that_could_leave_its_folder(words: str) -> None:
    slug = slug_of(words)

    assert 0 < len(slug) <= SLUG_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert is_story_path(f"/world/2026/03/01/{slug}/")


@pytest.mark.parametrize("path", ["/", "/world/", "/world/2026/03/", "/topics/kyiv/", "/world/2026/03/01/x", "!404"])
def test_only_a_storys_address_is_taken_for_one(path: str) -> None:
    assert not is_story_path(path)
