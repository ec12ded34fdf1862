"""What is noted of plates that are printed together is what would be noted of each by itself."""

from __future__ import annotations

import pytest

from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.notes import Asked
from standfirst.press.noting import Noted

PAPER = "PaperOf()"


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger.sqlite3")


def noted(key, answer="f0", *, path="", question=PAPER, pictures=()):
    asked = {question: Asked(answer, frozenset({"paper", f"story:{key}"}))}
    return Noted(Job("story", key), path or f"/world/{key}/", asked, frozenset(pictures))


def note(ledger, *plates):
    with ledger.writing():
        ledger.note(plates)


def test_plates_stand_and_are_due_no_more(ledger):
    with ledger.writing():
        ledger.mark([Job("story", "1"), Job("story", "2")], 1)

    note(ledger, noted("1"), noted("2"))

    assert ledger.due(10) == []
    assert ledger.job_at("/world/2/") == Job("story", "2")


def test_a_plate_of_an_older_answer_than_another_printed_with_it_is_due_again(ledger):
    note(ledger, noted("1", "older"), noted("2", "newer"))

    assert ledger.due(10) == [Job("story", "1")]


def test_a_newer_answer_makes_every_other_plate_due_that_asked(ledger):
    note(ledger, noted("1"), noted("2"), noted("3"))

    note(ledger, noted("2", "newer"))

    assert set(ledger.due(10)) == {Job("story", "1"), Job("story", "3")}


def test_two_that_change_places_leave_no_former_address(ledger):
    note(ledger, noted("1", path="/a/"), noted("2", path="/b/"))

    note(ledger, noted("1", path="/b/"), noted("2", path="/a/"))

    assert ledger.untold() == []


def test_one_that_moves_leaves_its_address(ledger):
    note(ledger, noted("1", path="/a/"))

    note(ledger, noted("1", path="/b/"))

    assert ledger.former_paths(Job("story", "1")) == ["/a/"]


def test_a_question_nobody_asks_any_more_goes_and_one_that_another_asks_stays(ledger):
    note(ledger, noted("1"), noted("2"))

    note(ledger, noted("1", question="Sections()"))
    assert ledger.subjects_under(PAPER) == {"paper", "story:2"}
    note(ledger, noted("2", question="Sections()"))

    assert ledger.subjects_under(PAPER) == set()


def test_what_an_answer_rests_on_is_a_record_from_then_on(ledger):
    note(ledger, noted("1"))

    assert "story:1" in ledger.records_after("", 10)


def test_a_picture_is_dropped_when_its_last_plate_shows_it_no_more(ledger):
    with ledger.writing():
        ledger.note([Noted(Job("picture", "x-1.jpg"), "/m/x-1.jpg", {})])
    note(ledger, noted("1", pictures=["/m/x-1.jpg"]), noted("2", pictures=["/m/x-1.jpg"]))

    note(ledger, noted("1"))
    assert ledger.no_longer_shown() == []
    note(ledger, noted("2"))

    assert ledger.no_longer_shown() == [(Job("picture", "x-1.jpg"), "/m/x-1.jpg")]


def test_renditions_of_a_picture_that_is_still_shown_stay_for_pages_printed_before(ledger):
    small, large = (Noted(Job("picture", f"x-{width}.jpg"), f"/m/x-{width}.jpg", {}) for width in (320, 960))
    other = Noted(Job("picture", "xy-320.jpg"), "/m/xy-320.jpg", {})
    note(ledger, small, large, other, noted("1", pictures=[small.path, large.path]), noted("2", pictures=[other.path]))

    note(ledger, noted("1", pictures=[small.path]))
    while_one_is_shown = ledger.no_longer_shown()
    ledger.empty_dropped()
    note(ledger, noted("1"))

    assert while_one_is_shown == []
    assert sorted(ledger.no_longer_shown()) == [(small.job, small.path), (large.job, large.path)]
