"""The one process that starts the others and keeps them going: ``standfirst serve``."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO, Self

from standfirst.config.announcing import Announcer
from standfirst.config.home import Home
from standfirst.config.occupancy import Occupancy, occupy
from standfirst.config.rooms import MISCONFIGURED, TRY_AGAIN

ROOMS = ("site", "newsroom", "press")

#: A room that ran this long is started again at once; one that did not waits, longer each time, seconds.
_STEADY_SECONDS = 10.0
_WAITS_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: How long a room may take to close before it is killed, seconds.
_PATIENCE_SECONDS = 10.0
_HURRY_SECONDS = 1.0

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PortTaken(Exception):
    """Somebody else listens on the port the site was to have."""


def serve(home: Home, rooms: Sequence[str] = ROOMS, *, example: bool = False) -> int:
    """Run ``rooms`` until told to stop, and return the exit code: 0, or 2 when the paper cannot be opened.

    example: fill a paper that has no stories yet with the example's.
    Raises PortTaken, RoomOccupied.
    """
    if "site" in rooms:
        check_port(home.address, home.port)
    taken: list[Occupancy] = []
    try:
        for room in rooms:
            taken.append(occupy(home.folder, room, home.port))  # noqa: PERF401 -- what was taken before one is refused is given back
        held = {room: occupancy.descriptor for room, occupancy in zip(rooms, taken, strict=True)}
        return _Supervisor(home, held, example=example).run()
    finally:
        for occupancy in taken:
            occupancy.leave()


def check_port(address: str, port: int) -> None:
    """Raise PortTaken when the site could not listen at ``address`` (IP) and ``port`` (TCP)."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} cannot be used ({error.strerror}); choose another: PORT=8080 make run, or --port 8080"
            ) from error


@dataclass(slots=True)
class _Child:
    """One room's process. start_at: when to start it (monotonic seconds), None while it runs or is not wanted."""

    room: str
    options: tuple[str, ...] = ()
    descriptor: int | None = None
    process: subprocess.Popen[bytes] | None = None
    said: IO[bytes] | None = None
    started: float = 0.0
    start_at: float | None = None
    failures: int = 0

    def start(self, environment: dict[str, str]) -> None:
        self.started, self.start_at = time.monotonic(), None
        self.said = tempfile.TemporaryFile() if self.room == "opening" else None  # noqa: SIM115 -- read when it has ended
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "standfirst.config.rooms", self.room, *self.options],
            stdin=subprocess.DEVNULL,
            stdout=self.said,
            env=environment,
            pass_fds=() if self.descriptor is None else (self.descriptor,),
            # A group of its own: Ctrl-C reaches us alone, and what it started in turn can be found again.
            process_group=0,
        )

    def ended(self) -> int | None:
        """Return the exit code of a process that has just ended, with nothing of it left; None otherwise."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.signal(signal.SIGKILL)
        self.process = None
        return code

    def signal(self, number: int) -> None:
        """Send a signal to the room's whole group, as far as it is there."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def come_again(self) -> float:
        """Note when to start the room again, and return in how many seconds that is."""
        self.failures = 0 if time.monotonic() - self.started >= _STEADY_SECONDS else self.failures + 1
        wait = _WAITS_SECONDS[min(self.failures, len(_WAITS_SECONDS) - 1)]
        self.start_at = time.monotonic() + wait
        return wait


@dataclass(slots=True)
class _Supervisor:
    home: Home
    held: dict[str, int]
    example: bool = False
    stopping: bool = False
    told_at: float = 0.0
    children: dict[str, _Child] = field(default_factory=dict)
    announcer: Announcer = field(init=False)

    def __post_init__(self) -> None:
        self.announcer = Announcer(self.home, tuple(self.held), say=_say)

    def run(self) -> int:
        with _Signals(self._told_to_stop) as signals:
            try:
                return self._run(signals)
            finally:
                self._close(signals)

    def _run(self, signals: _Signals) -> int:
        if "site" in self.held:
            self._want("site")
        if "newsroom" in self.held:
            # Database and first login come before what needs them; readers need neither.
            self.children["opening"] = _Child("opening", ("--example",) if self.example else (), start_at=0.0)
        else:
            self._want_rest()
        while not self.stopping:
            self._start_due()
            signals.wait(self._seconds_to_wait())
            if not self._look_after_children():
                return MISCONFIGURED
            self.announcer.look()
        return 0

    def _look_after_children(self) -> bool:
        """Heed every process that has ended, and say whether the paper can go on."""
        ended = [(child, child.ended()) for child in self.children.values()]
        return self.stopping or all(self._heed_end(child, code) for child, code in ended if code is not None)

    def _want(self, room: str) -> None:
        if room not in self.children:
            self.children[room] = _Child(room, descriptor=self.held[room], start_at=0.0)

    def _want_rest(self) -> None:
        for room in self.held:
            self._want(room)

    def _start_due(self) -> None:
        environment = dict(os.environ) | {"STANDFIRST_HOME": str(self.home.folder), "PORT": str(self.home.port)}
        for child in self.children.values():
            if child.start_at is not None and child.start_at <= time.monotonic():
                child.start(environment)

    def _seconds_to_wait(self) -> float:
        due = [child.start_at - time.monotonic() for child in self.children.values() if child.start_at is not None]
        return max(0.0, min([*due, self.announcer.look_again_seconds()]))

    def _heed_end(self, child: _Child, code: int) -> bool:
        """Do what the end of a process calls for, and say whether the paper can go on."""
        if child.room == "opening":
            return self._heed_opening(child, code)
        if code == MISCONFIGURED:
            return False
        wait = child.come_again()
        _say(f"the {child.room} stopped ({_ending(code)}); starting it again" + (f" in {wait:g} s" if wait else ""))
        return True

    def _heed_opening(self, child: _Child, code: int) -> bool:
        if code == 0 and child.said is not None:
            child.said.seek(0)
            self.announcer.opened(**json.loads(child.said.read()))
            del self.children["opening"]
            self._want_rest()
            return True
        if code != TRY_AGAIN:
            return False
        # Readers are served without it; the rooms that need it say so themselves.
        child.come_again()
        self._want_rest()
        return True

    def _told_to_stop(self) -> None:
        now = time.monotonic()
        # Twice at once is one Ctrl-C that came by two ways; twice with a pause is somebody in a hurry.
        if self.stopping and now - self.told_at > _HURRY_SECONDS:
            for child in self.children.values():
                child.signal(signal.SIGKILL)
        if not self.stopping:
            self.stopping, self.told_at = True, now

    def _close(self, signals: _Signals) -> None:
        """Have every process end, by force where it takes too long, and leave none of their sockets behind."""
        self.stopping = True
        for child in self.children.values():
            if child.process is not None:
                child.process.terminate()
        until = time.monotonic() + _PATIENCE_SECONDS
        while any(child.process for child in self.children.values()):
            if time.monotonic() > until:
                for child in self.children.values():
                    child.signal(signal.SIGKILL)
            signals.wait(0.05)
            for child in self.children.values():
                child.ended()
        if "newsroom" in self.held:
            self.home.newsroom_socket.unlink(missing_ok=True)
        if "press" in self.held:
            self.home.bell.unlink(missing_ok=True)


class _Signals:
    """Waits for whatever happens first: a signal to stop, a child's end, or the time running out."""

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._stop) for number in _STOP_SIGNALS}
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        self._wakeup = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        ready, _, _ = select.select([self._read], [], [], seconds)
        if ready:
            os.read(self._read, 4096)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._on_stop()


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _say(line: str) -> None:
    # Unbuffered: whoever waits for the address may be reading a pipe.
    print(line, flush=True)
