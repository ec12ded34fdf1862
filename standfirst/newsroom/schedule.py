"""The schedule: what is due is published, what has expired is withdrawn, once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, transaction
from wagtail.models import Revision

from standfirst.newsroom.models.standing import Standing
from standfirst.newsroom.models.story import StoryPage
from standfirst.newsroom.ringing import records_of
from standfirst.newsroom.standings import backdate_update

log = logging.getLogger(__name__)

#: Most things done in one call, so that a morning's backlog does not hold up the rest.
AT_ONCE = 200
#: From so much on, the machine's clock says another time than the one it is.
_ASTRAY = timedelta(seconds=5)


def publish_due(now: datetime) -> list[str]:
    """Return the records that were published or withdrawn because their time has come.

    now: aware; never ahead of the machine's clock, and what is published says that it was then. Safe to be called by several processes: each thing happens once.
    One that cannot be published is logged and does not hold up the others. Raises what a database that is away raises.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    expired = Standing.objects.filter(live=True, expires__lte=now).order_by("expires", "pk")
    done = [*_each(list(due.values_list("pk", flat=True)[:AT_ONCE]), lambda pk: _publish(pk, now))]
    done += _each(list(expired.values_list("pk", flat=True)[:AT_ONCE]), lambda pk: _withdraw(pk, now))
    return done


def next_due() -> datetime | None:
    """Return the moment of what is scheduled next (aware), to be published or withdrawn; None when nothing is."""
    publish = Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    withdraw = Standing.objects.filter(live=True, expires__isnull=False).order_by("expires")
    moments = (
        publish.values_list("approved_go_live_at", flat=True).first(),
        withdraw.values_list("expires", flat=True).first(),
    )
    return min((moment for moment in moments if moment is not None), default=None)


def _each(pks: list[int], act: Callable[[int], str | None]) -> Iterator[str]:
    for pk in pks:
        try:
            with transaction.atomic():
                record = act(pk)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("what was scheduled as %d cannot be done; open it in the newsroom", pk)
            continue
        if record is not None:
            yield record


def _publish(pk: int, now: datetime) -> str | None:
    # Locked and asked again: another process may have been here between our look and now.
    revision = Revision.objects.select_for_update(skip_locked=True).filter(pk=pk, approved_go_live_at__lte=now).first()
    if revision is None:
        return None
    # Wagtail would note the machine's time, which may be ahead of the true one.
    content = revision.content_type.model_class().objects
    content.filter(pk=revision.object_id, first_published_at=None).update(first_published_at=now)
    revision.publish(log_action="wagtail.publish.scheduled")
    page = revision.as_object()
    if isinstance(page, StoryPage):
        _date_update(page, now)
    return next(iter(records_of(page)), None)


def _date_update(page: StoryPage, now: datetime) -> None:
    """Note that what was news to readers of ``page`` was so ``now``, where it was noted for a time that is to come."""
    updated = Standing.objects.filter(pk=page.pk).values_list("updated", flat=True).first()
    if updated is not None and updated > now + _ASTRAY:
        backdate_update(page, now)


def _withdraw(pk: int, now: datetime) -> str | None:
    standing = Standing.objects.select_for_update(skip_locked=True).filter(pk=pk, live=True, expires__lte=now).first()
    if standing is None:
        return None
    page = StoryPage.objects.get(pk=pk)
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return f"story:{pk}"
