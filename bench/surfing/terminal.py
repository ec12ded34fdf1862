"""Text browsers in a terminal (tmux) as tall as any page, driven by the keys a reader presses."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.surfing.surfer import Browser, Link, NotDone, Surfer, surroundings, until, version_said

#: As wide as a headline, as tall as the longest page: nothing has to be scrolled for.
_COLUMNS, _ROWS = 240, 400
#: How many links a reader goes past on one page.
_MOST_LINKS = 90
#: A text browser draws after a key within this, seconds.
_KEY_SECONDS = 0.04
#: The lines in which browsers speak of themselves, at the end of the window.
_OWN_LINES = 3


class Terminal:
    """One tmux with one browser in it."""

    def __init__(self, folder: Path, browser: Sequence[str]) -> None:
        self._socket = str(folder / "tmux")
        self._browser = [*browser]
        self._home = str(folder)

    def start(self, address: str) -> None:
        """Start the browser at ``address``."""
        # tmux keeps the environment of whoever starts it for the programs inside.
        size = ["-x", str(_COLUMNS), "-y", str(_ROWS)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, *self._browser, address)

    def press(self, *keys: str) -> None:
        """Press ``keys``, by tmux's names, one after the other."""
        for key in keys:
            self._tmux("send-keys", key)
            time.sleep(_KEY_SECONDS)

    def type(self, words: str) -> None:
        """Type ``words`` as they are."""
        self._tmux("send-keys", "-l", words)
        time.sleep(_KEY_SECONDS)

    def screen(self) -> list[str]:
        """Return the lines of the window that have words."""
        return [line for line in self._tmux("capture-pane", "-p").splitlines() if line.strip()]

    def cursor(self) -> tuple[int, int]:
        """Return where the cursor stands, column and row."""
        column, row = self._tmux("display", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    def end(self) -> None:
        """End the browser, and the tmux."""
        self._tmux("kill-server")

    def _tmux(self, *said: str) -> str:
        ended = subprocess.run(
            ["tmux", "-S", self._socket, *said],
            env=surroundings(self._home, TERM="xterm-256color"),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        if ended.returncode and said[0] != "kill-server":
            raise NotDone(f"tmux {said[0]}: {ended.stderr.strip()}")
        return ended.stdout


class TextBrowser:
    """A text browser. Its kinds differ in how a reader gets to a link and into a field."""

    #: What the window's last lines say while the search field is the one that keys go to.
    field = ""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def open(self, address: str) -> None:
        """Start the browser at ``address``, as one types it."""
        self.terminal.start(address)
        until(lambda: len(self.terminal.screen()) > 10, f"{address} was not drawn", self.shown)

    def follow(self, link: Link) -> None:
        """Go to ``link`` with the keys, and press Enter."""
        self.go_to(link)
        self.terminal.press("Enter")

    def search(self, word: str) -> None:
        """Go to the field with Down, type, and send it."""
        self.down_to(self.field)
        self.terminal.type(word)
        self.terminal.press("Down", "Enter")

    def shown(self) -> str:
        """Return the page as drawn."""
        return "\n".join(self.terminal.screen()[:-_OWN_LINES])

    def go_to(self, link: Link) -> None:
        """Look for the link's words, as readers of long pages do: ``/``."""
        self.terminal.press("/")
        self.terminal.type(link.words)
        self.terminal.press("Enter")

    def down_to(self, said: str) -> None:
        """Press Down until the window's last lines end in ``said`` or have it as words."""
        for _ in range(_MOST_LINKS):
            # What some say to those who start them for the first time.
            lines = self.terminal.screen()
            if re.search(said, "\n".join(lines[-_OWN_LINES:]), re.MULTILINE):
                return
            self.terminal.press("Enter" if "[ OK ]" in "\n".join(lines) else "Down")
        raise NotDone(f"Down does not get to {said!r}; seen: {self.terminal.screen()[-_OWN_LINES:]}")


class Lynx(TextBrowser):
    """Lynx: ``/`` goes to the link that has the words, Enter follows it."""

    field = r"Enter text"


class W3m(TextBrowser):
    """w3m: a cursor that goes through the text; a field is typed into on the window's last line."""

    def search(self, word: str) -> None:
        """Go to the label, by Tab to the field, type on the last line, by Tab to the button."""
        self.go_to(Link("Search the paper", ""))
        self.terminal.press("Tab", "Enter")
        until(lambda: "TEXT:" in self.terminal.screen()[-1], "no field was opened", self.shown)
        self.terminal.type(word)
        self.terminal.press("Enter", "Tab", "Enter")


class Links(TextBrowser):
    """Links: Down goes from link to link, and the last line says where each leads."""

    field = r"Text field, name q"

    def go_to(self, link: Link) -> None:
        """Press Down until the last line says the link's address."""
        self.down_to(rf"^http://[^/]*{re.escape(link.path)}\s*$")


class ELinks(Links):
    """ELinks: as Links, and a field is opened with Enter."""

    def search(self, word: str) -> None:
        """Go to the field with Down, open it, type, and send it."""
        self.down_to(self.field)
        self.terminal.press("Enter")
        self.terminal.type(word)
        self.terminal.press("Enter")
        time.sleep(0.3)
        # Some builds ask first, with Yes as the answer Enter gives.
        if "Do you want to post" in self.shown():
            self.terminal.press("Enter")


@contextmanager
def _window(kind: type[TextBrowser], command: Sequence[str]) -> Iterator[Surfer]:
    with tempfile.TemporaryDirectory(prefix="terminal-", ignore_cleanup_errors=True) as folder:
        terminal = Terminal(Path(folder), command)
        try:
            yield kind(terminal)
        finally:
            terminal.end()


def _browser(kind: type[TextBrowser], name: str, *command: str, says: Sequence[str] = ()) -> Browser:
    return Browser(
        name=name,
        needs=(name, "tmux"),
        package=f"{name} tmux",
        release=partial(version_said, name, "-version"),
        window=partial(_window, kind, [name, *command]),
        says=frozenset(says),
    )


#: "CAPTION:" is what Lynx writes before a table's.
TEXT_BROWSERS = (
    _browser(Lynx, "lynx", "-display_charset=utf-8", says=("caption",)),
    _browser(W3m, "w3m"),
    _browser(Links, "links2"),
    _browser(ELinks, "elinks"),
)
