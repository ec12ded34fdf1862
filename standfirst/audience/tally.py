"""The tally: counters in memory, made durable by a local write-ahead file. Counts, never people."""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import secrets
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock, Thread

from standfirst.audience.errors import SumsDamaged, TallyUnwritable
from standfirst.audience.logs import Key, line_of
from standfirst.audience.sums import fold

#: Different things counted between two flushes; more than that are counted together as "other".
MOST_KEYS = 10_000
#: How often what was counted is written; and how long whoever waits for it waits for company, seconds.
FLUSH_SECONDS = 1.0
GATHER_SECONDS = 0.02
#: A log longer than this is closed, bytes, so that it can be folded into the sums.
LOG_BYTES = 1_000_000


class Tally:
    """Adds up what one process sees. Safe from its threads; every process makes its own, after it was forked.

    What ``flush`` returned from is on disk and in the sums exactly once, whatever is killed when.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        most_keys: int = MOST_KEYS,
        log_bytes: int = LOG_BYTES,
    ) -> None:
        """folder: made where it is missing. clock: returns aware moments."""
        self.folder = folder
        self._clock = clock
        self._most_keys = most_keys
        self._log_bytes = log_bytes
        self._counts: Counter[Key] = Counter()
        self._waiting: dict[AbstractEventLoop, Future[bool]] = {}
        self._counting = Lock()
        self._writing = Lock()
        self._stopped = Event()
        self._wanted = Event()
        self._log: int | None = None
        self._length = 0

    def add(self, event: str, subject: str) -> None:
        """Count one ``event`` of ``subject`` in the hour it is now. Touches memory only."""
        key = Key(_hour_of(int(self._clock().timestamp() // 3_600)), event, subject)
        with self._counting:
            if len(self._counts) >= self._most_keys and key not in self._counts:
                key = Key(key.hour, event, "other")
            self._counts[key] += 1

    async def kept(self) -> bool:
        """Wait until everything added so far was flushed, and say whether the disk took it. Many may wait for one flush.

        Somebody must flush: ``keep`` does.
        """
        loop = get_running_loop()
        with self._counting:
            waiting = self._waiting.get(loop)
            if waiting is None:
                waiting = self._waiting[loop] = loop.create_future()
                self._wanted.set()
        return await waiting

    def flush(self) -> int:
        """Write what was added since the last flush and return how many counts that were.

        Raises TallyUnwritable when the disk will not take them; they are kept for the next flush.
        """
        with self._writing:
            with self._counting:
                counts, self._counts = self._counts, Counter()
                waiting, self._waiting = self._waiting, {}
            written = False
            try:
                if counts:
                    self._append(line_of(counts))
                written = True
            except OSError as error:
                with self._counting:
                    self._counts.update(counts)
                reason = error.strerror or str(error)
                raise TallyUnwritable(f"{self.folder} takes no counts ({reason}); make room, they are kept") from error
            finally:
                for loop, future in waiting.items():
                    # A loop that is closed has nobody left to tell.
                    with suppress(RuntimeError):
                        loop.call_soon_threadsafe(_tell, future, written)
            return counts.total()

    def keep(self, every_seconds: float = FLUSH_SECONDS) -> None:
        """Fold what earlier processes left, then flush every so often in the background, until ``close``."""
        atexit.register(self.close)
        Thread(target=self._keep, args=(every_seconds,), name="tally", daemon=True).start()

    def close(self) -> None:
        """Flush for the last time and let go of the log. May be called again."""
        self._stopped.set()
        self._wanted.set()
        with suppress(TallyUnwritable):
            self.flush()
        with self._writing:
            self._let_go()

    def _keep(self, every_seconds: float) -> None:
        self._fold()
        while not self._stopped.is_set():
            if self._wanted.wait(every_seconds):
                self._stopped.wait(min(every_seconds, GATHER_SECONDS))
            self._wanted.clear()
            # A full disk passes: what was not written waits in memory, bounded by the number of keys.
            with suppress(TallyUnwritable):
                self.flush()

    def _append(self, line: bytes) -> None:
        log = self._opened()
        try:
            _write(log, line)
        except OSError:
            # Half a line must go, or the next would be glued to it. When it cannot, a new log is begun.
            try:
                os.ftruncate(log, self._length)
            except OSError:
                self._let_go()
            raise
        self._length += len(line)
        with suppress(OSError):
            os.fdatasync(log)
        if self._length > self._log_bytes:
            self._let_go()
            self._fold()

    def _fold(self) -> None:
        # Logs that cannot be folded now are as good unfolded: the sums read them where they lie.
        with suppress(OSError, SumsDamaged):
            self.folder.mkdir(parents=True, exist_ok=True)
            fold(self.folder)

    def _opened(self) -> int:
        """Return this process's log, held so that nobody folds it while it grows."""
        while self._log is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = self.folder / f"{secrets.token_hex(8)}.log"
            log = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(log, fcntl.LOCK_EX)
            # Somebody folding may have met the file before it was locked, and thrown it away as empty.
            if os.fstat(log).st_nlink:
                self._log, self._length = log, 0
            else:
                os.close(log)
        return self._log

    def _let_go(self) -> None:
        if self._log is not None:
            os.close(self._log)
            self._log = None


@lru_cache(maxsize=4)
def _hour_of(hour: int) -> str:
    """Return how tallies write an hour since 1970."""
    return f"{datetime.fromtimestamp(hour * 3_600, UTC):%Y-%m-%dT%H}"


def _tell(future: Future[bool], written: bool) -> None:
    if not future.done():
        future.set_result(written)


def _write(descriptor: int, line: bytes) -> None:
    if os.write(descriptor, line) < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
