"""Clients that are broken, slow or out to break something: the site goes on, for everybody else."""

from __future__ import annotations

import random
import socket
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from standfirst.delivery.server import HEAD_SECONDS
from tests.delivery.conftest import STORY, Served, words_of

STORY_BYTES = words_of(200)


def good(site: Served) -> float:
    """Read the story, check it, and return how long that took, seconds."""
    began = time.monotonic()
    assert site.get(STORY).content == STORY_BYTES
    return time.monotonic() - began


NO_HTTP = [
    b"GET", b"GET /", b"G\x00T / HTTP/1.1", b"GET / HTTP/9.9", b"GET / HTTP/1.1 x", b"GET /\xff HTTP/1.1", b"PRI * HTTP/2.0", b"\x16\x03\x01\x02\x00",
    b"GET http://a:99999/ HTTP/1.1", b"get / http/1.1",
]  # fmt: skip
ODD_LINES = [
    b"GET //x HTTP/1.1", b"GET /%zz HTTP/1.1", b"CONNECT a:1 HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET /search?q=%ff%00 HTTP/1.1", b"BREW / HTTP/1.0",
    b"GET /world/%ff HTTP/1.1", b"HEAD /m/0123456789abcdef-640.jpg HTTP/1.1", b"GET /m/0123456789abcdef-640.jpg HTTP/1.1", b"POST /seen HTTP/1.1",
    b"GET /adverts/%00 HTTP/1.1", b"GET /search?page=%00&q=%22 HTTP/1.1", b"POST /newsroom/ HTTP/1.1", b"GET / HTTP/1.1",
]  # fmt: skip
NO_FIELDS = [
    b"Host",
    b": x",
    b"Ho st: x",
    b"X: \x00",
    b"Content-Length: -1",
    b"Content-Length: 1, 2",
    b"Transfer-Encoding: xchunked",
]
ODD_FIELDS = [
    b"A" * 300 + b": b", b"Range: bytes=-", b"Range: bytes=5-1,,", b"Range: bytes=99999999999999999999-", b'If-None-Match: "', b"If-None-Match: \xff",
    b"If-Modified-Since: x", b"If-Range: Thu, 99 Nov", b"Accept-Encoding: ;q=", b"Accept-Encoding: \xff\xfe", b"Expect: 200", b"Upgrade: h2c",
    b"Cookie: " + b"a" * 500, b"Connection: ,,,", b"Host: \xff[", b"Host: a:b:c",
]  # fmt: skip


def malformed(dice: random.Random) -> bytes:
    """Return a request that is wrong somewhere: as HTTP, or only in what it says."""
    lines, fields = (NO_HTTP, NO_FIELDS + ODD_FIELDS) if dice.random() < 0.3 else (ODD_LINES, ODD_FIELDS)
    request = b"\r\n".join(
        [dice.choice(lines), *dice.choices(fields, k=dice.randrange(5)), b"Connection: close", b"", b""]
    )
    if dice.random() < 0.2:
        place = dice.randrange(len(request))
        request = request[:place] + dice.randbytes(dice.randrange(9)) + request[place + 1 :]
    return request


def test_ten_thousand_malformed_requests_leave_no_trace(site: Served) -> None:
    dice = random.Random(18)
    good(site)
    for _ in range(1_500):
        send(site, malformed(dice))
    before, open_before = site.memory(), site.descriptors()

    statuses = Counter(send(site, malformed(dice)) for _ in range(8_500))
    assert not [status for status in statuses if status[:1] == b"5"]
    assert statuses[b"404"] > 500, "too few got as far as the site"
    good(site)
    assert site.memory() - before < 12_000_000
    assert site.descriptors() <= open_before + 5


def send(site: Served, request: bytes) -> bytes:
    """Send and return the status of the answer, if there is one."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=1) as connection:
        try:
            connection.sendall(request + b"\r\n\r\n")
            return connection.recv(4_096)[9:12]
        except (ConnectionError, TimeoutError):
            return b""


END = b"Host: x\r\nConnection: close\r\n"
BODY = b"0\r\n\r\nGET /hoax/ HTTP/1.1\r\nHost: x\r\n\r\n"
SMUGGLED = {
    "both lengths": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY,
    "lengths that differ": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 50\r\n\r\n" + BODY,
    "a list of lengths": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 50\r\n\r\n" + BODY,
    "a signed length": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n" + BODY,
    "an odd coding": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n" + BODY,
    "chunked not last": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n" + BODY,
    "a space before the colon": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length : 50\r\n\r\n" + BODY,
    "a chunk of odd length": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + BODY,
    "a folded header": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n"
    + BODY,
}


@pytest.mark.parametrize("sent", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_a_request_within_a_request_is_never_answered_by_itself(site: Served, sent: bytes) -> None:
    answer = site.raw(sent, wait=2)

    assert b"Withdrawn by this paper" not in answer
    assert b" 410 " not in answer


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/" + b"a" * 2_100, 414),
        (b"/?" + b"a" * 2_100, 414),
        (b"/" + b"a" * 60_000, 414),
        (b"/a?" + b"a" * 2_000, 404),
    ],
)
def test_an_address_too_long_is_said_to_be(site: Served, target: bytes, status: int) -> None:
    assert site.status(target) == status if len(target) < 30_000 else site.status(target) in (414, 431)


@pytest.mark.parametrize(
    "more",
    [
        b"A: " + b"a" * 17_000 + b"\r\n",
        b"A: " + b"a" * 600_000 + b"\r\n",
        b"a: b\r\n" * 5_000,
        b"Cookie: " + b"c" * 20_000 + b"\r\n",
    ],
)
def test_headers_too_large_are_refused_at_once(site: Served, more: bytes) -> None:
    began = time.monotonic()

    answer = site.raw(b"GET / HTTP/1.1\r\n" + END + more + b"\r\n")

    assert answer == b"" or b" 431 " in answer.split(b"\r\n")[0]
    assert time.monotonic() - began < 1
    good(site)


TRAVERSALS = [
    b"/../edition", b"/..%2f..%2fetc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/....//....//etc/passwd", b"/..%5c..%5cetc", b"/..\\..\\etc", b"/%252e%252e/etc/passwd",
    b"/%c0%ae%c0%ae/etc/passwd", b"/%uff0e%uff0e/", b"/.../", b"/./", b"//", b"///etc/passwd", b"//evil.example/%2e%2e", b"/world/../../etc/passwd", b"/plates/",
    b"/plates/3a7/", b"/search.sqlite3", b"/search.sqlite3-wal", b"/tmp/", b"/tmp/x", b"/adverts/../search.sqlite3", b"/robots.txt%00.html", b"/robots.txt%20", b"/robots.txt.",
    b"/robots.txt.gz", b"/robots.txt.br", b"/robots.txt~", b"/robots.txt::$DATA", b"/Robots.txt", b"/robots.txt/.", b"/robots.txt;a=b", b"/.git/config", b"/.env", b"/!404",
    b"/%21404", b"/proc/self/environ", b"/world%2f2026%2f11%2f05%2fembassy-closes%2f", b"/world/2026/11/05/embassy-closes//", b"/standfirst.toml",
]  # fmt: skip


@pytest.mark.parametrize("target", TRAVERSALS)
def test_nothing_but_plates_has_an_address(site: Served, target: bytes) -> None:
    assert site.status(target) in (400, 404)


def connections(site: Served, count: int, sent: bytes) -> Iterator[socket.socket]:
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", site.port), timeout=30)
        connection.sendall(sent)
        yield connection


SLOW = {
    "slow headers": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    "slow bodies": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nabc",
    "slow uploads": b"POST /newsroom/up HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nabc",
    "slow readers": b"GET /m/0123456789abcdef-640.jpg HTTP/1.1\r\nHost: x\r\n\r\n" * 50,
    "idle": b"",
    "idle after an answer": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
}


def test_two_hundred_slow_clients_of_each_kind_hold_up_nobody(site: Served) -> None:
    good(site)
    before = site.descriptors()
    held = [connection for sent in SLOW.values() for connection in connections(site, 200, sent)]
    try:
        times = sorted(good(site) for _ in range(100))
        assert times[98] < 1
    finally:
        for connection in held:
            connection.close()
    until = time.monotonic() + 5
    while site.descriptors() > before + 10 and time.monotonic() < until:
        time.sleep(0.1)
    assert site.descriptors() <= before + 10
    good(site)


def test_who_never_finishes_a_request_is_shown_out(site: Served) -> None:
    began = time.monotonic()
    held = [next(connections(site, 1, SLOW[kind])) for kind in ("slow headers", "idle", "idle after an answer")]

    for connection in held:
        while connection.recv(65_536):
            pass
        assert time.monotonic() - began < HEAD_SECONDS + 5
        connection.close()
