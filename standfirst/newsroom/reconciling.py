"""Reconciling: what the emergency desk published while the database was away becomes a story of the newsroom, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from standfirst.newsroom.intake import TakenIn, take_in
from standfirst.wire.found import Found


def bring_in(found: Found, *, path: str, pictures: Mapping[str, Path]) -> TakenIn:
    """Make a live story of ``found`` at the address ``path``, where readers know it, and return what became of it.

    A second call with the same file changes nothing. Refused, with nothing changed, when it would get another address.
    Raises what a database that is away raises.
    """
    with transaction.atomic():
        taken = take_in(found, publish=True, pictures=pictures)
        # One that was here already may have been moved by editors since: that is theirs to do.
        if taken.status == "ok" and not taken.reason and taken.url != path:
            transaction.set_rollback(True)
            why = (
                f"it would stand at {taken.url} and readers know it at {path}; free that address in the newsroom first"
            )
            return replace(taken, id="", url="", status="refused", reason=why)
    return taken
