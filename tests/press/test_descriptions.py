"""What search results say of a page: something on each, something else on each, and nothing but words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standfirst.press.composing import DESCRIPTION
from standfirst.story.blocks import Paragraph
from standfirst.story.text import text_of
from tests.press.papers import MARA, TOM, TOWN, a_full_story, a_live_story, a_story, an_archive, pages, printed, tree

BORDERS = replace(MARA, slug="ada-borg", name="Ada Borg", about="")


def a_paper():
    people = a_story("3", section=TOWN, byline=(TOM, BORDERS))
    return an_archive(a_full_story(), a_story("2"), people, a_live_story("8"))


def description(plate):
    (said,) = tree(plate).xpath("//head/meta[@name='description']/@content")
    return said


def kept(archive):
    """The pages a search engine may keep."""
    return [plate for plate in pages(archive) if b'content="noindex"' not in plate.body]


def test_every_page_that_may_be_found_has_one_description():
    plates = kept(a_paper())

    assert {
        "/",
        "/world/",
        "/town/",
        "/world/2026/11/",
        "/topics/the-strait/",
        "/people/mara-linde/",
        "/people/ada-borg/",
    } <= {plate.path for plate in plates}
    assert all(description(plate) for plate in plates)


def test_no_two_pages_have_the_same_description():
    said = [description(plate) for plate in kept(a_paper())]

    assert len(set(said)) == len(said)


def test_a_list_says_what_it_is_whose_and_what_is_in_it():
    archive = an_archive(a_story("1", headline="Ships wait"), a_story("2", headline="Two shores, one cable"))

    assert description(printed(archive, "front", "world")) == "World – The Gazette: Ships wait · Two shores, one cable"
    month = description(printed(archive, "month", "world/2026-11"))
    assert month == "World, November 2026 – The Gazette: Ships wait · Two shores, one cable"
    assert description(printed(archive, "topic", "the-strait")).startswith("The Strait – The Gazette: Ships wait")


def test_a_list_without_stories_says_what_it_is():
    assert description(printed(an_archive(), "front", "town")) == "Town – The Gazette"


def test_headlines_stand_in_a_description_whole_as_far_as_there_is_room():
    archive = an_archive(*(a_story(str(number), headline=f"{number} " + "ships " * 9) for number in range(1, 6)))

    said = description(printed(archive, "front", "world"))

    assert len(said) <= DESCRIPTION
    assert said.count("·") == 1


def test_a_person_is_described_by_who_they_are_or_by_what_they_wrote():
    archive = a_paper()

    assert description(printed(archive, "person", MARA.slug)) == MARA.about
    assert description(printed(archive, "person", BORDERS.slug)).startswith(
        "Ada Borg, Foreign correspondent – The Gazette: "
    )
    assert description(printed(archive, "person", TOM.slug)).startswith("Tom Askew – The Gazette: ")


def test_a_story_without_a_standfirst_is_described_by_how_it_begins():
    long = Paragraph(text_of("Nobody loads grain today. " * 20))

    said = description(printed(an_archive(a_story(standfirst="", body=(long,))), "story", "1"))

    assert said.startswith("Nobody loads grain today.")
    assert said.endswith("…")
    assert len(said) <= DESCRIPTION


def test_a_paper_without_a_line_of_its_own_has_its_headlines_on_the_home_front():
    archive = an_archive(a_story("1", headline="Ships wait"))
    archive.paper = replace(archive.paper, tagline="")

    assert description(printed(archive, "front")) == "The Gazette: Ships wait"


@pytest.mark.parametrize("headline", ['"><script>alert(1)</script>', "Ships & <b>grain</b>", "'{{7*7}}'"])
def test_a_headline_stays_words_in_a_description(headline):
    archive = an_archive(a_story(headline=headline))

    assert description(printed(archive, "front", "world")) == f"World – The Gazette: {headline}"
    assert b"<script>alert" not in printed(archive, "front", "world").body
