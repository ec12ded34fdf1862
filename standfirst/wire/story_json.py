"""Story JSON: a story as a file, comfortable to write by hand, and written by us without loss.

One object, UTF-8. Only ``headline`` and ``section`` are needed; what is left out has its default. Unknown fields,
wrong types, keys that stand twice, NaN, control characters, half characters and nesting beyond 64 levels are
refused, with the place of the fault (``$.body[2].text``).

    {
      "id": "12",                        a known id updates that story; leave it out for a new one
      "section": "World",                or {"name": "World", "slug": "world"}
      "slug": "bridge-closed",           the address's last part; made from the headline when left out
      "headline": "Border town wakes to find its bridge closed",
      "standfirst": "Officials on both banks blame each other",
      "byline": ["Jane Doe"],            or {"name", "slug", "role", "about"}
      "place": "Rezina",
      "published": "2026-11-24T09:00:00+01:00",
      "updated": "2026-11-24T11:30:00+01:00",
      "language": "en",
      "sensitive": false,
      "lead": {
        "picture": {"file": "bridge.jpg", "alt": "A barrier across a bridge",
                    "caption": "The bridge on Tuesday", "credit": "Jane Doe—Agency", "copyright": "",
                    "focus": [640, 300]},
        "caption": ""                    what this story says of it, where that differs from the picture's caption
      },
      "body": [
        "A plain string is a paragraph.",
        {"kind": "paragraph", "text": ["A list mixes words with ", {"text": "spans", "strong": true}, "."]},
        {"kind": "subheading", "text": "What happens now"},
        {"kind": "quote", "text": "They were polite.", "source": "Pavel Rusu"},
        {"kind": "pullquote", "text": "They were polite.", "source": ""},
        {"kind": "list", "items": ["one", "two"], "ordered": false},
        {"kind": "table", "rows": [["Winter", "Days"], ["2013", "77"]], "caption": "", "head": true},
        {"kind": "factbox", "title": "The river", "items": ["It is long."]},
        {"kind": "figure", "picture": {"file": "river.jpg", "alt": "A river"}, "caption": ""},
        {"kind": "embed", "url": "https://video.example/1", "title": "The bridge, filmed", "provider": "Video"},
        {"kind": "live", "at": "2026-11-24T11:20:00+01:00", "headline": "One lane is open",
         "paragraphs": ["Lorries wait."], "key": true}
      ],
      "topics": ["Moldova", {"name": "Pavel Rusu", "kind": "person"}],
      "related": ["11"],
      "corrections": [{"at": "2026-11-25T08:00:00+01:00", "text": "The bridge has two lanes."}],
      "attributions": [{"source": "the ministry", "claim": "its troops were there", "stance": "denies",
                        "via": "the state broadcaster", "when": "on Tuesday"}]
    }

A span has ``text`` and may have ``strong``, ``emphasis``, ``link`` (http, https, mailto, tel, or a path of ours) and
``language``. A lead's ``focus`` is what other sites' crops are made around: pixels from the left and the top of the
picture, upright. A picture's ``file`` is looked for in the story's own folder and nowhere else; a picture that the
paper has already is named by ``key``, ``width`` and ``height`` instead. Topics are of kind person, place, organisation
or subject. Times need a zone.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from standfirst.story.blocks import (
    Block,
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
from standfirst.story.picture import Credit, Picture
from standfirst.story.story import Attribution, Correction, Person, Section, Story, Topic
from standfirst.story.text import Span, Text
from standfirst.wire.found import Found, FoundPicture, Taken
from standfirst.wire.story_fields import UNDATED, StoryReader
from standfirst.wire.strict_json import BadJson, read_json


class NotAStory(ValueError):
    """A file that is no story JSON; says where and why."""


def from_json(data: bytes, *, file: str = "", folder: Path | None = None) -> Found:
    """Return the story in ``data``, complete, as ``Found.story``; its fields are in the Found as well.

    folder: where its picture files may lie; they are named in ``Found.files``. A story without a date is
    ``UNDATED`` (and ``Found.published`` None), one without an id has id "". Raises NotAStory.
    """
    reader = StoryReader(folder, {})
    try:
        story = reader.story(read_json(data))
    except BadJson as error:
        raise NotAStory(str(error)) from error
    lead = story.lead
    return Found(
        file=file, original=data, content_type="application/json", section=story.section.name, headline=story.headline, standfirst=story.standfirst,
        byline=tuple(person.name for person in story.byline), published=None if story.published == UNDATED else story.published, updated=story.updated,
        language=story.language, place=story.place, body=story.body, topics=tuple(topic.name for topic in story.topics),
        lead=FoundPicture(lead.legend, lead.picture.credit, lead.picture.alt) if lead else None,
        taken=(Taken("story", story.headline, "our own story JSON"),), story=story, files=tuple(reader.files.items()),
    )  # fmt: skip


def to_json(story: Story) -> str:
    """Return ``story`` as story JSON, two blanks a level, defaults left out; ``from_json`` gives the same story back."""
    return json.dumps(_plain(story), ensure_ascii=False, indent=2) + "\n"


_KINDS = {
    Paragraph: "paragraph",
    Subheading: "subheading",
    Quote: "quote",
    PullQuote: "pullquote",
    Figure: "figure",
    Listing: "list",
    Table: "table",
    FactBox: "factbox",
    Embed: "embed",
    LiveEntry: "live",
}
_PARTS = (Story, Section, Person, Topic, Correction, Attribution, Picture, Credit, *_KINDS)
#: Fields that are written even when they hold what is their default.
_ALWAYS = {"id", "path", "title"}


def _plain(value: Any) -> Any:
    """Return a part of a story as JSON's own values."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return (
            _text(value)
            if all(isinstance(each, Span) for each in value) and value
            else [_plain(each) for each in value]
        )
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if isinstance(value, Paragraph) and isinstance(words := _text(value.text), str):
        return words
    kind: dict[str, Any] = {"kind": _KINDS[type(value)]} if isinstance(value, Block) else {}
    return kind | {
        field.name: _field(value, field.name)
        for field in fields(value)
        if field.name in _ALWAYS or getattr(value, field.name) != field.default
    }


def _field(part: Any, name: str) -> Any:
    value = getattr(part, name)
    if name == "lead":
        return {key: each for key, each in _plain(value).items() if key != "kind"}
    if name == "text" and isinstance(value, tuple):
        return _text(value)
    if name in {"items", "paragraphs"}:
        return [_text(item) for item in value]
    return _plain(value)


def _text(text: Text) -> Any:
    """Return text as a string where it is one run of plain words, else as a list of strings and spans."""
    if not text:
        return ""
    if len(text) == 1 and text[0] == Span(text[0].text) and text[0].text:
        return text[0].text
    return [
        span.text
        if span == Span(span.text)
        else {
            name: value
            for name, value in span._asdict().items()
            if name == "text" or value != Span._field_defaults[name]
        }
        for span in text
    ]
