"""Every kind of page, light and dark, wide and narrow: axe finds nothing, and the keyboard gets everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.coming import PHONE, come
from tests.journeys.extras import show_every_extra

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
STORY = "/saltmere/2026/11/18/swing-bridge-vote/"
PAGES = {
    "home front": "/",
    "section front": "/saltmere/",
    "story": STORY,
    "sensitive story": "/saltmere/2026/11/19/two-lost-off-gannet-head/",
    "story in Arabic": "/culture/2026/11/18/maktabat-al-mina/",
    "live story": "/saltmere/2026/11/16/spring-tide-hour-by-hour/",
    "month": "/saltmere/2026/11/",
    "topic": "/topics/harbour/",
    "person": "/people/tomas-adeyemi/",
    "corrections": "/corrections/",
    "search": "/search?q=bridge",
    "no such page": "/no-such/",
}
WIDE = {"viewport": {"width": 1280, "height": 900}}
VIEWS = [view | {"color_scheme": scheme} for view in (WIDE, PHONE) for scheme in ("light", "dark")]


@pytest.mark.parametrize("page", VIEWS, indirect=True, ids=["wide light", "wide dark", "phone light", "phone dark"])
def test_axe_finds_nothing(page, paper):
    if not AXE.exists():
        pytest.skip("no axe-core; in tests/node type: npm ci --ignore-scripts")
    found = {}
    for kind, path in PAGES.items():
        page.goto(paper.site + path)
        if problems := looked_at(page):
            found[kind] = problems

    assert found == {}


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_axe_finds_nothing_in_a_folded_story(page, paper):
    if not AXE.exists():
        pytest.skip("no axe-core; in tests/node type: npm ci --ignore-scripts")
    come(page, paper.site + STORY)

    assert looked_at(page) == []


@pytest.mark.parametrize("page", [VIEWS[0], VIEWS[3]], indirect=True, ids=["wide light", "phone dark"])
def test_axe_finds_nothing_with_every_extra_on_the_page(page, paper):
    if not AXE.exists():
        pytest.skip("no axe-core; in tests/node type: npm ci --ignore-scripts")
    show_every_extra(page, paper, STORY, opened=True)

    assert looked_at(page) == []


def looked_at(page: Any) -> list[str]:
    """What axe complains about, a line each: rule, and the first place."""
    page.evaluate(AXE.read_text("utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, iframes: false})", rules)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


def test_the_keyboard_reaches_every_link_in_reading_order(page, paper):
    # Adverts come after the page: one that comes beneath the keyboard moves it.
    page.goto(paper.site + STORY, wait_until="networkidle")
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText || '']")
        if reached and here[1].strip() == reached[0]:
            # Round once. A frame that comes while the keyboard is in it puts it back on the page, as its end does.
            break
        if here[0] != "BODY":
            reached.append(" ".join(here[1].split()))

    assert reached[0] == "Skip to the story"
    links = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(link => link.innerText.replace(/\\\\s+/g, ' ').trim())"
    )
    kept = [words for words in reached if words in links and words]
    assert kept == [words for words in links if words]


def test_the_first_link_skips_to_the_story(page, paper):
    page.goto(paper.site + STORY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_nothing_moves_for_those_who_asked_for_that(page, paper):
    page.emulate_media(reduced_motion="reduce")
    page.goto(paper.site + STORY)

    assert page.evaluate("document.getAnimations().length") == 0


def test_a_print_holds_the_story_and_its_address_and_no_furniture(page, paper):
    page.goto(paper.site + STORY)
    page.emulate_media(media="print")

    shown = page.evaluate(
        "[...document.querySelectorAll('nav, .foot, .sidebar, .sf-well, .skip')].filter(each => each.checkVisibility()).length"
    )
    assert shown == 0
    assert page.locator("article").inner_text().count("\n\n") > 8
    assert STORY in page.evaluate("getComputedStyle(document.querySelector('main'), '::after').content")


def test_the_policy_forbids_nothing_the_page_needs_and_all_else(page, paper):
    asked = page.goto(paper.site + STORY)
    policy = asked.headers["content-security-policy"]
    page.evaluate(
        "window.refused = []; document.addEventListener('securitypolicyviolation', it => refused.push(it.violatedDirective))"
    )

    assert "unsafe" not in policy
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).textAlign") == "center"
    assert (
        page.evaluate(
            "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set'; } catch (refused) { return refused.name; } })()"
        )
        == "TypeError"
    )
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'body{display:none}'}))"
    )
    page.wait_for_function("refused.includes('style-src-elem')")
