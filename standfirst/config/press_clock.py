"""The press's clock: the machine's, but not fooled by somebody who sets it. See docs/decisions/0023-a-clock-that-is-set.md."""

from __future__ import annotations

import ctypes
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from standfirst.disk import swap

#: A difference up to this is a clock that is being kept right (a time server's slews, leap seconds): taken at once, seconds.
SMALL_SECONDS = 2.0
#: How long a step must have held to be believed; and how long where a time server keeps the clock all the while, seconds.
HELD_SECONDS, SERVED_SECONDS = 900.0, 60.0
#: How often it is kept what time it was, seconds: what is known of the time after the machine was off.
_KEPT_SECONDS = 60.0
#: What adjtimex(2) answers for a clock no time server keeps; setting a clock by hand makes it so.
_UNKEPT = 5


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine knows of time.

    wall: its clock, seconds since 1970. elapsed: seconds since it was started, suspended or not; nobody can set it.
    is_served: whether a time server keeps the clock. boot: names this start of the machine; "" where that cannot be told.
    """

    wall: Callable[[], float]
    elapsed: Callable[[], float]
    is_served: Callable[[], bool] = lambda: False
    boot: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A step of the machine's clock that is not believed yet.

    ahead: seconds before (or, below 0, behind) the press's count. since: when it was first met; served_since: since when
    a time server has kept the clock there, None when none does; both in seconds since the machine was started.
    """

    ahead: float
    since: float
    served_since: float | None = None

    def is_over(self, elapsed: float) -> bool:
        """Say whether the step has held long enough."""
        is_confirmed = self.served_since is not None and elapsed - self.served_since >= SERVED_SECONDS
        return is_confirmed or elapsed - self.since >= HELD_SECONDS


@dataclass(frozen=True, slots=True)
class Count:
    """What is kept of the clock, for the next press and for `standfirst check`.

    boot: the start of the machine it was counted from. offset: the seconds from 1970 to that start, as the press counts.
    seen: what time it was when this was kept, seconds since 1970. doubt: the step it waits about.
    """

    boot: str
    offset: float
    seen: float
    doubt: Doubt | None = None


@dataclass(slots=True)
class PressClock:
    """Tells the time. A step of the machine's clock is believed when it has held; until then, the earlier of the two times counts.

    So nothing scheduled is early by either, and never later than HELD_SECONDS after both agree with everybody else's.
    keep: takes what the next press should know. say: takes a line for people.
    """

    machine: Machine
    kept: Count | None = None
    keep: Callable[[Count], None] = lambda _: None
    say: Callable[[str], None] = lambda _: None
    _offset: float = field(init=False)
    _doubt: Doubt | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        wall, elapsed = self.machine.wall(), self.machine.elapsed()
        if self.kept is None:
            self._offset = wall - elapsed
        elif self.kept.boot and self.kept.boot == self.machine.boot:
            self._offset, self._doubt = self.kept.offset, self.kept.doubt
        else:
            # The machine was off, nobody knows how long: not less than no time at all.
            self._offset = max(wall, self.kept.seen) - elapsed

    def __call__(self) -> datetime:
        """Return what time it is, aware, UTC."""
        wall, elapsed = self.machine.wall(), self.machine.elapsed()
        before, ahead = self._doubt, wall - elapsed - self._offset
        self._doubt = None if abs(ahead) <= SMALL_SECONDS else self._doubted(ahead, elapsed)
        if self._doubt is None or self._doubt.is_over(elapsed):
            self._offset, self._doubt = wall - elapsed, None
        now = min(wall, self._offset + elapsed)
        self._tell(before, wall)
        self._keep(Count(self.machine.boot, self._offset, now, self._doubt))
        return datetime.fromtimestamp(now, UTC)

    def _doubted(self, ahead: float, elapsed: float) -> Doubt:
        before = self._doubt
        is_new = before is None or abs(before.ahead - ahead) > SMALL_SECONDS
        since = elapsed if before is None or is_new else before.since
        served = None if before is None or is_new else before.served_since
        if not self.machine.is_served():
            return Doubt(ahead, since)
        return Doubt(ahead, since, elapsed if served is None else served)

    def _tell(self, before: Doubt | None, wall: float) -> None:
        if self._doubt is not None and (before is None or before.since != self._doubt.since):
            self.say(
                f"{jump_of(self._doubt)}; until it has stayed so for {_span(HELD_SECONDS)}, the earlier time counts"
            )
        elif before is not None and self._doubt is None:
            self.say(
                f"the machine's clock is believed again: {datetime.fromtimestamp(wall, UTC):%Y-%m-%d %H:%M:%S} UTC"
            )

    def _keep(self, count: Count) -> None:
        kept = self.kept
        if (
            kept is None
            or kept.boot != count.boot
            or (kept.doubt and kept.doubt.since) != (count.doubt and count.doubt.since)
            or abs(kept.offset - count.offset) > SMALL_SECONDS
            or not 0 <= count.seen - kept.seen < _KEPT_SECONDS
        ):
            self.kept = count
            self.keep(count)


def trouble_of(machine: Machine, kept: Count | None) -> str:
    """Return what is wrong with the machine's clock, by what the press kept; "" when nothing is known to be."""
    if kept is None:
        return ""
    wall, elapsed = machine.wall(), machine.elapsed()
    if not kept.boot or kept.boot != machine.boot:
        is_early = wall < kept.seen - SMALL_SECONDS
        return f"the machine's clock says {_at(wall)}, but at {_at(kept.seen)} the paper was pressed; set it" * is_early
    ahead = wall - elapsed - kept.offset
    if abs(ahead) <= SMALL_SECONDS:
        return ""
    since = kept.doubt.since if kept.doubt else elapsed
    minutes = max(0, round((HELD_SECONDS - elapsed + since) / 60))
    return (
        f"{jump_of(Doubt(ahead, since))}: by the press's count it is {_at(wall - ahead)}. Set it right; as it is, the press"
        f" believes it in {minutes} minutes, and what is scheduled waits for the earlier of the two times"
    )


def jump_of(doubt: Doubt) -> str:
    """Return in words what the machine's clock did."""
    return f"the machine's clock jumped {_span(abs(doubt.ahead))} {'forward' if doubt.ahead > 0 else 'back'}"


def _span(seconds: float) -> str:
    return f"{timedelta(seconds=round(seconds))}"


def _at(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def this_machine() -> Machine:
    """Return what this machine knows of time."""
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    # Counts while the machine is suspended, where there is such a clock.
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return Machine(time.time, lambda: time.clock_gettime(clock), _is_served, boot)


def _is_served() -> bool:
    """Say whether the kernel knows of a time server that keeps its clock; False where it cannot be asked."""
    try:
        # All zeros asks only. The structure has 208 bytes at most; what it says is of no interest, only the answer.
        answer = int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))
    except (OSError, AttributeError):
        return False
    return 0 <= answer < _UNKEPT


def count_in(file: Path) -> Count | None:
    """Return what the last press kept in ``file``; None when there is nothing that can be read."""
    try:
        said = json.loads(file.read_bytes())
        doubt = Doubt(**said["doubt"]) if said["doubt"] else None
        return Count(str(said["boot"]), float(said["offset"]), float(said["seen"]), doubt)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_in(file: Path) -> Callable[[Count], None]:
    """Return what keeps a count in ``file``."""

    def keep(count: Count) -> None:
        # A disk that takes nothing is met by the press itself, and said.
        with suppress(OSError):
            swap(file, json.dumps(asdict(count)).encode())

    return keep
