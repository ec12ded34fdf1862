"""Our own story JSON: what is written is read back, and what is wrong is named with its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standfirst.story.blocks import (
    Embed,
    FactBox,
    Figure,
    Listing,
    LiveEntry,
    Paragraph,
    PullQuote,
    Quote,
    Subheading,
    Table,
    newest_first,
)
from standfirst.story.picture import Credit, Picture, Point
from standfirst.story.story import Attribution, Correction, Person, Section, Story, Topic
from standfirst.story.text import Span
from standfirst.wire.story_json import NotAStory, from_json, to_json

_WORD = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u2028\u2029"), min_size=1, max_size=12
)
WORDS = st.lists(_WORD, min_size=1, max_size=5).map(" ".join)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- hypothesis adds the zone
    lambda at: at.replace(microsecond=0)
)
SPANS = st.builds(
    Span,
    WORDS,
    strong=st.booleans(),
    emphasis=st.booleans(),
    link=st.sampled_from([None, "https://example.com/a", "/world/", "mailto:desk@example.com"]),
    language=st.sampled_from([None, "uk", "ar"]),
)
TEXTS = st.lists(SPANS, min_size=1, max_size=3).map(tuple)
ROWS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width).map(tuple), min_size=1, max_size=3).map(
        tuple
    )
)
BLOCKS = st.one_of(
    st.builds(Paragraph, TEXTS),
    st.builds(Subheading, WORDS),
    st.builds(Quote, TEXTS, st.just("") | WORDS),
    st.builds(PullQuote, WORDS, st.just("") | WORDS),
    st.builds(Listing, st.lists(TEXTS, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(Table, ROWS, st.just("") | WORDS, st.booleans()),
    st.builds(FactBox, WORDS, st.lists(TEXTS, min_size=1, max_size=3).map(tuple)),
    st.builds(Embed, st.just("https://video.example/1"), WORDS, st.just("") | WORDS),
    st.builds(LiveEntry, MOMENTS, WORDS, st.lists(TEXTS, max_size=2).map(tuple), st.booleans()),
)


@st.composite
def figures(draw: Any) -> Figure:
    width, height = draw(st.integers(1, 100_000)), draw(st.integers(1, 100_000))
    picture = Picture(
        draw(st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
        width,
        height,
        alt=draw(st.just("") | WORDS),
        caption=draw(st.just("") | WORDS),
        credit=Credit(draw(st.just("") | WORDS), draw(st.just("") | WORDS)),
        copyright=draw(st.just("") | WORDS),
        focus=draw(st.none() | st.builds(Point, st.integers(0, width - 1), st.integers(0, height - 1))),
    )
    return Figure(picture, draw(st.just("") | WORDS))


@st.composite
def stories(draw: Any) -> Story:
    section = Section(draw(SLUGS), draw(WORDS))
    published = draw(MOMENTS)
    return Story(
        id=draw(st.from_regex(r"[1-9][0-9]{0,5}", fullmatch=True)),
        path=f"/{section.slug}/{published:%Y/%m/%d}/{draw(SLUGS)}/",
        section=section,
        headline=draw(WORDS),
        standfirst=draw(WORDS),
        published=published,
        updated=draw(st.none() | st.just(published + timedelta(hours=2))),
        place=draw(st.just("") | WORDS),
        lead=draw(st.none() | figures()),
        byline=tuple(
            draw(st.lists(st.builds(Person, SLUGS, WORDS, st.just("") | WORDS), max_size=2, unique_by=lambda p: p.slug))
        ),
        topics=tuple(
            draw(
                st.lists(
                    st.builds(Topic, SLUGS, WORDS, st.sampled_from(["person", "place", "organisation", "subject"])),
                    max_size=2,
                    unique_by=lambda topic: topic.slug,
                )
            )
        ),
        body=newest_first(draw(st.lists(BLOCKS, min_size=1, max_size=5))),
        language=draw(st.sampled_from(["en", "de-AT", "ar", "uk"])),
        sensitive=draw(st.booleans()),
        corrections=tuple(draw(st.lists(st.builds(Correction, MOMENTS, TEXTS), max_size=2))),
        attributions=tuple(
            draw(st.lists(st.builds(Attribution, WORDS, WORDS, st.sampled_from(["asserts", "denies"])), max_size=2))
        ),
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(stories())
def test_what_is_written_is_read_back(story: Story) -> None:
    assert from_json(to_json(story).encode()).story == story


#: A picture the paper has already.
SEEN = {"key": "0123456789abcdef", "width": 10, "height": 20}


def whole(**fields: Any) -> bytes:
    story = {"headline": "Bridge reopens", "section": "Town", "body": ["It was shut for two years."]} | fields
    return json.dumps(story).encode()


def test_the_least_a_story_needs_is_a_headline_a_section_and_words() -> None:
    story = from_json(whole()).story

    assert story is not None
    assert (story.headline, story.section, story.text()) == (
        "Bridge reopens",
        Section("town", "Town"),
        "It was shut for two years.",
    )


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"headline": ""}, "$.headline", ""),
        ({"headline": 7}, "$.headline", "number"),
        ({"hedline": "x"}, "$", "hedline"),
        ({"body": [{"kind": "vidoe"}]}, "$.body[0].kind", "vidoe"),
        (
            {"body": ["fine", {"kind": "quote", "text": ["a", {"text": "b", "link": "javascript:alert(1)"}]}]},
            "$.body[1].text[1].link",
            "javascript",
        ),
        ({"published": "yesterday"}, "$.published", "yesterday"),
        ({"published": "2026-11-24T10:00:00"}, "$.published", "zone"),
        ({"body": [{"kind": "table", "rows": [["a", "b"], ["c"]]}]}, "$.body[0].rows", ""),
        ({"section": {"name": "Town", "slug": "../etc"}}, "$.section.slug", ""),
        ({"lead": {"picture": {"file": "../../etc/passwd"}}}, "$.lead.picture", ""),
        ({"lead": {"picture": SEEN | {"focus": [1, 2, 3]}}}, "$.lead.picture.focus", "[640, 300]"),
        ({"lead": {"picture": SEEN | {"focus": [-1, 2]}}}, "$.lead.picture.focus", "[640, 300]"),
        ({"lead": {"picture": SEEN | {"focus": [10, 20]}}}, "$.lead.picture.focus", "10 by 20"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(fields: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(NotAStory) as told:
        from_json(whole(**fields))

    assert str(told.value).startswith(place)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"headline": "a", "headline": "b"}',
        b'{"a": NaN}',
        b"\xff\xfe{}",
        b"[" * 9_999,
        b'{"headline": "\\ud800"}',
    ],
)
def test_what_is_no_story_is_refused(data: bytes) -> None:
    with pytest.raises(NotAStory):
        from_json(data)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    story = from_json(whole(published="2026-11-24T10:00:00+02:00")).story

    assert story is not None
    assert story.published == datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=2)))
