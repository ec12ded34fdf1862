"""The reader views of real browsers: Firefox's and Chromium's, of pages as they came and of pages that script has folded.

A page folds on a small screen for a reader who comes from elsewhere. Browsers fetch what their reader view shows on their
own, from nowhere and on no screen; so a relay stands in front of the paper that has every page believe otherwise.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from bench.marionette import Firefox, FirefoxRefused, find_firefox, firefox
from bench.readings import Reading
from bench.surfing.chromium import find_chromium

#: How long a reader view may take to show a story, seconds.
_PATIENCE_SECONDS = 20

#: Every page believes that its reader came from elsewhere with a small screen, and says when it folds.
_FOLDS = """<script>(function () {
  var attach = Element.prototype.attachShadow, media = window.matchMedia, listen = window.addEventListener;
  window.addEventListener = function (kind, what, how) { if (kind !== 'load') listen.call(window, kind, what, how); };
  Object.defineProperty(document, 'referrer', { get: function () { return 'https://search.example/'; } });
  window.matchMedia = function (asked) { return asked === '(max-width: 48em)' ? { matches: true } : media.call(window, asked); };
  Element.prototype.attachShadow = function (how) {
    if (this.tagName === 'ARTICLE') (new Image).src = '/folded' + location.pathname;
    return attach.call(this, how);
  };
})();</script>"""
#: A page asks for its script when it has loaded, and Chromium reads it before that: here the script comes with the page.
_THEN = re.compile(rb'<script data-then="([^"]+)".*?</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Relay:
    """A relay in front of a paper. folded: the paths of pages that said they folded."""

    site: str
    folded: set[str]


@contextmanager
def folding_relay(site: str) -> Iterator[Relay]:
    """Yield a relay in front of ``site`` whose pages fold."""
    folded: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/folded/"):
                folded.add(self.path.removeprefix("/folded"))
                self._answer(204, "text/plain", b"")
                return
            answer = httpx.get(site + self.path, headers={"accept": self.headers.get("accept", "*/*")})
            body = answer.content
            if answer.headers.get("content-type", "").startswith("text/html"):
                own = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
                body = body.replace(site.encode(), own.encode()).replace(b"<head>", b"<head>" + _FOLDS.encode(), 1)
                body = _THEN.sub(rb'\g<0><script src="\1" defer></script>', body)
            self._answer(answer.status_code, answer.headers.get("content-type", "application/octet-stream"), body)

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            # A browser that is on its way to the next page hangs up.
            with suppress(OSError):
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing: what is asked for is the paper's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Relay(f"http://127.0.0.1:{server.server_port}", folded)
    finally:
        server.shutdown()
        server.server_close()


#: Headline, byline and text of Firefox's view.
_FIREFOX_SAYS = "return ['.reader-title', '.reader-credits', '.moz-reader-content'].map(each => document.querySelector(each).innerText)"

Reader = Callable[[str], Reading]


@contextmanager
def firefox_view() -> Iterator[Reader | None]:
    """Yield what reads an address in Firefox's reader view; None where there is no Firefox."""
    program = find_firefox()
    if program is None:
        yield None
        return
    with firefox(program) as browser:
        browser.resize(500, 900)
        yield lambda address: _in_firefox(browser, address)


def _in_firefox(browser: Firefox, address: str) -> Reading:
    """Return what the view shows of a page that stands open, as somebody gets it who presses the button in the address bar."""
    browser.goto(address)
    _until(
        lambda: browser.evaluate("return gBrowser.selectedBrowser.isArticle === true", privileged=True),
        f"Firefox offers no reader view of {address}",
    )
    # The page's script comes after the page, and what folds folds in it.
    _until(
        lambda: browser.evaluate("return document.querySelector('.sf-tool') !== null"), f"no script ran in {address}"
    )
    browser.evaluate("document.getElementById('View:ReaderView').doCommand()", privileged=True)
    said = ["", "", ""]

    def is_there() -> bool:
        before = [*said]
        with suppress(FirefoxRefused):
            # Nothing at all: the page is on its way out.
            said[:] = browser.evaluate(_FIREFOX_SAYS) or ["", "", ""]
        # Twice the same: what is drawn while its style is still coming may lack a table.
        return bool(said[2].strip()) and said == before

    _until(is_there, f"Firefox shows nothing of {address}")
    headline, byline, text = said
    return Reading(text, headline, byline)


@contextmanager
def chromium_view() -> Iterator[Reader | None]:
    """Yield what reads an address in Chromium's reading mode (its distiller); None where there is no Chromium."""
    program = find_chromium()
    if not program:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        # All of Chromium without a window: the shell that is made for tests has no distiller.
        browser = play.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            headless=False,
            args=["--headless=new", "--enable-dom-distiller", "--window-size=390,844"],
        )
        page = browser.new_page()
        yield lambda address: _in_chromium(page, address)
        browser.close()


def _in_chromium(page: Any, address: str) -> Reading:
    # As the browser itself makes up the address of a view: nobody else's page may name it.
    host = f"{uuid4()}_{sha256(address.encode()).hexdigest()}"
    page.goto(f"chrome-distiller://{host}/?{urlencode({'title': '', 'time': '0', 'url': address})}")
    _until(lambda: bool(page.evaluate("document.getElementById('content').innerText.trim()")), f"nothing of {address}")
    # A story in several pages would come bit by bit.
    time.sleep(0.5)
    headline, text = page.evaluate(
        "['title-holder', 'content'].map(each => document.getElementById(each).innerText)",
    )
    return Reading(text, headline)


#: Each reader view by name, and how to have one.
VIEWS = {"Firefox's reader view": firefox_view, "Chromium's reading mode": chromium_view}


def _until(is_so: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError(what)
        time.sleep(0.1)
