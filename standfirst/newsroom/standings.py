"""Standings: how stories stand with readers, noted in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.standing import Listing, Standing
from standfirst.newsroom.streams import attributions_of, body_of, corrections_of
from standfirst.story.picture import Picture

#: Rows written at once when every story is listed anew.
_BATCH = 500


def stand(page: Any) -> None:
    """Note how ``page`` (a StoryPage, just saved) now stands with readers. Call inside the transaction of the save."""
    before = Standing.objects.filter(pk=page.pk).first()
    if not page.live or page.first_published_at is None:
        if before is not None and before.live:
            _withdraw(before)
        return
    section = SectionPage.objects.filter(path=page.path[: -page.steplen]).only("pk").first()
    if section is None:
        return
    standing = _standing_of(page, before, section.pk)
    standing.save(force_insert=before is None)
    _list(page, standing, PaperSettings.current().clock)


def is_news(page: Any, standing: Standing) -> bool:
    """Say whether ``page`` has something for readers who saw it as ``standing`` notes it, and the editor says so."""
    return _is_news(page, standing, _digest(page))


def _is_news(page: Any, standing: Standing, digest: str) -> bool:
    return not page.minor_change and standing.digest != digest


def backdate_update(page: Any, updated: datetime | None) -> None:
    """Note that the live ``page`` was last updated at ``updated`` (aware), as an imported story says of itself."""
    standing = Standing.objects.filter(pk=page.pk).first()
    if standing is not None and standing.updated != updated:
        standing.updated = updated
        _touch(standing)
        standing.save()


@transaction.atomic
def relist_all(zone: tzinfo) -> None:
    """Put every live story into the months of ``zone``, and count every standing as changed."""
    now = timezone.now()
    changed: list[Listing] = []
    for row in Listing.objects.order_by("pk").iterator(chunk_size=_BATCH):
        month = month_of(row.published, zone)
        if month != row.month:
            row.month = month
            changed.append(row)
        if len(changed) >= _BATCH:
            Listing.objects.bulk_update(changed, ["month"])
            changed.clear()
    Listing.objects.bulk_update(changed, ["month"])
    Standing.objects.filter(live=True).update(changed=now, turn=F("turn") + 1)


def month_of(moment: datetime, zone: tzinfo) -> int:
    """Return the month of ``moment`` in ``zone`` as a number: 202611."""
    local = moment.astimezone(zone)
    return local.year * 100 + local.month


def _standing_of(page: Any, before: Standing | None, section: int) -> Standing:
    standing, digest = before or Standing(story_id=page.pk, turn=0), _digest(page)
    if before is not None and _is_news(page, before, digest):
        standing.updated = page.last_published_at or timezone.now()
    standing.live = True
    standing.section_id = section
    standing.published = page.first_published_at
    standing.corrected = max(_moments(page.corrections), default=None)
    standing.expires = page.expire_at
    standing.digest = digest
    _touch(standing)
    return standing


def _withdraw(standing: Standing) -> None:
    standing.live = False
    standing.corrected = standing.expires = None
    _touch(standing)
    standing.save()
    standing.listings.all().delete()


def _touch(standing: Standing) -> None:
    standing.turn += 1
    standing.changed = timezone.now()


def _list(page: Any, standing: Standing, zone: ZoneInfo) -> None:
    """Have ``standing``'s story in exactly the lists it belongs in."""
    month = month_of(standing.published, zone)
    wanted = dict.fromkeys(_lists_of(page, standing), (month, standing.published))
    for row in standing.listings.all():
        place = (row.kind, row.owner)
        if wanted.get(place) == (row.month, row.published):
            del wanted[place]
        else:
            row.delete()
    Listing.objects.bulk_create(
        Listing(story=standing, kind=kind, owner=owner, month=month, published=published)
        for (kind, owner), (month, published) in wanted.items()
    )


def _lists_of(page: Any, standing: Standing) -> Iterator[tuple[str, int]]:
    yield Listing.Kind.PAPER, 0
    yield Listing.Kind.SECTION, standing.section_id
    for row in page.story_topics.all():
        yield Listing.Kind.TOPIC, row.topic_id
    for row in page.bylines.all():
        yield Listing.Kind.PERSON, row.person_id


def _digest(page: Any) -> str:
    """Return 32 hexadecimal digits that differ when readers of ``page`` would read something else."""
    read = (
        page.title,
        page.standfirst,
        page.place,
        page.lead_id,
        page.lead_caption,
        page.language,
        # As readers get them: what only the editor's form knows (block keys) makes no difference.
        body_of(page.body.get_prep_value(), _Anything()),
        attributions_of(page.attributions.get_prep_value()),
        corrections_of(page.corrections.get_prep_value(), _Anything()),
        tuple(row.person_id for row in page.bylines.all()),
    )
    return blake2b(repr(read).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Anything:
    """Names for pictures and pages that are not looked up, only told apart."""

    def picture(self, pk: int) -> Picture:
        """Return a picture like no other's."""
        return Picture(key=f"{pk:016x}", width=1, height=1, alt="")

    def path(self, pk: int) -> str:
        """Return a path like no other's."""
        return f"/{pk}"


def _moments(corrections: Any) -> Iterator[datetime]:
    return (correction.at for correction in corrections_of(corrections.get_prep_value(), _Anything()))
