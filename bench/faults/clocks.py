"""A clock that jumps: the press between two runs, and a press that is running while stories are scheduled."""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.faults.comparing import differences
from bench.faults.editing import edit
from bench.faults.outcome import Outcome
from bench.faults.readers import until
from bench.faults.rooms import Rooms
from standfirst.config.home import Home
from standfirst.config.press_room import press_room
from standfirst.edition.layout import edition_folder
from standfirst.edition.proving import prove_absent

_JUMPS = {"an hour forward": 3_600, "an hour back": -3_600, "two days back": -172_800, "a month forward": 2_600_000}
#: Words of a story that is scheduled for later than every round, and for earlier than a clock an hour ahead.
_LATER = "Wolverhampton zephyr"
_PRESS = "bench.faults.jumping_press"
#: How long before its moment a story is scheduled, and how long after it readers must have it; seconds.
_AHEAD_SECONDS, _WITHIN_SECONDS = 1.5, 2.5


def jumping(home: Home, rounds: int) -> Outcome:
    """Return what ``rounds`` jumps of a clock did, between runs and beneath a running press."""
    outcome = Outcome("clock jumping")
    _between_runs(home, rounds, outcome)
    _beneath_a_press(home, rounds, outcome)
    outcome.figures |= {"rounds": rounds, "wrong": len(outcome.wrong)}
    return outcome


def _between_runs(home: Home, rounds: int, outcome: Outcome, seed: int = 9) -> None:
    dice, room = random.Random(seed), press_room(home)
    for number in range(rounds):
        edit(dice.choice(("publish", "edit", "unpublish", "readdress")), number, number)
        now = datetime.now(UTC) + timedelta(hours=dice.choice((-1, 0, 1)))
        room.run_to_the_end(now=now)
        outcome.wrong += differences(home, now)
    room.ledger.close()
    room.search.close()


def _beneath_a_press(home: Home, rounds: int, outcome: Outcome) -> None:
    """Jump forth and back while stories come due: each goes out once, at its moment by the true time; one that is later never does."""
    rooms, clock = Rooms(home), home.folder / "wrong-by"
    os.environ["FAULT_CLOCK"] = str(clock)
    waiting = schedule(_LATER, datetime.now(UTC) + timedelta(minutes=50))
    try:
        _set(clock, 0)
        rooms.start(_PRESS)
        if not until(home.clock.exists, 30):
            outcome.wrong.append("the press did not start")
        for number in range(rounds):
            name = list(_JUMPS)[number % len(_JUMPS)]
            outcome.wrong += [f"{name}: {each}" for each in _one_jump(rooms, clock, _JUMPS[name], number)]
            outcome.wrong += [f"{name}: {_LATER!r} was published early"] * _live(waiting)
        proof = prove_absent(_LATER, edition_folder(home.edition_url))
        outcome.wrong += [f"{_LATER!r} is in {place.where}" for place in proof.found]
    finally:
        rooms.close()
    outcome.wrong += _not_once(rounds)
    outcome.figures["published by the true time"] = rounds


def _one_jump(rooms: Rooms, clock: Path, seconds: int, number: int) -> list[str]:
    """Set the clock, and back again after a story's moment; return what was wrong with that story's publication."""
    at = datetime.now(UTC) + timedelta(seconds=_AHEAD_SECONDS)
    page = schedule(f"Round {number} comes out", at)
    _set(clock, seconds)
    if number % 3 == 2:
        # Killed while the clock is wrong: the next one must not believe it because it knows no better.
        rooms.kill(_PRESS)
        rooms.start(_PRESS)
    wrong = []
    if seconds < 0:
        time.sleep(_AHEAD_SECONDS + 1)
        wrong += ["published by a time that the machine's clock did not say"] * _live(page)
        _set(clock, 0)
    starting = 8.0 if number % 3 == 2 else 0.0
    if not until(lambda: _live(page), _AHEAD_SECONDS + _WITHIN_SECONDS + starting):
        wrong.append("not published when its moment had come")
    _set(clock, 0)
    said = _published(page)
    if said is not None and not at <= said <= at + timedelta(seconds=_WITHIN_SECONDS + 1 + starting):
        wrong.append(f"due at {at:%H:%M:%S}, and says it was published at {said:%Y-%m-%d %H:%M:%S}")
    return wrong


def schedule(headline: str, at: datetime) -> int:
    """Schedule a new story for ``at`` and return its key."""
    from standfirst.newsroom.intake import take_in
    from standfirst.newsroom.models import StoryPage
    from standfirst.story.blocks import Paragraph
    from standfirst.story.text import text_of
    from standfirst.wire.found import Found

    found = Found(
        file="scheduled.txt", original=headline.encode(), content_type="text/plain", section="World", headline=headline,
        body=(Paragraph(text_of(f"{headline}, and not before.")),),
    )  # fmt: skip
    page: Any = StoryPage.objects.get(pk=take_in(found, publish=False).id).get_latest_revision_as_object()
    page.go_live_at = at
    page.save_revision(approved_go_live_at=at).publish()
    return int(page.pk)


def _live(pk: int) -> bool:
    from standfirst.newsroom.models import StoryPage

    return StoryPage.objects.filter(pk=pk, live=True).exists()


def _published(pk: int) -> datetime | None:
    from standfirst.newsroom.models import StoryPage

    found: datetime | None = StoryPage.objects.filter(pk=pk).values_list("first_published_at", flat=True).first()
    return found


def _not_once(rounds: int) -> list[str]:
    """Return a complaint unless exactly as many stories were published by the schedule as came due."""
    from wagtail.models import PageLogEntry

    done = PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count()
    return [f"{done} publications by the schedule of {rounds} stories"] * (done != rounds)


def _set(clock: Path, seconds: float) -> None:
    # By rename: the press must never read half of it.
    beside = clock.with_suffix(".new")
    beside.write_text(str(seconds))
    beside.replace(clock)
