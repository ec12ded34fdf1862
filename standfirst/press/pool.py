"""A pool of processes that read, print and compress; the one that has the ledger binds and notes what they bring.

Each reads the archive for itself: what it noted of its answers is what its plates were made from, so nothing but the
finished plates has to cross between processes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from typing import Any

from standfirst.press.archive import Archive
from standfirst.press.jobs import Job
from standfirst.press.notes import Reading
from standfirst.press.printing import OwnHands, Printed, PrintJob

#: What a process of the pool needs: where it reads, and how it prints.
Bench = tuple[Archive, PrintJob]
#: Jobs handed to one process at a time: enough for a query to be worth it, few enough that none waits for another.
HANDFUL = 40

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
        """Yield each of ``jobs`` printed, in their order. Raises BrokenProcessPool when a process was killed."""
        pool = self._pool = self._pool or ProcessPoolExecutor(
            self._workers,
            # Not forked: a process with connections and locks of its parent's would share them.
            mp_context=get_context("spawn"),
            initializer=_open,
            initargs=(self._open_bench,),
        )
        rest = iter(jobs)
        handfuls = iter(lambda: tuple(islice(rest, HANDFUL)), ())
        for printed in pool.map(_print, ((handful, reading.now) for handful in handfuls)):
            yield from pickle.loads(printed)  # noqa: S301 -- our own processes' words

    def close(self) -> None:
        """Let the processes go; they start again when they are needed."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _open(open_bench: Callable[[], Bench]) -> None:
    archive, print_job = open_bench()
    _own.update(archive=archive, hands=OwnHands(print_job))


def _print(work: tuple[tuple[Job, ...], datetime]) -> bytes:
    """Return the pickled list of ``Printed``: an error that cannot be pickled is told as words."""
    jobs, now = work
    printed = list(_own["hands"].print_all(jobs, Reading(_own["archive"], now)))
    return pickle.dumps([_tellable(one) for one in printed], pickle.HIGHEST_PROTOCOL)


def _tellable(printed: Printed) -> Printed:
    if printed.error is None:
        return printed
    try:
        pickle.loads(pickle.dumps(printed.error))  # noqa: S301 -- made a line above
    except Exception:  # noqa: BLE001 -- whatever an error cannot do, its words can be told
        return Printed(printed.job, error=RuntimeError(f"{type(printed.error).__name__}: {printed.error}"))
    return printed
