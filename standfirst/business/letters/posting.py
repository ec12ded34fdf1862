"""Posting: whatever is saved about letters reaches readers at once, after the transaction."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models.signals import post_delete, post_save

from standfirst.business.letters import models
from standfirst.business.letters.export import letters_due

log = logging.getLogger(__name__)


def connect() -> None:
    """Post the letters whenever one, or how they are asked, was saved or thrown away."""
    for kind in (models.Letter, models.AskSettings):
        post_save.connect(_saved, sender=kind, dispatch_uid=f"post {kind.__name__}")
        post_delete.connect(_saved, sender=kind, dispatch_uid=f"unpost {kind.__name__}")


def _saved(sender: Any, **more: Any) -> None:
    del sender
    # Rows being loaded from a backup are not whole yet; the press posts them when they are.
    if not more.get("raw"):
        transaction.on_commit(_post)


def _post() -> None:
    try:
        letters_due()
    except (DatabaseError, InterfaceError) as error:
        # What was saved is saved; the press looks every second and posts it as soon as it can.
        log.warning("the letters wait: %s", error)
