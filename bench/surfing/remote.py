"""Browsers with a remote control of elements: Firefox by Marionette, WebKitGTK by its WebDriver."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from bench.marionette import Firefox, FirefoxRefused, Pref, find_firefox, firefox
from bench.running_paper import free_port
from bench.surfing.display import display, version_on_screen
from bench.surfing.surfer import PATIENCE_SECONDS, Browser, Link, NotDone, Surfer, surroundings, until, version_said

#: Where Debian and Ubuntu have the small browser that WebKitGTK comes with.
_MINIBROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
_ENTER = "\ue007"


class Remote:
    """A browser that is told to click on elements and to type into them, as WebDriver has it."""

    def do(self, command: str, **said: Any) -> Any:
        """Return what ``command``, by its name in WebDriver, answers. Raises NotDone."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Go to ``address``."""
        self.do("Navigate", url=address)

    def follow(self, link: Link) -> None:
        """Click on ``link``."""
        self.do("ElementClick", id=self._element(f'//a[@href="{link.path}"][contains(., "{link.words}")]'))

    def search(self, word: str) -> None:
        """Type into the field, and press Enter."""
        self.do("ElementSendKeys", id=self._element("//main//input[@name='q']"), text=word + _ENTER)

    def shown(self) -> str:
        """Return the text of the page as drawn."""
        try:
            return str(self.do("GetElementText", id=self._element("//body")))
        except NotDone:
            # A page that is being left has no body any more.
            return ""

    def _element(self, path: str) -> str:
        found: dict[str, str] = self.do("FindElement", using="xpath", value=path)
        return next(iter(found.values()))


class FirefoxWindow(Remote):
    """Firefox, by its Marionette."""

    def __init__(self, browser: Firefox) -> None:
        self._browser = browser

    def do(self, command: str, **said: Any) -> Any:
        """Return what ``command`` answers. Raises NotDone."""
        try:
            answer = self._browser.do(f"WebDriver:{command}", **said)
        except FirefoxRefused as refused:
            raise NotDone(str(refused)) from refused
        return answer.get("value") if isinstance(answer, dict) else answer


class WebKitWindow(Remote):
    """WebKitGTK's MiniBrowser, by WebKitWebDriver. driver: "http://127.0.0.1:PORT/session/ID"."""

    _PATHS: Mapping[str, str] = {
        "Navigate": "/url",
        "FindElement": "/element",
        "ElementClick": "/element/{id}/click",
        "ElementSendKeys": "/element/{id}/value",
        "ExecuteScript": "/execute/sync",
    }

    def __init__(self, driver: str) -> None:
        self._driver = driver

    def shown(self) -> str:
        """Return the text of the page as drawn: the engine's own, as its driver joins lines."""
        try:
            return str(self.do("ExecuteScript", script="return document.body.innerText", args=[]))
        except NotDone:
            return ""

    def do(self, command: str, **said: Any) -> Any:
        """Return what ``command`` answers. Raises NotDone."""
        path = self._driver + self._PATHS[command].format(id=said.pop("id", ""))
        answer = httpx.post(path, json=said, timeout=PATIENCE_SECONDS * 2)
        if answer.is_error:
            raise NotDone(f"{command}: {answer.text[:300]}")
        return answer.json()["value"]


@contextmanager
def _firefox_window(program: str, preferences: Mapping[str, Pref]) -> Iterator[Surfer]:
    with firefox(program, preferences) as browser:
        browser.resize(1280, 900)
        yield FirefoxWindow(browser)


@contextmanager
def _webkit_window(minibrowser: str) -> Iterator[Surfer]:
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="webkit-", ignore_cleanup_errors=True) as home,
        display(1280, 1000) as screen,
    ):
        process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"],
            env=surroundings(home, DISPLAY=screen, WEBKIT_DISABLE_COMPOSITING_MODE="1"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        driver = f"http://127.0.0.1:{port}"
        try:
            until(lambda: _answers(driver), "WebKitWebDriver does not answer", lambda: str(process.poll()))
            options = {"binary": minibrowser, "args": ["--automation"]}
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            begun = httpx.post(f"{driver}/session", json=wanted, timeout=PATIENCE_SECONDS * 2)
            if begun.is_error:
                raise NotDone(f"no session: {begun.text[:300]}")
            session = f"{driver}/session/{begun.json()['value']['sessionId']}"
            yield WebKitWindow(session)
            with suppress(httpx.HTTPError):
                httpx.delete(session, timeout=10)
                time.sleep(0.2)
        finally:
            process.terminate()
            process.wait(10)


def _answers(driver: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{driver}/status", timeout=5).is_success
    return False


def _firefox(name: str, **preferences: Pref) -> Browser:
    program = find_firefox() or "firefox-esr"
    wanted = {said.replace("_", "."): value for said, value in preferences.items()}
    return Browser(
        name=name,
        needs=(program,),
        package="firefox-esr",
        release=partial(version_said, program, "--version"),
        window=partial(_firefox_window, program, wanted),
    )


def _webkit() -> Browser:
    found = next(map(str, Path("/").glob(_MINIBROWSERS.lstrip("/"))), "MiniBrowser")
    return Browser(
        name="WebKitGTK",
        needs=(found, "WebKitWebDriver", "Xvfb"),
        package="webkit2gtk-driver xvfb",
        release=partial(version_on_screen, found, "--version"),
        window=partial(_webkit_window, found),
    )


FIREFOX = (_firefox("Firefox"), _firefox("Firefox, script off", javascript_enabled=False))
WEBKIT = (_webkit(),)
