"""What the paper declares about its ads, at the top of the site: ads.txt, sellers.json, /media-kit/ …

They are served from the edition, so that they are there while the database is away. robots.txt and llms.txt are the
press's; what the business side says stands below its rules, or in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from standfirst.ads.declared import DECLARED, MEDIA_KIT, declared_path
from standfirst.delivery.http import Handler, Headers, Request, Response
from standfirst.delivery.policies import security_headers
from standfirst.edition.plate import StoredPlate
from standfirst.edition.shelf import Shelf


def declared_handlers(edition: Path) -> Mapping[str, Handler]:
    """Return the handlers of all declared files by their names. edition: the edition's folder."""
    handler = Declared(edition)
    return dict.fromkeys((*DECLARED, MEDIA_KIT), handler)


class Declared:
    """Answers each declared file at its own address, and the media kit."""

    def __init__(self, edition: Path) -> None:
        self._shelf = Shelf(edition)

    def __call__(self, request: Request) -> Response:
        name = request.path.strip("/")
        wanted = f"/{MEDIA_KIT}/" if name == MEDIA_KIT else f"/{name}"
        if request.method not in {"GET", "HEAD"}:
            return Response(405, (("allow", "GET, HEAD"),))
        if request.path == f"/{MEDIA_KIT}":
            return Response(301, (("location", wanted), ("cache-control", "max-age=5")))
        if request.path != wanted or name not in {*DECLARED, MEDIA_KIT}:
            return Response(404)
        own, pressed = self._plate(declared_path(name)), self._plate(wanted)
        if own is not None and pressed is not None and name == "robots.txt":
            return _answer(pressed, pressed.identity() + b"\n" + own.identity(), f"{pressed.etag}-{own.etag}")
        plate = own or pressed
        return Response(404) if plate is None else _answer(plate, plate.identity(), plate.etag)

    def _plate(self, path: str) -> StoredPlate | None:
        found = self._shelf.read(path)
        return found[0] if found and found[0].status == 200 else None


def _answer(plate: StoredPlate, body: bytes, etag: str) -> Response:
    headers: Headers = (("content-type", plate.content_type), ("etag", f'"{etag}"'), *plate.headers)
    # What a page says of itself goes before what is said of all.
    return Response(200, tuple((security_headers(plate.content_type) | dict(headers)).items()), body)
