"""How Granian is told to serve the site, so that slow, odd and oversized clients cost little."""

from __future__ import annotations

import resource
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

#: A request's line and headers together, bytes: four times what a browser with many cookies sends.
HEAD_LIMIT = 32 * 1024
#: How long a client may take over its request's head, or stay connected without asking, seconds.
HEAD_SECONDS = 10
#: Connections one process holds at once; more wait in the backlog.
CONNECTIONS = 2_048


#: Files a process needs besides: the edition, the search index, the newsroom's door, the log.
_OTHER_FILES = 256


def allow_connections() -> int:
    """Raise this process's limit of open files so that CONNECTIONS fit, as far as it may; return the limit now.

    To be called before Granian is started: a usual limit of 1,024 would let a thousand idle clients shut readers out.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


def granian_options() -> dict[str, Any]:
    """Return keyword arguments for ``granian.Granian`` that the site relies on; add target, address, port, workers.

    The interface is ASGI without lifespan: unlike RSGI it hands over the path as it was sent, which tells ``%2f`` from
    ``/`` and broken UTF-8 from the letter that replaces it.
    """
    return {
        "interface": Interfaces.ASGINL,
        "http": HTTPModes.http1,
        "websockets": False,
        "backlog": CONNECTIONS,
        "backpressure": CONNECTIONS,
        "http1_settings": HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=HEAD_LIMIT),
        "log_access": False,
    }
