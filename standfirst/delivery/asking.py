"""Counting what became of letters: a page says one plain word, a counter goes up, nothing else is kept.

/asked/WORD?letter=LANGUAGE.NUMBER.VERSION     POST; 204, whether it was counted or not
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from standfirst.ads.adblock_ask import WORDS
from standfirst.ads.letters import LETTER_ID, counted_letters
from standfirst.audience.readers import is_from_our_page, is_reader
from standfirst.audience.tally import Tally
from standfirst.delivery.http import Handler, Request, Response
from standfirst.edition.errors import EditionError
from standfirst.edition.shelf import Shelf, Stamp

#: What the sums call these events: "ask-shown" of "en.7.2".
EVENT = "ask-{word}"


def asking_handlers(edition: Path, tally_folder: Path, *, clock: Callable[[], datetime]) -> Mapping[str, Handler]:
    """Return the handler of "asked". Call it once in every process. edition, tally_folder: folders. clock: aware moments."""
    tally = Tally(tally_folder, clock=clock)
    tally.keep()
    return {"asked": Asking(edition, tally)}


class Asking:
    """Counts the words pages say of letters that are out, where the paper has switched counting on."""

    def __init__(self, edition: Path, tally: Tally) -> None:
        """edition: the edition's folder."""
        self._shelf = Shelf(edition)
        self._tally = tally
        self._out: dict[str, tuple[Stamp, frozenset[str]]] = {}

    def __call__(self, request: Request) -> Response:
        word = request.path.removeprefix("/asked/")
        if word not in WORDS:
            return Response(404)
        if request.method != "POST":
            return Response(405, (("allow", "POST"),))
        letter = request.asked("letter")
        if is_reader(request.headers) and is_from_our_page(request.headers) and self._is_counted(letter):
            self._tally.add(EVENT.format(word=word), letter)
        return Response(204, (("cache-control", "no-store"),))

    def _is_counted(self, letter: str) -> bool:
        """Say whether ``letter`` is out and counted: counters grow with the letters, not with what somebody makes up."""
        if not LETTER_ID.fullmatch(letter):
            return False
        path = f"/ask/{letter.partition('.')[0]}.json"
        stamp = self._shelf.stamp(path)
        if stamp is None:
            return False
        known = self._out.get(path)
        if known is None or known[0] != stamp:
            try:
                found = self._shelf.read(path)
            except EditionError:
                found = None
            if found is None:
                return False
            known = self._out[path] = found[1], counted_letters(found[0].identity())
        return letter in known[1]
