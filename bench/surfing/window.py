"""Small graphical browsers on a screen nobody sees, driven by mouse and keys (xdotool): Dillo and NetSurf.

They have no remote control. What a page says is what a reader gets who selects and copies it; a link is found as a reader
finds words on a page, Ctrl+F, by where the picture changed, and clicked there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import ClassVar

from PIL import Image, ImageChops, ImageGrab

from bench.surfing.display import display
from bench.surfing.surfer import Browser, Link, NotDone, Surfer, surroundings, until, version_said

#: As tall as the longest page of the example paper, so that nothing has to be scrolled for.
_WIDTH, _HEIGHT = 1000, 16_000
#: How long a window may take to draw what it was told, seconds.
_DRAWING_SECONDS = 1.0

Box = tuple[int, int, int, int]


class Window:
    """One window. Its kinds differ in where the page stands, how all of it is selected, and where the field is."""

    title: ClassVar[str]
    command: ClassVar[tuple[str, ...]]
    #: Where in the window a page stands while the browser's own bar for searching is open: left, top, right, bottom.
    page: ClassVar[Box]
    #: What has the browser look for the words that were typed, "" where it does while they are.
    looks: ClassVar[str] = ""
    #: From the corner of the search field's label to the field, pixels right and down.
    field: ClassVar[tuple[int, int]]

    def __init__(self, screen: str, environment: Mapping[str, str]) -> None:
        self._screen = screen
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def open(self, address: str) -> None:
        """Start the browser at ``address``."""
        self._process = subprocess.Popen(
            [*self.command, address], env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(
            lambda: bool(self._windows()),
            f"{self.title} opened no window",
            lambda: f"exit code {self._process and self._process.poll()}",
        )
        time.sleep(_DRAWING_SECONDS)
        self._xdotool("windowfocus", self._windows()[0])

    def follow(self, link: Link) -> None:
        """Find the words of ``link`` on the page, and click on them."""
        left, top = self._found(link.words)
        self._xdotool("mousemove", str(left + 6), str(top + 6), "click", "1")
        time.sleep(_DRAWING_SECONDS)
        self._xdotool("mousemove", str(self.page[2] - 8), str(self.page[3] - 8))

    def search(self, word: str) -> None:
        """Click into the field beside or under its label, type, and press Enter."""
        left, top = self._found("Search the paper")
        self._xdotool("mousemove", str(left + self.field[0]), str(top + self.field[1]), "click", "1")
        self._xdotool("type", word)
        self._xdotool("key", "Return")

    def shown(self) -> str:
        """Return what a reader has who copies all of the page."""
        raise NotImplementedError

    def end(self) -> None:
        """Close the browser."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)

    def _found(self, words: str) -> tuple[int, int]:
        """Return where on the screen ``words`` first stand on the page. Raises NotDone."""
        # The empty margin: what was selected is not any more, and the keys go to the page.
        self._xdotool("mousemove", str(self.page[2] - 8), str(self.page[3] - 8), "click", "1")
        self._look()
        before = self._settled()
        self._xdotool("type", words)
        if self.looks:
            self._xdotool("key", self.looks)
        until(
            lambda: ImageChops.difference(before, self._picture()).getbbox() is not None,
            f"the browser's own search does not find {words!r} on the page",
            lambda: "a picture that did not change",
        )
        changed = ImageChops.difference(before, self._settled()).getbbox()
        if changed is None:
            raise NotDone(f"{words!r} was found, and is not any more")
        return self.page[0] + changed[0], self.page[1] + changed[1]

    def _look(self) -> None:
        """Open the bar in which words of the page are looked for."""
        self._xdotool("key", "ctrl+f")

    def _settled(self) -> Image.Image:
        """Return the picture of the page once it has stopped changing. Raises NotDone."""
        pictures = [self._picture()]

        def is_still() -> bool:
            time.sleep(_DRAWING_SECONDS / 2)
            pictures.append(self._picture())
            return ImageChops.difference(*pictures[-2:]).getbbox() is None

        time.sleep(_DRAWING_SECONDS / 2)
        until(is_still, "the page goes on changing", lambda: f"{len(pictures)} pictures")
        return pictures[-1]

    def _picture(self) -> Image.Image:
        return ImageGrab.grab(self.page, xdisplay=self._screen).convert("RGB")

    def _clipboard(self, which: str) -> str:
        said = subprocess.run(
            ["xclip", "-o", "-selection", which],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        return said.stdout

    def _windows(self) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", self.title).split()

    def _xdotool(self, *said: str) -> str:
        ended = subprocess.run(
            ["xdotool", *said], env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        return ended.stdout


class Dillo(Window):
    """Dillo: the mouse selects a page from its first word to its last."""

    title = "Dillo"
    command = ("dillo", "-g", f"{_WIDTH}x{_HEIGHT - 60}+0+0")
    page = (0, 95, _WIDTH, _HEIGHT - 110)
    looks = "Return"
    field = (190, 8)

    def shown(self) -> str:
        """Drag the mouse over the page; what is selected is what a middle click would paste."""
        first, last = (2, self.page[1] + 2), (self.page[2] - 30, self.page[3] - 10)
        self._xdotool("mousemove", *map(str, first), "mousedown", "1", "mousemove", "200", "300", "sleep", "0.05")
        self._xdotool("mousemove", *map(str, last), "sleep", "0.1", "mouseup", "1")
        return self._clipboard("primary")


class NetSurf(Window):
    """NetSurf: Ctrl+A and Ctrl+C."""

    title = "NetSurf"
    command = ("netsurf-gtk", f"--window_width={_WIDTH}", f"--window_height={_HEIGHT - 60}")
    page = (0, 90, _WIDTH - 20, _HEIGHT - 90)
    field = (40, 42)
    _bar = (300, 62)

    def __init__(self, screen: str, environment: Mapping[str, str]) -> None:
        super().__init__(screen, environment)
        self._looked = False

    def shown(self) -> str:
        """Select all, and copy."""
        self._xdotool("mousemove", str(self.page[2] - 8), str(self.page[3] - 8), "click", "1")
        self._xdotool("key", "ctrl+a", "key", "ctrl+c")
        time.sleep(0.2)
        return self._clipboard("clipboard")

    def _look(self) -> None:
        # Its bar stays when the page goes, and Ctrl+F would close it.
        if self._looked:
            self._xdotool("mousemove", *map(str, self._bar), "click", "1", "key", "ctrl+a")
        else:
            super()._look()
        self._looked = True


@contextmanager
def _window(kind: type[Window]) -> Iterator[Surfer]:
    with (
        tempfile.TemporaryDirectory(prefix="window-", ignore_cleanup_errors=True) as home,
        display(_WIDTH, _HEIGHT) as screen,
    ):
        window = kind(screen, surroundings(home, DISPLAY=screen))
        try:
            yield window
        finally:
            window.end()


def _browser(kind: type[Window], release: Callable[[], str]) -> Browser:
    program = kind.command[0]
    return Browser(
        name=kind.title,
        needs=(program, "Xvfb", "xdotool", "xclip"),
        package=f"{program} xvfb xdotool xclip",
        release=release,
        window=partial(_window, kind),
    )


def _netsurf() -> str:
    # It has no way to say it; the system's packages know.
    if shutil.which("dpkg-query") is None:
        return "says no version"
    return version_said("dpkg-query", "-W", "-f", "NetSurf ${Version}", "netsurf-gtk")


SMALL_BROWSERS = (_browser(Dillo, partial(version_said, "dillo", "--version")), _browser(NetSurf, _netsurf))
