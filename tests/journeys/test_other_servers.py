"""Somebody else's advert: nobody hears of a reader who has not said yes, and a yes is kept until it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from standfirst.ads.flight import Creative, Tag
from standfirst.ads.sizes import BOX
from tests.journeys.adverts_paper import Paper, served, slot, sold
from tests.journeys.test_adverts import readers, until

HOST = "adserver.example"
ADDRESS = f"https://{HOST}/tag?size=300x250"
#: What a tag would do if it could, and what it may.
THEIRS = """<!doctype html><title>Theirs</title><p id="theirs">An advert of theirs</p><script>
try { top.document.title = 'taken'; } catch (refused) {}
try { document.cookie = 'a=b'; } catch (refused) {}
try { top.location = 'https://evil.example/'; } catch (refused) {}
parent.postMessage('yes evil.example', '*'); top.postMessage('yes evil.example', '*'); top.postMessage('may evil.example', '*');
</script>"""

BODY = (
    "<p>The story.</p>"
    + slot("mid")
    + '<footer class="foot"><ul><li><a href="/landing/">Elsewhere</a></li></ul></footer>'
)


class Reader:
    """A reader's browser, and what reached the other server."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = readers(browser, viewport={"width": 1000, "height": 800}, **options)
        self.asked: list[str] = []
        self.context.route("https://**/*", self._theirs)
        self.page = self.context.new_page()

    def _theirs(self, route: Any) -> None:
        self.asked.append(route.request.url)
        route.fulfill(body=THEIRS, content_type="text/html")

    def open(self, paper: Paper) -> Any:
        """Read the page as long as anything might still be asked for, and return the slot's frame."""
        self.page.goto(paper.site)
        self.page.wait_for_timeout(700)
        return self.page.frame_locator(".ad-slot iframe")

    def kept(self) -> str | None:
        said: str | None = self.page.evaluate("localStorage.getItem('adverts-from')")
        return said


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    tagged = Creative("5", "Their advert", "/landing/", tag=Tag(BOX, ADDRESS))
    with served(tmp_path, BODY, sold("1", tagged)) as paper:
        yield paper


@pytest.fixture
def reader(browser: Any) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    reader.context.close()


def say_yes(frame: Any) -> None:
    frame.locator("a.n").click()
    theirs = frame.frame_locator(".b iframe").locator("#theirs")
    theirs.wait_for()


def test_before_a_yes_nobody_else_hears_of_the_reader(paper: Paper, reader: Reader) -> None:
    frame = reader.open(paper)

    asking = frame.locator("a.n").inner_text()

    assert HOST in asking
    assert "kept on this device" in asking
    assert reader.asked == []
    assert (reader.kept(), reader.context.cookies()) == (None, [])
    assert not paper.counted("served")


def test_after_a_yes_the_tag_is_shown_in_its_sandbox_and_counted(paper: Paper, reader: Reader) -> None:
    frame = reader.open(paper)

    say_yes(frame)

    until(lambda: paper.counted("served"))
    inner = next(one for one in reader.page.frames if one.url == ADDRESS)
    assert inner.evaluate("self.origin") == "null"
    assert reader.asked == [ADDRESS]
    assert paper.counted("served") == {"mid/5": 1}
    assert (reader.page.title(), reader.page.url) == ("The page", f"{paper.site}/")
    # What the tag says to the page is not taken for the reader's word.
    assert (reader.kept(), reader.context.cookies()) == (HOST, [])


def test_a_yes_is_kept_for_that_server_and_on_that_device_only(paper: Paper, reader: Reader, browser: Any) -> None:
    say_yes(reader.open(paper))

    again = reader.open(paper)
    another = Reader(browser)
    another.open(paper)
    heard = list(another.asked)
    another.context.close()

    again.frame_locator(".b iframe").locator("#theirs").wait_for()
    assert reader.asked == [ADDRESS] * 2
    assert heard == []


@pytest.mark.parametrize("where", ["advert", "foot"])
def test_a_yes_can_be_taken_back_in_the_advert_and_in_the_foot(paper: Paper, reader: Reader, where: str) -> None:
    frame = reader.open(paper)
    tools = reader.page.locator(".foot .sf-tool span")
    before = tools.count()
    say_yes(frame)
    until(lambda: tools.count() > before)

    if where == "advert":
        frame.locator("a.x").click()
    else:
        tools.last.click()

    frame.locator("a.n").wait_for()
    assert reader.kept() is None
    assert tools.count() == before
    reader.open(paper)
    assert reader.asked == [ADDRESS]


def test_without_script_a_yes_holds_for_this_once(paper: Paper, browser: Any) -> None:
    reader = Reader(browser, java_script_enabled=False)
    say_yes(reader.open(paper))
    reader.open(paper)
    reader.context.close()

    assert reader.asked == [ADDRESS]
