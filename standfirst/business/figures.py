"""Figures: what an order has had, and what it costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Sum

from standfirst.ads.flight import Unit
from standfirst.business.models import Count, Order, PriceModel

#: What a report shows of each day and flight.
EVENTS = ("served", "viewed", "click")


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
