from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.delivery.negotiation import CODINGS, coding_for


@pytest.mark.parametrize(
    ("field", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("deflate", "identity"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "zstd"),
        ("br;q=0, zstd;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity, br;q=0.9", "identity"),
        ("identity;q=0.5, br;q=0.5", "br"),
        ("identity;q=0", "identity"),
        ("gzip;q=0.001", "gzip"),
        (" br ; q=1.000 , ,", "br"),
        ("br;q=2", "identity"),
        ("br;q=-1, gzip", "identity"),
        ("br;level=3", "identity"),
        ("gzip br", "identity"),
        ("é", "identity"),
        ("gzip, " * 200 + "br", "br"),
    ],
)
def test_a_client_gets_what_it_likes_best_of_what_we_like(field: str, coding: str):
    assert coding_for(field.encode()) == coding


@given(field=st.binary(max_size=300))
def test_any_field_gets_an_answer(field: bytes):
    assert coding_for(field) in CODINGS


@given(qualities=st.dictionaries(st.sampled_from(CODINGS), st.integers(0, 10), min_size=1))
def test_nothing_refused_is_sent_where_anything_named_is_accepted(qualities: dict[str, int]):
    field = ", ".join(f"{coding};q={tenths / 10}" for coding, tenths in qualities.items())

    chosen = coding_for(field.encode())

    if any(qualities.values()):
        assert qualities.get(chosen) == max(qualities.values())


def test_what_is_only_there_as_it_is_is_sent_as_it_is():
    assert coding_for(b"br, gzip, identity;q=0", ("identity",)) == "identity"
