"""What those who hear a page get: parts and names to find one's way by, words in the order of the eye, in their languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.journeys.coming import PHONE
from tests.journeys.extras import show_every_extra
from tests.journeys.test_accessibility import PAGES, STORY, WIDE
from tests.journeys.tree import HEARD, SHOWN, Node, squeezed, tree_of, wrong_with

#: As for somebody who hears pages: what is off the screen is in the tree then, though it is not laid out.
STARTED_WITH = ("--force-renderer-accessibility",)
#: Colours change nothing of what is heard, so two views stand for the four that axe looks at.
VIEWS = {"wide and light": WIDE | {"color_scheme": "light"}, "phone and dark": PHONE | {"color_scheme": "dark"}}
#: What the pages of a language are written in.
SCRIPTS = {"ar": "ARABIC", "he": "HEBREW", "uk": "CYRILLIC"}


@pytest.mark.parametrize("page", VIEWS.values(), indirect=True, ids=VIEWS)
def test_every_page_is_heard_as_it_is_seen(page, paper):
    found = {}
    for kind, path in PAGES.items():
        page.goto(paper.site + path, wait_until="networkidle")
        tree, shown = tree_of(page), page.evaluate(SHOWN)
        said = [(words, language) for words, _, _, language, is_name in shown if not is_name] + page.evaluate(HEARD)
        found[kind] = [*wrong_with(tree), *_out_of_order(tree, shown), *_in_another_language(said)]
        if page.viewport_size["width"] < 600:
            found[kind] += _above_what_is_before(shown)

    assert {kind: problems for kind, problems in found.items() if problems} == {}


def test_what_the_script_adds_has_names_and_spoils_no_order(page, paper):
    show_every_extra(page, paper, STORY)
    tree = tree_of(page)

    assert [*wrong_with(tree), *_out_of_order(tree, page.evaluate(SHOWN))] == []


def _out_of_order(tree: list[Node], shown: list[list]) -> Iterator[str]:
    """Yield the words that are not read out after those before them on the page."""
    read, at = squeezed("".join(node.name for node in tree if node.role == "StaticText")), 0
    for words, *_ in shown:
        here = read.find(squeezed(words), at)
        if here < 0:
            yield f"{words!r} is not read out in its place"
        else:
            at = here + len(squeezed(words))


def _above_what_is_before(shown: list[list]) -> Iterator[str]:
    """Yield the words of a page in one column that stand above those that are read before them."""
    for (before, top, height, *_), (words, below, *_) in pairwise(each for each in shown if each[1] >= 0):
        if below < top - height:
            yield f"{words!r} stands above {before!r}"


def _in_another_language(said: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the words of whose letters most are not of the script of the language they are said to be in."""
    for words, language in said:
        letters = [unicodedata.name(sign, "").split(" ")[0] for sign in words if sign.isalpha()]
        if letters.count(SCRIPTS.get(language[:2], "LATIN")) * 2 < len(letters):
            yield f"{words!r} is said to be in {language!r}"


# --- What would be found

WHOLE = [
    Node("banner", ""),
    Node("navigation", "Sections"),
    Node("main", ""),
    Node("heading", "Ships wait", 1),
    Node("image", "Ships at dusk"),
    Node("heading", "The queue", 2),
    Node("contentinfo", ""),
]


def test_a_page_with_all_its_parts_is_well():
    assert wrong_with(WHOLE) == []


@pytest.mark.parametrize(
    ("tree", "problem"),
    [
        ([node for node in WHOLE if node.role != "main"], "0 times main"),
        ([*WHOLE, Node("banner", "another")], "2 times banner"),
        ([node for node in WHOLE if node.role != "navigation"], "no navigation"),
        ([WHOLE[-1], *WHOLE[:-1]], "in the order ['contentinfo', 'banner', 'main']"),
        ([*WHOLE, Node("navigation", "Sections")], "2 landmarks ('navigation', 'Sections')"),
        ([*WHOLE, Node("region", "")], "region without a name"),
        ([*WHOLE, Node("link", " ")], "link without a name"),
        ([*WHOLE, Node("button", "")], "button without a name"),
        ([*WHOLE, Node("image", "")], "image without a name"),
        ([*WHOLE, Node("heading", "Deep", 4)], "heading 'Deep' of level 4 after one of level 2"),
        ([*WHOLE, Node("heading", "Another", 1)], "headings of level 1: ['Ships wait', 'Another']"),
    ],
)
def test_a_page_that_is_hard_to_hear_is_found(tree, problem):
    assert problem in wrong_with(tree)


def test_words_out_of_place_or_in_another_language_are_found():
    tree = [Node("StaticText", "ONE"), Node("StaticText", "two")]

    assert list(_out_of_order(tree, [["one"], ["two"]])) == []
    assert list(_out_of_order(tree, [["two"], ["one"]])) == ["'one' is not read out in its place"]
    assert list(_above_what_is_before([["one", 100, 10], ["two", 50, 10]])) == ["'two' stands above 'one'"]
    assert list(_in_another_language([("Ships", "en"), ("سفن ABC", "ar"), ("12 %", "ar")])) == []
    assert list(_in_another_language([("Ships", "ar")])) == ["'Ships' is said to be in 'ar'"]
