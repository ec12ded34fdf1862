from __future__ import annotations

import random

import brotlicffi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standfirst.edition.packing import as_brotli

OPENING = b"<!DOCTYPE html><style>" + b"".join(b".c%d{color:#%06x}" % (n, n * 977) for n in range(400)) + b"</style>"


@settings(max_examples=200)
@given(st.binary(max_size=3_000), st.binary(max_size=3_000))
def test_two_parts_are_one_stream_of_what_both_held(opening, rest):
    assert brotlicffi.decompress(as_brotli(opening + rest, opening)) == opening + rest


@pytest.mark.parametrize("length", [0, 1, 15, 1_000, 60_000, 70_000, 300_000])
def test_what_follows_an_opening_may_be_of_any_length(length):
    rest = random.Random(length).randbytes(length)
    words = b"<p>What was said and what was done.</p>" * (length // 40)

    for body in (OPENING + rest, OPENING + words):
        assert brotlicffi.decompress(as_brotli(body, OPENING)) == body


def test_what_is_said_again_after_the_opening_and_what_brotli_knows_by_heart_come_out_right():
    body = OPENING + b"The Times of the first time after the war: " * 9 + OPENING[:500]

    assert brotlicffi.decompress(as_brotli(body, OPENING)) == body


def test_pages_with_one_opening_begin_with_the_same_bytes_and_are_no_larger_than_whole():
    pages = [OPENING + b"<p>Story %d, of which there is more to say.</p>" % number * 20 for number in (1, 2)]

    one, two = (as_brotli(page, OPENING) for page in pages)

    opening = as_brotli(OPENING, OPENING)[:-1]
    assert one.startswith(opening)
    assert two.startswith(opening)
    assert len(one) <= len(as_brotli(pages[0]))


def test_the_same_bytes_are_packed_the_same_way():
    assert as_brotli(OPENING + b"x", OPENING) == as_brotli(OPENING + b"x", OPENING)
