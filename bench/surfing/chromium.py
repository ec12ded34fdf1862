"""Chromium without a window, by Playwright: the mouse on links, keys into fields."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from bench.surfing.surfer import PATIENCE_SECONDS, Browser, Link, Surfer, version_said

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: What is on the screen and in no document's text: it stands in closed roots, where only a reader meets it.
_SPOKEN = {"button", "note", "dialog", "alert"}


class Chromium:
    """One page of one Chromium."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def open(self, address: str) -> None:
        """Go to ``address``."""
        self._page.goto(address)

    def follow(self, link: Link) -> None:
        """Click on ``link``."""
        self._page.locator(f"a[href='{link.path}']", has_text=link.words).first.click()

    def search(self, word: str) -> None:
        """Click into the field, type, and press Enter."""
        field = self._page.locator("main input[name=q]")
        field.click()
        field.press_sequentially(word)
        field.press("Enter")

    def shown(self) -> str:
        """Return the text of the page as drawn, and after it what buttons and notes say that script put there."""
        line = self._page.context.new_cdp_session(self._page)
        nodes = line.send("Accessibility.getFullAXTree")["nodes"]
        line.detach()
        said = [node["name"]["value"] for node in nodes if node["role"]["value"] in _SPOKEN and "name" in node]
        return "\n".join([self._page.evaluate("document.body.innerText"), *map(str, said)])


@cache
def find_chromium() -> str:
    """Return a Chromium that runs and can be driven, "" where there is none: Playwright's own where the system has none.

    Ubuntu's chromium-browser is a stub that wants snap: what cannot say its version is no browser.
    """
    from playwright.sync_api import sync_playwright

    if not _runs(sys.executable, "-m", "playwright", "--version"):
        return ""
    for found in filter(None, map(shutil.which, _NAMES)):
        if _runs(found, "--version"):
            return found
    with sync_playwright() as play:
        own = str(play.chromium.executable_path)
    return own if Path(own).exists() else ""


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


@contextmanager
def _window(*, script: bool) -> Iterator[Surfer]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), chromium_sandbox=False)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield Chromium(context.new_page())
        browser.close()


def _browser(name: str, *, script: bool) -> Browser:
    return Browser(
        name=name,
        needs=(),
        package="chromium",
        release=lambda: version_said(find_chromium(), "--version"),
        window=partial(_window, script=script),
        stands=lambda: bool(find_chromium()),
    )


CHROMIUM = (_browser("Chromium", script=True), _browser("Chromium, script off", script=False))
