"""A rush: five hundred clients ask for one address at the moment it was changed. Nobody waits for a page to be made."""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

from bench.faults import stream
from bench.faults.answers import Answer, AnswerCut, answer_in, asking, more_of
from bench.faults.outcome import Outcome
from bench.faults.readers import checked, get, until
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home
from standfirst.edition.layout import edition_folder
from standfirst.edition.shelf import Shelf

CLIENTS = 500
#: What 99 of 100 may wait at most, seconds.
P99_SECONDS = 0.25
_ENCODING = "gzip, deflate, br, zstd"


@dataclass(slots=True)
class Wave:
    """What came of all asking once, at the same time. seconds: of each, from its request to the end of its answer."""

    answers: list[Answer] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cut: int = 0


def wave(connections: Sequence[socket.socket], path: str, patience_seconds: float = 10.0) -> Wave:
    """Return what came of asking for ``path`` on all ``connections`` at once; what did not come in time is cut."""
    asked, met = asking(path, _ENCODING), Wave()
    held: dict[socket.socket, bytes] = {}
    began: dict[socket.socket, float] = {}
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
            held[connection] = b""
        for connection in connections:
            began[connection] = time.perf_counter()
            connection.sendall(asked)
        end = time.perf_counter() + patience_seconds
        while held and time.perf_counter() < end:
            for key, _ in selector.select(timeout=patience_seconds):
                _read_on(key.fileobj, held, began, met)  # type: ignore[arg-type] # they are all sockets
                if key.fileobj not in held:
                    selector.unregister(key.fileobj)
    met.cut += len(held)
    return met


def _read_on(
    connection: socket.socket, held: dict[socket.socket, bytes], began: dict[socket.socket, float], met: Wave
) -> None:
    try:
        held[connection] += more_of(connection)
    except (AnswerCut, ConnectionError):
        met.cut += 1
        del held[connection]
        return
    if found := answer_in(held[connection]):
        met.seconds.append(time.perf_counter() - began[connection])
        met.answers.append(found[0])
        del held[connection]


def p99_of(seconds: Sequence[float]) -> float:
    """Return what 99 of 100 waited at most."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def rushed(home: Home, changes: int) -> Outcome:
    """Return what ``CLIENTS`` clients met who all asked for a story each of the ``changes`` times it was published anew.

    Once at the publish, with the press at work, when the version before or the new one is right; once as soon as
    anybody was given the new one, when no other is, and nothing may be written because they asked.
    """
    outcome, rooms = Outcome("rush at a changed address"), Rooms(home)
    shelf, path = Shelf(edition_folder(home.edition_url)), stream.begin()[1]
    during, after, writes = Wave(), Wave(), 0
    try:
        for room in ("site", "press"):
            rooms.start(room)
        until_it_answers(home.port)
        if not _shows(home.port, path, 1):
            outcome.wrong.append("the first version did not come")
        with ExitStack() as stack:
            clients = [
                stack.enter_context(closing(socket.create_connection(("127.0.0.1", home.port), timeout=10)))
                for _ in range(CLIENTS)
            ]
            for number in range(2, changes + 2):
                stream.publish(1, number)
                outcome.wrong += _taken(during, wave(clients, path), {number - 1, number})
                if not _shows(home.port, path, number):
                    outcome.wrong.append(f"number {number} did not come")
                    break
                before = shelf.stamp(path)
                outcome.wrong += _taken(after, wave(clients, path), {number})
                writes += shelf.stamp(path) != before
    finally:
        rooms.close()
    for name, met in (("while it was printed", during), ("just printed", after)):
        p99 = p99_of(met.seconds)
        outcome.figures[f"p99 {name}, ms"] = round(p99 * 1000)
        outcome.wrong += [f"the p99 {name} was {p99:.3f} s"] * (p99 > P99_SECONDS)
    outcome.wrong += [f"the page was written {writes} times because it was asked for"] * bool(writes)
    outcome.figures |= {
        "clients": CLIENTS, "changes": changes, "answers": len(during.answers) + len(after.answers), "wrong": len(outcome.wrong),
    }  # fmt: skip
    return outcome


def _shows(port: int, path: str, number: int) -> bool:
    words = f"Stream 1 number {number}".encode()
    return until(lambda: words in get(port, path)[2], 30)


def _taken(whole: Wave, met: Wave, right: set[int]) -> list[str]:
    """Add ``met`` to ``whole`` and return what was wrong with it; right: the versions that are."""
    whole.answers += met.answers
    whole.seconds += met.seconds
    wrong = [f"{met.cut} clients got no whole answer"] * bool(met.cut)
    for answer in met.answers:
        fault, page = checked(*answer)
        if not fault and not any(f"Stream 1 number {number}".encode() in page for number in right):
            fault = f"{answer.status}: none of the numbers {sorted(right)}"
        wrong += [fault] * bool(fault)
    return wrong[:5]
