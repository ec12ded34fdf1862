"""A pool of processes that read, print and compress; the one that has the ledger binds and notes what they bring.

Each reads the archive for itself: what it noted of its answers is what its plates were made from, so nothing but the
finished plates has to cross between processes.
"""

from __future__ import annotations

import gc
import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from typing import Any

from standfirst.press.archive import Archive
from standfirst.press.jobs import Job
from standfirst.press.notes import Reading
from standfirst.press.printing import OwnHands, Printed, PrintJob

log = logging.getLogger(__name__)

#: What a process of the pool needs: where it reads, and how it prints.
Bench = tuple[Archive, PrintJob]
#: Jobs handed to one process at a time: enough for a query to be worth it, few enough that none waits for another.
HANDFUL = 160

#: A process of the pool's own archive and hands, set when it starts.
_own: dict[str, Any] = {}


class ManyHands:
    """Prints in ``workers`` processes, started when first needed. Close it when there is nothing left to print."""

    def __init__(self, workers: int, open_bench: Callable[[], Bench]) -> None:
        """open_bench: called once in each process; a function that can be pickled (of a module, or a partial of one)."""
        self._workers = workers
        self._open_bench = open_bench
        self._pool: ProcessPoolExecutor | None = None

    def print_all(self, jobs: Sequence[Job], reading: Reading) -> Iterator[Printed]:
        """Yield each of ``jobs`` printed, in their order.

        A process that is killed (no memory left, say) takes nothing with it: what it had is handed to new ones, once. What
        kills those as well comes back with that for its error.
        """
        rest = iter(jobs)
        waiting = deque(iter(lambda: tuple(islice(rest, HANDFUL)), ()))
        was_broken = False
        while waiting:
            # One by one after a death, so that none is blamed for what another did.
            given = [(handful, reading.now) for handful in islice(waiting, 1 if was_broken else None)]
            try:
                for printed in self._opened().map(_print, given):
                    waiting.popleft()
                    was_broken = False
                    yield from pickle.loads(printed)  # noqa: S301 -- our own processes' words
            except BrokenProcessPool as error:
                self.close()
                log.warning("a process of the press was killed; %d jobs are handed to another", len(waiting[0]))
                if was_broken:
                    yield from (Printed(job, error=error) for job in waiting.popleft())
                was_broken = not was_broken

    def _opened(self) -> ProcessPoolExecutor:
        self._pool = self._pool or ProcessPoolExecutor(
            self._workers,
            # Not forked: a process with connections and locks of its parent's would share them.
            mp_context=get_context("spawn"),
            initializer=_open,
            initargs=(self._open_bench,),
        )
        return self._pool

    def close(self) -> None:
        """Let the processes go; they start again when they are needed."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def rubbish_left() -> Iterator[None]:
    """Look for no rubbish meanwhile: what the pool brings is read, bound and noted, and hardly any of it holds on to itself."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()


def _open(open_bench: Callable[[], Bench]) -> None:
    archive, print_job = open_bench()
    _own.update(archive=archive, hands=OwnHands(print_job))
    # Rubbish is looked for between handfuls, where there is hardly anything but rubbish: a tenth of all time otherwise.
    gc.collect()
    gc.freeze()
    gc.disable()


def _print(work: tuple[tuple[Job, ...], datetime]) -> bytes:
    """Return the pickled list of ``Printed``, and look for rubbish once nothing of it is held any more."""
    told = _told(*work)
    gc.collect(1)
    return told


def _told(jobs: tuple[Job, ...], now: datetime) -> bytes:
    """Return ``jobs`` printed, pickled: an error that cannot be pickled is told as words."""
    printed = _own["hands"].print_all(jobs, Reading(_own["archive"], now))
    return pickle.dumps([_tellable(one) for one in printed], pickle.HIGHEST_PROTOCOL)


def _tellable(printed: Printed) -> Printed:
    if printed.error is None:
        return printed
    try:
        pickle.loads(pickle.dumps(printed.error))  # noqa: S301 -- made a line above
    except Exception:  # noqa: BLE001 -- whatever an error cannot do, its words can be told
        return Printed(printed.job, error=RuntimeError(f"{type(printed.error).__name__}: {printed.error}"))
    return printed
