"""The press's process: it listens for the bell, looks anyway every second, and prints what has to be printed."""

from __future__ import annotations

import logging
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType
from typing import Protocol

from standfirst.config.home import Home
from standfirst.config.memory import keep_what_is_there
from standfirst.config.press_clock import Machine, PressClock, count_in, keep_in, this_machine
from standfirst.edition.errors import EditionError
from standfirst.edition.layout import edition_folder
from standfirst.press.runs import PressBusy, Report

log = logging.getLogger(__name__)

#: How long to listen before looking anyway; how long to let things be when something is away, seconds.
_LISTEN_SECONDS = 1.0
_AWAY_SECONDS = 2.0
#: How long to let another press on the same paper finish its turn, seconds.
_BUSY_SECONDS = 0.05
#: Plates looked over each second nothing is to be done: a small paper within a minute, a million within six hours.
_LOOKED_OVER = 50
#: How long a turn may take while nobody rings: something may have been published without a bell.
_LONGEST_TURN = timedelta(seconds=2)
#: How often everything that is live is compared with everything that is printed.
_FULL_EVERY = timedelta(seconds=60)
#: How long comparing waits after a publish, seconds: one is often followed by another, which would share the machine with it.
_FOLLOWED_SECONDS = 0.5


class Press(Protocol):
    """One press: ``standfirst.press.runs.PressRoom``."""

    def run(
        self, *, now: datetime, hints: frozenset[str] = ..., full: bool = ..., is_called: Callable[[], bool] = ...
    ) -> Report:
        """Print what has to be printed now, or a part of it: a long turn ends soon after ``is_called`` says so."""

    def look_over(self, limit: int) -> int:
        """Look whether the next ``limit`` plates are whole, and return how many are not; the next run prints those."""


class Ahead(Protocol):
    """What can be done before it is wanted: ``standfirst.press.ahead.PicturesAhead``."""

    def note(self, records: Iterable[str]) -> None:
        """Take down what changed."""

    def develop_one(self) -> bool:
        """Do one small piece, and say whether there was one."""


@dataclass(slots=True)
class PressLoop:
    """One turn after another. What is away (database, edition) is said once, waited for, and caught up with.

    hear: the records the bell named within so many seconds. open_press: the press, opened when first needed and again
    after trouble. next_due: the moment of what is scheduled next: it is waited for, not come upon. due: publishes and withdraws what is scheduled, and returns those records. clock: the time, aware, UTC;
    never ahead of the newsroom's.
    away: what the database raises when it is away. forget: lets go of connections that may be broken.
    besides: does what is done at every turn once the stories are out, whoever waits for it. ahead: does one small piece of what will be wanted, whenever nothing is waited for.
    """

    hear: Callable[[float], frozenset[str]]
    open_press: Callable[[], Press]
    due: Callable[[datetime], Iterable[str]]
    clock: Callable[[], datetime]
    say: Callable[[str], None]
    away: tuple[type[Exception], ...] = ()
    next_due: Callable[[], datetime | None] = lambda: None
    besides: Callable[[datetime], object] = lambda _: None
    forget: Callable[[], None] = lambda: None
    ahead: Ahead | None = None
    stopped: bool = False
    _press: Press | None = None
    _hints: set[str] = field(default_factory=set)
    _full_at: datetime | None = None
    _trouble: str = ""
    _was_called: bool = False
    _listen_seconds: float = 0.0

    def run(self) -> None:
        """Turn until ``stopped``."""
        while not self.stopped:
            self.turn()

    def turn(self) -> None:
        """Listen, then print what there is to print."""
        self._hints |= self.hear(self._listen_seconds)
        if self.stopped:
            return
        try:
            report = self._turn_at(self.clock())
        except PressBusy:
            self._listen_seconds = _BUSY_SECONDS
        except Exception as error:
            # Whatever it is, the press must go on when it has passed.
            if not isinstance(error, (EditionError, OSError, MemoryError, *self.away)):
                log.exception("the press stumbled")
            self._note_trouble(error)
        else:
            self._note_success(report)

    def _turn_at(self, now: datetime) -> Report:
        try:
            return self._print(now)
        finally:
            # Stories do not wait for it, and it goes on when they cannot be printed.
            self.besides(now)

    def _print(self, now: datetime) -> Report:
        """Run the press once, and forget the hints only when that went well."""
        hints = frozenset(self._hints | set(self.due(now)))
        self._press = self._press or self.open_press()
        # A clock that was set back must not put off the next full look.
        full = self._full_at is None or not self._full_at - _FULL_EVERY <= now < self._full_at
        self._hints = set(hints)
        report = self._press.run(now=now, hints=hints, full=full, is_called=self._is_called(now))
        self._hints -= hints
        self._was_called = bool(hints)
        if self.ahead:
            self.ahead.note(hints)
        if full:
            self._full_at = now + _FULL_EVERY
        return report

    def _is_called(self, began: datetime) -> Callable[[], bool]:
        """Return what says whether somebody waits for another turn: who rang, what is scheduled, or who wants to stop."""
        until: datetime | None = None

        def is_called() -> bool:
            nonlocal until
            # Asked first when a turn is long: few are.
            until = until or min(due for due in (self.next_due(), began + _LONGEST_TURN) if due and due > began)
            heard = self.hear(0.0)
            self._hints |= heard
            return bool(heard) or self.stopped or not began <= self.clock() < until

        return is_called

    def _note_trouble(self, error: Exception) -> None:
        no_words = "no memory is left" if isinstance(error, MemoryError) else type(error).__name__
        lines = str(error).strip().splitlines() or [no_words]
        if lines[0] != self._trouble:
            self.say(f"the press waits: {lines[0]}; readers are served what was printed before")
        self._trouble = lines[0]
        self._listen_seconds = _AWAY_SECONDS
        # Hints may have been lost meanwhile: look at everything when it works again.
        self._press = self._full_at = None
        self.forget()

    def _note_success(self, report: Report) -> None:
        if self._trouble:
            self.say("the press goes on")
        self._trouble = ""
        for trouble in report.troubles:
            self.say(f"{trouble.job} cannot be printed: {trouble.reason}")
        if report.left:
            self._listen_seconds = self._followed_seconds(report)
        else:
            is_idle = not (self.ahead and self.ahead.develop_one())
            self._listen_seconds = self._idle_seconds() if is_idle else 0.0

    def _followed_seconds(self, report: Report) -> float:
        """Return how long comparing, where nothing else is left, waits for who has just published: for half of its minute at most."""
        is_all = report.is_comparing and report.left == 1 and self._was_called
        if not is_all or self._full_at is None or self.clock() >= self._full_at - _FULL_EVERY / 2:
            return 0.0
        try:
            return self._until_due(_FOLLOWED_SECONDS)
        except self.away:
            # The next turn meets the same trouble, and says so.
            return _FOLLOWED_SECONDS

    def _idle_seconds(self) -> float:
        """Look some plates over, and return how long to listen then: no longer than until something is due."""
        try:
            damaged = self._press.look_over(_LOOKED_OVER) if self._press else 0
            listen = self._until_due(_LISTEN_SECONDS)
        except (PressBusy, OSError, sqlite3.Error):
            return _LISTEN_SECONDS
        except self.away:
            # The next turn meets the same trouble, and says so.
            return _LISTEN_SECONDS
        if damaged:
            self.say(f"{damaged} plates were damaged or missing; they are printed again")
            return 0.0
        return listen

    def _until_due(self, most: float) -> float:
        """Return ``most`` seconds, or how many are left until something is due. Raises what ``away`` names."""
        due = self.next_due()
        left = 0.0 if due is None else (due - self.clock()).total_seconds()
        # What is past was tried already, and will be again.
        return min(most, left) if left > 0 else most


def press_until_told(home: Home, machine: Machine | None = None) -> None:
    """Press the paper until this process is told to stop. machine: whose clock it goes by; this one's when None."""
    from django.db import DatabaseError, InterfaceError, connections

    from standfirst.config.django_setup import set_up_django

    set_up_django(home)
    from standfirst.business.export import schedule_due
    from standfirst.business.letters.export import letters_due
    from standfirst.business.turns import Turns
    from standfirst.config.press_room import pictures_ahead, press_room
    from standfirst.newsroom.bell import Bell
    from standfirst.newsroom.schedule import next_due, publish_due

    turns = Turns(home.tallies, home.node, edition_folder(home.edition_url))

    def besides(now: datetime) -> None:
        schedule_due()
        turns.due(now)
        letters_due()

    with Bell(home.bell) as bell:
        loop = PressLoop(
            hear=bell.heard,
            open_press=lambda: press_room(home),
            ahead=pictures_ahead(home),
            due=publish_due,
            besides=besides,
            next_due=next_due,
            clock=PressClock(machine or this_machine(), count_in(home.clock), keep_in(home.clock), _say),
            say=_say,
            away=(DatabaseError, InterfaceError),
            forget=connections.close_all,
        )

        def stop(number: int, frame: FrameType | None) -> None:
            del number, frame
            loop.stopped = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        keep_what_is_there()
        loop.run()


def _say(line: str) -> None:
    print(f"standfirst: {line}", file=sys.stderr, flush=True)
