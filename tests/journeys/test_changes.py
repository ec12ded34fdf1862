"""Who comes back to a story that was changed since is told so: they, and nobody else, and by their own device."""

from __future__ import annotations

import json

import httpx
import pytest

from standfirst.press.wording import wording
from tests.config.running import standfirst
from tests.journeys.coming import PHONE, WATCH_SHIFTS, come, named, wait_for_script
from tests.journeys.test_tools import press

WORDS = wording("en")
LINES = [
    f"What was known of the fog at hour {hour} stood here. " + "The harbour office says more. " * 9 for hour in range(9)
]


class Story:
    """A story of a few paragraphs, written as a file."""

    def __init__(self, paper, folder, name):
        self.paper, self.file, self.id, self.path = paper, folder / f"{name}.json", None, None

    def publish(self, lines, **more):
        story = {
            "section": "Saltmere",
            "headline": f"Fog, {self.file.stem}",
            "standfirst": "It is foggy.",
            "body": lines,
        }
        self.file.write_text(json.dumps(story | ({"id": self.id} if self.id else {})))
        said = standfirst(
            self.paper.served.home, "import", str(self.file), "--publish", "--wait", "--json",
            PORT=str(self.paper.served.port),
        )  # fmt: skip
        report = json.loads(said.stdout)
        assert report["status"] == "ok", said.stdout + said.stderr
        self.id, self.path = report["id"], httpx.URL(report["url"]).path


@pytest.fixture
def story(paper, tmp_path, request):
    told = Story(paper, tmp_path, request.node.name.partition("[")[0].replace("_", " ")[:60])
    told.publish(LINES)
    yield told
    standfirst(paper.served.home, "unpublish", told.id, "--wait")


@pytest.fixture
def reader(page, paper, story):
    """A reader who has read the story, twelve days ago by their device's memory."""
    page.add_init_script(WATCH_SHIFTS)
    page.goto(paper.site + story.path)
    wait_for_script(page)
    read_days_ago(page, story, 12)
    return page


def read_days_ago(page, story, days):
    page.evaluate(
        """([path, days]) => {
            const all = JSON.parse(localStorage.getItem("read"));
            all[path][0] = new Date(2026, 10, 24, 12).getTime() - days * 864e5;
            localStorage.setItem("read", JSON.stringify(all));
        }""",
        [story.path, days],
    )


def said(page):
    """The band's words, once they are there; None where nothing is said."""
    page.wait_for_timeout(700)
    wanted = WORDS.changed.format(when="12 November 2026")
    return wanted if named(page, wanted) else None


def marked(page):
    return page.evaluate("[...(CSS.highlights.get('sf-changed') || [])].map(range => range.toString())")


def test_a_change_is_said_shown_and_then_known(reader, story, paper, complaints):
    lines = [*LINES[:5], "This was put right.", *LINES[6:], "This is new."]
    story.publish(lines)

    reader.goto(paper.site + story.path)
    wait_for_script(reader)
    assert said(reader)
    press(reader, WORDS.changed_show)

    assert marked(reader) == ["This was put right.", "This is new."]
    assert reader.evaluate("document.activeElement.textContent") == "This was put right."
    reader.wait_for_function("() => document.activeElement.getBoundingClientRect().top < innerHeight")
    assert reader.evaluate("window.shifted") == 0
    reader.reload()
    wait_for_script(reader)
    assert said(reader) is None
    assert [each for each in complaints if "/adverts/" not in each and "sandboxed" not in each] == []


def test_what_was_taken_out_is_shown_by_what_follows_it(reader, story, paper):
    story.publish([*LINES[:3], *LINES[4:]])

    reader.goto(paper.site + story.path)
    wait_for_script(reader)
    assert said(reader)
    press(reader, WORDS.changed_show)

    assert [words.strip() for words in marked(reader)] == [LINES[4].strip()]


def test_a_story_that_is_the_same_says_nothing(reader, story, paper):
    reader.goto(paper.site + story.path)
    wait_for_script(reader)

    assert said(reader) is None
    assert reader.locator("script[src*=changed]").count() == 0


def test_somebody_new_is_told_nothing(page, story, paper):
    story.publish([*LINES, "This is new."])

    page.goto(paper.site + story.path)
    wait_for_script(page)

    page.wait_for_timeout(500)
    assert page.locator("script[src*=changed]").count() == 0
    assert page.evaluate("Object.keys(JSON.parse(localStorage.getItem('read')))") == [story.path]


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_who_has_not_come_to_the_change_is_told_again(reader, story, paper):
    story.publish([*LINES, "This is new."])
    reader.goto(paper.site + story.path)
    wait_for_script(reader)
    assert said(reader)

    reader.reload()
    wait_for_script(reader)
    assert said(reader)
    reader.evaluate("[...document.querySelectorAll('article > p')].pop().scrollIntoView({block: 'center'})")
    reader.wait_for_function("() => JSON.parse(localStorage.getItem('read'))[location.pathname][0] > Date.now() - 6e4")
    reader.reload()
    wait_for_script(reader)

    assert said(reader) is None


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_change_in_what_is_folded_is_gone_to(reader, story, paper):
    story.publish([*LINES, "This is new."])
    come(reader, paper.site + story.path)
    assert said(reader)

    press(reader, WORDS.changed_show)

    reader.wait_for_function("() => document.activeElement.textContent === 'This is new.'")
    reader.wait_for_function("() => document.activeElement.getBoundingClientRect().bottom < innerHeight")
    assert reader.evaluate("document.activeElement.checkVisibility({contentVisibilityAuto: true})")


def test_fifty_stories_are_remembered_and_no_word_of_them(page, story, paper):
    page.goto(paper.site + story.path)
    wait_for_script(page)
    page.evaluate(
        """() => {
            const all = {};
            for (let at = 0; at < 50; at++) all["/old/" + at + "/"] = [at, "a"];
            localStorage.setItem("read", JSON.stringify(all));
        }"""
    )

    page.reload()
    wait_for_script(page)

    page.wait_for_function("path => path in JSON.parse(localStorage.getItem('read'))", arg=story.path)
    kept = page.evaluate("localStorage.getItem('read')")
    assert len(json.loads(kept)) == 50
    assert "/old/0/" not in json.loads(kept)
    assert all(len(each) < 9 for each in json.loads(kept)[story.path][1:])


def test_a_spoiled_memory_is_begun_anew(page, story, paper, complaints):
    page.goto(paper.site + story.path)
    wait_for_script(page)
    page.evaluate("localStorage.setItem('read', '{[')")

    page.reload()
    wait_for_script(page)

    page.wait_for_function("path => path in JSON.parse(localStorage.getItem('read'))", arg=story.path)
    assert [each for each in complaints if each.startswith("error")] == []


def test_a_live_story_is_not_remembered(page, paper):
    listed = standfirst(paper.served.home, "stories", "--json", PORT=str(paper.served.port)).stdout.splitlines()
    live = next(each["url"] for each in map(json.loads, listed) if "data-entry" in httpx.get(each["url"]).text)
    page.goto(live)
    wait_for_script(page)
    page.wait_for_timeout(300)

    assert page.evaluate("localStorage.getItem('read')") is None


def test_a_minor_change_is_no_news(reader, story, paper):
    """Its time stays, and nobody corrected anything."""
    reader.evaluate(
        """path => {
            const all = JSON.parse(localStorage.getItem("read"));
            all[path][5] = "a";
            localStorage.setItem("read", JSON.stringify(all));
        }""",
        story.path,
    )

    reader.reload()
    wait_for_script(reader)

    assert said(reader) is None
    assert reader.evaluate("localStorage.getItem('read').includes('\"a\"')") is False
