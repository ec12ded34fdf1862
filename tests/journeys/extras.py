"""A page with everything on it that the script can say: read aloud, changed since it was read, and without its pictures."""

from __future__ import annotations

from typing import Any

from standfirst.press.wording import wording
from tests.journeys.coming import named
from tests.journeys.conftest import Paper
from tests.journeys.speaking import ENGLISH, give_voices
from tests.journeys.test_tools import press

#: Lets tools look into what is closed to them.
_OPEN = """
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) { return attach.call(this, {...how, mode: "open"}); };
"""


def show_every_extra(page: Any, paper: Paper, path: str, *, opened: bool = False) -> None:
    """Open the story as a reader who saves data and has read another version of it, and have it read aloud.

    opened: whether its shadow roots are open, so that axe looks into them.
    """
    words = wording("en")
    if opened:
        page.add_init_script(_OPEN)
    give_voices(page, ENGLISH)
    page.goto(f"{paper.site}/corrections/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.evaluate(
        """async path => {
            localStorage.setItem("saver", "1");
            localStorage.setItem("read", JSON.stringify({[path]: [Date.now() - 864e6, "a", "b"]}));
            await caches.open("saver");
        }""",
        path,
    )
    page.goto(paper.site + path)
    page.wait_for_function("() => document.querySelectorAll('picture > .sf-note').length > 0")
    page.wait_for_function("() => document.querySelectorAll('body > .sf-note').length > 0")
    press(page, words.listen)
    page.wait_for_function("() => window.spoken.length > 0")
    # What those who hear the page are told is gone again.
    page.wait_for_timeout(2_000)
    assert named(page, words.stop) == named(page, words.changed_show) == ["button"]
    assert named(page, words.picture)
