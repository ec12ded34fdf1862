"""The soak: very many requests at the site alone, plates swapped beneath it, hostile clients beside; no wrong byte, memory flat."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from bench.faults.crowd import Crowd
from bench.faults.hostile import Crew
from bench.faults.outcome import Outcome
from bench.faults.readers import Readers, until
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home
from standfirst.edition.binding import Binder
from standfirst.edition.layout import SEARCH_INDEX, edition_folder
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchIndex

PAGES = 40
#: What memory may grow by after the first quarter, bytes: the rack is full by then.
_GROWTH_BYTES = 30_000_000
#: Processes that read; how long a reader who does nothing odd may wait; connections that may still be closing.
_READERS, _PATIENCE_SECONDS, _SPARE_DESCRIPTORS = 2, 1.0, 10


def soaked(home: Home, requests: int) -> Outcome:
    """Return what readers met in about ``requests`` requests to a site whose plates are published over and over.

    A hundredth as many malformed requests, slow clients, header bombs and path tricks go on beside them all the while.
    """
    outcome, rooms = Outcome("soak with publishing and hostile clients"), Rooms(home)
    binder = Binder(edition_folder(home.edition_url))
    paths = [f"/soak/{number}/" for number in range(PAGES)]
    binder.bind([*(_page(path, 1) for path in paths), *_for_the_hostile()])
    SearchIndex(binder.folder / SEARCH_INDEX).close()
    try:
        rooms.start("site")
        until_it_answers(home.port)
        with _Publishing(binder, paths) as publishing:
            _soak(home.port, paths, requests, rooms, outcome)
        outcome.figures |= {"plates swapped": publishing.swapped, "wrong": len(outcome.wrong)}
    finally:
        rooms.close()
    return outcome


def _soak(port: int, paths: list[str], requests: int, rooms: Rooms, outcome: Outcome) -> None:
    began, open_before = time.monotonic(), _descriptors(rooms)
    malformed = requests // 100
    with (
        Crowd(port, paths, count=_READERS) as crowd,
        Crew(port) as crew,
        Readers(port, paths, count=1, pause_seconds=0.05) as bystander,
    ):
        quarter = 0
        while (done := crowd.asked) < requests or crew.sent["malformed"] < malformed:
            quarter = quarter or (_memory(rooms) if done > requests / 4 else 0)
            if not crowd.is_whole:
                outcome.wrong.append("a reader died")
                break
            time.sleep(0.2)
        growth, seconds = _memory(rooms) - quarter, time.monotonic() - began
    left = _until_at_most(open_before + _SPARE_DESCRIPTORS, lambda: _descriptors(rooms))
    good, met = bystander.together, crowd.met
    p99 = statistics.quantiles(good.seconds, n=100)[98]
    outcome.wrong += [*met.wrong, *good.wrong, *crew.wrong[:10]]
    outcome.wrong += [f"{met.refused} connections of readers were refused"] * bool(met.refused)
    outcome.wrong += [f"memory grew by {growth:,} bytes"] * (growth > _GROWTH_BYTES)
    outcome.wrong += [f"{left - open_before} descriptors were left open"] * (left > open_before + _SPARE_DESCRIPTORS)
    outcome.wrong += [f"a plain reader's p99 was {p99:.2f} s"] * (p99 > _PATIENCE_SECONDS)
    outcome.figures |= {
        "requests": met.answers.total(), "a second": round(met.answers.total() / seconds), "broke off": met.cut, **crew.sent,
        "plain reader's p99, ms": round(p99 * 1000), "memory growth, MB": round(growth / 1e6, 1),
    }  # fmt: skip


class _Publishing:
    """An editor's work for as long as the ``with`` block lasts: three plates after three are swapped. swapped: how many were."""

    def __init__(self, binder: Binder, paths: list[str]) -> None:
        self._binder, self._paths, self._stop, self.swapped = binder, paths, threading.Event(), 0
        self._thread = threading.Thread(target=self._publish, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _publish(self) -> None:
        for number in itertools.count(2):
            if self._stop.wait(0.01):
                return
            first = number % len(self._paths)
            self.swapped += self._binder.bind(_page(path, number) for path in self._paths[first : first + 3])


def _for_the_hostile() -> Iterator[Plate]:
    """Yield what hostile clients ask for: a picture that slow ones do not take, a search, what smuggled requests would be told."""
    yield Plate("!search", b'<input name="q" value="{{QUERY}}">{{RESULTS}}', "text/html; charset=utf-8")
    yield Plate("/m/0123456789abcdef-640.jpg", bytes(range(256)) * 40, "image/jpeg", compress=False)
    yield Plate("/hoax/", b"", "text/html; charset=utf-8", status=410, compress=False)


def _page(path: str, number: int) -> Plate:
    stream = path.strip("/").rpartition("/")[2]
    body = f"<p>Stream {stream} number {number}</p>" + f"<p>{number} and what it means</p>" * 200
    return Plate(path, body.encode(), "text/html; charset=utf-8")


def _processes(rooms: Rooms) -> Iterator[Path]:
    """Yield the folders under /proc of the site's processes."""
    group = rooms.running["site"].pid
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and int((folder / "stat").read_text().rpartition(") ")[2].split()[2]) == group:
                yield folder


def _memory(rooms: Rooms) -> int:
    """Return how much memory (resident, bytes) the site's processes have together."""
    return sum(int((folder / "statm").read_text().split()[1]) for folder in _processes(rooms)) * 4096


def _descriptors(rooms: Rooms) -> int:
    """Return how many files and connections the site's processes have open."""
    return sum(len(list((folder / "fd").iterdir())) for folder in _processes(rooms))


def _until_at_most(limit: int, look: Callable[[], int], seconds: float = 10.0) -> int:
    """Return what ``look`` finds as soon as it is ``limit`` at most, or after ``seconds``."""
    until(lambda: look() <= limit, seconds)
    return look()
