from __future__ import annotations

from datetime import timedelta

from standfirst.story.story import Correction
from standfirst.story.text import text_of
from tests.press.papers import NOON, a_story, an_archive, printed, tree, words


def test_corrections_stand_with_their_stories_newest_first():
    older = Correction(NOON - timedelta(days=1), text_of("Forty, not fourteen."))
    newer = Correction(NOON, text_of("Tarn, not Tern."))

    plate = printed(an_archive(a_story("1", corrections=(older,)), a_story("2", corrections=(newer,))), "corrections")

    shown = [words(item) for item in tree(plate).findall(".//section[@class='corrected']")]
    assert shown == [
        "Headline 2 20 November 2026: Tarn, not Tern.",
        "Headline 1 19 November 2026: Forty, not fourteen.",
    ]
    assert plate.modified == NOON


def test_a_paper_that_was_never_wrong_says_so_and_no_more():
    page = tree(printed(an_archive(a_story()), "corrections"))

    assert "Nothing has needed correcting so far." in words(page)
