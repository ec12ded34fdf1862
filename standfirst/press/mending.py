"""Mending: what was damaged on the disk behind the press's back is found, and printed again."""

from __future__ import annotations

import functools
import logging
import sqlite3
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from standfirst.edition.errors import PlateDamaged
from standfirst.edition.shelf import Shelf
from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.ledger_file import is_damaged, out_of_reach
from standfirst.press.noting import SOON

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class HasLedger(Protocol):
    """Whoever keeps a ledger."""

    ledger: Ledger


Room = TypeVar("Room", bound=HasLedger)


def on_a_sound_ledger(run: Callable[Concatenate[Room, P], R]) -> Callable[Concatenate[Room, P], R]:
    """Return ``run`` that begins a new ledger where its own turns out to be damaged, and tries once more.

    What the ledger knew is asked again; what is printed from it and has the same bytes is not written again. A ledger that is
    only locked, full or out of reach is kept: LedgerOutOfReach says so.
    """

    @functools.wraps(run)
    def runs(room: Room, *args: P.args, **how: P.kwargs) -> R:
        try:
            return run(room, *args, **how)
        except sqlite3.DatabaseError as error:
            file = room.ledger.file
            if not is_damaged(error, file):
                raise out_of_reach(error, file) or error from error
            log.error("%s is damaged (%s); it is begun anew, and everything is asked again", file, error)  # noqa: TRY400 -- one line, and nothing of ours to trace
            room.ledger.begin_anew()
            return run(room, *args, **how)

    return runs  # type: ignore[return-value] # functools.wraps names the first argument


class Rounds:
    """Goes round the edition, some plates at a time, and has printed again what is missing or not whole."""

    def __init__(self, ledger: Ledger, shelf: Shelf) -> None:
        self._ledger = ledger
        self._shelf = shelf
        self._reached = 0

    def look_over(self, limit: int) -> list[Job]:
        """Return those of the next ``limit`` plates that are missing or damaged; they are due from now on."""
        plates = self._ledger.standing_after(self._reached, limit)
        self._reached = plates[-1][0] if len(plates) == limit else 0
        damaged = [job for _, job, path in plates if not self._is_whole(path)]
        if damaged:
            with self._ledger.writing():
                self._ledger.mark(damaged, SOON)
        return damaged

    def _is_whole(self, path: str) -> bool:
        try:
            return self._shelf.read(path) is not None
        except PlateDamaged:
            return False
