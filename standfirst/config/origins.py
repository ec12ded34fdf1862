"""What stands before a path when an address is given to somebody outside."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from standfirst.config.home import Home
from standfirst.config.occupancy import occupant


def origin_of(home: Home) -> str:
    """Return scheme and host under which the paper's pages can be asked for now, no slash at the end.

    That is the origin in the newsroom's settings; but a paper that is only on this machine is where it is being served,
    whatever port it was on when those settings were made. Django must be set up.
    """
    from standfirst.newsroom.models import PaperSettings

    settings = PaperSettings.objects.first()
    origin = settings.origin.rstrip("/") if settings else ""
    return origin if origin and not is_local(origin) else f"http://{_serving(home).reachable}"


def is_local(origin: str) -> bool:
    """Say whether only this machine can reach ``origin``."""
    host = urlsplit(origin).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _serving(home: Home) -> Home:
    running = occupant(home.folder, "site")
    return home.at_port(running.port if running and running.port else None)
