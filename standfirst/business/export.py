"""The schedule's way out: what was sold and approved, as the file that delivery reads.

What the file should hold is worked out anew each time and written when it differs, so a lost hint, a killed process
or two writers at once heal at the next look. Pictures are there before the schedule names them, and go after it stops.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django.utils.module_loading import import_string

from standfirst.ads.curve import Curve
from standfirst.ads.errors import ScheduleUnreadable
from standfirst.ads.flight import (
    AdPicture,
    Advertiser,
    Bundle,
    Creative,
    Device,
    Flight,
    Native,
    Priority,
    Remember,
    Tag,
    Unit,
)
from standfirst.ads.schedule import Schedule, schedule_file, schedule_of, written
from standfirst.business import models
from standfirst.business.bundles import FIRST, TYPES, address_of_bundle, files_of
from standfirst.business.caps import cap_of
from standfirst.business.declared import declared_plates
from standfirst.business.forecast import traffic_curve
from standfirst.business.pictures import address_of
from standfirst.business.slugs import words_in
from standfirst.disk import locked, swap, sweep
from standfirst.edition.binding import Binder
from standfirst.edition.errors import EditionUnwritable
from standfirst.edition.layout import edition_folder
from standfirst.edition.plate import Plate
from standfirst.edition.shelf import Shelf

#: How long an ended flight stays in the file: a reader may still have its ad before them, and click.
LINGERS = timedelta(days=1)

_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
_HEADERS = (("cache-control", "max-age=31536000, immutable"), ("x-robots-tag", "noindex"))

log = logging.getLogger(__name__)


def schedule_due() -> bool:
    """Bring this paper's schedule file up to date and return whether it had to be written. Cheap when nothing changed.

    Whatever goes wrong with it is logged, once, and tried again at the next call; only what the database raises when
    it is away is passed on, because that is everybody's trouble.
    """
    try:
        wrote = export_schedule(edition_folder(settings.STANDFIRST.edition_url))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  # advertising must never hold up a story
        _say_once(f"the schedule waits: {error}")
        return False
    return wrote


def export_schedule(edition: Path) -> bool:
    """Bring the schedule file in the folder ``edition`` up to date and return whether it had to be written.

    Raises EditionUnwritable, and what the database raises when it is away.
    """
    file = schedule_file(edition)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # One at a time, so that the last to write has looked last.
        with locked(file.parent, alone=True):
            sweep(file.parent)
            return _written_anew(edition, file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditionUnwritable(
            f"{file} cannot be written ({reason}); give the edition a folder you own, with room"
        ) from error


def paper_zone() -> tzinfo:
    """Return the zone whose midnights flights start and end at.

    The setting STANDFIRST_PAPER_ZONE names a function that returns it; without one it is Django's TIME_ZONE. The
    business side does not ask the newsroom: whoever puts the two together says which clock both go by.
    """
    named = getattr(settings, "STANDFIRST_PAPER_ZONE", None)
    zone: tzinfo = import_string(named)() if named else timezone.get_default_timezone()
    return zone


def sold_schedule(*, now: datetime, zone: tzinfo) -> Schedule:
    """Return every flight with approved creatives that runs, will run or ended less than LINGERS before ``now`` (aware)."""
    # A day of leeway for zones; what ended is told apart below, to the second.
    since = (now - LINGERS - timedelta(days=1)).date()
    creatives = models.Creative.objects.filter(approved=True, flight__paused=False, flight__last_day__gte=since)
    rules = models.HouseRules.current()
    rows = creatives.select_related("flight__order__advertiser").order_by("flight_id", "id")
    flights = [
        flight_of(sold, [creative_of(row) for row in shown if row.is_approved()], zone, rules)
        for sold, shown in groupby(rows, key=lambda row: row.flight)
    ]
    return Schedule(
        flights=tuple(flight for flight in flights if flight.creatives and flight.end + LINGERS > now),
        zone=str(zone),
        barred=words_in(rules.barred_topics),
        curve=_curve(now.date()),
        remember=Remember(rules.device_memory),
    )


@lru_cache(maxsize=1)
def _curve(today: date) -> Curve | None:
    """Return the site's curve, looked up once a day: it is made of whole days, so it does not change within one."""
    return traffic_curve(datetime(today.year, today.month, today.day, tzinfo=UTC))


def _written_anew(edition: Path, file: Path) -> bool:
    schedule = sold_schedule(now=datetime.now(UTC), zone=paper_zone())
    before = file.read_bytes() if file.is_file() else b""
    shelf = Shelf(edition)
    binder = Binder(edition)
    declared = _declare(binder, shelf)
    missing = {path for path in schedule.pictures() | schedule.bundles() if shelf.stamp(path) is None}
    if missing:
        plates = [*_pictures(missing), *_bundles(missing)]
        binder.bind(plates)
        schedule = _without(schedule, missing - {plate.path for plate in plates})
    stored = written(schedule)
    if stored == before:
        return declared
    swap(file, stored)
    with suppress(ScheduleUnreadable):
        # Nobody is left to take out what a damaged file named; such pictures stay, unnamed and harmless.
        gone = schedule_of(before, where=str(file))
        binder.remove(gone.pictures() - schedule.pictures())
        _remove_bundles(binder, edition, gone.bundles() - schedule.bundles())
    return True


def _declare(binder: Binder, shelf: Shelf) -> bool:
    """Bring ads.txt and its like up to date and return whether anything had to be written."""
    due = declared_plates(models.HouseRules.current(), models.Rate.objects.all())
    changed = []
    for path, plate in due.items():
        found = shelf.read(path) if shelf.stamp(path) is not None else None
        if (found[0].identity() if found else None) != (plate.body if plate else None):
            changed.append(path)
    binder.bind(plate for path in changed if (plate := due[path]) is not None)
    binder.remove({path for path in changed if due[path] is None})
    return bool(changed)


def _pictures(paths: set[str]) -> Iterator[Plate]:
    """Yield the plates of the pictures at ``paths``, of those whose files are there."""
    files = {
        address_of(file.name): file for creative in models.Creative.objects.all() for _, file in creative.pictures()
    }
    for path in sorted(paths & files.keys()):
        try:
            with files[path].open("rb") as kept:
                body = kept.read()
        except FileNotFoundError:
            _say_once(f"the picture {files[path].name} is gone from the media folder; save its creative with a new one")
        else:
            yield Plate(path, body, _TYPES[PurePath(path).suffix], headers=_HEADERS, compress=False)


def _bundles(paths: set[str]) -> Iterator[Plate]:
    """Yield the plates of all files of the bundles whose first documents are at ``paths``, those documents last."""
    for creative in models.Creative.objects.exclude(bundle=""):
        first = address_of_bundle(creative.bundle.name)
        if first not in paths:
            continue
        try:
            with creative.bundle.open("rb") as kept:
                files = files_of(kept)
        except (FileNotFoundError, ValidationError) as error:
            _say_once(f"the bundle {creative.bundle.name} cannot be shown ({error}); save its creative with a new one")
            continue
        folder = first.removesuffix(FIRST)
        for name in sorted(files, key=lambda name: name == FIRST):
            kind = TYPES[name.rpartition(".")[2].lower()]
            yield Plate(folder + name, files[name], kind, headers=_HEADERS, compress=False)


def _remove_bundles(binder: Binder, edition: Path, firsts: frozenset[str]) -> None:
    folders = tuple(first.removesuffix(FIRST) for first in firsts)
    if folders:
        binder.remove({plate.path for plate in Shelf(edition).plates() if plate.path.startswith(folders)})


@cache
def _say_once(line: str) -> None:
    """Log ``line``, but not again every second."""
    log.error(line)


def _without(schedule: Schedule, gone: set[str]) -> Schedule:
    """Return ``schedule`` without the pictures at ``gone``, and without whatever has none left."""
    flights = []
    for flight in schedule.flights:
        kept = [
            replace(creative, pictures=tuple(made for made in creative.pictures if made.path not in gone))
            for creative in flight.creatives
            if creative.bundle is None or creative.bundle.path not in gone
        ]
        flights.append(replace(flight, creatives=tuple(creative for creative in kept if _has_something(creative))))
    return replace(schedule, flights=tuple(flight for flight in flights if flight.creatives))


def _has_something(creative: Creative) -> bool:
    return bool(creative.pictures or creative.native or creative.bundle or creative.tag)


def flight_of(row: Any, creatives: list[Creative], zone: tzinfo, rules: models.HouseRules) -> Flight:
    advertiser = row.order.advertiser
    return Flight(
        id=str(row.pk),
        advertiser=Advertiser(str(advertiser.pk), advertiser.name, advertiser.category),
        priority=Priority(row.priority),
        start=_midnight(row.first_day, zone),
        end=_midnight(row.last_day + timedelta(days=1), zone),
        creatives=tuple(creatives),
        weight=row.weight,
        bought=row.goal,
        unit=Unit(row.unit),
        share=row.share,
        daily_cap=row.daily_cap,
        frequency=cap_of(row, rules),
        sections=words_in(row.sections),
        topics=words_in(row.topics),
        barred=words_in(row.barred_topics) | words_in(advertiser.barred_topics),
        slots=words_in(row.slots),
        places=words_in(row.places),
        languages=words_in(row.languages),
        devices=frozenset(map(Device, words_in(row.devices))),
        countries=words_in(row.countries),
    )


def creative_of(row: Any) -> Creative:
    """Return the creative ``row`` stands for, as readers are shown it."""
    size = row.size()
    return Creative(
        id=str(row.pk),
        alt=row.alt,
        target=row.target,
        pictures=() if size else tuple(AdPicture(made, address_of(file.name)) for made, file in row.pictures()),
        native=Native(row.headline, row.text) if row.headline else None,
        bundle=Bundle(size, address_of_bundle(row.bundle.name)) if row.bundle and size else None,
        tag=Tag(size, row.tag) if row.tag and size else None,
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
