"""Clients that are broken, slow or out to break something: what they send, and a crew of them that goes on until told to stop."""

from __future__ import annotations

import itertools
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Self

from bench.faults.answers import all_sent_to, status_of

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

_BODY = b"0\r\n\r\nGET /hoax/ HTTP/1.1\r\nHost: x\r\n\r\n"
#: A request within a request: whoever answers the inner one (410) was smuggled past.
SMUGGLED = {
    "both lengths": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    + _BODY,
    "lengths that differ": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 50\r\n\r\n" + _BODY,
    "a list of lengths": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 50\r\n\r\n" + _BODY,
    "a signed length": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n" + _BODY,
    "an odd coding": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n" + _BODY,
    "chunked not last": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n" + _BODY,
    "a space before the colon": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length : 50\r\n\r\n" + _BODY,
    "a chunk of odd length": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + _BODY,
    "a folded header": b"POST /seen HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n"
    + _BODY,
}

#: Addresses of what has none: every one is answered 400 or 404.
TRAVERSALS = [
    b"/../edition", b"/..%2f..%2fetc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/....//....//etc/passwd", b"/..%5c..%5cetc", b"/..\\..\\etc", b"/%252e%252e/etc/passwd",
    b"/%c0%ae%c0%ae/etc/passwd", b"/%uff0e%uff0e/", b"/.../", b"/./", b"//", b"///etc/passwd", b"//evil.example/%2e%2e", b"/world/../../etc/passwd", b"/plates/",
    b"/plates/3a7/", b"/search.sqlite3", b"/search.sqlite3-wal", b"/tmp/", b"/tmp/x", b"/adverts/../search.sqlite3", b"/robots.txt%00.html", b"/robots.txt%20", b"/robots.txt.",
    b"/robots.txt.gz", b"/robots.txt.br", b"/robots.txt~", b"/robots.txt::$DATA", b"/Robots.txt", b"/robots.txt/.", b"/robots.txt;a=b", b"/.git/config", b"/.env", b"/!404",
    b"/%21404", b"/proc/self/environ", b"/world%2f2026%2f11%2f05%2fembassy-closes%2f", b"/world/2026/11/05/embassy-closes//", b"/standfirst.toml",
]  # fmt: skip

#: Headers too large: refused (431), or the connection is closed.
BOMBS = [
    b"A: " + b"a" * 17_000 + b"\r\n",
    b"A: " + b"a" * 600_000 + b"\r\n",
    b"a: b\r\n" * 5_000,
    b"Cookie: " + b"c" * 20_000 + b"\r\n",
]

#: What a client sends that then says nothing more, and takes nothing.
SLOW = {
    "slow headers": b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    "slow bodies": b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nabc",
    "slow uploads": b"POST /newsroom/up HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\nabc",
    "slow readers": b"GET /m/0123456789abcdef-640.jpg HTTP/1.1\r\nHost: x\r\n\r\n" * 50,
    "idle": b"",
    "idle after an answer": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
}

#: How many slow clients of each kind are held by the crew, and for how long, seconds: longer than they are put up with.
_HELD, _HELD_SECONDS = 60, 25.0
_PAUSE_SECONDS = 0.02


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


def slow_clients(port: int, count: int, sent: bytes) -> Iterator[socket.socket]:
    """Yield ``count`` connections on which ``sent`` was sent, and no more."""
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(sent)
        yield connection


class Crew:
    """All of them at once, on threads, until the end of the ``with`` block.

    sent: how many malformed requests, and how many of everything else. wrong: each answer that must not be.
    """

    def __init__(self, port: int, seed: int = 18) -> None:
        self._port, self._dice, self._stop = port, random.Random(seed), threading.Event()
        self.sent: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._threads = [
            threading.Thread(target=self._again_and_again, args=(work,), daemon=True)
            for work in (self._malformed, self._probe, self._slow)
        ]
        self._probes = itertools.cycle(_PROBES)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _again_and_again(self, work: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                work()
            except OSError as error:
                self.wrong.append(f"nobody took a connection: {error}")
                self._stop.wait(1)

    def _malformed(self) -> None:
        request = malformed(self._dice)
        status = status_of(self._port, request)
        self.sent["malformed"] += 1
        # Nobody is in the newsroom during a soak, and the door says so.
        if status[:1] == b"5" and b"/newsroom" not in request:
            self.wrong.append(f"{status.decode()}: {request[:200]!r}")

    def _probe(self) -> None:
        kind, sent, is_right = next(self._probes)
        answer = all_sent_to(self._port, sent)
        self.sent[kind] += 1
        if not is_right(answer):
            self.wrong.append(f"{kind}: {sent[:80]!r} is answered {answer[:80]!r}")
        self._stop.wait(_PAUSE_SECONDS)

    def _slow(self) -> None:
        held = [connection for sent in SLOW.values() for connection in slow_clients(self._port, _HELD, sent)]
        self.sent["slow clients"] += len(held)
        self._stop.wait(_HELD_SECONDS)
        for connection in held:
            connection.close()


def _asking(target: bytes, more: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + b"\r\n"


def _is_refused(answer: bytes) -> bool:
    return answer[9:12] in (b"400", b"404")


def _is_too_much(answer: bytes) -> bool:
    return answer[9:12] in (b"", b"414", b"431")


def _is_one_answer(answer: bytes) -> bool:
    return b" 410 " not in answer


_PROBES = [
    *(("path tricks", _asking(target), _is_refused) for target in TRAVERSALS),
    *(("header bombs", _asking(b"/", bomb), _is_too_much) for bomb in BOMBS),
    *(("long addresses", _asking(b"/" + b"a" * length), _is_too_much) for length in (2_100, 60_000)),
    *(("smuggled", sent, _is_one_answer) for sent in SMUGGLED.values()),
]
