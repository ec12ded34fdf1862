"""The letters' way out: what is running, as one plate a language that browsers fetch when a letter is due.

What should be out is worked out anew each time and written when it differs, so a lost hint or a killed process heals
at the next look.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from standfirst.ads.letters import Counting, languages, letters_file
from standfirst.business.letters.models import AskSettings, letters_out
from standfirst.edition.binding import Binder
from standfirst.edition.errors import PlateDamaged
from standfirst.edition.layout import edition_folder
from standfirst.edition.plate import Plate
from standfirst.edition.shelf import Shelf
from standfirst.press.asking import letter_path, letter_style

_HEADERS = (("x-robots-tag", "noindex, noarchive"),)

log = logging.getLogger(__name__)


def letters_due() -> bool:
    """Bring the letters in this paper's edition up to date and return whether any had to be written or taken out.

    Whatever goes wrong is logged, once, and tried again at the next call; only what the database raises when it is away
    is passed on, because that is everybody's trouble.
    """
    try:
        changed = export_letters(edition_folder(settings.STANDFIRST.edition_url))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  # a letter about ads must never hold up a story
        _say_once(f"the letters wait: {error}")
        return False
    return changed


def export_letters(edition: Path) -> bool:
    """Bring the letters in the folder ``edition`` up to date and return whether anything was written or taken out.

    Raises EditionUnwritable, and what the database raises when it is away.
    """
    asked = AskSettings.current()
    shelf, binder = Shelf(edition), Binder(edition)
    wanted = {letter_path(language): _file(language, asked) for language in languages()} if asked.asking else {}
    stale = {path: body for path, body in wanted.items() if _kept(shelf, path) != body}
    binder.bind(Plate(path, body, "application/json", headers=_HEADERS) for path, body in stale.items())
    gone = {path for path in map(letter_path, languages()) if path not in wanted and shelf.stamp(path) is not None}
    binder.remove(gone)
    return bool(stale or gone)


def _file(language: str, asked: AskSettings) -> bytes:
    return letters_file(
        language,
        letters_out(language),
        counting=Counting(asked.counting),
        support=asked.support,
        newsletter=asked.newsletter,
        style=letter_style(),
    )


def _kept(shelf: Shelf, path: str) -> bytes | None:
    try:
        found = shelf.read(path)
    except PlateDamaged:
        return None
    return found[0].identity() if found else None


@cache
def _say_once(line: str) -> None:
    """Log ``line``, but not again every second."""
    log.error(line)
