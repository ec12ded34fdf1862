"""Shares of voice: a hundred percent of a place can be sold once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from standfirst.business.slugs import words_in

#: What a flight may be sold by: two of them meet unless they differ in one of these altogether.
_PLACES = ("sections", "slots", "languages", "devices", "countries", "places", "topics")


def taken_beside(flight: Any) -> int:
    """Return how many percent are sold, on the busiest day, to other flights that may meet ``flight`` somewhere."""
    others = [
        other
        for other in type(flight)
        .objects.filter(share__isnull=False, first_day__lte=flight.last_day, last_day__gte=flight.first_day)
        .exclude(pk=flight.pk)
        if all(_meet(flight, other, name) for name in _PLACES)
    ]
    days = [flight.first_day + timedelta(days=at) for at in range((flight.last_day - flight.first_day).days + 1)]
    # Those of different sections do not meet each other, though both may meet this one.
    sections = words_in(flight.sections) or {"", *(name for other in others for name in words_in(other.sections))}
    return max(
        sum(
            other.share
            for other in others
            if other.first_day <= day <= other.last_day and section in (words_in(other.sections) or {section})
        )
        for section in sections
        for day in days
    )


def _meet(one: Any, other: Any, name: str) -> bool:
    mine, theirs = words_in(getattr(one, name)), words_in(getattr(other, name))
    return not mine or not theirs or bool(mine & theirs)
