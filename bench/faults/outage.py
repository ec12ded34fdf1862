"""The database away for a while: readers get everything as fast as before, the newsroom says so, the press catches up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from bench.faults import stream
from bench.faults.comparing import differences, press_anew
from bench.faults.outcome import Outcome
from bench.faults.readers import Readers, Reading, get, until
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home

#: How many times as long the middle answer may take as before: other work on the machine is in it, and weighs on p99 most.
_SLOWER_TIMES = 2.0
_CATCH_UP_SECONDS = 30.0


def database_away(home: Home, seconds: float) -> Outcome:
    """Return what readers and editors met while the database was away for ``seconds``, and whether all was caught up."""
    rooms = Rooms(home)
    outcome = Outcome(f"database away, {home.database_url.partition(':')[0]}")
    try:
        paths = stream.begin()
        for room in ("site", "press", "newsroom"):
            rooms.start(room)
        until_it_answers(home.port)
        read = (*paths.values(), "/", "/world/")
        until(lambda: all(get(home.port, path)[0] == 200 for path in read), 60)
        until(lambda: get(home.port, "/newsroom/login/")[0] == 200, 60)
        # Started again before each reading: what two starting processes cost readers is no matter of the database.
        _start_again(rooms)
        before = _read(home, read, seconds)
        until(lambda: get(home.port, "/newsroom/login/")[0] == 200, 60)
        with _away(home)():
            # What had the database open keeps what it has: only who comes anew meets that it is gone.
            _start_again(rooms)
            meanwhile = _read(home, read, seconds)
            until(lambda: b"database" in get(home.port, "/newsroom/login/")[2].lower(), 30)
            status, headers, page = get(home.port, "/newsroom/login/")
            until(lambda: "the press waits" in rooms.words(), 30)
        if status != 503 or "no-store" not in headers.get("cache-control", "") or b"database" not in page.lower():
            outcome.wrong.append(f"the newsroom says {status}: {page[:200]!r}")
        if "readers are served what was printed before" not in rooms.words():
            outcome.wrong.append("the press does not say that it waits: " + rooms.words()[-300:])
        stream.publish(1, 2)
        if not until(lambda: b"Stream 1 number 2" in get(home.port, paths[1])[2], _CATCH_UP_SECONDS):
            outcome.wrong.append("the press did not catch up by itself")
        rooms.close()
        now = datetime.now(UTC)
        press_anew(home, now)
        outcome.wrong += [*before.wrong, *meanwhile.wrong, *differences(home, now)]
    finally:
        rooms.close()
    usual, usual_before = _at(meanwhile, 50), _at(before, 50)
    outcome.wrong += [f"p50 went from {usual_before:.1f} to {usual:.1f} ms"] * (usual > _SLOWER_TIMES * usual_before)
    outcome.figures |= {
        "seconds": seconds, "answers": meanwhile.answers.total(), "p50 before, ms": round(usual_before, 1), "p50 meanwhile, ms": round(usual, 1),
        "p99 before, ms": round(_at(before, 99), 1), "p99 meanwhile, ms": round(_at(meanwhile, 99), 1),
        "newsroom said": status, "wrong": len(outcome.wrong),
    }  # fmt: skip
    return outcome


def _start_again(rooms: Rooms) -> None:
    for room in ("press", "newsroom"):
        rooms.kill(room)
        rooms.start(room)


def _read(home: Home, paths: tuple[str, ...], seconds: float) -> Reading:
    with Readers(home.port, paths, count=2, pause_seconds=0.01) as readers:
        time.sleep(seconds)
    return readers.together


def _at(reading: Reading, percent: int) -> float:
    """Return a percentile of how long a reading's answers took, milliseconds."""
    return quantiles(reading.seconds, n=100)[percent - 1] * 1000


def _away(home: Home) -> Callable[[], object]:
    """Return what takes the database of ``home`` away within a ``with`` block."""
    if home.database_url.startswith("sqlite"):
        return contextmanager(lambda: _moved_away(Path(urlsplit(home.database_url).path)))
    return contextmanager(lambda: _closed(home.database_url))


def _moved_away(file: Path) -> Iterator[None]:
    from django.db import connections

    connections.close_all()
    beside = file.with_suffix(".away")
    file.rename(beside)
    # A folder in its place: nobody can make a new, empty database meanwhile.
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        beside.rename(file)


def _closed(url: str) -> Iterator[None]:
    """Throw everybody out of a PostgreSQL database and let nobody in; by way of the cluster's own ``postgres`` database."""
    import psycopg
    from django.db import connections

    connections.close_all()
    name = urlsplit(url).path.strip("/")
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as cluster:
        cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')  # type: ignore[arg-type]
        cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            yield
        finally:
            cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')  # type: ignore[arg-type]
