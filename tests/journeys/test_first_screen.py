"""What a phone asks for before its reader has touched anything: the page, its script, what is near the screen, and no more."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bench.lighthouse import REQUESTS, kind_of
from standfirst.press.asking import ask_path
from tests.journeys.coming import WATCH_SHIFTS
from tests.journeys.conftest import Paper

PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 11; moto g power) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36",
}
on_a_phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])


@pytest.fixture(scope="module")
def story(paper: Paper) -> str:
    found = re.search(r'<h2>.*?<a href="(/[a-z-]+/\d{4}/[^"]+)"', httpx.get(f"{paper.site}/").text)
    assert found
    return found[1]


def asked_by(page: Any, address: str) -> list[dict[str, str]]:
    """Open ``address``, and return all it asks for until its first advert was seen, and a second more."""
    asked: list[dict[str, str]] = []
    page.on("request", lambda one: asked.append({"url": one.url, "resourceType": one.resource_type.title()}))
    with page.expect_request(re.compile("/adverts/count/viewed/"), timeout=20_000):
        page.goto(address)
    page.wait_for_timeout(1_000)
    return [one for one in asked if one["url"].startswith("http")]


def section_of(story: str) -> str:
    return f"/{story.split('/')[1]}/"


@on_a_phone
@pytest.mark.parametrize("of", [str, section_of])
def test_a_story_and_a_section_with_their_ads_take_eight_requests_at_most(page, paper, story, of):
    asked = asked_by(page, paper.site + of(story))

    kinds = [kind_of(one) for one in asked]
    assert len(kinds) <= 8, kinds
    assert not any(one["url"].endswith(ask_path()) for one in asked), (
        "the letter's script is for readers who see no advert"
    )
    assert kinds.count("advert") == 1


@on_a_phone
def test_the_home_front_takes_a_dozen_requests_at_most(page, paper):
    kinds = [kind_of(one) for one in asked_by(page, f"{paper.site}/")]

    assert len(kinds) <= REQUESTS, kinds


@on_a_phone
@pytest.mark.parametrize("of", [lambda _: "/", section_of, str], ids=["home", "section", "story"])
def test_the_first_picture_waits_for_no_script_and_no_advert(page, paper, story, of):
    """While it is held up neither is begun: what it waits for would be part of its time."""
    asked: list[str] = []
    held: list[Any] = []
    page.route(re.compile(r"/m/.*-720\."), lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks the handler, and a list's own method takes no mark
    page.on("request", lambda one: asked.append(kind_of({"url": one.url, "resourceType": one.resource_type.title()})))

    page.goto(paper.site + of(story), wait_until="domcontentloaded")
    page.wait_for_timeout(1_000)
    assert held
    assert not {"script", "advert"} & set(asked)
    with page.expect_request(re.compile("/adverts/top/")), page.expect_request(re.compile("^[^?]+/a/[0-9a-f]+\\.js$")):
        for route in held:
            route.continue_()


@on_a_phone
def test_the_home_front_lays_out_what_comes_near_and_moves_nothing(page, paper):
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{paper.site}/")
    far = page.locator(".sections > section").last
    page.wait_for_timeout(1_000)
    picture = "section => section.querySelector('img').currentSrc"
    is_laid_out = "section => section.querySelector('h3').checkVisibility({contentVisibilityAuto: true})"
    assert far.evaluate(picture) == ""
    assert not far.evaluate(is_laid_out)

    for at in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.evaluate("at => scrollTo(0, at)", at)
        page.wait_for_timeout(80)

    assert far.evaluate(is_laid_out)
    assert far.evaluate(picture).startswith(f"{paper.site}/m/")
    assert page.evaluate("shifted") == 0


@pytest.mark.parametrize("page", [PHONE | {"color_scheme": "light"}], indirect=True, ids=["phone"])
def test_a_dark_page_and_larger_type_are_there_before_any_script_has_come(page, paper, story):
    page.goto(f"{paper.site}/robots.txt")
    page.evaluate("localStorage.setItem('page', 'dark'), localStorage.setItem('size', 2)")
    page.route(re.compile(r"/a/"), lambda route: route.abort())

    page.goto(paper.site + story)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 20, 19)"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


@on_a_phone
def test_a_slot_is_asked_for_when_it_comes_near_and_stands_in_its_room(page, paper, story):
    page.add_init_script("addEventListener('load', () => { window.framed = window.length; })")

    asked = asked_by(page, paper.site + story)

    assert page.evaluate("framed") == 0, "a frame in the page is work before the story is there"
    assert page.locator("noscript").count() == 0, "a copy would ask for adverts"
    assert [urlsplit(one["url"]).path.split("/")[2] for one in asked if kind_of(one) == "advert"] == ["top"]
    assert page.locator(".ad-slot iframe").count() == 1
    before = page.locator(".sf-mid").bounding_box()["height"]

    with page.expect_request(re.compile("/adverts/mid/")):
        page.locator(".sf-mid").scroll_into_view_if_needed()
    page.wait_for_selector(".sf-mid iframe")

    assert page.locator(".sf-mid").bounding_box()["height"] == before


@on_a_phone
def test_the_lead_picture_is_asked_for_in_the_size_it_is_shown_in(page, paper, story):
    page.goto(paper.site + section_of(story))

    picture = page.locator("main img").first
    page.wait_for_function("document.images[0].currentSrc")
    shown = picture.evaluate(
        "picture => [picture.currentSrc, picture.getBoundingClientRect().width * devicePixelRatio]"
    )

    assert re.search(r"-720\.avif$", shown[0])
    assert 640 < shown[1] <= 720


@pytest.mark.parametrize("page", [PHONE | {"java_script_enabled": False}], indirect=True, ids=["no script"])
def test_without_script_the_browser_itself_asks_for_the_slots(page, paper, story):
    with page.expect_request(re.compile("/adverts/top/")):
        page.goto(paper.site + story)

    assert page.locator(".ad-slot iframe[src]").count() == 3


#: What a fault of the script's, or a stranger's hand in the page, might ask it to fetch.
STRANGE = ["//evil.example/x.js", "https://evil.example/x.js", "\n//evil.example/x.js", "\\\\evil.example", "data:,x"]


def test_whatever_it_is_told_the_script_fetches_from_this_site_alone(page, paper, story):
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { const { sf } = window;"
        " window.made = told => new URL(sf.createScriptURL(told), location).href; })"
    )
    page.goto(paper.site + story, wait_until="domcontentloaded")

    made = page.evaluate("all => all.map(made)", STRANGE)

    assert [one for one in made if not one.startswith(f"{paper.site}/")] == []
    assert page.evaluate("made('/a/0123-listen.js')") == f"{paper.site}/a/0123-listen.js"
