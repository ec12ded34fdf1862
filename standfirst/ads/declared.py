"""Files in which a paper declares who sells its ads, and where they lie in the edition."""

from __future__ import annotations

from collections.abc import Mapping

_PLAIN = "text/plain; charset=utf-8"
#: What may be declared, by the name it has at the top of the site, and its type.
DECLARED: Mapping[str, str] = {
    "ads.txt": _PLAIN,
    "app-ads.txt": _PLAIN,
    "sellers.json": "application/json",
    "robots.txt": _PLAIN,
    "llms.txt": "text/markdown; charset=utf-8",
}
#: The page for those who want to advertise, at ``/media-kit/``.
MEDIA_KIT = "media-kit"


def declared_path(name: str) -> str:
    """Return where the declared file ``name`` lies in the edition: beside the schedule, where the press lets it be."""
    return f"/adverts/declared/{name}"
