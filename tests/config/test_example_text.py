"""The example's way of writing: each mark becomes its block, and what is no mark is refused with its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from standfirst.config.example_text import TextUnreadable, body_of, inline
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
)
from standfirst.story.picture import Picture
from standfirst.story.text import Span, text_of

BOATS = Picture("0123456789abcdef", 1800, 1200, "Boats")


def one(text: str):
    (block,) = body_of(text, {"boats": BOATS}.__getitem__)
    return block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Two lines\nof one paragraph.", Paragraph(text_of("Two lines of one paragraph."))),
        ("## What it says", Subheading("What it says")),
        ("> Words.\n> — Somebody", Quote(text_of("Words."), "Somebody")),
        ("> Words alone.", Quote(text_of("Words alone."))),
        (":::pull\nLarge words.\n— Somebody\n:::", PullQuote("Large words.", "Somebody")),
        (":::facts In short\n- One\n- Two\n:::", FactBox("In short", (text_of("One"), text_of("Two")))),
        ("- One\n- Two", Listing((text_of("One"), text_of("Two")))),
        ("1. One\n2. Two", Listing((text_of("One"), text_of("Two")), ordered=True)),
        ("![Boats at dawn.](boats)", Figure(BOATS, "Boats at dawn.")),
        (
            ":::table Tides\n| Day | Height |\n| --- | --- |\n| Monday | 3.41 |\n:::",
            Table((("Day", "Height"), ("Monday", "3.41")), "Tides"),
        ),
        (":::table T\n| | A |\n| --- | --- |\n| B | 1 |\n:::", Table((("", "A"), ("B", "1")), "T")),
        (
            ":::key 2026-11-24T14:05+01:00 The bridge opens\nOne lane.\n\nLorries **wait**.\n:::",
            LiveEntry(
                datetime(2026, 11, 24, 13, 5, tzinfo=UTC),
                "The bridge opens",
                (text_of("One lane."), (Span("Lorries "), Span("wait", strong=True), Span("."))),
                key=True,
            ),
        ),
        ('[A map](https://maps.example/1 "Maps")', Embed("https://maps.example/1", "A map", "Maps")),
    ],
)
def test_each_mark_becomes_its_block(text: str, block: object):
    assert one(text) == block


def test_marks_within_a_line_become_spans():
    assert inline("**Strong**, *slanted* and [linked](/world/).") == (
        Span("Strong", strong=True),
        Span(", "),
        Span("slanted", emphasis=True),
        Span(" and "),
        Span("linked", link="/world/"),
        Span("."),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One.\n\n![What?](nothing)", "line 3: no picture is called 'nothing'"),
        ("[here](javascript:alert)", "line 1: 'javascript:alert' is no link"),
        (":::live noon The bridge opens\n:::", "line 1: 'noon' is no moment"),
        (":::table T\n| a | b |\n| c |\n:::", "line 1: the table's rows differ"),
        ("- one\ntwo", "line 1: 'two' is within a list"),
        ("One.\n\n:::facts Never closed\n- One", "line 3: ':::facts Never closed' is never closed"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, said: str):
    with pytest.raises(TextUnreadable, match=said.replace("(", r"\(")):
        body_of(text, {"boats": BOATS}.__getitem__)
