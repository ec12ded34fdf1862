"""What a browser may do with a page of ours: its own style, our script, our pictures and frames; which pages it may fetch ahead."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import blake2b, sha256

_POLICY = (
    "default-src 'none'; script-src 'self'{script}; style-src 'sha256-{style}'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; manifest-src 'self'; "
    "worker-src 'self'; require-trusted-types-for 'script'; trusted-types standfirst"
)


@lru_cache(maxsize=256)
def page_policy(css: str, script: str = "") -> str:
    """Return the Content-Security-Policy of a page whose one style element holds ``css``, to the letter.

    script: what its one script element without an address holds, "" for none.
    """
    return _POLICY.format(style=_digest(css), script=f" 'sha256-{_digest(script)}'" if script else "")


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


def ahead_body() -> bytes:
    """Return the speculation rules of every page, JSON."""
    return json.dumps(_AHEAD, separators=(",", ":")).encode()


@cache
def ahead_path() -> str:
    """Return where the speculation rules are, ``/a/<digest>.json``; a header names them, so that no page has to allow inline script."""
    return f"/a/{blake2b(ahead_body(), digest_size=8).hexdigest()}.json"
