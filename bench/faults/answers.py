"""HTTP answers as they come off a socket: read here and nowhere else in the faults, whole, cut or no HTTP at all."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple


class AnswerCut(Exception):
    """A connection that closed within an answer."""


class Answer(NamedTuple):
    """An answer. headers: by name, lower case. body: as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def asking(path: str, encoding: str = "") -> bytes:
    """Return a request for ``path``. encoding: what it says it accepts, "" for nothing said."""
    accepts = f"Accept-Encoding: {encoding}\r\n" if encoding else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accepts}\r\n".encode()


def answer_in(held: bytes) -> tuple[Answer, bytes] | None:
    """Return the answer that ``held`` begins with, and what comes after it; None while it is not all there."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *fields = held[:end].decode("latin-1").split("\r\n")
    headers = {name.lower(): said.strip() for name, _, said in (field.partition(":") for field in fields)}
    length = end + 4 + int(headers["content-length"])
    if len(held) < length:
        return None
    return Answer(int(first.split(" ", 2)[1]), headers, held[end + 4 : length]), held[length:]


def answers_on(connection: socket.socket) -> Iterator[Answer]:
    """Yield the answers that come, in order. Raises AnswerCut."""
    held = b""
    while True:
        while (found := answer_in(held)) is None:
            held += more_of(connection)
        answer, held = found
        yield answer


def more_of(connection: socket.socket) -> bytes:
    """Return what comes next. Raises AnswerCut when nothing does."""
    got = connection.recv(262_144)
    if not got:
        raise AnswerCut("the connection closed within an answer")
    return got


def all_sent_to(port: int, request: bytes, seconds: float = 2.0) -> bytes:
    """Return all that comes in answer to ``request``, be it HTTP or not, until the connection closes, or for ``seconds``."""
    got = b""
    with suppress(OSError, AnswerCut), socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request)
        while True:
            got += more_of(connection)
    return got


def status_of(port: int, request: bytes, seconds: float = 1.0) -> bytes:
    """Return the status of the answer to ``request``, which may want its end, b"" when there is none."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        try:
            connection.sendall(request + b"\r\n\r\n")
            return more_of(connection)[9:12]
        except (ConnectionError, TimeoutError, AnswerCut):
            return b""
