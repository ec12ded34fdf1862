"""What every browser here can be told to do, and how long it may take."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

#: How long a page may take to be there, seconds: a busy machine, never the paper.
PATIENCE_SECONDS = 30.0


class NotDone(Exception):
    """What a browser was told and did not do; holds what was seen instead."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a reader sees it and where it leads. words: the beginning of its text, on one line. path: "/SECTION/"…"""

    words: str
    path: str


class Surfer(Protocol):
    """One window of one browser."""

    def open(self, address: str) -> None:
        """Go to ``address`` by itself."""

    def follow(self, link: Link) -> None:
        """Follow ``link`` of the page that is shown."""

    def search(self, word: str) -> None:
        """Type ``word`` into the page's search field, and send it."""

    def shown(self) -> str:
        """Return the words the page shows now, in reading order."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser by name, and how to have a window of it.

    needs: programs that must be there. package: what brings them. release: which one it is, in its own words.
    says: words and signs it adds to every page of its own. stands: whether what is there runs, where that takes looking.
    """

    name: str
    needs: tuple[str, ...]
    package: str
    release: Callable[[], str]
    window: Callable[[], AbstractContextManager[Surfer]]
    says: frozenset[str] = frozenset()
    stands: Callable[[], bool] = lambda: True

    def absence(self) -> str:
        """Return why it cannot be had here, "" where it can."""
        missing = [program for program in self.needs if shutil.which(program) is None]
        if not missing and self.stands():
            return ""
        return f"no {' and no '.join(missing or [self.package])}; as root type: apt-get install {self.package}"


def until(is_so: Callable[[], bool], what: str, seen: Callable[[], str], seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as ``is_so``. Raises NotDone with ``what`` was waited for and what was ``seen``."""
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise NotDone(f"{what}; seen: {seen()[-300:]}")
        time.sleep(0.05)


def version_said(*command: str, **environment: str) -> str:
    """Return the first line with a number that ``command`` prints."""
    said = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )
    lines = [line.strip() for line in (said.stdout + said.stderr).splitlines() if any(map(str.isdigit, line))]
    return lines[0].partition(", options")[0] if lines else "says no version"


def surroundings(home: str, **more: str) -> dict[str, str]:
    """Return the environment of a browser with a ``home`` of its own and nothing of whoever starts it."""
    return {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": home} | more
