from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from standfirst.newsroom.models import StoryPage
from standfirst.newsroom.reconciling import bring_in
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Person, Section, Story
from standfirst.story.text import text_of
from standfirst.wire.found import Found
from tests.newsroom.desks import MONDAY, draft, live_story, publish, story

PATH = "/town/2026/11/02/harbour-closed/"


def at_the_desk(**parts: Any) -> Found:
    fire = Story(
        id="20261102T093000-fire",
        path=PATH,
        section=Section("town", "Town"),
        headline="Harbour closed",
        standfirst="Everybody is ashore",
        published=MONDAY,
        byline=(Person("jane-doe", "Jane Doe"),),
        body=(Paragraph(text_of("The first paragraph.")),),
    )
    fire = replace(fire, **parts)
    return Found("fire.md", repr(parts).encode(), "text/markdown", published=fire.published, story=fire)


@pytest.mark.django_db
@pytest.mark.usefixtures("paper")
class TestReconciling:
    def test_the_story_is_live_at_the_address_and_of_the_moment_readers_know(self) -> None:
        taken = bring_in(at_the_desk(), path=PATH, pictures={})

        page = StoryPage.objects.get(pk=taken.id)
        assert (taken.status, taken.url, page.live) == ("ok", PATH, True)
        assert story(page).published == MONDAY
        assert [person.name for person in story(page).byline] == ["Jane Doe"]

    def test_twice_is_once(self) -> None:
        first, again = (bring_in(at_the_desk(), path=PATH, pictures={}) for _ in range(2))

        assert first.id == again.id
        assert StoryPage.objects.count() == 1

    def test_a_later_version_changes_the_same_story(self) -> None:
        first = bring_in(at_the_desk(), path=PATH, pictures={})
        again = bring_in(at_the_desk(headline="Harbour open"), path=PATH, pictures={})

        assert (first.id, first.url) == (again.id, again.url)
        assert story(StoryPage.objects.get(pk=first.id)).headline == "Harbour open"

    def test_an_address_taken_meanwhile_is_refused_and_nothing_is_changed(self) -> None:
        draft("Harbour closed")

        taken = bring_in(at_the_desk(), path=PATH, pictures={})

        assert taken.status == "refused"
        assert PATH in taken.reason
        assert StoryPage.objects.count() == 1

    def test_what_editors_moved_since_is_left_to_them(self) -> None:
        first = bring_in(at_the_desk(), path=PATH, pictures={})
        publish(StoryPage.objects.get(pk=first.id), slug="harbour-shut")

        again = bring_in(at_the_desk(), path=PATH, pictures={})

        assert (again.status, again.id) == ("ok", first.id)

    def test_a_correction_of_a_story_the_newsroom_has_becomes_its_next_version(self) -> None:
        page = live_story()
        path = story(page).path

        taken = bring_in(at_the_desk(id=str(page.pk), path=path), path=path, pictures={})

        assert (taken.id, taken.url) == (str(page.pk), path)
        assert story(page).headline == "Harbour closed"
