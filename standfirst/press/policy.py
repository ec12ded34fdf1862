"""What a browser may do with a page of ours: its own style, our script, our pictures and frames; which pages it may fetch ahead."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256

_POLICY = (
    "default-src 'none'; script-src 'self'{script}; style-src 'sha256-{style}'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; "
    "worker-src 'self'; require-trusted-types-for 'script'; trusted-types standfirst"
)


@lru_cache(maxsize=256)
def page_policy(css: str, *scripts: str) -> str:
    """Return the Content-Security-Policy of a page whose one style element holds ``css``, to the letter.

    scripts: what its script elements without an address hold, "" for one that is not there; data is no script.
    """
    allowed = "".join(f" 'sha256-{_digest(script)}'" for script in scripts if script)
    return _POLICY.format(style=_digest(css), script=allowed)


def still_policy(policy: str) -> str:
    """Return a page's ``policy`` for those who are to look at it only: nothing of it runs, asks, counts or is kept."""
    kept = [part for part in policy.split("; ") if part.startswith(("style-src ", "img-src "))]
    return "; ".join(["default-src 'none'", *kept, "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"])


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


#: Stories a reader is about to open: the pointer rests on their link, or a finger is on it. Fetched and not run, so that
#: no script, frame or counter of theirs starts before somebody reads them.
_AHEAD = {
    "prefetch": [
        {
            "where": {"href_matches": "/:section/:year(\\d{4})/:month(\\d\\d)/:day(\\d\\d)/:slug/"},
            "eagerness": "moderate",
        }
    ]
}


@cache
def ahead_rules() -> str:
    """Return the speculation rules of every page, JSON, safe inside a script element: shorter than asking for them would be."""
    return json.dumps(_AHEAD, separators=(",", ":"))
