from datetime import UTC, datetime

import pytest

from standfirst.story.blocks import Listing, Paragraph, Quote, Subheading
from standfirst.story.story import Section
from standfirst.story.text import Span, text_of
from standfirst.wire.story_json import NotAStory
from standfirst.wire.story_markdown import from_markdown

WHOLE = """\
---
headline: "Harbour closed: fire on ferry"
standfirst: Everybody is ashore
section: Town
byline: Jane Doe, John Roe
language: de
place: Sandhavn
published: 2026-11-24T09:15:00+01:00
topics: Ferries
sensitive: yes
---
The first paragraph,
in two lines.

## What happened
A line right after it.

> We heard a bang. — A passenger

- one
  goes on
- two

1. first

With **strong**, *emphasis* and [a link](https://port.example/log), but 2 * 3 * 4.
"""


def story_of(text):
    return from_markdown(text.encode(), file="fire.md").story


def test_a_whole_story_is_read():
    story = story_of(WHOLE)

    assert (story.headline, story.standfirst) == ("Harbour closed: fire on ferry", "Everybody is ashore")
    assert story.section == Section("town", "Town")
    assert [person.name for person in story.byline] == ["Jane Doe", "John Roe"]
    assert (story.language, story.place, story.sensitive) == ("de", "Sandhavn", True)
    assert story.published == datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
    assert [topic.name for topic in story.topics] == ["Ferries"]
    assert story.body == (
        Paragraph(text_of("The first paragraph, in two lines.")),
        Subheading("What happened"),
        Paragraph(text_of("A line right after it.")),
        Quote(text_of("We heard a bang."), "A passenger"),
        Listing((text_of("one goes on"), text_of("two"))),
        Listing((text_of("first"),), ordered=True),
        Paragraph(
            (
                Span("With "),
                Span("strong", strong=True),
                Span(", "),
                Span("emphasis", emphasis=True),
                Span(" and "),
                Span("a link", link="https://port.example/log"),
                Span(", but 2 * 3 * 4."),
            )
        ),
    )


@pytest.mark.parametrize("text", [WHOLE.replace("\n", "\r\n"), "\ufeff" + WHOLE, "\n" + WHOLE])
def test_how_it_was_saved_makes_no_difference(text):
    assert story_of(text) == story_of(WHOLE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Just words", "front matter"),
        ("---\nheadline: x\n", "front matter"),
        ("---\nheadline: x\nheadline: y\nsection: z\n---\n", "line 3: headline stands twice"),
        ("---\nheadlin: x\n---\n", "line 2: 'headlin: x'"),
        ("---\nheadline: x\n---\n", "$.section"),
        ("---\nheadline: x\nsection: y\npublished: tomorrow\n---\n", "$.published"),
        ("---\nheadline: x\nsection: y\nsensitive: perhaps\n---\n", "$.sensitive"),
        ("---\nheadline: x\nsection: y\n---\n[a](javascript:alert)", "$.body[0]"),
        ("---\nheadline: x\x07\nsection: y\n---\n", "$.headline"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, said):
    with pytest.raises(NotAStory) as refused:
        story_of(text)
    assert said in str(refused.value)


def test_what_is_not_utf8_is_refused():
    with pytest.raises(NotAStory, match="UTF-8"):
        from_markdown(b"---\nheadline: \xff\n---\n")
