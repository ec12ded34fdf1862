from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.delivery.conditions import http_date, names_tag, same_still, seconds_of, unchanged

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ('"a-br"', True),
        ('W/"a-br"', True),
        ('"x", W/"a-br" , "y"', True),
        ("*", True),
        ('"a-gzip"', False),
        ('"a"', False),
        ("a-br", False),
        ('"x" "a-br"', False),
        ('"a-br', False),
        ('w/"a-br"', False),
        ("", False),
        ('"x, "a-br""', False),
    ],
)
def test_a_tag_is_named_or_not(field: str, named: bool):
    assert names_tag(field, '"a-br"') is named


@given(field=st.text(max_size=200))
def test_no_field_breaks_the_reader_of_tags(field: str):
    names_tag(field, '"a"')


@given(others=st.lists(st.text("abc-", max_size=5), max_size=5), place=st.integers(0, 5))
def test_a_tag_is_found_wherever_it_stands_in_the_list(others: list[str], place: int):
    tags = [f'"{tag}"' for tag in others]
    tags.insert(place, '"wanted"')

    assert names_tag(", ".join(tags), '"wanted"')


def test_a_tag_outranks_a_date_even_one_that_cannot_be_read():
    later = http_date(NOON).encode()

    assert not unchanged({b"if-none-match": b'"other"', b"if-modified-since": later}, '"a"', SECONDS)
    assert not unchanged({b"if-none-match": b"garbled", b"if-modified-since": later}, '"a"', SECONDS)
    assert unchanged({b"if-none-match": b'"a"', b"if-modified-since": b"Thu, 01 Jan 1970 00:00:00 GMT"}, '"a"', SECONDS)


@pytest.mark.parametrize(
    ("since", "same"),
    [
        ("Thu, 05 Nov 2026 12:00:00 GMT", True),
        ("Fri, 06 Nov 2026 12:00:00 GMT", True),
        ("Thu, 05 Nov 2026 11:59:59 GMT", False),
        ("Thursday, 05-Nov-26 12:00:00 GMT", True),
        ("Thu Nov  5 12:00:00 2026", True),
        ("yesterday", False),
        ("", False),
        ("Thu, 99 Nov 99999 12:00:00 GMT", False),
    ],
)
def test_a_page_not_changed_since_then_is_not_sent_again(since: str, same: bool):
    assert unchanged({b"if-modified-since": since.encode()}, '"a"', SECONDS) is same


def test_a_page_without_a_date_is_always_sent():
    assert not unchanged({b"if-modified-since": http_date(NOON).encode()}, '"a"', None)


@given(moment=st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_dates_are_read_as_they_are_written(moment: datetime):
    assert seconds_of(http_date(moment)) == int(moment.timestamp())


@given(words=st.text(max_size=60))
def test_no_words_break_the_reader_of_dates(words: str):
    seconds_of(words)


def test_parts_belong_to_the_version_only_by_strong_tag_or_exact_date():
    assert same_still('"a"', '"a"', SECONDS)
    assert not same_still('W/"a"', '"a"', SECONDS)
    assert same_still(http_date(NOON), '"a"', SECONDS)
    assert not same_still("Fri, 06 Nov 2026 12:00:00 GMT", '"a"', SECONDS)
