from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standfirst.audience.sums import sums, totals
from standfirst.audience.tally import Tally
from standfirst.delivery.counting import Counting
from standfirst.delivery.http import Request, Response
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"}
PAGE = "/world/2026/11/20/ferries/"


class Counter:
    def __init__(self, folder: Path) -> None:
        Binder(folder).bind([Plate(PAGE, b"<p>Ferries", "text/html")])
        self.tally = Tally(folder / "tally", clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
        self.counting = Counting(folder, self.tally)

    def say(self, path: str, page: str = PAGE, method: str = "POST", headers: Mapping[str, str] = READER) -> Response:
        return self.counting(Request(method, path, f"page={page}", headers))

    def counted(self) -> Mapping[str, int]:
        self.tally.flush()
        return totals(sums(self.tally.folder), "read")


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


def test_a_page_that_was_read_is_counted(counter: Counter) -> None:
    answers = [counter.say("/seen/read", method=method) for method in ("POST", "GET")]

    assert [(answer.status, answer.body) for answer in answers] == [(204, b"")] * 2
    assert all(("cache-control", "no-store") in answer.headers for answer in answers)
    assert counter.counted() == {PAGE: 2}


@pytest.mark.parametrize(
    "page", ["", "/no/such/page/", "!404", "https://evil.example/", "/world/../", "x" * 5_000, "%00/"]
)
def test_a_page_that_is_not_there_is_not_counted(counter: Counter, page: str) -> None:
    answer = counter.say("/seen/read", page)

    assert answer.status == 204
    assert counter.counted() == {}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", READER),
        ("POST", {}),
        ("POST", {"user-agent": "bingbot/2.0"}),
        ("GET", READER | {"sec-purpose": "prefetch;prerender"}),
        ("GET", READER | {"sec-fetch-site": "cross-site"}),
    ],
)
def test_who_is_no_reader_is_answered_but_not_counted(counter: Counter, method: str, headers: dict[str, str]) -> None:
    answer = counter.say("/seen/read", method=method, headers=headers)

    assert answer.status == 204
    assert counter.counted() == {}


@pytest.mark.parametrize("path", ["/seen", "/seen/", "/seen/sold", "/seen/read/more"])
def test_an_unknown_word_is_not_found(counter: Counter, path: str) -> None:
    assert counter.say(path).status == 404


def test_other_methods_are_refused(counter: Counter) -> None:
    answer = counter.say("/seen/read", method="DELETE")

    assert (answer.status, dict(answer.headers)["allow"]) == (405, "GET, HEAD, POST")
