"""The newsroom's outermost door: nothing of it is kept by anybody, and a database that is away is said so."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

#: Seconds after which a browser may ask again.
RETRY_SECONDS = 10


class Doors:
    """Middleware: private answers stay private, and cookies of a secure site are secure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with the headers every answer of the newsroom has."""
        response = self._get_response(request)
        if not request.path.startswith("/newsroom/static/"):
            if not response.has_header("Cache-Control") or response.status_code >= 500:
                response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


def out_of_order(request: HttpRequest) -> HttpResponse:
    """Return one clear page for whatever went wrong: 503 while the database is away, else 500. Asks no database."""
    del request
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_away else 500
    response = HttpResponse(render_to_string("newsroom/out_of_order.html", {"is_away": is_away}), status=status)
    response["Cache-Control"] = "private, no-store"
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
