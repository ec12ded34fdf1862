"""Commands that print: one run of the press, by hand; and waiting until readers have what was published."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home
from standfirst.config.progress import Progress
from standfirst.press.explaining import Explanation
from standfirst.press.jobs import Job
from standfirst.press.runs import PressBusy, PressRoom, Report

#: Subjects of one answer that are named to people.
_MOST_NAMED = 12
#: How long to let another press end its turn before asking again, seconds.
_BUSY_SECONDS = 0.05
#: How long another press may be in the way before we say so, seconds.
_PATIENCE_SECONDS = 60.0


def press_paper(home: Home, *, everything: bool) -> int:
    """Print what is stale (everything: all plates) and say what was done; exit code 1 if something could not be."""
    room = _room(home)
    progress = Progress("printing")

    def tell(so_far: Report) -> None:
        if progress.is_due():
            progress.say(so_far.printed, so_far.printed + room.ledger.due_count())

    report = _patiently(lambda: room.run_to_the_end(now=datetime.now(UTC), everything=everything, progress=tell))
    progress.end()
    print(f"{report.printed} printed, {report.written} new, {report.withdrawn} withdrawn, in {report.seconds:.1f} s")
    for trouble in report.troubles:
        print(f"{trouble.job} cannot be printed: {trouble.reason}")
    return 1 if report.troubles else 0


def say_stale(home: Home) -> int:
    """Say what a run would print; exit code 1 if anything."""
    stale = _room(home).stale(now=datetime.now(UTC))
    for job in stale:
        print(job)
    return 1 if stale else 0


def explain_plate(home: Home, path_or_url: str, *, as_json: bool) -> int:
    """Say what the plate at an address was made from and whether it is stale; exit code 1 if it is, or if nothing is known."""
    room = _room(home)
    path = unquote(urlsplit(path_or_url).path) if not path_or_url.startswith("!") else path_or_url
    found = room.explain(path, now=datetime.now(UTC))
    if as_json:
        print(json.dumps(asdict(found) | {"is_stale": found.is_stale}, ensure_ascii=False))
    else:
        print("\n".join(_explained(found)))
    return 1 if found.is_stale or found.job is None else 0


def _explained(found: Explanation) -> Iterator[str]:
    answers = f"readers get {found.status}" if found.status else "readers get 404: no plate is stored"
    yield f"{found.path}: {answers}"
    if found.job is None:
        yield "no job of the press stands there, or ever stood there, as far as its ledger knows"
        yield from (f"  {reason}" for reason in found.stale)
        return
    stands = "it stands here" if found.now_at == found.path else f"it now stands at {found.now_at}"
    yield f"from {found.job}; {stands if found.now_at else 'it is printed nowhere now'}"
    yield "stale: the next run prints it" if found.is_stale else "fresh: printing it again would give the same bytes"
    yield from (f"  {reason}" for reason in found.stale)
    if found.former:
        yield "stood before at:"
        yield from (f"  {path}" for path in found.former)
    if found.grounds:
        yield f"made from {len(found.grounds)} answers:"
    for each in found.grounds:
        yield f"  {'stale' if each.stale else 'fresh'}  {each.question}"
        more = (
            f" and {len(each.rests_on) - _MOST_NAMED} more (--json names them)" if each.rests_on[_MOST_NAMED:] else ""
        )
        yield f"         rests on {', '.join(each.rests_on[:_MOST_NAMED]) or 'nothing'}{more}"
        if each.stale:
            yield f"         {each.stale}"


def bring_to_readers(home: Home, stories: Iterable[str]) -> None:
    """Return when readers have the ``stories`` (ids) as they are now, or no longer where they are gone.

    Prints them itself where no press is running; a press that is running does the same work, and neither does it twice.
    """
    room = _room(home)
    hints = frozenset(f"story:{story}" for story in stories)
    report = _patiently(lambda: room.run(now=datetime.now(UTC), hints=hints))
    while report.left and not _have(room, hints):
        report = _patiently(lambda: room.run(now=datetime.now(UTC)))


def _have(room: PressRoom, hints: frozenset[str]) -> bool:
    """Say whether nothing readers wait for is due, and every live one of ``hints`` stands somewhere."""
    live = room.archive.versions_of(hints)
    printed = (room.ledger.path_of(Job("story", record.removeprefix("story:"))) for record in live)
    return not room.ledger.is_pressing() and all(printed)


def _room(home: Home) -> PressRoom:
    set_up_django(home)
    from standfirst.config.press_room import press_room

    return press_room(home)


def _patiently(run: Callable[[], Report]) -> Report:
    """Return what ``run`` reports, tried again while another press is in the middle of its turn. Raises PressBusy."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return run()
        except PressBusy:
            if time.monotonic() > until:
                raise
            time.sleep(_BUSY_SECONDS)
