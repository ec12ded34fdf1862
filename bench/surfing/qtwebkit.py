"""QtWebKit, an engine that was current in 2012 and is kept since, by wkhtmltoimage: it has no window, so a script clicks.

The script runs once on each page that loads, clicks on the next link of the route, and says what the page shows.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.surfing.surfer import Browser, Link, Surfer, surroundings, version_said

#: How long a page may stand before the next is taken as not coming, milliseconds.
_DELAY_MS = 2_500

#: One step of ROUTE a page; which one is kept in the window's name, which outlives its pages. The window has no width until
#: it is drawn, and the engine leaves out of a page's text what is clipped to nothing: a table that scrolls would be.
_WALK = """(function () {
  var route = ROUTE, at = +window.name || 0, step = route[at], clicked, links, i, click;
  document.documentElement.style.width = '1280px';
  console.log('PAGE ' + at + ' ' + JSON.stringify(document.body.innerText));
  if (!step) return;
  window.name = at + 1;
  if (step.word) {
    document.querySelector('main input[name=q]').value = step.word;
    clicked = document.querySelector('main form button');
  } else {
    links = document.querySelectorAll('a[href="' + step.path + '"]');
    for (i = links.length - 1; i >= 0; i--) if (links[i].textContent.indexOf(step.words) >= 0) clicked = links[i];
  }
  click = document.createEvent('MouseEvents');
  click.initMouseEvent('click', true, true, window, 1, 0, 0, 0, 0, false, false, false, false, 0, null);
  clicked.dispatchEvent(click);
})()"""


class QtWebKit:
    """A way through the paper, walked from its beginning whenever it is looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._start = ""
        self._route: list[dict[str, str]] = []
        self._shown: dict[int, str] = {}

    def open(self, address: str) -> None:
        """Begin at ``address``."""
        self._start, self._route, self._shown = address, [], {}

    def follow(self, link: Link) -> None:
        """Click on ``link`` of the page the way has led to."""
        self._route.append({"words": link.words, "path": link.path})

    def search(self, word: str) -> None:
        """Put ``word`` into the field, and click on the button."""
        self._route.append({"word": word})

    def shown(self) -> str:
        """Return the text of the page the way leads to, "" where it does not get there."""
        if len(self._route) not in self._shown:
            self._shown |= self._walk()
        return self._shown.get(len(self._route), "")

    def _walk(self) -> dict[int, str]:
        script = re.sub(r"\s*\n\s*", " ", _WALK.replace("ROUTE", json.dumps(self._route)))
        said = subprocess.run(
            [
                "wkhtmltoimage",
                "--debug-javascript",
                "--javascript-delay",
                str(_DELAY_MS),
                "--run-script",
                script,
                "--width",
                "1280",
                self._start,
                str(self._folder / "page.png"),
            ],
            env=surroundings(str(self._folder), QT_QPA_PLATFORM="offscreen"),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        pages: list[tuple[str, Any]] = re.findall(r'PAGE (\d+) (".*")', said.stderr)
        return {int(at): json.loads(text) for at, text in pages}


@contextmanager
def _window() -> Iterator[Surfer]:
    with tempfile.TemporaryDirectory(prefix="qtwebkit-") as folder:
        yield QtWebKit(Path(folder))


QTWEBKIT = (
    Browser(
        name="QtWebKit",
        needs=("wkhtmltoimage",),
        package="wkhtmltopdf",
        release=partial(version_said, "wkhtmltoimage", "--version"),
        window=_window,
    ),
)
