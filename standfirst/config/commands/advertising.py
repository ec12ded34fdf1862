"""`standfirst ads`: why a slot shows what it shows, and bringing counts into the database."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from standfirst.ads.flight import Device
from standfirst.ads.sizes import SLOTS
from standfirst.ads.targeting import Place
from standfirst.config.home import Home
from standfirst.config.site import ad_settings


def explain(home: Home, slot: str, section: str, asked: Mapping[str, str], *, as_json: bool) -> int:
    """Print what ``slot`` would show now and what becomes of every flight; return 0, or 1 when it shows nothing."""
    from standfirst.audience.tally import Tally
    from standfirst.delivery.slots import Slots

    def clock() -> datetime:
        return datetime.now(UTC)

    slots = Slots(ad_settings(home), Tally(home.tallies, clock=clock), clock=clock, dice=random.random)
    place = Place(
        SLOTS[slot],
        section,
        frozenset(asked["topics"].split(",")) - {""},
        language=asked["lang"].lower(),
        place=asked["place"],
        device=Device(asked["device"]),
        country=asked["country"].upper(),
    )
    found, told = slots.explained(place, frozenset(asked["had"].split(",")) - {""})
    choice = found.choice
    if as_json:
        shown = None if choice is None else {"flight": choice.flight.id, "creative": choice.creative.id}
        print(json.dumps({"shown": shown, "reasons": {reason.flight: reason.why for reason in told}}))
        return 0 if choice else 1
    if choice is None:
        print("nothing" if told else "nothing: the schedule has no flights")
    else:
        print(f"creative {choice.creative.id} of flight {choice.flight.id}, {choice.flight.advertiser.name}")
    for reason in told:
        print(f"  flight {reason.flight}: {reason.why}")
    return 0 if choice else 1


def collect(home: Home, every: float | None) -> int:
    """Bring this machine's counts into the database, once or again and again; return 0, or 1 when it did not work."""
    from django.db import DatabaseError, InterfaceError, connections

    from standfirst.config.django_setup import set_up_django

    set_up_django(home)
    from standfirst.audience.errors import AudienceError
    from standfirst.business.collecting import collect_tallies

    while True:
        try:
            new = collect_tallies(home.tallies, home.node)
            print(f"{new} counts of node {home.node} are new or changed", flush=True)
        except (DatabaseError, InterfaceError, AudienceError, OSError) as error:
            print(f"standfirst: the counts wait ({error}); none is lost", file=sys.stderr, flush=True)
            connections.close_all()
            if every is None:
                return 1
        if every is None:
            return 0
        time.sleep(every)
