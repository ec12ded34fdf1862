"""Clients that are broken, slow or out to break something: the site goes on, for everybody else."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest

from bench.faults.answers import status_of
from bench.faults.hostile import BOMBS, SLOW, SMUGGLED, TRAVERSALS, malformed, slow_clients
from standfirst.delivery.server import HEAD_SECONDS
from tests.delivery.conftest import STORY, Served, words_of

STORY_BYTES = words_of(200)


def good(site: Served) -> float:
    """Read the story, check it, and return how long that took, seconds."""
    began = time.monotonic()
    assert site.get(STORY).content == STORY_BYTES
    return time.monotonic() - began


def test_ten_thousand_malformed_requests_leave_no_trace(site: Served) -> None:
    dice = random.Random(18)
    good(site)
    for _ in range(1_500):
        status_of(site.port, malformed(dice))
    before, open_before = site.memory(), site.descriptors()

    statuses = Counter(status_of(site.port, malformed(dice)) for _ in range(8_500))
    assert not [status for status in statuses if status[:1] == b"5"]
    assert statuses[b"404"] > 500, "too few got as far as the site"
    good(site)
    assert site.memory() - before < 12_000_000
    assert site.descriptors() <= open_before + 5


END = b"Host: x\r\nConnection: close\r\n"


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


@pytest.mark.parametrize("more", BOMBS)
def test_headers_too_large_are_refused_at_once(site: Served, more: bytes) -> None:
    began = time.monotonic()

    answer = site.raw(b"GET / HTTP/1.1\r\n" + END + more + b"\r\n")

    assert answer == b"" or b" 431 " in answer.split(b"\r\n")[0]
    assert time.monotonic() - began < 1
    good(site)


@pytest.mark.parametrize("target", TRAVERSALS)
def test_nothing_but_plates_has_an_address(site: Served, target: bytes) -> None:
    assert site.status(target) in (400, 404)


def test_two_hundred_slow_clients_of_each_kind_hold_up_nobody(site: Served) -> None:
    good(site)
    before = site.descriptors()
    held = [connection for sent in SLOW.values() for connection in slow_clients(site.port, 200, sent)]
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
    held = [next(slow_clients(site.port, 1, SLOW[kind])) for kind in ("slow headers", "idle", "idle after an answer")]

    for connection in held:
        while connection.recv(65_536):
            pass
        assert time.monotonic() - began < HEAD_SECONDS + 5
        connection.close()
