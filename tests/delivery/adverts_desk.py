"""A paper's ads for tests: an edition with a schedule, and the handler that serves them at ``now``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from pathlib import Path

from lxml import html

from standfirst.ads.flight import Flight
from standfirst.ads.openings import Worker
from standfirst.ads.schedule import Schedule, schedule_file, written
from standfirst.audience.sums import sums, totals
from standfirst.audience.tally import Tally
from standfirst.delivery.http import Request, Response
from standfirst.delivery.slots import AdSettings, Slots
from tests.ads.builders import NOON

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"}


class Desk:
    def __init__(self, folder: Path, node: str = "main") -> None:
        self.edition = folder / "edition"
        self.file = schedule_file(self.edition)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.now = NOON
        self.settings = AdSettings(self.edition, folder / f"tally-{node}", b"secret", node, country_header="x-country")
        self.tally = Tally(self.settings.tallies, clock=lambda: self.now)
        self.slots = self.another()

    def another(self, number: int = 0, of: int = 1) -> Slots:
        """Another process on the same paper."""
        return Slots(self.settings, self.tally, clock=lambda: self.now, dice=lambda: 0.0, worker=Worker(number, of))

    def sell(self, *flights: Flight, **more: object) -> None:
        temporary = self.file.with_suffix(".new")
        temporary.write_bytes(written(Schedule(flights, **more)))  # type: ignore[arg-type]
        temporary.rename(self.file)

    def ask(
        self, path: str, query: str = "", method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Response:
        answer = self.slots(Request(method, path, query, READER if headers is None else headers))
        return answer if isinstance(answer, Response) else asyncio.run(self._flushed(answer))

    async def _flushed(self, answer: Awaitable[Response]) -> Response:
        waiting = asyncio.ensure_future(answer)
        await asyncio.sleep(0)
        self.tally.flush()
        return await waiting

    def view(self, path: str = "/adverts/top/world", query: str = "lang=en") -> html.HtmlElement:
        """Show a slot as a browser does, counting included, and return its document."""
        page = shown(self.ask(path, query))
        for counted in page.xpath("//img[@class='c']/@src"):
            self.ask(counted)
        return page

    def counted(self, event: str) -> Mapping[str, int]:
        self.tally.flush()
        return totals(sums(self.tally.folder), event)


def shown(answer: Response) -> html.HtmlElement:
    assert isinstance(answer.body, bytes)
    return html.document_fromstring(answer.body.decode())


def is_empty(answer: Response) -> bool:
    page = shown(answer)
    return not page.xpath("//a | //img | //p")
