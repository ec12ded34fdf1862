"""The soak: very many requests at the site alone while plates are swapped beneath it; not one wrong byte, memory flat."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from bench.faults.outcome import Outcome
from bench.faults.readers import Readers
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home
from standfirst.edition.binding import Binder
from standfirst.edition.layout import edition_folder
from standfirst.edition.plate import Plate

PAGES = 40
#: What memory may grow by after the first quarter, bytes: the rack is full by then.
_GROWTH_BYTES = 30_000_000


def soaked(home: Home, requests: int) -> Outcome:
    """Return what readers met in about ``requests`` requests to a site whose plates are published over and over."""
    outcome, rooms = Outcome("soak with publishing"), Rooms(home)
    binder = Binder(edition_folder(home.edition_url))
    paths = [f"/soak/{number}/" for number in range(PAGES)]
    binder.bind(_page(path, 1) for path in paths)
    stop, published = threading.Event(), [0]

    def publish() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            published[0] += binder.bind(_page(path, number) for path in paths[number % PAGES :][:3])
            stop.wait(0.01)

    publisher = threading.Thread(target=publish, daemon=True)
    try:
        rooms.start("site")
        until_it_answers(home.port)
        publisher.start()
        with Readers(home.port, paths, count=4) as readers:
            quarter = 0
            while (done := readers.together.answers.total()) < requests:
                quarter = quarter or (_memory(rooms) if done > requests / 4 else 0)
                time.sleep(0.2)
            growth = _memory(rooms) - quarter
        read = readers.together
    finally:
        stop.set()
        publisher.join()
        rooms.close()
    outcome.wrong += read.wrong
    outcome.wrong += [f"memory grew by {growth:,} bytes"] * (growth > _GROWTH_BYTES)
    outcome.figures |= {
        "requests": read.answers.total(), "plates swapped": published[0], "broke off": read.cut, "memory growth, MB": round(growth / 1e6, 1), "wrong": len(outcome.wrong),
    }  # fmt: skip
    return outcome


def _page(path: str, number: int) -> Plate:
    stream = path.strip("/").rpartition("/")[2]
    body = f"<p>Stream {stream} number {number}</p>" + f"<p>{number} and what it means</p>" * 200
    return Plate(path, body.encode(), "text/html; charset=utf-8")


def _memory(rooms: Rooms) -> int:
    """Return how much memory (resident, bytes) the site's processes have together."""
    group = rooms.running["site"].pid
    pages = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if int((folder / "stat").read_text().rpartition(") ")[2].split()[2]) == group:
                    pages += int((folder / "statm").read_text().split()[1])
            except OSError:
                continue
    return pages * 4096
