"""The schedule: what the business side sold, as one file that delivery reads without asking anybody.

``EDITION/adverts/schedule.json``, format 3 (what is empty or null here may be given):

    {"schedule": 3, "zone": "Europe/London", "barred": [], "curve": null, "remember": "given", "flights": [{
        "id": "3", "advertiser": {"id": "2", "name": "Ferry Line", "category": "travel"},
        "priority": "standard", "weight": 1,
        "start": "2026-11-20T00:00:00+00:00", "end": "2026-12-01T00:00:00+00:00",
        "bought": 10000, "unit": "views", "share": null, "daily_cap": null, "frequency": {"views": 3, "hours": 24},
        "sections": ["world"], "topics": [], "barred": [], "slots": [], "places": [], "languages": [], "devices": [],
        "countries": [],
        "creatives": [{"id": "7", "alt": "Sail on Sundays", "target": "https://ferry.example/",
                       "pictures": [{"width": 970, "height": 250, "path": "/adverts/picture/….png"}],
                       "native": null, "bundle": null, "tag": null}]}]}

It is read strictly: an unknown field, a wrong type or a value out of bounds refuses the whole file, because half a
schedule would show the wrong people's ads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from standfirst.ads.curve import FLAT, HOURS, Curve
from standfirst.ads.errors import ScheduleUnreadable, TargetRefused
from standfirst.ads.fields import MOST, Fields, distinct, root_of
from standfirst.ads.flight import (
    AdPicture,
    Advertiser,
    Bundle,
    Creative,
    Device,
    Flight,
    Frequency,
    Native,
    Priority,
    Remember,
    Tag,
    Unit,
)
from standfirst.ads.sizes import SIZES, SLOTS, Size
from standfirst.ads.target import TARGET_LENGTH, target_of

FORMAT = 3
#: Largest schedule read, bytes: some ten thousand flights.
LARGEST = 8_000_000
#: Longest name or alternative text, characters; the slot's document has room for it.
TEXT_LENGTH = 200
#: Longest time over which a device's views are counted, hours.
FREQUENCY_HOURS = 24 * 30

_ID = re.compile(r"[0-9]{1,18}")
_MAYBE_SLUG = re.compile(r"[a-z0-9-]{0,80}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
PICTURE_PATH = re.compile(r"/adverts/picture/[0-9a-f]{32}\.(?:png|jpg|webp)")
#: A file of an HTML5 advert: names as ``business/bundles.py`` admits them.
BUNDLE_PATH = re.compile(
    r"/adverts/bundle/[0-9a-f]{32}/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]*"
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every flight that runs or will run, by id ascending.

    zone: IANA name of the paper's clock, by which days begin. barred: topics beside which no ad stands.
    curve: how the site's views spread over the week, None where it is not known yet.
    remember: whether readers' devices may keep how often they saw a flight.
    """

    flights: tuple[Flight, ...] = ()
    zone: str = "UTC"
    barred: frozenset[str] = frozenset()
    curve: Curve | None = None
    remember: Remember = Remember.OFF

    def creatives(self) -> Mapping[str, tuple[Flight, Creative]]:
        """Return each creative with its flight, by the creative's id."""
        return {creative.id: (flight, creative) for flight in self.flights for creative in flight.creatives}

    def pictures(self) -> frozenset[str]:
        """Return the addresses of every picture it shows."""
        return frozenset(
            picture.path for flight in self.flights for creative in flight.creatives for picture in creative.pictures
        )

    def bundles(self) -> frozenset[str]:
        """Return the addresses of the first document of every HTML5 advert it shows."""
        return frozenset(
            creative.bundle.path for flight in self.flights for creative in flight.creatives if creative.bundle
        )

    def traffic(self) -> Curve:
        """Return the curve to pace by."""
        return self.curve or FLAT


def schedule_file(edition: Path) -> Path:
    """Return where the schedule lies in the edition's folder."""
    return edition / "adverts" / "schedule.json"


def written(schedule: Schedule) -> bytes:
    """Return the file's bytes; the same schedule gives the same bytes, always."""
    root = {
        "schedule": FORMAT,
        "zone": schedule.zone,
        "barred": sorted(schedule.barred),
        "curve": {"hours": schedule.curve.hours} if schedule.curve else None,
        "remember": schedule.remember.value,
        "flights": [_flight_out(flight) for flight in schedule.flights],
    }
    return json.dumps(root, ensure_ascii=False, indent=1).encode() + b"\n"


def schedule_of(stored: bytes, *, where: str) -> Schedule:
    """Return the schedule kept in ``stored``; ``where`` names the file in errors.

    Raises ScheduleUnreadable, naming file, field and what was expected.
    """
    root = root_of(stored, where=where, largest=LARGEST, remedy="save any flight to write it again")
    if (version := root.whole("schedule", 0, MOST)) != FORMAT:
        raise ScheduleUnreadable(f"{where} has schedule format {version}, this program reads {FORMAT}")
    schedule = Schedule(
        zone=_zone_in(root),
        barred=root.slugs("barred"),
        curve=root.maybe("curve", _curve_in),
        remember=Remember(root.text("remember", 5, re.compile("|".join(Remember)))),
        flights=root.each("flights", _flight_in),
    )
    root.done()
    distinct([flight.id for flight in schedule.flights], f"{where}: flight id")
    distinct([made.id for flight in schedule.flights for made in flight.creatives], f"{where}: creative id")
    return schedule


# --- Out


def _flight_out(flight: Flight) -> dict[str, object]:
    return {
        "id": flight.id,
        "advertiser": asdict(flight.advertiser),
        "priority": flight.priority.name.lower(),
        "weight": flight.weight,
        "start": flight.start.astimezone(UTC).isoformat(),
        "end": flight.end.astimezone(UTC).isoformat(),
        "bought": flight.bought,
        "unit": flight.unit.value,
        "share": flight.share,
        "daily_cap": flight.daily_cap,
        "frequency": asdict(flight.frequency) if flight.frequency else None,
        **{name: sorted(getattr(flight, name)) for name in _LISTS},
        "creatives": [_creative_out(creative) for creative in flight.creatives],
    }


_LISTS = ("sections", "topics", "barred", "slots", "places", "languages", "devices", "countries")


def _creative_out(creative: Creative) -> dict[str, object]:
    bundle, tag = creative.bundle, creative.tag
    return {
        "id": creative.id,
        "alt": creative.alt,
        "target": creative.target,
        "pictures": [{**asdict(made.size), "path": made.path} for made in creative.pictures],
        "native": asdict(creative.native) if creative.native else None,
        "bundle": {**asdict(bundle.size), "path": bundle.path} if bundle else None,
        "tag": {**asdict(tag.size), "address": tag.address} if tag else None,
    }


# --- In


def _zone_in(root: Fields) -> str:
    name = root.text("zone", 60)
    try:
        ZoneInfo(name)
    except (ValueError, OSError) as error:
        raise root.refuse("zone", name, "an IANA time zone such as Europe/London") from error
    return name


def _curve_in(fields: Fields) -> Curve:
    curve = Curve(fields.wholes("hours", HOURS))
    fields.done()
    return curve


def _flight_in(fields: Fields) -> Flight:
    names = {priority.name.lower(): priority for priority in Priority}
    start, end = fields.moment("start"), fields.moment("end")
    if start >= end:
        raise fields.refuse("end", end.isoformat(), f"a time after start, {start.isoformat()}")
    flight = Flight(
        id=fields.text("id", 18, _ID),
        advertiser=_advertiser_in(fields.part("advertiser")),
        priority=names[fields.text("priority", 20, re.compile("|".join(names)))],
        start=start,
        end=end,
        creatives=fields.each("creatives", _creative_in),
        weight=fields.whole("weight", 1, MOST),
        bought=fields.optional("bought"),
        unit=Unit(fields.text("unit", 20, re.compile("|".join(Unit)))),
        share=fields.optional("share", 100),
        daily_cap=fields.optional("daily_cap"),
        frequency=fields.maybe("frequency", _frequency_in),
        sections=fields.slugs("sections"),
        topics=fields.slugs("topics"),
        barred=fields.slugs("barred"),
        slots=fields.slugs("slots", re.compile("|".join(SLOTS))),
        places=fields.slugs("places"),
        languages=fields.slugs("languages", _LANGUAGE),
        devices=frozenset(map(Device, fields.slugs("devices", re.compile("|".join(Device))))),
        countries=fields.slugs("countries", _COUNTRY),
    )
    fields.done()
    return flight


def _advertiser_in(fields: Fields) -> Advertiser:
    category = fields.words("category", 80)
    if not _MAYBE_SLUG.fullmatch(category):
        raise fields.refuse("category", category, "a slug, or nothing")
    advertiser = Advertiser(fields.text("id", 18, _ID), fields.text("name", TEXT_LENGTH), category)
    fields.done()
    return advertiser


def _frequency_in(fields: Fields) -> Frequency:
    frequency = Frequency(fields.whole("views", 1, 1_000), fields.whole("hours", 1, FREQUENCY_HOURS))
    fields.done()
    return frequency


def _creative_in(fields: Fields) -> Creative:
    creative = Creative(
        id=fields.text("id", 18, _ID),
        alt=fields.text("alt", TEXT_LENGTH),
        target=_target_in(fields, "target"),
        pictures=fields.each("pictures", _picture_in),
        native=fields.maybe("native", _native_in),
        bundle=fields.maybe("bundle", _bundle_in),
        tag=fields.maybe("tag", _tag_in),
    )
    fields.done()
    return creative


def _target_in(fields: Fields, name: str) -> str:
    target = fields.text(name, TARGET_LENGTH * 3)
    try:
        if target_of(target) != target:
            raise fields.refuse(name, target, f"{target_of(target)!r}")
    except TargetRefused as error:
        raise fields.refuse(name, target, str(error)) from error
    return target


def _size_in(fields: Fields) -> Size:
    size = Size(fields.whole("width", 1, MOST), fields.whole("height", 1, MOST))
    if size not in SIZES:
        raise fields.refuse("width, height", str(size), ", ".join(map(str, SIZES)))
    return size


def _picture_in(fields: Fields) -> AdPicture:
    picture = AdPicture(_size_in(fields), fields.text("path", TEXT_LENGTH, PICTURE_PATH))
    fields.done()
    return picture


def _native_in(fields: Fields) -> Native:
    native = Native(fields.text("headline", TEXT_LENGTH), fields.words("text", TEXT_LENGTH))
    fields.done()
    return native


def _bundle_in(fields: Fields) -> Bundle:
    bundle = Bundle(_size_in(fields), fields.text("path", TEXT_LENGTH, BUNDLE_PATH))
    fields.done()
    return bundle


def _tag_in(fields: Fields) -> Tag:
    tag = Tag(_size_in(fields), _target_in(fields, "address"))
    if not tag.address.startswith("https://"):
        raise fields.refuse("address", tag.address, "an address that starts with https://")
    fields.done()
    return tag
