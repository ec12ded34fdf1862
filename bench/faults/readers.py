"""Readers who check every answer: that it is whole, of one version, and never older than what they read before."""

from __future__ import annotations

import gzip
import http.client
import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

import brotlicffi
import zstandard

from bench.faults.answers import AnswerCut, answers_on, asking

ENCODINGS = ("br", "gzip", "zstd", "identity", "gzip;q=0.5, br", "")
_NUMBER = re.compile(rb"Stream (\d+) number (\d+)")


@dataclass(slots=True)
class Reading:
    """What a reader met. refused: nobody listened; cut: an answer that broke off, which a browser says; seconds: of each answer."""

    answers: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    cut: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def __iadd__(self, other: Reading) -> Self:
        self.answers += other.answers
        self.refused += other.refused
        self.cut += other.cut
        self.wrong += other.wrong
        self.seconds += other.seconds
        return self


def decoded(body: bytes, coding: str) -> bytes:
    """Return ``body`` without its content coding. Raises what the decoder raises for half a body."""
    match coding:
        case "br":
            whole: bytes = brotlicffi.decompress(body)
            return whole
        case "gzip":
            return gzip.decompress(body)
        case "zstd":
            return zstandard.ZstdDecompressor().decompressobj().decompress(body)
        case _:
            return body


def checked(status: int, headers: dict[str, str], body: bytes) -> tuple[str, bytes]:
    """Return what is wrong with an answer that came to its end, "" for nothing, and its decoded body.

    Its ETag is the digest of what was pressed.
    """
    try:
        page = decoded(body, headers.get("content-encoding", ""))
    except Exception as error:  # noqa: BLE001 -- whatever the decoder calls it, it is half a page
        return f"{status}: the body cannot be decoded ({error})", b""
    if status == 200 and "etag" in headers:
        digest = headers["etag"].strip('W/"').partition("-")[0]
        if blake2b(page, digest_size=10).hexdigest() != digest:
            return f"{status}: {len(page)} bytes that are not what the ETag says", page
    return ("an empty page" if status == 200 and not page else ""), page


class Readers:
    """Some readers, each on a thread and a connection of its own, until the end of the ``with`` block."""

    def __init__(
        self,
        port: int,
        paths: Sequence[str],
        *,
        count: int = 2,
        pause_seconds: float = 0.0,
        allowed: frozenset[int] = frozenset({200}),
    ) -> None:
        """allowed: statuses that are right at ``paths``; any other counts as wrong."""
        self._port, self._paths, self._pause, self._allowed = port, paths, pause_seconds, allowed
        self._stop = threading.Event()
        self._own = [Reading() for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._read, args=(random.Random(number), each), daemon=True)
            for number, each in enumerate(self._own)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def together(self) -> Reading:
        """What all of them met."""
        whole = Reading()
        for each in self._own:
            whole += each
        return whole

    def _read(self, dice: random.Random, seen: Reading) -> None:
        newest: dict[tuple[str, int], int] = {}
        while not self._stop.is_set():
            try:
                with closing(socket.create_connection(("127.0.0.1", self._port), timeout=10)) as connection:
                    self._read_on_one(connection, dice, seen, newest)
            except (AnswerCut, ConnectionResetError, BrokenPipeError):
                seen.cut += 1
            except OSError:
                seen.refused += 1
                time.sleep(0.01)

    def _read_on_one(
        self, connection: socket.socket, dice: random.Random, seen: Reading, newest: dict[tuple[str, int], int]
    ) -> None:
        answers = answers_on(connection)
        while not self._stop.is_set():
            path = dice.choice(self._paths)
            began = time.perf_counter()
            connection.sendall(asking(path, dice.choice(ENCODINGS)))
            answer = next(answers)
            seen.seconds.append(time.perf_counter() - began)
            seen.answers[answer.status] += 1
            fault, page = checked(*answer)
            fault = fault or ("" if answer.status in self._allowed else f"{answer.status}")
            if fault:
                seen.wrong.append(f"{path}: {fault}")
            elif answer.status == 200:
                seen.wrong += older(path, page, newest)
            if self._pause:
                self._stop.wait(self._pause)
            if answer.headers.get("connection", "").lower() == "close":
                return


def older(path: str, page: bytes, newest: dict[tuple[str, int], int]) -> list[str]:
    """Return complaints about a page that shows an older number of a stream than this reader saw at ``path`` before."""
    found = {int(stream): int(number) for stream, number in _NUMBER.findall(page)}
    wrong = []
    for stream, number in found.items():
        before = newest.get((path, stream), 0)
        if number < before:
            wrong.append(f"{path}: number {number} of stream {stream} after {before}")
        newest[path, stream] = max(number, before)
    return wrong


def until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Return as soon as ``is_so``, and whether it was within ``seconds``."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (lower case) and decoded body of one GET, on a connection of its own.

    Read by the standard library: the newsroom's answers may come in chunks, and a 304 says no length.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, decoded(answer.read(), found.get("content-encoding", ""))
    finally:
        connection.close()
