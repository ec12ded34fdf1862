"""Figures: what an order has had, what it costs, and what the paper has to sell, from its own counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Sum

from standfirst.ads.curve import HOURS, Curve, curve_of
from standfirst.ads.flight import Unit
from standfirst.business.models import Count, Flight, Order, PriceModel
from standfirst.business.slugs import words_in

#: What a report shows of each day and flight.
EVENTS = ("served", "viewed", "click")
#: From so many whole weeks the site's curve and its forecasts are made.
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day's figures, by the paper's clock (counts)."""

    on: date
    served: int = 0
    viewed: int = 0
    clicks: int = 0


@dataclass(frozen=True, slots=True)
class FlightFigures:
    """A flight's figures. billable: views or clicks that are charged. amount: without tax, to the cent."""

    flight: Any
    days: tuple[Day, ...]
    served: int
    viewed: int
    clicks: int
    billable: int
    amount: Decimal

    @property
    def done(self) -> int:
        """What its goal counts."""
        return self.clicks if self.flight.unit == Unit.CLICKS else self.served


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """An order's figures: its flights', and the sum to invoice."""

    order: Order
    flights: tuple[FlightFigures, ...]
    amount: Decimal
    days: tuple[Day, ...] = field(default=())

    @property
    def served(self) -> int:
        return sum(one.served for one in self.flights)

    @property
    def viewed(self) -> int:
        return sum(one.viewed for one in self.flights)

    @property
    def clicks(self) -> int:
        return sum(one.clicks for one in self.flights)


def order_figures(order: Order, zone: tzinfo) -> OrderFigures:
    """Return what ``order`` has had until now, by days of ``zone``."""
    flights = list(order.flights.order_by("first_day", "pk"))
    counted = _by_day([flight.pk for flight in flights], zone)
    figures = tuple(_flight_figures(order, flight, counted[flight.pk]) for flight in flights)
    amount = sum((one.amount for one in figures), Decimal(0))
    if order.price_model == PriceModel.FLAT:
        amount = _cents(order.price) if flights else Decimal(0)
    return OrderFigures(order, figures, amount, tuple(_together(figures)))


def _by_day(flights: Sequence[int], zone: tzinfo) -> Mapping[int, Mapping[date, Counter[str]]]:
    found: dict[int, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = Count.objects.filter(flight__in=flights, event__in=EVENTS)
    for row in rows.values("flight", "event", "hour").annotate(total=Sum("count")).order_by():
        found[row["flight"]][row["hour"].astimezone(zone).date()][row["event"]] += row["total"]
    return found


def _flight_figures(order: Order, flight: Any, counted: Mapping[date, Counter[str]]) -> FlightFigures:
    days = tuple(Day(on, *(counted[on][event] for event in EVENTS)) for on in sorted(counted))
    served, viewed, clicks = (sum(getattr(day, name) for day in days) for name in ("served", "viewed", "clicks"))
    billable, amount = 0, Decimal(0)
    if order.price_model == PriceModel.CPM:
        # More than was ordered is ours to bear.
        billable = min(served, flight.goal) if flight.goal and flight.unit == Unit.VIEWS else served
        amount = _cents(order.price * billable / 1_000)
    elif order.price_model == PriceModel.CPC:
        billable = min(clicks, flight.goal) if flight.goal and flight.unit == Unit.CLICKS else clicks
        amount = _cents(order.price * billable)
    return FlightFigures(flight, days, served, viewed, clicks, billable, amount)


def _together(figures: Iterable[FlightFigures]) -> Iterable[Day]:
    by_day: dict[date, list[Day]] = defaultdict(list)
    for one in figures:
        for day in one.days:
            by_day[day.on].append(day)
    for on in sorted(by_day):
        days = by_day[on]
        yield Day(on, sum(day.served for day in days), sum(day.viewed for day in days), sum(day.clicks for day in days))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


# --- What there is to sell


def traffic_curve(now: datetime) -> Curve | None:
    """Return how the site's views spread over the week, from its last whole weeks before ``now``; None without any."""
    until = datetime(now.year, now.month, now.day, tzinfo=UTC)
    rows = Count.objects.filter(
        event__in=("asked", "unfilled"), hour__gte=until - timedelta(weeks=WEEKS), hour__lt=until
    )
    hours = [0] * HOURS
    for row in rows.values("hour").annotate(total=Sum("count")).order_by():
        hour = row["hour"].astimezone(UTC)
        hours[hour.weekday() * 24 + hour.hour] += row["total"]
    return curve_of(hours) if any(hours) else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one slot has to sell in a period (counts). slot: its name. sold: to flights with a goal there."""

    slot: str
    expected: int
    sold: int

    @property
    def free(self) -> int:
        return max(0, self.expected - self.sold)


def forecast(slots: Iterable[str], first_day: date, last_day: date, *, now: datetime) -> tuple[Forecast, ...]:
    """Return what each of ``slots`` is expected to be asked for in a period, and how much of it is sold.

    From the last whole weeks' counts, day of the week by day of the week; sold is what flights with a goal in views
    still want in those days, divided evenly over the slots they may stand in.
    """
    until = datetime(now.year, now.month, now.day, tzinfo=UTC)
    since = until - timedelta(weeks=WEEKS)
    rows = Count.objects.filter(event__in=("asked", "unfilled"), hour__gte=since, hour__lt=until)
    by_weekday: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows.values("slot", "hour").annotate(total=Sum("count")).order_by():
        by_weekday[row["slot"]][row["hour"].astimezone(UTC).weekday()] += row["total"]
    days = [first_day + timedelta(days=at) for at in range((last_day - first_day).days + 1)]
    names = list(slots)
    sold = _sold(names, days)
    return tuple(
        Forecast(name, round(sum(by_weekday[name][day.weekday()] for day in days) / WEEKS), round(sold[name]))
        for name in names
    )


def _sold(slots: Sequence[str], days: Sequence[date]) -> Mapping[str, float]:
    sold: dict[str, float] = dict.fromkeys(slots, 0.0)
    for flight in Flight.objects.filter(
        goal__isnull=False, unit=Unit.VIEWS.value, paused=False, first_day__lte=days[-1], last_day__gte=days[0]
    ):
        whole = (flight.last_day - flight.first_day).days + 1
        within = (min(flight.last_day, days[-1]) - max(flight.first_day, days[0])).days + 1
        where = [slot for slot in slots if slot in (words_in(flight.slots) or slots)]
        for slot in where:
            sold[slot] += flight.goal * within / whole / len(where)
    return sold
