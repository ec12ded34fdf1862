"""Which pictures, people and pages a page refers to, as Wagtail's reference index has it, noted once a save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled


@contextmanager
def referred_once(page: Page) -> Iterator[None]:
    """Note what ``page`` refers to once, when all inside is saved: not for it, and again for each of its names and topics."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
    ReferenceIndex.create_or_update_for_object(page)
