"""Posting: whatever sales save reaches the pages at once, by a fresh schedule after the transaction."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models.signals import post_delete, post_save

from standfirst.business import models
from standfirst.business.export import schedule_due

_KINDS = (models.Advertiser, models.Order, models.Flight, models.Creative, models.HouseRules, models.Rate)

log = logging.getLogger(__name__)


def connect() -> None:
    """Post a schedule whenever something that is sold was saved or thrown away."""
    for kind in _KINDS:
        post_save.connect(_saved, sender=kind, dispatch_uid=f"post {kind.__name__}")
        post_delete.connect(_saved, sender=kind, dispatch_uid=f"unpost {kind.__name__}")


def _saved(sender: Any, **more: Any) -> None:
    del sender
    # Rows being loaded from a backup are not whole yet; the press posts them when they are.
    if not more.get("raw"):
        transaction.on_commit(_post)


def _post() -> None:
    try:
        schedule_due()
    except (DatabaseError, InterfaceError) as error:
        # What was saved is saved; the press looks every second and posts it as soon as it can.
        log.warning("the schedule waits: %s", error)
