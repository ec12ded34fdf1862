"""The processes a paper consists of, each run by itself: ``python -m standfirst.config.rooms ROOM``.

opening      makes the database ready and the first login; says as JSON what it did; ends
site         serves plates to readers (Granian, no Django)
newsroom     serves Wagtail to editors on a Unix socket (Granian)
press        turns what is live into plates, on and on
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from standfirst.config.home import Home, HomeMisconfigured, home_from_environment
from standfirst.config.lifeline import follow_parent
from standfirst.config.memory import keep_what_is_there

#: Exit codes a supervisor understands: come again later; no use in coming again.
TRY_AGAIN, MISCONFIGURED = 75, 2

#: How long requests in hand may take to end when a room is closed, seconds.
CLOSING_SECONDS = 5
#: Threads that answer editors; SQLite has one writer, so more would only wait for each other.
NEWSROOM_THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)


def main(room: str, *options: str) -> int:
    """Run ``room`` until it is told to stop, and return its exit code."""
    follow_parent(os.getppid())
    try:
        home = home_from_environment()
    except HomeMisconfigured as error:
        print(f"standfirst: {error}", file=sys.stderr)
        return MISCONFIGURED
    rooms: dict[str, Callable[[], int]] = {
        "opening": partial(_open, home, example="--example" in options),
        "site": partial(_serve_site, home),
        "newsroom": partial(_serve_newsroom, home),
        "press": partial(_press, home),
    }
    return rooms[room]()


def _open(home: Home, *, example: bool) -> int:
    from standfirst.config.opening import DatabaseAway, open_home

    try:
        opened = open_home(home, example=example)
    except DatabaseAway as error:
        print(f"standfirst: {error}", file=sys.stderr)
        return TRY_AGAIN
    print(json.dumps({"username": opened.username, "password": opened.password, "stories": opened.stories}))
    return 0


def _serve_site(home: Home) -> int:
    from standfirst.config.site import site_application
    from standfirst.delivery.server import granian_options

    options = granian_options() | {"address": home.address, "port": home.port, "workers": home.workers}
    return _serve(partial(site_application, home), options)


def _serve_newsroom(home: Home) -> int:
    from granian.constants import Interfaces

    socket = home.newsroom_socket
    # Left behind by a process that was killed; the room's lock says that nobody uses it.
    socket.unlink(missing_ok=True)
    options = {
        "uds": socket,
        "uds_permissions": 0o600,
        "interface": Interfaces.WSGI,
        "workers": 1,
        "blocking_threads": NEWSROOM_THREADS,
        "websockets": False,
    }
    return _serve(_newsroom_application, options)


def _newsroom_application() -> Any:
    from standfirst.config.wsgi import application

    return application


def _serve(application: Callable[[], Any], options: dict[str, Any]) -> int:
    from granian import Granian
    from granian.log import LogLevels

    server = Granian(
        target="standfirst",
        # Its warnings are about what we chose, and about workers that were gone before it looked.
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=CLOSING_SECONDS,
        **options,
    )
    server.serve(target_loader=partial(_load, os.getpid(), application), wrap_loader=False)
    return 0


def _load(parent: int, application: Callable[[], Any]) -> Any:
    """Return the application, in a worker that stops when the process that started it is gone."""
    follow_parent(parent)
    loaded = application()
    keep_what_is_there()
    return loaded


def _press(home: Home) -> int:
    from standfirst.config.press_loop import press_until_told

    press_until_told(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
