"""Slots and beacons over HTTP: a site with two workers on the loopback, asked by wrk."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from granian import Granian
from granian.log import LogLevels

from bench.ads_year import flight
from bench.running_paper import free_port
from standfirst.ads.schedule import Schedule, schedule_file, written
from standfirst.audience.marks import Marks
from standfirst.audience.sums import sums, totals
from standfirst.audience.tokens import Tokens
from standfirst.delivery.app import SiteSettings, build_site
from standfirst.delivery.server import granian_options
from standfirst.delivery.slots import AdSettings, counting_handlers
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate

ROOT = Path(__file__).resolve().parents[1]
SECRET = b"a bench's"
WORKERS = 2
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a second and the 99th percentile of the wait. acknowledged, counted: beacons, once each."""

    slots: float
    slots_p99_ms: float
    beacons: float
    beacons_p99_ms: float
    pages: float
    acknowledged: int
    counted: int


def rates(seconds: int) -> Rates:
    """Return what a site with a hundred running flights bears, each kind of request for so many ``seconds``."""
    with tempfile.TemporaryDirectory(prefix="bench-ads-") as folder:
        fill(Path(folder))
        port = free_port()
        site = subprocess.Popen([sys.executable, "-m", "bench.ads_over_http", folder, str(port)], cwd=ROOT)
        try:
            until_it_answers(port)
            page, _ = _wrk(port, "/", seconds, Path(folder))
            slots, slots_p99 = _wrk(port, "/adverts/top/world?lang=en&topics=topic-1", seconds, Path(folder))
            links = _links(Path(folder), 2_000_000 // max(1, 12 // seconds))
            beacons, beacons_p99, done = _wrk_links(port, links, seconds, Path(folder))
            time.sleep(1)
        finally:
            site.terminate()
            site.wait(20)
        counted = totals(sums(Path(folder) / "tallies"), "served").total()
    return Rates(slots, slots_p99, beacons, beacons_p99, page, done, counted)


def fill(folder: Path) -> None:
    """Make an edition with one page and a hundred running flights in ``folder``."""
    edition = folder / "edition"
    Binder(edition).bind([Plate("/", b"<p>A page of words. </p>" * 600, "text/html; charset=utf-8")])
    now = datetime.now(UTC)
    flights = [flight(str(number), now - timedelta(days=3), 30, None, frozenset()) for number in range(1, 101)]
    schedule_file(edition).parent.mkdir(parents=True, exist_ok=True)
    schedule_file(edition).write_bytes(written(Schedule(tuple(flights))))


def _links(folder: Path, count: int) -> Path:
    """Write ``count`` addresses of beacons that count, and return the file."""
    marks, tokens, now = Marks(folder / "tallies"), Tokens(SECRET, "main"), time.time()
    file = folder / "links"
    with file.open("w") as out:
        for _ in range(count):
            serial = marks.serial(int(now // 3_600))
            out.write(f"/adverts/count/served/{tokens.issued('top', '10', serial=serial, now=now)}\n")
    return file


_SCRIPT = """
local links, threads, at, step = {}, 0, 0, 1
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do links[#links + 1] = line end
  at, step = number + 1, tonumber(args[2])
end
function request() local link = links[at] or "/adverts/count/served/x"; at = at + step; return wrk.format("GET", link) end
"""


def _wrk(port: int, path: str, seconds: int, folder: Path) -> tuple[float, float]:
    rate, p99, _ = _ran(["-d", f"{seconds}s", f"http://127.0.0.1:{port}{path}"], folder)
    return rate, p99


def _wrk_links(port: int, links: Path, seconds: int, folder: Path) -> tuple[float, float, int]:
    script = folder / "links.lua"
    script.write_text(_SCRIPT)
    # Beacons wait for the disk: many at once share a wait.
    more = ["-c", "1024", "-d", f"{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}", "--", str(links), "2"]
    return _ran(more, folder)


def _ran(more: list[str], folder: Path) -> tuple[float, float, int]:
    """Return requests a second, the 99th percentile in milliseconds, and how many were answered 2xx."""
    del folder
    said = subprocess.run(
        ["wrk", "-t", "2", "-c", "64", "--latency", "-H", f"User-Agent: {READER}", *more],
        capture_output=True, text=True, check=True, timeout=300,
    ).stdout  # fmt: skip
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    done = re.search(r"(\d+) requests in", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if not (rate and p99 and done):
        raise RuntimeError(f"wrk said nothing we know: {said[:300]}")
    scale = {"us": 0.001, "ms": 1.0, "s": 1_000.0}[p99[2]]
    return float(rate[1]), float(p99[1]) * scale, int(done[1]) - (int(failed[1]) if failed else 0)


def until_it_answers(port: int) -> None:
    """Wait for the site. Raises RuntimeError when it does not come."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError):
            urlopen(Request(f"http://127.0.0.1:{port}/", headers={"User-Agent": READER}), timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError("the site did not start")


def _application(folder: Path, workers: int) -> Any:
    settings = AdSettings(folder / "edition", folder / "tallies", SECRET, workers=workers)
    handlers = counting_handlers(settings, clock=lambda: datetime.now(UTC), dice=random.random)
    return build_site(SiteSettings(folder / "edition"), handlers)


def _serve(folder: Path, port: int, workers: int = WORKERS) -> None:
    options = granian_options() | {"address": "127.0.0.1", "port": port, "workers": workers}
    Granian(target="site", log_level=LogLevels.error, **options).serve(
        target_loader=partial(_application, folder, workers), wrap_loader=False
    )


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:]))
