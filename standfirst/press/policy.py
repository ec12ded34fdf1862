"""What a browser may do with a page of ours: its own style, our script, our pictures and frames, and nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

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
