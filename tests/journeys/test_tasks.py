"""What readers do, in the browsers that do it fastest: `standfirst bench browsers` does the same in all of them."""

from __future__ import annotations

import pytest

from bench.browsers import WORKS, tried
from bench.capture import stories_of
from bench.surfing.browsers import BROWSERS
from bench.surfing.surfer import NotDone
from bench.surfing.tasks import TASKS, errand_of

#: A window of each takes a second or two; those that take ten are left to the bench.
FAST = {"lynx", "w3m", "links2", "Chromium", "Chromium, script off"}


@pytest.fixture(scope="module")
def errand(paper):
    return errand_of(paper.site, [*stories_of(paper.served.home)])


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("browser", [each for each in BROWSERS if each.name in FAST], ids=lambda each: each.name)
def test_a_reader_gets_done_what_they_came_for(browser, task, errand):
    if browser.absence():
        pytest.skip(browser.absence())

    assert tried(browser, errand, task) == WORKS


class Showing:
    """A browser that shows these lines, whatever it is told."""

    def __init__(self, lines):
        self.lines = lines

    def open(self, address):
        pass

    def shown(self):
        return "\n".join(self.lines)


def test_the_matrix_fails_where_a_notice_stands_within_the_story(errand):
    lines = [block.text for block in errand.story.blocks]
    notice = "Your browser is out of date"

    with pytest.raises(NotDone, match="that are not the story's"):
        TASKS["read"](Showing([*lines[:5], notice, *lines[5:]]), errand, frozenset())


def test_the_matrix_fails_where_the_masthead_is_gone(errand):
    with pytest.raises(NotDone, match="in the masthead"):
        TASKS["read"](Showing([block.text for block in errand.story.blocks]), errand, frozenset())
