"""The forecast: what the paper has to sell, slot by slot and section by section, from its own past counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import QuerySet, Sum

from standfirst.ads.curve import HOURS, Curve, curve_of
from standfirst.ads.flight import Unit
from standfirst.business.models import Count, Flight
from standfirst.business.slugs import words_in

#: From so many whole weeks the site's curve and its forecasts are made.
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a place has to sell in a period (counts). sold: to flights with a goal there.

    slot: its name. section: slug, "home" for the home front and what belongs to no section, "" for all of the paper; None for
    what was counted before sections were.
    """

    slot: str
    section: str | None
    expected: int
    sold: int

    @property
    def free(self) -> int:
        """What is left to sell, >= 0."""
        return max(0, self.expected - self.sold)


def traffic_curve(now: datetime) -> Curve | None:
    """Return how the site's views spread over the week, from its last whole weeks before ``now``; None without any."""
    hours = [0] * HOURS
    for row in _asked(now).values("hour").annotate(total=Sum("count")).order_by():
        hour = row["hour"].astimezone(UTC)
        hours[hour.weekday() * 24 + hour.hour] += row["total"]
    return curve_of(hours) if any(hours) else None


def forecast(slots: Iterable[str], first_day: date, last_day: date, *, now: datetime) -> tuple[Forecast, ...]:
    """Return what each of ``slots`` is expected to be asked for in a period, and how much of it is sold; by section.

    First the whole paper's slots, in their order; then each section's, the section with most views first.
    From the last whole weeks' counts, day of the week by day of the week. Sold is what flights with a goal in views want in
    those days, spread over the places they may stand in as readers are expected there.
    """
    names = list(slots)
    days = [first_day + timedelta(days=at) for at in range((last_day - first_day).days + 1)]
    expected = _expected(names, days, now)
    sold = _sold(names, days, expected)
    by_section: Counter[str] = Counter()
    for (section, _), views in expected.items():
        by_section[section] += round(views)
    sections = sorted({section for section, _ in sold} | by_section.keys(), key=lambda one: (-by_section[one], one))
    paper = tuple(Forecast(slot, "", round(_of(slot, expected)), round(_of(slot, sold))) for slot in names)
    return paper + tuple(
        Forecast(slot, section or None, round(expected.get((section, slot), 0)), round(sold.get((section, slot), 0)))
        for section in sections
        for slot in names
    )


def _asked(now: datetime) -> QuerySet[Count]:
    """Return the counts of slots that were asked for in the last whole weeks."""
    until = datetime(now.year, now.month, now.day, tzinfo=UTC)
    return Count.objects.filter(
        event__in=("asked", "unfilled"), hour__gte=until - timedelta(weeks=WEEKS), hour__lt=until
    )


#: A section's slug ("" where none was counted) and a slot.
_Place = tuple[str, str]


def _of(slot: str, views: Mapping[_Place, float]) -> float:
    return sum(much for (_, name), much in views.items() if name == slot)


def _expected(slots: Sequence[str], days: Sequence[date], now: datetime) -> Mapping[_Place, float]:
    by_weekday: dict[_Place, Counter[int]] = defaultdict(Counter)
    for row in _asked(now).values("section", "slot", "hour").annotate(total=Sum("count")).order_by():
        if row["slot"] in slots:
            by_weekday[row["section"], row["slot"]][row["hour"].astimezone(UTC).weekday()] += row["total"]
    return {place: sum(counted[day.weekday()] for day in days) / WEEKS for place, counted in by_weekday.items()}


def _sold(slots: Sequence[str], days: Sequence[date], expected: Mapping[_Place, float]) -> Mapping[_Place, float]:
    sold: dict[_Place, float] = defaultdict(float)
    for flight in Flight.objects.filter(
        goal__isnull=False, unit=Unit.VIEWS.value, paused=False, first_day__lte=days[-1], last_day__gte=days[0]
    ):
        whole = (flight.last_day - flight.first_day).days + 1
        within = (min(flight.last_day, days[-1]) - max(flight.first_day, days[0])).days + 1
        for place, part in _spread(flight, slots, expected).items():
            sold[place] += flight.goal * within / whole * part
    return sold


def _spread(flight: Flight, slots: Sequence[str], expected: Mapping[_Place, float]) -> Mapping[_Place, float]:
    """Return which part of its views ``flight`` has where: as readers are expected, evenly where none are."""
    wanted_slots = words_in(flight.slots) or frozenset(slots)
    wanted_sections = words_in(flight.sections)
    open_to_it = {
        place: views
        for place, views in expected.items()
        if place[1] in wanted_slots and (not wanted_sections or place[0] in wanted_sections)
    }
    if any(open_to_it.values()):
        whole = sum(open_to_it.values())
        return {place: views / whole for place, views in open_to_it.items()}
    places = [(section, slot) for section in wanted_sections or {""} for slot in slots if slot in wanted_slots]
    return dict.fromkeys(places, 1 / len(places)) if places else {}
