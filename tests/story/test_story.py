"""The story itself: what a reader reads of it, and which way."""

from dataclasses import replace
from datetime import UTC, datetime

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
    words_of,
)
from standfirst.story.picture import Credit, Picture
from standfirst.story.story import Person, Section, Story, card_of, direction_of
from standfirst.story.text import text_of

PICTURE = Picture("0" * 16, 900, 600, "A harbour", caption="The harbour", credit=Credit("Jane Doe", "Agency"))
BODY = (
    Paragraph(text_of("One two.")),
    Subheading("Three"),
    PullQuote("One two."),
    Quote(text_of("Four five."), "The mayor"),
    Figure(PICTURE),
    Listing((text_of("six"), text_of("seven"))),
    Table((("eight", "nine"), ("ten", "eleven"))),
    FactBox("Twelve", (text_of("thirteen"),)),
    Embed("https://video.example/1", "fourteen"),
    LiveEntry(datetime(2026, 3, 1, 9, tzinfo=UTC), "Fifteen", (text_of("Sixteen."),)),
    Paragraph(text_of("Last.")),
)
STORY = Story(
    id="1",
    path="/world/2026/03/01/one/",
    section=Section("world", "World"),
    headline="A headline",
    standfirst="Why read",
    published=datetime(2026, 3, 1, tzinfo=UTC),
    byline=(Person("jane-doe", "Jane Doe"),),
    body=BODY,
)


def test_the_text_is_the_paragraphs_with_blank_lines_between() -> None:
    assert STORY.text() == "One two.\n\nSixteen.\n\nLast."


def test_every_block_but_a_pull_quote_is_read_once() -> None:
    read = [line for block in BODY for line in words_of(block)]

    assert read.count("One two.") == 1
    assert {
        "Three",
        "Four five.",
        "The mayor",
        "The harbour",
        "Jane Doe—Agency",
        "six",
        "eight nine",
        "Twelve",
        "Fifteen",
        "Sixteen.",
    } <= set(read)


def test_live_entries_stand_newest_first_in_the_places_they_have() -> None:
    first, second, third = (LiveEntry(datetime(2026, 3, 1, hour, tzinfo=UTC), str(hour)) for hour in (8, 9, 10))
    intro, picture = Paragraph(text_of("Intro.")), Figure(PICTURE)

    assert newest_first((intro, first, picture, third, second)) == (intro, third, picture, second, first)


def test_an_entry_keeps_its_name_whatever_comes_before_or_after_it() -> None:
    entries = [LiveEntry(datetime(2026, 3, 1, hour, tzinfo=UTC), str(hour)) for hour in (10, 9, 8)]

    names = list(replace(STORY, body=tuple(entries)).live_entries())

    assert names == ["20260301T100000", "20260301T090000", "20260301T080000"]
    assert list(replace(STORY, body=tuple(entries[1:])).live_entries()) == names[1:]


def test_a_story_may_say_more_of_a_picture_than_the_picture_does() -> None:
    assert Figure(PICTURE).legend == "The harbour"
    assert Figure(PICTURE, caption="The harbour in March").legend == "The harbour in March"


def test_words_are_counted_with_headline_and_standfirst() -> None:
    assert STORY.words() > 7


def test_a_card_says_what_lists_show() -> None:
    card = card_of(STORY)

    assert (card.id, card.path, card.byline, card.modified) == ("1", STORY.path, ("Jane Doe",), STORY.published)


def test_right_to_left_is_told_by_language() -> None:
    assert [direction_of(language) for language in ("ar", "he-IL", "fa", "en", "arn")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
