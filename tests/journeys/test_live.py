"""A live story's open page keeps up: it says what is new, puts it in when asked to, and nothing moves by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from standfirst.press.wording import wording
from tests.config.running import standfirst, until
from tests.journeys.coming import PHONE, WATCH_SHIFTS, named

NEW = wording("en").new
#: Long enough that readers scroll.
PARAGRAPHS = ["The harbour office says more about what it has seen so far, and what it expects to see. " * 3] * 2


class LiveStory:
    """A story that goes on, written as files."""

    def __init__(self, paper, folder, name):
        self.paper, self.file = paper, folder / f"{name}.json"
        self.id = self.path = None
        self.began = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
        self.headlines = {}

    def tell(self, minute, headline):
        """Have an entry of this minute say this; None takes it out."""
        self.headlines = {**self.headlines, minute: headline}

    def publish(self):
        entries = [
            {"kind": "live", "at": (self.began + timedelta(minutes=minute)).isoformat(), "headline": headline,
             "paragraphs": PARAGRAPHS}
            for minute, headline in self.headlines.items() if headline
        ]  # fmt: skip
        story = {"section": "Saltmere", "headline": f"Fog in the harbour, {self.file.stem}", "body": ["It is foggy.", *entries],
                 "published": self.began.isoformat()}  # fmt: skip
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
    told = LiveStory(paper, tmp_path, request.node.name.partition("[")[0].replace("_", " "))
    for minute in range(8):
        told.tell(minute, f"Seen at minute {minute}")
    told.publish()
    yield told
    standfirst(paper.served.home, "unpublish", told.id, "--wait")


@pytest.fixture
def reading(page, paper, story):
    """The story's page, open, having looked for news once."""
    page.add_init_script(WATCH_SHIFTS)
    with page.expect_response(lambda answer: answer.url.endswith("live.json")):
        page.goto(paper.site + story.path)
    return page


def headings(page):
    return [words.partition(" – ")[2] for words in page.locator("main article h2").all_inner_texts()]


def look(page):
    """Come back to the page's tab after some seconds; it then looks for news at once."""
    page.wait_for_timeout(2_100)
    with page.expect_response(lambda answer: answer.url.endswith("live.json")):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def until_named(page, name, there=True):
    until(lambda: bool(named(page, name)) is there, 10, lambda: name)


def press_new(page, count):
    """Press the button with the pointer: it stands in the middle, at the top of the screen."""
    until_named(page, NEW.format(number=count))
    page.mouse.click(page.viewport_size["width"] / 2, 32)


@pytest.mark.parametrize("page", [PHONE, {"viewport": {"width": 1280, "height": 900}}], indirect=True)
def test_what_is_new_is_said_and_goes_in_when_asked_for(reading, story, complaints):
    story.tell(9, "Fog lifts")
    story.tell(12, "Ferries run")
    story.publish()

    look(reading)
    until_named(reading, NEW.format(number=2))
    assert "Fog lifts" not in headings(reading)
    press_new(reading, 2)

    reading.wait_for_function("() => document.querySelectorAll('main article h2').length === 10")
    assert headings(reading)[:3] == ["Ferries run", "Fog lifts", "Seen at minute 7"]
    assert reading.evaluate("document.activeElement.textContent").endswith("Ferries run")
    assert named(reading, NEW.format(number=2)) == []
    assert [said for said in complaints if "/adverts/" not in said and "sandboxed" not in said] == []


def test_the_page_after_a_refresh_and_without_script_has_what_the_open_one_put_in(reading, story, paper):
    story.tell(9, "Fog lifts")
    story.publish()
    look(reading)
    press_new(reading, 1)
    reading.wait_for_function("() => document.querySelectorAll('main article h2').length === 9")
    put_in = reading.evaluate(
        "[...document.querySelectorAll('main > article > :not(header)')].map(e => [e.tagName, e.id, e.textContent])"
    )

    reading.reload()

    assert put_in == reading.evaluate(
        "[...document.querySelectorAll('main > article > :not(header)')].map(e => [e.tagName, e.id, e.textContent])"
    )
    assert "Fog lifts" in httpx.get(paper.site + story.path).text


def test_nothing_moves_while_somebody_reads(reading, story):
    reading.locator("h2", has_text="minute 3").scroll_into_view_if_needed()
    reading.wait_for_timeout(300)
    before = reading.evaluate("window.shifted")

    story.tell(9, "Fog lifts")
    story.tell(7, None)
    story.publish()
    look(reading)
    until_named(reading, NEW.format(number=1))

    reading.wait_for_function("() => document.querySelectorAll('main article h2').length === 7")
    press_new(reading, 1)
    reading.wait_for_function("() => document.querySelectorAll('main article h2').length === 8")
    assert reading.evaluate("window.shifted") == before


def test_an_entry_that_was_edited_is_replaced_once_it_is_off_the_screen(reading, story):
    story.tell(7, "Put right")
    story.tell(0, "Put right as well")
    story.publish()

    look(reading)
    reading.wait_for_function("() => document.querySelector('main article').textContent.includes('Put right as well')")
    assert headings(reading)[0] == "Seen at minute 7"
    reading.evaluate("scrollTo(0, document.body.scrollHeight)")
    look(reading)

    reading.wait_for_function("() => document.querySelectorAll('main article h2')[0].textContent.includes('Put right')")
    assert len(headings(reading)) == 8


def test_readers_fetch_each_entry_once_however_often_they_look(reading, story):
    asked = []
    reading.on("request", lambda request: asked.append(request.url.rpartition(story.path)[2]))
    for minute in (9, 12):
        story.tell(minute, f"Seen at minute {minute}")
        story.publish()
        for _ in range(3):
            look(reading)
        until_named(reading, NEW.format(number=1 if minute == 9 else 2))

    entries = [each for each in asked if each.startswith("live/")]
    assert len(entries) == len(set(entries)) == 2


def test_somebody_who_was_away_for_long_gets_all_that_was_missed(reading, story):
    for minute in range(8, 30):
        story.tell(minute, f"Seen at minute {minute}")
    story.publish()

    look(reading)
    press_new(reading, 22)

    reading.wait_for_function("() => document.querySelectorAll('main article h2').length === 30")
    assert headings(reading) == [f"Seen at minute {minute}" for minute in reversed(range(30))]


def test_a_story_taken_down_takes_its_head_and_entries_with_it(reading, story, paper):
    head = httpx.get(f"{paper.site}{story.path}live.json").json()
    entries = [f"{paper.site}{story.path}live/{digest}" for _, digest in head["entries"]]
    assert {httpx.get(entry).status_code for entry in entries} == {200}

    assert standfirst(paper.served.home, "unpublish", story.id, "--wait").returncode == 0

    assert {httpx.get(entry).status_code for entry in (*entries, f"{paper.site}{story.path}live.json")} == {410}
    look(reading)
    assert len(headings(reading)) == 8


def test_an_open_page_s_copy_has_no_word_of_the_button(reading, story):
    story.tell(9, "Fog lifts")
    story.publish()
    look(reading)
    until_named(reading, NEW.format(number=1))
    reading.wait_for_timeout(1800)

    session = reading.context.new_cdp_session(reading)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].replace("=\r\n", "")
    assert ">1 new<" not in saved
    assert "1 new" not in reading.content()
    reading.emulate_media(media="print")
    assert named(reading, NEW.format(number=1)) == []


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_live_story_is_not_folded(page, paper, story):
    page.goto(paper.site + story.path, referer="https://search.example/")

    assert named(page, wording("en").tap) == []
