from __future__ import annotations

from contextlib import contextmanager

from bench.browsers import WORKS, Row, row_of, table
from bench.readings import Truth
from bench.surfing.surfer import Browser, Link, NotDone
from bench.surfing.tasks import Errand
from bench.surfing.terminal import TEXT_BROWSERS

STORY = Truth("/world/x/", (), (), ())
ERRAND = Errand("http://127.0.0.1:1", STORY, "", STORY, STORY, "ferry", Link("World", "/world/"), (), ())


@contextmanager
def no_window():
    raise NotDone("it opened no window")
    yield


def browser(**more):
    known = {"name": "Small", "needs": ("sh",), "package": "small", "release": lambda: "Small 1", "window": no_window}
    return Browser(**(known | more))


def test_a_browser_that_is_not_installed_is_left_out_and_says_how_to_have_it():
    row = row_of(browser(needs=("sh", "no-such-browser")), ERRAND, ["read"])

    assert row == Row("Small", "", {}, absent="no no-such-browser; as root type: apt-get install small")


def test_a_cell_that_fails_says_what_was_seen():
    row = row_of(browser(), ERRAND, ["read", "search"])

    assert (row.version, row.cells["read"]) == ("Small 1", "NotDone: it opened no window")
    assert [*row.cells] == ["read", "search"]


def test_the_table_counts_what_works_and_names_what_does_not():
    rows = [
        Row("One", "One 1", {"read": WORKS, "next": WORKS}),
        Row("Two", "Two 2", {"read": WORKS, "next": "NotDone: a blank page"}),
        Row("Three", "", {}, absent="no three"),
    ]

    said = table(rows)

    assert "3 of 4 work" in said
    assert "Two: next: NotDone: a blank page" in said
    assert "Three: left out: no three" in said


def test_every_text_browser_wants_a_terminal():
    assert all("tmux" in each.needs for each in TEXT_BROWSERS)
