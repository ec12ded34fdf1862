"""Captured pages become what an editor would have made of them."""

from __future__ import annotations

import pytest

from standfirst.wire.found import Found
from standfirst.wire.reading import read_file
from standfirst.wire.reports import as_json
from tests.wire.truths import Page, pages

FIELDS = ("section", "headline", "standfirst", "byline", "published", "language")


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_page_gives_every_field_and_the_whole_text(page: Page) -> None:
    (item,) = read_file(page.file)

    assert isinstance(item, Found), item
    story = as_json(item)["story"]
    truth = page.truth
    assert {field: story[field] for field in FIELDS if field in truth} == {
        field: truth[field] for field in FIELDS if field in truth
    }
    assert story["photo"] == {"credit": truth.get("credit", ""), "caption": truth.get("caption", "")}
    assert story["text"].split() == truth["text"].split()


@pytest.mark.parametrize("page", pages(), ids=str)
def test_nothing_of_the_furniture_is_in_the_story_and_nothing_of_the_page_is_lost(page: Page) -> None:
    (item,) = read_file(page.file)

    assert isinstance(item, Found)
    assert item.original == page.file.read_bytes()
    for piece in item.dropped:
        if len(piece.text.split()) > 3:
            assert piece.text not in item.text()
        assert piece.why


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_field_that_was_filled_says_why(page: Page) -> None:
    (item,) = read_file(page.file)

    assert isinstance(item, Found)
    told = {taken.field for taken in item.taken}
    for field in ("headline", "standfirst", "section"):
        if getattr(item, field):
            assert field in told, field
