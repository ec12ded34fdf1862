"""Serves a site as processes do: Granian with delivery's own options. Run as ``python served.py EDITION PORT NEWSROOM``."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from granian import Granian

from standfirst.delivery.app import Site, SiteSettings, build_site
from standfirst.delivery.http import Request, Response
from standfirst.delivery.server import granian_options


def adverts(request: Request) -> Response:
    return Response(200, (("content-type", "text/plain"),), f"advert for {request.path} {request.asked('k')}".encode())


async def seen(request: Request) -> Response:
    told = await request.body.read(100)
    return Response(200, (("content-type", "text/plain"), ("cache-control", "no-store")), b"seen " + told)


def faulty(request: Request) -> Response:
    if request.path == "/go/tagged":
        return Response(200, (("content-type", "text/plain"), ("etag", '"one"'), ("vary", "cookie")), b"said once")
    if request.path == "/go/forge":
        return Response(302, (("location", "/\r\nset-cookie: a=b"),))
    if request.path == "/go/none":
        return Response(204)
    if request.path == "/go/away":
        return Response(404)
    raise RuntimeError("a fault in a handler")


def application() -> Site:
    edition, newsroom = Path(sys.argv[1]), sys.argv[3]
    settings = SiteSettings(edition=edition, newsroom=newsroom or None, cache_bytes=4_000_000, newsroom_wait_seconds=4)
    return build_site(settings, {"adverts": adverts, "seen": seen, "go": faulty})


def stop_with(parent: int) -> None:
    """Stop this process once the tests that started it are gone, however they went."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=stop_with, args=(os.getppid(),), daemon=True).start()
    logging.basicConfig(stream=sys.stderr)
    options = granian_options() | {"address": "127.0.0.1", "port": int(sys.argv[2]), "workers": 1}
    Granian(target="site", **options).serve(target_loader=application, wrap_loader=False)
