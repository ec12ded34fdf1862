"""One reader's way through a paper: front page, a story, and what they saw of the ask; in Chromium and in Firefox."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.marionette import Firefox, FirefoxRefused
from standfirst.press.asking import AD_PATH

#: A host like any other: lists treat localhost and 127.0.0.1 in a way of their own.
HOST = "gazette.example"
#: How long after a page was loaded its verdict must be there, seconds; a little more is waited for what comes too late.
VERDICT_SECONDS = 3.0
_WAIT_SECONDS = 4.2

_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
_CHROMIUM = (f"--host-resolver-rules=MAP {HOST} 127.0.0.1", "--disable-blink-features=AutomationControlled")
_STORY_LINK = "main h2 a[href$='/'], main h3 a[href$='/']"
_LETTER = "(e => !!e && e.offsetHeight > 0)(document.querySelector('.sf-ask'))"
_TEXT = "document.querySelector('article').innerText"
_HEIGHTS = (
    "[document.querySelector('article').getBoundingClientRect().top + scrollY, document.documentElement.scrollHeight]"
)
_SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 50);
})"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader met on their second page.

    asked: whether a letter was there; seconds: after the page had loaded, None when none came. shift: cumulative layout shift
    (Firefox, which does not say: 1 when anything moved). text: the story's. requests: what the ask sent; None where nobody counts.
    """

    asked: bool
    seconds: float | None
    shift: float
    text: str
    requests: int | None = None


Arrange = Callable[[Any], None]


@contextmanager
def chromium(program: str, profile: Path, *switches: str, **options: Any) -> Iterator[Any]:
    """Yield a context of a Chromium of its own. switches: of its command line. options: of the context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        context = play.chromium.launch_persistent_context(
            str(profile),
            executable_path=program,
            chromium_sandbox=False,
            args=[*_CHROMIUM, *switches],
            ignore_default_args=["--disable-extensions"],
            user_agent=_AGENT,
            **({"viewport": {"width": 1280, "height": 900}} | options),
        )
        yield context
        context.close()


def read_in_chromium(context: Any, site: str, *, on_story: Arrange = lambda _: None, patient: bool = False) -> Reading:
    """Return what a reader in ``context`` meets. on_story: what happens once the story has loaded. patient: on a slow line."""
    from playwright.sync_api import TimeoutError as Waited

    page = context.new_page()
    page.goto(f"{site}/", wait_until="commit")
    page.locator(_STORY_LINK).first.wait_for(state="attached")
    sent: list[str] = []
    context.on("request", lambda request: sent.append(urlsplit(request.url).path))
    page.locator(_STORY_LINK).first.click(no_wait_after=True)
    page.locator("main > article").wait_for(state="attached")
    with suppress(Waited):
        # An ad that never answers keeps a page from having loaded.
        page.wait_for_load_state("load", timeout=20_000 if patient else 6_000)
    began = time.monotonic()
    on_story(page)
    scripted = page.evaluate("matchMedia('(scripting: enabled)').matches")
    seconds = _until(lambda: page.evaluate(_LETTER), began)
    # A letter that was shown for a while is where anything that moves would have moved.
    if seconds is not None:
        page.wait_for_timeout(1_300)
    shift = page.evaluate(_SHIFTS) if scripted else 0.0
    text = page.evaluate(_TEXT)
    page.close()
    probes = [path for path in sent if path.startswith("/ask/") or path == AD_PATH]
    return Reading(seconds is not None, seconds, round(shift, 4), text, len(probes))


def read_in_firefox(browser: Firefox, site: str) -> Reading:
    """Return what a reader in ``browser`` meets."""
    browser.goto(f"{site}/")
    browser.evaluate(f'document.querySelector("{_STORY_LINK}").click()')
    until = time.monotonic() + 20
    while not browser.evaluate("return document.readyState === 'complete' && !!document.querySelector('article')"):
        if time.monotonic() > until:
            raise FirefoxRefused("the story did not load within 20 s")
        time.sleep(0.05)
    began = time.monotonic()
    # It says to every page that it is remote-controlled; readers' browsers do not.
    browser.evaluate(
        "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false, configurable: true })"
    )
    # The page's script comes after the page, and puts its tools below the story: what moves from then on is the letter's doing.
    _until(lambda: browser.evaluate("return document.querySelector('.sf-tool') !== null"), began)
    before = browser.evaluate(f"return {_HEIGHTS}")
    seconds = _until(lambda: browser.evaluate(f"return {_LETTER}"), began)
    moved = browser.evaluate(f"return {_HEIGHTS}") != before
    return Reading(seconds is not None, seconds, float(moved), browser.evaluate(f"return {_TEXT}"))


def switch_off(browser: Firefox, extension: str, host: str) -> None:
    """Tell uBlock Origin in ``browser`` to leave ``host`` alone, as its big button does."""
    own = browser.evaluate(f"return WebExtensionPolicy.getByID({extension!r}).mozExtensionHostname", privileged=True)
    browser.goto(f"moz-extension://{own}/whitelist.html")
    time.sleep(1)
    browser.evaluate(f"vAPI.messaging.send('dashboard', {{ what: 'setWhitelist', whitelist: {host!r} }})")
    time.sleep(1)


def _until(is_there: Callable[[], bool], began: float) -> float | None:
    """Return after how many seconds ``is_there``; None when it never was."""
    while (passed := time.monotonic() - began) < _WAIT_SECONDS:
        with suppress(FirefoxRefused):
            if is_there():
                return round(passed, 2)
        time.sleep(0.05)
    return None
