from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from standfirst.delivery.http import BodyTooLong, Request
from standfirst.delivery.newsroom_door import NewsroomDoor
from standfirst.delivery.settings import SiteSettings
from tests.delivery.conftest import STORY, Newsroom, Served


@pytest.fixture
def closed(newsroom: Newsroom) -> Iterator[None]:
    newsroom.stop()
    yield
    newsroom.start()


def told(answer: httpx.Response) -> dict[str, list[str]]:
    """Return the fields the newsroom got, by name, every one of its values."""
    fields: dict[str, list[str]] = {}
    for name, value in answer.json()["headers"]:
        fields.setdefault(name.lower(), []).append(value)
    return fields


def test_a_request_is_passed_on_as_it_was_sent(site: Served) -> None:
    answer = site.client.request("PUT", site.url + "/newsroom/a%20b/?q=%C3%A9&x=+", content=b"words")

    assert answer.json()["method"] == "PUT"
    assert answer.json()["target"] == "/newsroom/a%20b/?q=%C3%A9&x=+"
    assert answer.json()["body"] == 5


def test_bytes_beyond_ascii_reach_the_newsroom(site: Served) -> None:
    sent = "GET /newsroom/çay/?q=ü HTTP/1.1\r\nHost: x\r\nX-Name: Zoë\r\nConnection: close\r\n\r\n".encode()

    answer = site.raw(sent)

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"/newsroom/%C3%A7ay/?q=%C3%BC" in answer


def test_the_newsroom_is_told_who_asks_by_us_and_not_by_the_client(site: Served) -> None:
    forged = {
        "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "for=10.0.0.1",
        "X-Real-IP": "10.0.0.1", "X-HTTP-Method-Override": "DELETE", "Host": "gazette.example:8000",
    }  # fmt: skip

    fields = told(site.client.get(site.url + "/newsroom/", headers=forged))

    assert fields["x-forwarded-for"] == ["127.0.0.1"]
    assert fields["x-forwarded-host"] == fields["host"] == ["gazette.example:8000"]
    assert fields["x-forwarded-proto"] == ["http"]
    assert not {"forwarded", "x-real-ip", "x-http-method-override"} & set(fields)


def test_what_is_said_to_one_hop_goes_no_further(site: Served) -> None:
    sent = {
        "Connection": "close, x-mine",
        "X-Mine": "1",
        "TE": "trailers",
        "Keep-Alive": "timeout=5",
        "Cookie": "s=1",
        "X-Other": "2",
    }

    answer = site.client.get(site.url + "/newsroom/", headers=sent)

    assert not {"x-mine", "te", "keep-alive"} & set(told(answer))
    assert told(answer)["cookie"] == ["s=1"]
    assert told(answer)["x-other"] == ["2"]
    assert "x-hop" not in answer.headers


def test_cookies_come_back_one_by_one(site: Served) -> None:
    answer = site.client.get(site.url + "/newsroom/")

    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]


def test_a_redirect_is_the_readers_to_follow(site: Served) -> None:
    answer = site.client.get(site.url + "/newsroom/away", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (302, "/newsroom/login/?next=/x")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/newsroom/", "no-store"),
        ("/newsroom/leak", "no-store"),
        ("/newsroom/static/b.css", "no-store"),
        ("/newsroom/own", "private, max-age=9"),
        ("/newsroom/static/a.css", "max-age=60, public"),
    ],
)
def test_nothing_private_is_kept_by_anybody_but_its_reader(site: Served, path: str, kept: str) -> None:
    assert site.client.get(site.url + path).headers.get_list("cache-control") == [kept]


@pytest.mark.parametrize(
    "target",
    ["/newsroom/../newsroom/leak", "//newsroom/leak", "/newsroom/;x.css", "/newsroom%2fleak", "/NEWSROOM/leak"],
)
def test_no_other_spelling_leads_to_the_newsroom(site: Served, target: str) -> None:
    assert site.status(target.encode()) == 404


def test_fifty_megabytes_go_through_without_being_held(site: Served) -> None:
    before = site.memory()
    chunk = os.urandom(64) + b"x" * 99_936

    def picture() -> Iterator[bytes]:
        for _ in range(490):
            yield chunk

    answer = site.client.post(
        site.url + "/newsroom/up", content=picture(), headers={"content-length": str(490 * 100_000)}
    )

    assert answer.json()["body"] == 49_000_000
    assert site.memory() - before < 30_000_000


def test_more_than_the_newsroom_takes_is_refused_before_it_is_sent(site: Served) -> None:
    sent = b"POST /newsroom/up HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\nConnection: close\r\n\r\n"

    assert b" 413 " in site.raw(sent).split(b"\r\n")[0]


class Dripping:
    """A body of a million bytes that does not say so."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    async def read(self, limit_bytes: int) -> bytes:
        raise NotImplementedError


def test_a_body_that_does_not_say_its_length_is_passed_on(site: Served) -> None:
    answer = site.client.post(site.url + "/newsroom/up", content=iter([b"x" * 70_000] * 3))

    assert answer.json()["body"] == 210_000


def test_more_than_the_newsroom_takes_is_refused_when_it_was_not_said_beforehand(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    door = NewsroomDoor(SiteSettings(tmp_path, newsroom=f"http://127.0.0.1:{newsroom.port}", upload_bytes=100_000))
    sent = Request(
        "POST", "/newsroom/up", headers={"transfer-encoding": "chunked"}, body=Dripping(), target="/newsroom/up"
    )

    with pytest.raises(BodyTooLong):
        asyncio.run(door(sent))


def test_a_large_answer_comes_whole(site: Served) -> None:
    assert len(site.client.get(site.url + "/newsroom/big").content) == 20_000_000


def test_an_answer_cut_off_is_not_passed_off_as_whole(site: Served) -> None:
    with pytest.raises(httpx.TransportError):
        site.client.get(site.url + "/newsroom/cut")


def test_head_has_no_body(site: Served) -> None:
    answer = site.client.head(site.url + "/newsroom/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.usefixtures("closed")
def test_a_closed_newsroom_is_one_clear_page_and_readers_notice_nothing(site: Served) -> None:
    began = time.monotonic()

    answer = site.client.get(site.url + "/newsroom/")

    assert time.monotonic() - began < 1
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert "newsroom is not answering" in answer.text
    assert site.get(STORY).status_code == 200


def test_a_newsroom_that_comes_back_is_there_at_once(site: Served, newsroom: Newsroom) -> None:
    newsroom.stop()
    assert site.client.get(site.url + "/newsroom/").status_code == 503
    newsroom.start()

    assert site.client.get(site.url + "/newsroom/").status_code == 200


def test_a_newsroom_that_does_not_answer_is_given_up(site: Served) -> None:
    began = time.monotonic()

    answer = site.client.get(site.url + "/newsroom/slow")

    assert answer.status_code == 503
    assert 3 < time.monotonic() - began < 7.5


@pytest.mark.parametrize(
    ("host", "status"),
    [("gazette.example:8000", 503), ("Gazette.Example", 503), ("evil.example", 421), ("[", 421), ("", 421)],
)
def test_the_newsroom_is_only_there_under_the_papers_own_names(tmp_path: Path, host: str, status: int) -> None:
    # Nobody listens on the socket, so a request that may pass comes back as 503.
    door = NewsroomDoor(SiteSettings(tmp_path, newsroom=f"unix:{tmp_path}/none.sock", hosts=("gazette.example",)))

    answer = asyncio.run(door(Request("GET", "/newsroom/", headers={"host": host}, target="/newsroom/")))

    assert answer.status == status


def test_a_wrong_address_of_the_newsroom_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unix:/absolute"):
        NewsroomDoor(SiteSettings(tmp_path, newsroom="newsroom.sock"))
