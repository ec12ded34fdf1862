"""Counting what readers saw: a page says a plain word, a counter goes up, nothing else is kept."""

from __future__ import annotations

from pathlib import Path

from standfirst.audience.readers import is_from_our_page, is_reader
from standfirst.audience.tally import Tally
from standfirst.delivery.http import Request, Response
from standfirst.edition.shelf import Shelf

#: What a page may say: that it was read; that its button "Read the full story" was on the screen, and was pressed.
WORDS = frozenset({"read", "tap-offered", "tapped"})


class Counting:
    """Answers ``/seen/WORD?page=/SECTION/…/`` (GET or POST): 204, whether it was counted or not."""

    def __init__(self, edition: Path, tally: Tally, words: frozenset[str] = WORDS) -> None:
        """edition: the edition's folder. words: what may be said."""
        self._shelf = Shelf(edition)
        self._tally = tally
        self._words = words

    def __call__(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD", "POST"}:
            return Response(405, (("allow", "GET, HEAD, POST"),))
        word = request.path.removeprefix("/seen/")
        if word not in self._words:
            return Response(404)
        page = request.asked("page")
        if request.method != "HEAD" and self._counts(page, request):
            self._tally.add(word, page)
        return Response(204, (("cache-control", "no-store"),))

    def _counts(self, page: str, request: Request) -> bool:
        if not (is_reader(request.headers) and is_from_our_page(request.headers)):
            return False
        # Only pages there are: counters grow with the paper, not with what somebody makes up.
        return page.startswith("/") and page.endswith("/") and self._shelf.stamp(page) is not None
