"""Caps: how often one device is to see a flight, and whether anything holds it to that."""

from __future__ import annotations

from standfirst.ads.flight import Frequency, Priority, Remember
from standfirst.business.models import Flight, HouseRules

_KEPT = {
    Remember.ON: "devices count",
    Remember.GIVEN: "devices count where a page says that consent was given; others see it as often as it comes",
    Remember.OFF: "but devices may not count (Settings, Advertising), so nothing holds it",
}


def cap_of(flight: Flight, rules: HouseRules) -> Frequency | None:
    """Return the cap ``flight`` runs with: its own, or the paper's usual one; None for none.

    A sponsorship, a share of voice and the house's own have no usual cap: they were sold, or are there, to be seen always.
    """
    if flight.frequency_views is not None:
        return Frequency(flight.frequency_views, flight.frequency_hours) if flight.frequency_views else None
    usual = flight.priority == Priority.STANDARD and flight.share is None and rules.usual_views
    return Frequency(rules.usual_views, rules.usual_hours) if usual else None


def cap_said(flight: Flight, rules: HouseRules) -> str:
    """Return in a sentence how often a device is to see ``flight``, whose rule that is, and whether it is kept."""
    cap = cap_of(flight, rules)
    if cap is None:
        return "No cap on how often one device sees it."
    whose = "its own" if flight.frequency_views is not None else "the paper's usual"
    views = "1 view" if cap.views == 1 else f"{cap.views:,} views"
    return f"At most {views} a device within {cap.hours} hours ({whose}); {_KEPT[Remember(rules.device_memory)]}."
