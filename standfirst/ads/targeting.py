"""Targeting: whether a flight may stand in a place. By the page, never by the person."""

from __future__ import annotations

from dataclasses import dataclass

from standfirst.ads.flight import Device, Flight
from standfirst.ads.sizes import Slot

#: The name the home front has as a section.
HOME = "home"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an ad is asked for.

    section: slug, or "home". topics: the story's, slugs. sensitive: a story no ad may stand beside.
    language: of the page, BCP 47 in lower case, or "". place: slug of the story's dateline, or "".
    device: as far as the browser says it. country: ISO 3166 as the front server says it, or "".
    """

    slot: Slot
    section: str
    topics: frozenset[str] = frozenset()
    sensitive: bool = False
    language: str = ""
    place: str = ""
    device: Device = Device.COMPUTER
    country: str = ""

    @property
    def speech(self) -> str:
        """The language without script and region: "en" of "en-gb"."""
        return self.language.partition("-")[0]

    @property
    def page(self) -> str:
        """What all slots of one page have in common, as words."""
        return f"{self.section} {','.join(sorted(self.topics))} {self.language} {self.place}"


def objection(flight: Flight, place: Place, *, barred: frozenset[str] = frozenset()) -> str | None:
    """Return why ``flight`` may not stand in ``place``, in words; None when it may.

    barred: topics beside which the paper shows no ads at all.
    """
    if place.sensitive:
        return "the story is sensitive"
    if barred & place.topics:
        return f"the paper shows no ads beside topic {min(barred & place.topics)}"
    if flight.sections and place.section not in flight.sections:
        return f"not sold in section {place.section}"
    if flight.topics and not flight.topics & place.topics:
        return "none of its topics is on the page"
    if flight.barred & place.topics:
        return f"barred beside topic {min(flight.barred & place.topics)}"
    for wanted, found, what in (
        (flight.slots, place.slot.name, "slot"),
        (flight.places, place.place, "place"),
        (flight.languages, place.speech, "language"),
        (flight.devices, place.device, "device"),
        (flight.countries, place.country, "country"),
    ):
        if wanted and found not in wanted:
            return f"not sold for {what} {found or 'unknown'}"
    if not any(creative.fits(place.slot) for creative in flight.creatives):
        return f"no creative in a size of slot {place.slot.name}"
    return None
