"""From the sale to the invoice: what is driven in over HTTP is what the report says, to a single view and click."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from standfirst.business.collecting import collect_tallies
from standfirst.business.export import export_schedule
from standfirst.business.figures import order_figures
from standfirst.business.models import Count, PriceModel
from tests.business.selling import creative, flight
from tests.delivery.conftest import free_port

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"}
VIEWS, CLICKS, READERS = 10_000, 400, 100
_LINK = re.compile(r'(?:href|src|data-seen)="(/adverts/(?:click|count)/[^"]+)"')


@pytest.fixture
def edition(tmp_path: Path, settings: Any) -> Path:
    settings.STANDFIRST = replace(settings.STANDFIRST, edition_url=f"file://{tmp_path / 'edition'}")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STANDFIRST_PAPER_ZONE = None
    return tmp_path / "edition"


class Site:
    """The site with its ads, in processes of its own that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.adverts_served", str(self._folder), str(self.port)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/adverts/top/world", headers=READER, timeout=2)
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the site did not start")

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [int(child) for child in children]

    def kill(self) -> None:
        for pid in [self._process.pid, *self.workers()]:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


class Connection:
    """One browser's connection, kept open; plain, because tens of thousands of requests go through it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body. Raises OSError when the site is gone."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(f"GET {path} HTTP/1.1\r\nhost: x\r\nuser-agent: {READER['user-agent']}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"content-length: (\d+)", head)
            return int(head.split(" ", 2)[1]), await reader.readexactly(int(length[1]) if length else 0)
        except (asyncio.IncompleteReadError, OSError) as error:
            self.close()
            raise ConnectionError from error

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def read(port: int, views: int, clicks: int, replays: float = 0.1) -> Counter[str]:
    """Be so many readers, some of them twice, and return what was acknowledged the first time, by event."""
    dice, done, numbers = Random(7), Counter[str](), iter(range(views))

    async def said(connection: Connection, event: str, link: str) -> None:
        status, _ = await connection.get(link)
        done[event] += status in {200, 302}
        if dice.random() < replays:
            await connection.get(link)

    async def one(connection: Connection, number: int) -> None:
        _, page = await connection.get(f"/adverts/{dice.choice(('top', 'mid', 'foot'))}/world?lang=en")
        found = _LINK.findall(page.decode())
        links = {("click" if "/click/" in link else link.split("/")[3]): link for link in found}
        await said(connection, "served", links["served"])
        if number % 2:
            await said(connection, "viewed", links["viewed"])
        if number < clicks:
            await said(connection, "click", links["click"])

    async def reader() -> None:
        connection = Connection(port)
        with suppress(ConnectionError):
            for number in numbers:
                await one(connection, number)
        connection.close()

    await asyncio.gather(*(reader() for _ in range(READERS)))
    return done


def collected(edition: Path) -> None:
    collect_tallies(edition.parent / "tallies", "main")


@pytest.mark.slow
def test_ten_thousand_views_and_clicks_are_in_the_report_exactly(edition: Path) -> None:
    sold = flight(name="Autumn")
    creative(sold)
    sold.order.price_model, sold.order.price = PriceModel.CPM, Decimal("12.50")
    sold.order.save()
    export_schedule(edition)
    site = Site(edition.parent)
    try:
        done = asyncio.run(read(site.port, VIEWS, CLICKS))
    finally:
        site.stop()

    collected(edition)
    collected(edition)

    figures = order_figures(sold.order, UTC)
    assert dict(done) == {"served": VIEWS, "viewed": VIEWS // 2, "click": CLICKS}
    assert (figures.served, figures.viewed, figures.clicks) == (VIEWS, VIEWS // 2, CLICKS)
    assert figures.amount == Decimal("125.00")
    assert sum(day.served for day in figures.days) == VIEWS
    again = Count.objects.filter(event__endswith="-again")
    assert sum(again.values_list("count", flat=True)) > VIEWS // 20


@pytest.mark.slow
def test_killed_under_load_nothing_acknowledged_is_lost_and_nothing_counts_twice(edition: Path) -> None:
    sold = flight()
    creative(sold)
    export_schedule(edition)
    acknowledged, asked = Counter[str](), 0

    for turn in range(3):
        site = Site(edition.parent)

        async def die(site: Site = site, turn: int = turn) -> Counter[str]:
            reading = asyncio.ensure_future(read(site.port, 30_000, 300, replays=0.3))
            await asyncio.sleep(0.7 + 0.3 * turn)
            site.kill()
            return await reading

        acknowledged += asyncio.run(die())
        asked += 30_000
        collected(edition)

    figures = order_figures(sold.order, UTC)
    counted = {"served": figures.served, "viewed": figures.viewed, "click": figures.clicks}
    for event, least in acknowledged.items():
        # What was on disk and could not be said any more, at most one for each connection and turn.
        assert least <= counted[event] <= least + READERS * 3, event
    assert 0 < acknowledged["served"] < asked


def test_collecting_again_changes_nothing_and_a_lost_tally_takes_nothing_back(edition: Path, tmp_path: Path) -> None:
    from standfirst.audience.tally import Tally

    made = creative()
    tally = Tally(edition.parent / "tallies", clock=lambda: datetime.now(UTC))
    for _ in range(7):
        tally.add("served", f"top/{made.pk}")
    tally.add("read", "/world/")
    tally.flush()

    first = collect_tallies(edition.parent / "tallies", "main")
    second = collect_tallies(edition.parent / "tallies", "main")
    tally.add("served", f"top/{made.pk}")
    tally.flush()
    third = collect_tallies(edition.parent / "tallies", "main")
    lost = Tally(tmp_path / "new", clock=lambda: datetime.now(UTC))
    lost.add("served", f"top/{made.pk}")
    lost.flush()
    collect_tallies(tmp_path / "new", "main")

    assert (first, second, third) == (1, 0, 1)
    assert list(Count.objects.values_list("event", "flight", "count")) == [("served", made.flight.pk, 8)]
