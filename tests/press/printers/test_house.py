from __future__ import annotations

import pytest

from standfirst.press.catalogue import HOUSE_PAGES
from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from tests.press.papers import a_story, an_archive, notes_of, printed, tree, words


@pytest.mark.parametrize("code", [page for page in HOUSE_PAGES if page.isdigit()])
def test_a_house_page_says_what_is_wrong_and_leads_on(code):
    plate = printed(an_archive(a_story()), "house", code)

    page = tree(plate)
    assert (plate.path, plate.status) == (f"!{code}", int(code))
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//ul[@class='ways']//a/@href") == ["/", "/world/", "/town/"]
    assert page.find(".//form").get("action") == "/search"
    assert b"advert" not in plate.body
    assert not page.xpath("//link[@rel='canonical']")


def test_house_pages_rest_on_no_list():
    notes = notes_of(an_archive(a_story()))

    print_job(Job("house", "404"), notes)

    assert {name.partition("[")[0] for name in notes.asked} == {"PaperOf", "Sections"}


def test_the_search_page_has_one_mark_for_the_query_and_one_for_the_results():
    plate = printed(an_archive(), "house", "search")

    assert plate.body.count(b'value="{{QUERY}}"') == plate.body.count(b"{{QUERY}}") == 1
    assert plate.body.count(b"{{RESULTS}}") == 1
    assert (plate.path, plate.status) == ("!search", 200)
    assert tree(plate).find(".//form").get("method") == "get"


def test_a_paper_in_another_language_speaks_it():
    archive = an_archive()
    archive.paper = type(archive.paper)("Hafenblatt", "", "https://blatt.example", "Europe/Berlin", "de")

    page = tree(printed(archive, "house", "404"))

    assert page.get("lang") == "de"
    assert words(page.find(".//h1")) == "Diese Seite gibt es nicht"


def test_an_unknown_house_page_is_not_printed():
    assert print_job(Job("house", "418"), notes_of(an_archive())) is None
