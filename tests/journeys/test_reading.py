import re

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SMALLEST = {"viewport": {"width": 320, "height": 568}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WITHOUT_SCRIPT = DESKTOP | {"java_script_enabled": False}

STORY = re.compile(r"/[a-z-]+/\d{4}/\d\d/\d\d/[a-z0-9-]+/$")


def first_story(page):
    return next(link for link in page.locator("main a[href]").all() if STORY.search(link.get_attribute("href")))


@pytest.mark.parametrize("page", [SMALLEST, PHONE, DESKTOP, WITHOUT_SCRIPT], indirect=True)
def test_from_the_front_to_a_story(page, paper, complaints):
    page.goto(f"{paper.site}/")
    link = first_story(page)
    headline = link.inner_text().strip()

    link.click()
    page.wait_for_url(STORY)

    assert page.locator("article h1").inner_text().strip() == headline
    assert page.locator("article p").count() > 5
    assert complaints == []


@pytest.mark.parametrize("page", [SMALLEST, PHONE, DESKTOP], indirect=True)
@pytest.mark.parametrize("where", ["/", "a story"])
def test_nothing_is_wider_than_the_screen(page, paper, where):
    page.goto(f"{paper.site}/")
    if where == "a story":
        first_story(page).click()
        page.wait_for_url(STORY)

    width, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")

    assert width <= inner


def test_pictures_of_a_story_are_there(page, paper):
    page.goto(f"{paper.site}/")
    first_story(page).click()
    page.wait_for_url(STORY)

    page.wait_for_function("document.querySelector('article img')?.complete")

    assert page.evaluate("document.querySelector('article img').naturalWidth") > 0


@pytest.mark.parametrize("page", [DESKTOP, WITHOUT_SCRIPT], indirect=True)
def test_a_word_of_a_story_is_found(page, paper, complaints):
    page.goto(f"{paper.site}/")
    link = first_story(page)
    headline = link.inner_text().strip()
    page.goto(f"{paper.site}/search")

    page.locator("main input[name=q]").fill(headline)
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url(re.compile(r"/search\?.*q="))

    assert page.locator("main a", has_text=headline).count() >= 1
    assert complaints == []


def test_a_wrong_address_still_looks_like_the_paper(page, paper):
    answer = page.goto(f"{paper.site}/no-such-section/")

    assert answer.status == 404
    assert page.locator("a[href='/']").count() >= 1
