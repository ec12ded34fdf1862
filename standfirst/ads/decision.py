"""The decision: which creative a slot shows, and why. Pure: how flights stand and the dice are arguments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from standfirst.ads.flight import Creative, Flight
from standfirst.ads.openings import Openings
from standfirst.ads.roster import Roster, Tier
from standfirst.ads.targeting import Place, objection

#: Throws a number from 0 up to but not including 1.
Dice = Callable[[], float]

#: Of so many drawn by weight, the flight that is furthest behind goes first.
DRAWS = 4
# Up to so many candidates are looked at one by one; among more, throws that miss are cheaper.
_FEW = 40
_MOST_THROWS = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """What the slot shows, and whose it is. at: the flight's place in the roster."""

    flight: Flight
    creative: Creative
    at: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of one flight, in words a salesperson reads."""

    flight: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """choice: None when nothing may be shown. able: who was sold for the place, as bits of the roster."""

    choice: Choice | None
    able: int


def decide(openings: Openings, place: Place, *, dice: Dice, had: frozenset[str] = frozenset()) -> Decision:
    """Return what ``place`` shows.

    First a flight that is owed its share of voice; then by priority, and among equals those with a goal before those
    without; of several with a goal, drawn by weight, the one furthest behind; of several without, one by weight.
    dice: thrown until it finds somebody. had: ids of flights this device has seen often enough.
    """
    roster = openings.roster
    able = roster.able(place)
    if had:
        able &= ~roster.bits_of(had)
    open_now = able & openings.bits
    at = _owed(openings, open_now & roster.shared)
    if at is None:
        tier = next((tier for tier in roster.tiers if open_now & tier.bits), None)
        if tier is None:
            return Decision(None, able)
        at = _picked(openings, tier, open_now & tier.bits, dice)
    flight = roster.flights[at]
    return Decision(Choice(flight, _creative(flight, place, dice), at), able)


def reasons(
    openings: Openings,
    place: Place,
    decision: Decision,
    *,
    had: frozenset[str] = frozenset(),
    waits: Callable[[Flight], str],
) -> tuple[Reason, ...]:
    """Return what became of each flight in ``decision``, in the roster's order.

    openings: as they stood before it. waits: why a flight may not run now ("" when it may).
    """
    roster, winner = openings.roster, decision.choice
    found = []
    for at, flight in enumerate(roster.flights):
        why = objection(flight, place, barred=roster.schedule.barred)
        if not why and roster.is_kept_apart(flight, place):
            why = f"a rival in {flight.advertiser.category} may stand in another slot of this page"
        if not why and flight.id in had:
            why = "this device has seen it often enough"
        if not why and not openings.bits >> at & 1:
            why = waits(flight) or "other processes give the views that are due now"
        found.append(Reason(flight.id, why or _outcome(flight, winner)))
    return tuple(found)


def _owed(openings: Openings, shared: int) -> int | None:
    """Return the share flight that is owed a view with this one, the one owed most; None when none is."""
    best, most = None, 1.0 - 1e-9
    while shared:
        low = shared & -shared
        at = low.bit_length() - 1
        owed = openings.owed[at] + (openings.roster.flights[at].share or 0) / 100
        if owed >= most:
            best, most = at, owed + 1e-9
        shared ^= low
    return best


def _picked(openings: Openings, tier: Tier, bits: int, dice: Dice) -> int:
    if bits & (bits - 1) == 0:
        return bits.bit_length() - 1
    if not tier.promised:
        return _drawn(openings.roster, tier, bits, dice)
    lag = openings.lag
    return max((_drawn(openings.roster, tier, bits, dice) for _ in range(DRAWS)), key=lag.__getitem__)


def _drawn(roster: Roster, tier: Tier, bits: int, dice: Dice) -> int:
    """Return one of ``bits``, each as likely as its weight."""
    if bits.bit_count() > _FEW:
        whole, members = tier.weights[-1], tier.members
        for _ in range(_MOST_THROWS):
            at = members[bisect_right(tier.weights, dice() * whole)]
            if bits >> at & 1:
                return at
    return _drawn_from_few(roster, bits, dice)


def _drawn_from_few(roster: Roster, bits: int, dice: Dice) -> int:
    members, weights, whole = [], [], 0
    while bits:
        low = bits & -bits
        at = low.bit_length() - 1
        whole += roster.flights[at].weight
        members.append(at)
        weights.append(whole)
        bits ^= low
    return members[min(bisect_right(weights, dice() * whole), len(members) - 1)]


def _creative(flight: Flight, place: Place, dice: Dice) -> Creative:
    if len(flight.creatives) == 1:
        return flight.creatives[0]
    fitting = [creative for creative in flight.creatives if creative.fits(place.slot)]
    return fitting[min(int(dice() * len(fitting)), len(fitting) - 1)] if len(fitting) > 1 else fitting[0]


def _outcome(flight: Flight, winner: Choice | None) -> str:
    if winner is None:
        return "nothing was chosen"
    if flight is winner.flight:
        return "shown"
    if flight.share is not None:
        return f"its {flight.share} % were not due with this view"
    if winner.flight.share is not None:
        return f"flight {winner.flight.id} was owed its share of {winner.flight.share} %"
    if flight.priority < winner.flight.priority:
        return f"{winner.flight.priority.name.lower()} goes first"
    if (flight.bought is None) and winner.flight.bought is not None:
        return "flights with a goal go first"
    return (
        "lost the draw by weight" if not flight.bought else "another was further behind, or it lost the draw by weight"
    )
