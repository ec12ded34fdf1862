"""Ringing: whatever is saved in the newsroom rings the bell, once it is in the database for good."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_slug_changed

from standfirst.newsroom import bell
from standfirst.newsroom.models import CreditedImage, PaperFront, PaperSettings, Person, SectionPage, StoryPage, Topic
from standfirst.newsroom.models.standing import Listing
from standfirst.newsroom.standings import stand

_NAMED: dict[type[Any], str] = {Person: "person", Topic: "topic"}


def connect() -> None:
    """Have the bell rung by whatever changes what readers get."""
    for model in (StoryPage, SectionPage, PaperFront, Person, Topic, CreditedImage, PaperSettings):
        post_save.connect(_saved, sender=model, dispatch_uid=f"ring-saved-{model.__name__}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"ring-deleted-{model.__name__}")
    for named in _NAMED:
        pre_save.connect(_renamed, sender=named, dispatch_uid=f"ring-renamed-{named.__name__}")
        post_delete.connect(_unlist, sender=named, dispatch_uid=f"unlist-{named.__name__}")
    page_slug_changed.connect(_moved_section, sender=SectionPage, dispatch_uid="ring-section-slug")
    # Wagtail moves a page by saving its plain half.
    post_save.connect(_moved, sender=Page, dispatch_uid="ring-moved")


def ring_for(records: Iterable[str]) -> None:
    """Ring the bell for ``records`` once the current transaction is committed, or now when there is none."""
    transaction.on_commit(partial(bell.ring, settings.STANDFIRST.bell, tuple(records)), robust=True)


def records_of(row: Any) -> tuple[str, ...]:
    """Return the records that ``row`` is."""
    match row:
        case StoryPage():
            return (f"story:{row.pk}",)
        case SectionPage():
            return (f"section:{row.slug}", f"front:{row.slug}")
        case PaperFront():
            return ("front:",)
        case CreditedImage():
            return (f"picture:{row.pk}",)
        case PaperSettings():
            return ("paper",)
        case _:
            return (f"{_NAMED[type(row)]}:{row.slug}",)


def _saved(sender: Any, instance: Any, update_fields: Any = None, **more: Any) -> None:
    del sender, more
    # Saving a draft of a live page writes a few columns about the draft, and nothing readers see.
    if isinstance(instance, Page) and update_fields is not None and "live" not in update_fields:
        return
    ring_for(records_of(instance))


def _deleted(sender: Any, instance: Any, **more: Any) -> None:
    del sender, more
    ring_for(records_of(instance))


def _renamed(sender: Any, instance: Any, **more: Any) -> None:
    """Ring for the old address too, when it becomes another."""
    del more
    if instance.pk and (old := sender.objects.filter(pk=instance.pk).exclude(slug=instance.slug).first()) is not None:
        ring_for(records_of(old))


def _moved_section(sender: Any, instance_before: Any, **more: Any) -> None:
    del sender, more
    ring_for(records_of(instance_before))


def _moved(sender: Any, instance: Page, update_fields: Any = None, **more: Any) -> None:
    """Note the new place of a story or section that was moved, in the transaction that moves it."""
    del sender, more
    if update_fields is not None or connection.needs_rollback:
        return
    page = instance.specific
    if isinstance(page, StoryPage):
        stand(page)
    elif isinstance(page, SectionPage):
        SectionPage.objects.filter(pk=page.pk).update(renamed=timezone.now(), changed=timezone.now())
    else:
        return
    ring_for(records_of(page))


def _unlist(sender: Any, instance: Any, **more: Any) -> None:
    """Take away the list of a topic or person that is no more."""
    del more
    Listing.objects.filter(kind=_NAMED[sender], owner=instance.pk).delete()
