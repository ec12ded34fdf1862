"""Search engines are told all that Google asks of an article, and nothing else than what the page shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from standfirst.story.story import Correction
from standfirst.story.text import text_of
from tests.press.linked_data import wrong_with
from tests.press.papers import (
    NOON,
    ORIGIN,
    a_figure,
    a_full_story,
    a_live_story,
    a_story,
    an_archive,
    printed,
    with_words,
)

HOSTILE = "</script><script>alert(1)</script> ]]> & \"quoted\" 'and' \u202eturned\u202c Z\u0351\u0363a\u036bl\u0346g\u0313o\u030d 🚢"

STORIES = {
    "full": a_full_story(),
    "plain": a_story(),
    "with a picture and no standfirst": a_story(lead=a_figure(), standfirst=""),
    "corrected later": a_story(corrections=(Correction(NOON + timedelta(hours=5), text_of("It was Monday.")),)),
    "by nobody": a_full_story(byline=()),
    "live": a_live_story(),
    "in Arabic": a_full_story(language="ar", headline="سفن تنتظر"),
    "hostile": with_words(a_full_story(), HOSTILE),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_what_search_engines_are_told_is_whole_and_what_the_page_shows(story):
    page = printed(an_archive(story), "story", story.id).body.decode()

    assert wrong_with(page, ORIGIN) == []


@pytest.mark.parametrize(
    ("is_so", "is_not"),
    [
        ('"author":[{"@type":"Person","name":"Mara Linde"', '"author":[{"@type":"Person","name":"By Mara Linde"'),
        ('"url":"https://gazette.example/people/mara-linde/"', '"url":"https://gazette.example/"'),
        ('"dateModified":"2026-11-20T12', '"dateModified":"2026-11-20T11'),
        ('"datePublished"', '"published"'),
        ('"headline":"Ships wait"', '"headline":"Ships wait – The Gazette"'),
        ('"width":1280,"height":720,"caption"', '"width":640,"height":360,"caption"'),
        ('"width":1280,"height":960,"caption"', '"width":1280,"height":853,"caption"'),
        ("/m/0000000000000001-1200by1200-", "/m/0000000000000002-1200by1200-"),
        ('-1280by720-4-96.jpg","width"', '-1280by720-0-0.jpg","width"'),
        ('"position":2', '"position":1'),
    ],
)
def test_what_is_told_otherwise_is_found(is_so, is_not):
    page = printed(an_archive(a_full_story()), "story", "9").body.decode()
    assert is_so in page

    try:
        found = wrong_with(page.replace(is_so, is_not, 1), ORIGIN)
    except KeyError as missing:
        found = [str(missing)]

    assert found
