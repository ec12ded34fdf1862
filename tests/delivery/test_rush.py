"""Very many readers ask for one address at the moment it changes: each gets the whole new page, and soon."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from bench.faults.readers import checked
from bench.faults.rush import p99_of, wave
from standfirst.edition.plate import Plate
from tests.delivery.conftest import HTML, Served, words_of

#: A fifth of what `standfirst bench faults --only rush` measures, and four times its patience: tests run beside others.
READERS, P99_SECONDS = 100, 1.0
PATH = "/world/2026/11/05/just-changed/"


@pytest.fixture
def readers(site: Served) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", site.port), timeout=10)))
            for _ in range(READERS)
        ]


def test_all_who_ask_for_a_page_just_changed_get_the_new_one_whole_and_soon(
    site: Served, readers: list[socket.socket]
) -> None:
    seconds, wrong = [], []
    for number in range(1, 11):
        page = words_of(200, of=f"number {number}")
        site.bind(Plate(PATH, page, HTML))
        written = site.place(PATH).stat()

        met = wave(readers, PATH)

        assert (len(met.answers), met.cut) == (READERS, 0)
        wrong += [
            fault or "not the new page" for fault, got in (checked(*a) for a in met.answers) if fault or got != page
        ]
        seconds += met.seconds
        assert site.place(PATH).stat().st_mtime_ns == written.st_mtime_ns

    assert wrong == []
    assert p99_of(seconds) < P99_SECONDS
