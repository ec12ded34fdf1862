from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.delivery.ranges import MOST_PARTS, NoSuchPart, multipart, parts_of, placed


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("bytes=0-99", [(0, 100)]),
        ("bytes=900-", [(900, 1000)]),
        ("bytes=-100", [(900, 1000)]),
        ("bytes=-5000", [(0, 1000)]),
        ("bytes=990-5000", [(990, 1000)]),
        ("BYTES=0-0", [(0, 1)]),
        ("bytes=0-9, 20-29", [(0, 10), (20, 30)]),
        ("bytes=20-29,0-9,10-12", [(0, 13), (20, 30)]),
        ("bytes=0-9,5000-", [(0, 10)]),
        ("bytes=9-0", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=", None),
        ("lines=0-9", None),
        ("bytes 0-9", None),
        ("bytes=0-9;10-19", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("bytes=٠-٩", None),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(0, 22, 2)), None),
    ],
)
def test_the_parts_asked_for(field: str, parts: list[tuple[int, int]] | None):
    assert parts_of(field, 1000) == parts


@pytest.mark.parametrize("field", ["bytes=1000-", "bytes=1000-1001,5000-", "bytes=-0"])
def test_parts_behind_the_end_are_said_not_to_exist(field: str):
    with pytest.raises(NoSuchPart):
        parts_of(field, 1000)


def test_an_empty_body_is_sent_whole():
    assert parts_of("bytes=0-", 0) is None


SPECS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 60)), min_size=1, max_size=MOST_PARTS)


@given(specs=SPECS, length=st.integers(1, 100))
def test_parts_are_what_was_asked_once_each_and_never_more_than_the_body(specs: list[tuple[int, int]], length: int):
    wanted = {place for first, more in specs for place in range(first, first + more + 1) if place < length}
    field = "bytes=" + ",".join(f"{first}-{first + more}" for first, more in specs)

    try:
        parts = parts_of(field, length)
    except NoSuchPart:
        assert not wanted
        return

    given_places = [place for first, end in parts for place in range(first, end)]
    assert sorted(wanted) == given_places


@given(field=st.text(max_size=100), length=st.integers(0, 100))
def test_any_field_gets_an_answer(field: str, length: int):
    with contextlib.suppress(NoSuchPart):
        parts_of("bytes=" + field, length)


def test_several_parts_travel_in_one_body():
    body = multipart(b"0123456789", [(0, 2), (5, 7)], "image/jpeg", "cut")

    assert body.count(b"--cut\r\n") == 2
    assert b"content-range: bytes 5-6/10\r\n\r\n56\r\n--cut--\r\n" in body
    assert placed((0, 2), 10) == "bytes 0-1/10"
