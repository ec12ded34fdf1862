"""Exactness: random editing of a real newsroom, pressed step by step, against pressing from nothing after each run."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from bench.faults.comparing import differences, rewritten, stamps
from bench.faults.editing import VERBS, edit
from standfirst.config.press_room import press_room
from standfirst.edition.layout import edition_folder
from standfirst.newsroom.bell import Bell
from standfirst.press.runs import Report

#: What becomes of an edit's ring: heard at once; lost; lost, and then the press looks at everything.
Ring = Literal["heard", "lost", "lost, then a full look"]
RINGS: tuple[Ring, ...] = ("heard", "heard", "lost", "lost, then a full look")
Step = tuple[str, int, int, Ring]


@dataclass(slots=True)
class Exactness:
    """What a sequence of edits showed.

    rendered: jobs printed; changed: plates that got other bytes by it; needlessly: plates written with the bytes
    they had; wrong: differences from pressing from nothing.
    """

    steps: int = 0
    compared: int = 0
    rendered: int = 0
    changed: int = 0
    needlessly: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    verbs: Counter[str] = field(default_factory=Counter)


def any_steps(dice: random.Random, count: int) -> Iterator[Step]:
    """Yield ``count`` random edits, publishing often enough that there is something to edit."""
    verbs = (*VERBS, "publish", "publish", "illustrate")
    for number in range(count):
        verb = "publish" if number < 3 else dice.choice(verbs)
        yield verb, dice.randrange(10_000), dice.randrange(10_000), dice.choice(RINGS)


def exactness_of(
    home: Any,
    sequence: Iterable[Step],
    *,
    committing: Callable[[], AbstractContextManager[Any]] = nullcontext,
    say: Callable[[str], None] = lambda _: None,
) -> Exactness:
    """Do ``sequence`` in the newsroom of ``home``, run the press as each step's ring says, and compare after each run.

    committing: what an edit is done within, at whose end its bell rings. say: told of each step, for those who watch.
    """
    seen = Exactness()
    room = press_room(home)
    folder = edition_folder(home.edition_url)
    try:
        with Bell(home.bell) as bell:
            room.run_to_the_end(now=datetime.now(UTC))
            is_behind = False
            for verb, a, b, ring in sequence:
                with committing():
                    edit(verb, a, b)
                rung = bell.heard(0.0)
                seen.steps += 1
                seen.verbs[verb] += 1
                is_behind = ring == "lost" or (is_behind and ring == "heard")
                if ring == "lost":
                    continue
                before, now = stamps(folder), datetime.now(UTC)
                report = _run(room, now, rung if ring == "heard" else None)
                needlessly, changed = rewritten(before, stamps(folder))
                seen.rendered += report.printed
                seen.changed += changed
                seen.needlessly += needlessly
                seen.wrong += [f"{trouble.job}: {trouble.reason}" for trouble in report.troubles]
                if not is_behind:
                    seen.compared += 1
                    seen.wrong += [
                        f"after step {seen.steps}, {verb} {a} {b}: {each}" for each in differences(home, now)
                    ]
                say(f"{seen.steps} {verb}: {report.printed} rendered, {changed} changed, {len(seen.wrong)} wrong")
    finally:
        room.ledger.close()
        room.search.close()
    return seen


def _run(room: Any, now: datetime, hints: frozenset[str] | None) -> Report:
    if hints is None:
        report: Report = room.run_to_the_end(now=now)
        return report
    report = room.run(now=now, hints=hints)
    while report.left:
        report += room.run(now=now)
    return report
