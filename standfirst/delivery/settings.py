"""What delivery must be told; read from file and environment by whoever puts the site together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the site needs to know.

    edition: the edition's folder. newsroom: where the newsroom answers, ``unix:/absolute/path.sock`` or
        ``http://127.0.0.1:PORT``; None for a site without one.
    hosts: names under which the newsroom may be asked for (no ports); empty means any. Plates do not look at names.
    cache_bytes: how much of the edition one process keeps in memory.
    scheme: "https" where readers and editors come in through TLS that ends before us, else "http".
    upload_bytes: the longest body passed on to the newsroom. newsroom_wait_seconds: how long one of its answers may take
        to begin (connecting is given up after half a second).
    """

    edition: Path
    newsroom: str | None = None
    hosts: tuple[str, ...] = ()
    scheme: str = "http"
    cache_bytes: int = 64 * MEGABYTE
    upload_bytes: int = 50 * MEGABYTE
    newsroom_wait_seconds: float = 60.0
