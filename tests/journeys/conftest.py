"""A running example paper, and a real browser to read it in."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.config.running import Served

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Paper:
    """The example paper, served. site: its address without a slash at the end."""

    served: Served
    username: str
    password: str

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"


def find_browser() -> str | None:
    """Return a Chromium that says its version, or None. Ubuntu's stub without snap says nothing."""
    from playwright.sync_api import sync_playwright

    if subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False).returncode:
        return None
    for name in filter(None, (os.environ.get("STANDFIRST_BROWSER"), *_NAMES)):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, timeout=30, check=False).returncode == 0:
            return found
    with sync_playwright() as play:
        own = play.chromium.executable_path
    return own if Path(own).exists() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Served(tmp_path_factory.mktemp("paper") / "home", port, "--example") as served:
        # A busy machine takes minutes over the example's pictures; one that ends before is not waited for.
        said = served.until_it_says("Ctrl-C stops everything", seconds=600)
        login = re.search(r"Made a login for the newsroom: (\S+) with the password (\S+)", said)
        assert login, said
        yield Paper(served, login[1], login[2])
        assert served.stop(signal.SIGINT) == 0


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A browser of one module's own, started as its STARTED_WITH says: while Playwright runs, its event loop keeps Django from the database."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        pytest.skip("no browser")
    with sync_playwright() as play:
        # Without its own sandbox where there is no user to protect: Chromium refuses to run as root with it.
        chromium = play.chromium.launch(
            executable_path=executable,
            chromium_sandbox=os.geteuid() != 0,
            args=list(getattr(request.module, "STARTED_WITH", ())),
        )
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of one journey complained about: errors in the console, failed and foreign requests."""
    return []


@pytest.fixture
def page(browser: Any, paper: Paper, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a fresh browser profile. Parametrise it (indirect) with options of a context: viewport, script…"""
    options = getattr(request, "param", {"viewport": {"width": 1280, "height": 900}})
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda asked: _note_foreign(asked.url, paper.site, complaints))
    yield page
    context.close()


def _note_foreign(address: str, site: str, complaints: list[str]) -> None:
    if not address.startswith((f"{site}/", "data:", "blob:", "about:")):
        complaints.append(f"asked a third party: {address}")
