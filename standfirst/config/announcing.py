"""Says where the paper is, once everything answers."""

from __future__ import annotations

import http
import http.client
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from standfirst.config.home import Home

#: How often to look whether everything answers yet, and after how long to say that it does not, seconds.
_LOOK_SECONDS = 0.2
_LATE_SECONDS = 60.0
#: How long to wait when there is nothing to look for, seconds.
_IDLE_SECONDS = 3600.0
#: How long one answer may take; whoever takes longer is looked at again, seconds.
_ANSWER_SECONDS = 2.0


@dataclass(slots=True)
class Announcer:
    """Looks, now and then, whether the paper answers, and says so once.

    rooms: those being run; what cannot be seen from here (a newsroom without a site) is not waited for.
    say: prints one line.
    """

    home: Home
    rooms: tuple[str, ...]
    say: Callable[[str], None]
    username: str = ""
    password: str | None = None
    announced: bool = False
    late_at: float | None = None
    look_at: float = 0.0

    def opened(self, *, username: str, password: str | None, stories: int) -> None:
        """Take down what opening the paper made. stories: how many the example brought, 0 for none."""
        self.username, self.password = username, password
        if password:
            # Said at once: whoever stops us now would never learn it.
            self.say(f"Made a login for the newsroom: {username} with the password {password}")
        if stories:
            self.say(f"Filled the paper with the example's {stories} stories; printing them")

    def look_again_seconds(self) -> float:
        """Return in how many seconds ``look`` is worth calling."""
        return _IDLE_SECONDS if self._is_done() else max(0.0, self.look_at - time.monotonic())

    def look(self) -> None:
        """Say where the paper is if everything answers now and it was not said before."""
        now = time.monotonic()
        if self._is_done() or now < self.look_at:
            return
        self.look_at = now + _LOOK_SECONDS
        self.late_at = self.late_at or now + _LATE_SECONDS
        silent = self._silent()
        if silent is None and (self.username or "newsroom" not in self.rooms):
            self._announce()
        elif now > self.late_at:
            self.say(f"still waiting for {silent or 'the paper to be opened'}")
            self.late_at = now + _LATE_SECONDS

    def _is_done(self) -> bool:
        return self.announced or "site" not in self.rooms

    def _silent(self) -> str | None:
        """Return what does not answer yet, None when everything does."""
        if not _answers(http.client.HTTPConnection(self.home.reachable, timeout=_ANSWER_SECONDS), "/"):
            return f"an answer from {self._address('/')}"
        # Asked at its own socket: through the site, every look before it is up would be a line in the site's log.
        if "newsroom" in self.rooms and not _answers(_SocketConnection(self.home.newsroom_socket), "/newsroom/login/"):
            return "the newsroom"
        return None

    def _address(self, place: str) -> str:
        return f"http://{self.home.reachable}{place}"

    def _announce(self) -> None:
        self.announced = True
        self.say("")
        self.say(f"  The paper:     {self._address('/')}")
        if "newsroom" in self.rooms:
            self.say(f"  The newsroom:  {self._address('/newsroom/')}")
            self.say(f"  Log in as:     {self.username}")
            if self.password:
                self.say(f"  Password:      {self.password}   (made up now; it is not shown again)")
            else:
                self.say("  Password:      made up at the first start; a new one: .venv/bin/standfirst login")
        self.say("")
        self.say("  Ctrl-C stops everything.")


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_ANSWER_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_ANSWER_SECONDS)
        self.sock.connect(str(self._path))


def _answers(connection: http.client.HTTPConnection, place: str) -> bool:
    try:
        connection.request("GET", place)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
