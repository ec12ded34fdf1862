"""Whether an answer goes to a reader at all: robots and browsers that only look ahead are left out of every count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# Words known robots put into their names. A phone maker is called Cubot; its owners are readers.
_ROBOTS = re.compile(
    r"(?<!cu)bot\b|bot[/_;-]|crawl|spider|slurp|archiver|headless|lighthouse|preview|facebookexternalhit|mediapartners"
    r"|monitor|pingdom|uptime|feedfetcher|^(?:curl|wget|python|go-http|java|okhttp|libwww|httpx|aiohttp|ruby|php|node)",
    re.IGNORECASE,
)
_PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
#: So much of a browser's name is looked at, characters.
_LONGEST = 1_000
_AHEAD = re.compile("prefetch|prerender|preview", re.IGNORECASE)


def is_reader(headers: Mapping[str, str]) -> bool:
    """Say whether a request with ``headers`` (names in lower case) is a reader looking: no known robot, no prefetch."""
    if not _is_browser(headers.get("user-agent", "")[:_LONGEST]):
        return False
    return not any(name in headers and _AHEAD.search(headers[name]) for name in _PURPOSES)


@lru_cache(maxsize=4096)
def _is_browser(agent: str) -> bool:
    agent = agent.strip()
    return bool(agent) and not _ROBOTS.search(agent)


def is_from_our_page(headers: Mapping[str, str]) -> bool:
    """Say whether a page of ours asked; browsers too old to say are believed.

    Never ask this of a click: it comes out of a sandboxed frame, which belongs to no site.
    """
    return headers.get("sec-fetch-site", "same-origin") == "same-origin"
