"""Exactness: after any editing, step by step gives byte for byte what pressing from nothing gives."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standfirst.edition.shelf import Shelf
from standfirst.press.printers import listing
from standfirst.story.blocks import LiveEntry, Paragraph
from standfirst.story.story import Correction, Person, Section, Story, Topic
from standfirst.story.text import text_of
from tests.press.memory_archive import MemoryArchive
from tests.press.rooms import NOON, Room, a_story

SECTIONS = [Section("world", "World"), Section("local", "Local"), Section("science", "Science")]
PEOPLE = [Person("jane-doe", "Jane Doe"), Person("john-roe", "John Roe")]
TOPICS = [Topic("kyiv", "Kyiv", "place"), Topic("trade", "Trade"), Topic("un", "United Nations", "organisation")]
IDS = [str(number) for number in range(1, 5)]

Edit = Callable[[MemoryArchive], str | None]


def _stories() -> st.SearchStrategy[Story]:
    return st.builds(
        lambda story_id, section, day, words, people, topics, corrected, minutes: a_story(
            story_id,
            section=section,
            published=NOON - timedelta(days=day),
            headline=words,
            body=(
                Paragraph(text_of(f"{words} {day}")),
                *(LiveEntry(NOON + timedelta(minutes=minute), words) for minute in minutes),
            ),
            byline=tuple(people),
            topics=tuple(topics),
            corrections=(Correction(NOON, text_of(words)),) if corrected else (),
        ),
        st.sampled_from(IDS),
        st.sampled_from(SECTIONS),
        st.integers(0, 60),
        st.sampled_from(["Calm", "Storm", "Vote", "Truce"]),
        st.lists(st.sampled_from(PEOPLE), unique=True),
        st.lists(st.sampled_from(TOPICS), unique=True),
        st.booleans(),
        st.lists(st.integers(0, 3), max_size=3),
    )


def _publish(story: Story) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        archive.publish(story)
        return f"story:{story.id}"

    return edit


def _take_down(story_id: str) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        archive.stories.pop(story_id, None)
        return f"story:{story_id}"

    return edit


def _rename_person(slug: str, name: str) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        if slug in archive.people:
            archive.people[slug] = replace(archive.people[slug], name=name)
        return f"person:{slug}"

    return edit


def _rename_section(slug: str, name: str) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        if slug in archive.sections:
            archive.sections[slug] = replace(archive.sections[slug], name=name)
        return f"section:{slug}"

    return edit


def _feature(section: str, ids: list[str]) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        archive.featured[section] = tuple(ids)
        return f"front:{section}"

    return edit


def _new_settings(tagline: str) -> Edit:
    def edit(archive: MemoryArchive) -> str:
        archive.paper = replace(archive.paper, tagline=tagline)
        return "paper"

    return edit


def _edits() -> st.SearchStrategy[Edit]:
    names = st.sampled_from(["Alpha", "Beta", "Gamma"])
    slugs = [section.slug for section in SECTIONS]
    return st.one_of(
        st.builds(_publish, _stories()),
        st.builds(_publish, _stories()),
        st.builds(_take_down, st.sampled_from(IDS)),
        st.builds(_rename_person, st.sampled_from([person.slug for person in PEOPLE]), names),
        st.builds(_rename_section, st.sampled_from(slugs), names),
        st.builds(_feature, st.sampled_from(["", *slugs]), st.lists(st.sampled_from(IDS), unique=True, max_size=3)),
        st.builds(_new_settings, names),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_edits(), st.sampled_from(["rung", "lost"])), min_size=6, max_size=30))
def test_any_editing_ends_in_what_pressing_from_nothing_gives(edits: list[tuple[Edit, str]]) -> None:
    # So that months come to be told by the day, and whole again.
    with tempfile.TemporaryDirectory() as folder, patch.object(listing, "WHOLE_MONTH", 1):
        room = Room(Path(folder) / "stepwise")
        for edit, bell in edits:
            record = edit(room.archive)
            if bell == "rung" and record:
                room.run(hints=frozenset({record}))
        room.run()
        anew = Room(Path(folder) / "anew", room.archive)
        anew.run()

        assert _contents(room.shelf) == _contents(anew.shelf)


def _contents(shelf: Shelf) -> dict[str, bytes]:
    """What readers get at every address that answers 200."""
    return {plate.path: plate.identity() for plate in shelf.plates() if plate.status == 200}
