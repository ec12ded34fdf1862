import json
import re
import time

import pytest

from tests.config.running import standfirst

HEADLINE = "The harbour bridge opens a week early"


@pytest.fixture
def newsroom(page, paper):
    """The newsroom, logged in to."""
    page.goto(f"{paper.site}/newsroom/")
    page.locator("input[name=username]").fill(paper.username)
    page.locator("input[name=password]").fill(paper.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def a_live_story(paper):
    """A story as the command line lists it: an object with id, url, section, headline and published."""
    listed = standfirst(paper.served.home, "stories", "--json", PORT=str(paper.served.port))
    return json.loads(listed.stdout.splitlines()[0])


def test_a_changed_headline_is_on_the_site_within_a_second(newsroom, paper):
    story = a_live_story(paper)
    path = story["url"].removeprefix(paper.site)

    # Three times: a machine that runs other tests beside this one may lose a second anywhere.
    waits = [publish(newsroom, paper, story["id"], path, f"{HEADLINE} ({number})") for number in range(3)]

    assert min(waits) <= 1.0, waits


def publish(newsroom, paper, story_id, path, headline):
    """Change a story's headline as an editor would, and return how many seconds after that it was on the site."""
    newsroom.goto(f"{paper.site}/newsroom/pages/{story_id}/edit/")
    newsroom.locator("[name=title]").fill(headline)
    with newsroom.expect_navigation():
        newsroom.evaluate(
            """() => { const form = document.querySelector('form[data-edit-form]');
                 form.requestSubmit(form.querySelector('[name=action-publish]')); }"""
        )
    return until_shown(paper, path, headline)


def until_shown(paper, path, words):
    began = time.monotonic()
    while words not in paper.served.get(path).text:
        assert time.monotonic() - began < 20, f"{path} does not show {words!r}"
        time.sleep(0.02)
    return time.monotonic() - began


def test_a_wrong_password_is_refused(page, paper):
    page.goto(f"{paper.site}/newsroom/login/")
    page.locator("input[name=username]").fill(paper.username)
    page.locator("input[name=password]").fill("not the password")
    page.locator("button[type=submit]").click()

    page.wait_for_load_state()
    assert re.search("match|valid|incorrect", page.inner_text("body"), re.IGNORECASE)
    assert "/login" in page.url
