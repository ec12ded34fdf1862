"""Making good: what a flight fell short of runs again, at no new order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from standfirst.business.figures import order_figures
from standfirst.business.models import Flight


class NothingToMakeGood(Exception):
    """A flight that has no goal, is not over, or met its goal; says which."""


def make_good(flight: Flight, *, today: Any, zone: Any) -> Flight:
    """Return a new flight of the same order for what ``flight`` fell short of, from ``today`` (a date) on.

    It runs as long as the other did, at most thirty days, where that one ran, with copies of its creatives; those were
    approved as they are, so they still are. Raises NothingToMakeGood.
    """
    if flight.goal is None:
        raise NothingToMakeGood("It was sold without a goal.")
    if flight.last_day >= today:
        raise NothingToMakeGood("It is not over yet.")
    if flight.made_good_by.exists():
        raise NothingToMakeGood("It was made good already.")
    [figures] = [one for one in order_figures(flight.order, zone).flights if one.flight.pk == flight.pk]
    missing = flight.goal - figures.done
    if missing <= 0:
        raise NothingToMakeGood("It had all it was sold.")
    days = min(30, (flight.last_day - flight.first_day).days + 1)
    with transaction.atomic():
        creatives = list(flight.creatives.all())
        again = Flight.objects.get(pk=flight.pk)
        again.pk, again.name, again.goal, again.makes_good = None, f"{flight.name}, made good"[:120], missing, flight
        again.first_day, again.last_day, again.paused = today, today + timedelta(days=days - 1), False
        again._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
        try:
            again.full_clean()
        except ValidationError as error:
            raise NothingToMakeGood("; ".join(error.messages)) from error
        again.save()
        for creative in creatives:
            creative.pk, creative.flight = None, again
            creative._state.adding = True  # noqa: SLF001  # as above
            creative.save()
    return again
