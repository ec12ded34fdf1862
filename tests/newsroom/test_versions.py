"""Every change readers could meet is a version that never was; what only editors meet is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from standfirst.newsroom.handoff import LiveArchive
from standfirst.newsroom.models import (
    FeaturedInSection,
    Person,
    SectionPage,
    StoryPage,
    Topic,
)
from standfirst.press.archive import (
    Cards,
)
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Attribution, Correction, Section
from standfirst.story.text import Span, text_of
from tests.newsroom.desks import MONDAY, ask, draft, found, live_story, picture, publish, story, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def version(page: StoryPage) -> str | None:
    return LiveArchive().versions_of([f"story:{page.pk}"]).get(f"story:{page.pk}")


def test_every_change_readers_could_meet_is_a_version_that_never_was() -> None:
    page = live_story()
    seen = [version(page)]

    publish(page)
    seen.append(version(page))
    publish(page, title="Bridge closes")
    seen.append(version(page))
    publish(page, slug="bridge-closes")
    seen.append(version(page))
    StoryPage.objects.get(pk=page.pk).unpublish()
    gone = version(page)
    page.get_latest_revision().publish()
    seen.append(version(page))
    live_story("W", section="World")
    StoryPage.objects.get(pk=page.pk).move(SectionPage.objects.get(slug="world"), pos="last-child")
    seen.append(version(page))
    StoryPage.objects.get(pk=page.pk).move(SectionPage.objects.get(slug="town"), pos="last-child")
    seen.append(version(page))

    assert gone is None
    assert None not in seen
    assert len(set(seen)) == len(seen)


def test_saving_a_draft_is_no_new_version() -> None:
    page = live_story()
    before = version(page)

    page.save_revision()

    assert version(page) == before


def test_a_moved_story_stands_in_its_new_section_at_once() -> None:
    page, other = live_story(), live_story("W", section="World")

    page.move(SectionPage.objects.get(slug="world"), pos="last-child")

    assert story(page).path == "/world/2026/11/02/bridge-reopens/"
    assert {card.headline for card in ask(Cards("section:world", 9))} == {"Bridge reopens", other.title}
    assert ask(Cards("section:town", 9)) == ()


def test_a_section_that_is_called_otherwise_changes_its_stories() -> None:
    page = live_story()
    town, before = SectionPage.objects.get(slug="town"), dict(LiveArchive().versions())
    town.title, town.slug = "City", "city"
    town.save_revision().publish()

    after = dict(LiveArchive().versions())

    assert story(page).path == "/city/2026/11/02/bridge-reopens/"
    assert story(page).section == Section("city", "City")
    assert before[f"story:{page.pk}"] != after[f"story:{page.pk}"]
    assert "section:town" not in after
    assert "section:city" in after


def test_setting_a_front_is_no_change_of_the_section() -> None:
    page = live_story()
    before = dict(LiveArchive().versions())
    town = SectionPage.objects.get(slug="town")
    town.featured = [FeaturedInSection(story=page)]
    town.save_revision().publish()

    after = dict(LiveArchive().versions())

    assert {record for record in after if before.get(record) != after[record]} == {"front:town"}


def test_versions_asked_by_name_all_at_once_or_by_time_agree() -> None:
    moment = datetime.now(UTC) - timedelta(hours=1)
    live_story(topics=("T",), byline=("Ada Lark",))
    picture()
    draft("Secret talks")
    every = dict(LiveArchive().versions())

    assert set(every) >= {"paper", "front:", "front:town", "section:town", "topic:t", "person:ada-lark"}
    assert LiveArchive().versions_of(every) == every
    assert LiveArchive().changed_since(moment) == every
    assert LiveArchive().changed_since(datetime.now(UTC) + timedelta(hours=1)) == {}


def test_a_story_of_a_section_that_is_not_live_has_no_version() -> None:
    record = f"story:{live_story().pk}"
    assert record in dict(LiveArchive().versions())

    SectionPage.objects.update(live=False)

    assert record not in dict(LiveArchive().versions())
    assert LiveArchive().versions_of([record]) == {}


@pytest.mark.parametrize(("model", "kind"), [(Person, "person"), (Topic, "topic")])
def test_a_renamed_person_or_topic_is_another_record(model: Any, kind: str) -> None:
    row = model.objects.create(name="Ada Lark")
    before = LiveArchive().versions_of([f"{kind}:ada-lark"])
    row.name = "Ada Larkin"
    row.save()

    after = LiveArchive().versions_of([f"{kind}:ada-lark"])

    assert before.keys() == after.keys() == {f"{kind}:ada-lark"}
    assert before != after


def test_a_record_touches_what_it_is_and_belongs_to() -> None:
    page = live_story(topics=("T",), byline=("Ada Lark",))
    publish(page, corrections=stream("corrections", ("correction", {"at": "2026-11-03T00:00:00Z", "text": "<p>x</p>"})))
    shown = picture()

    subjects = LiveArchive().subjects_of

    assert subjects(f"story:{page.pk}") == {
        f"story:{page.pk}",
        "in:section:town",
        "in:month:town/2026-11",
        "in:day:town/2026-11-02",
        "in:day:2026-11-02",
        "in:topic:t",
        "in:person:ada-lark",
        "in:paper",
        "in:sitemap:2026-11",
        "months:town",
        "months:",
        "in:corrections",
    }
    assert subjects("section:town") == {"section:town", "sections"}
    assert subjects(f"picture:{shown.pk}") == {f"picture:{shown.pk}", f"picture:{shown.key}"}
    assert subjects("front:") == {"front:"}
    assert subjects("story:999") == subjects("topic:no") == frozenset()


# --- Updated ----------------------------------------------------------------------------------------


def test_a_story_is_updated_when_readers_get_something_new_and_not_before() -> None:
    page = live_story()
    first = story(page).updated
    publish(page)
    same = story(page).updated
    publish(page, sensitive=True)
    filed = story(page).updated
    publish(page, standfirst="Now both ways.")

    assert (first, same, filed) == (None, None, None)
    assert story(page).updated is not None


def test_a_minor_change_is_not_shown_as_an_update() -> None:
    page = live_story()

    publish(page, standfirst="After two winters the river can be crossed again.", minor_change=True)

    assert story(page).updated is None
    assert story(page).standfirst == "After two winters the river can be crossed again."


def test_an_older_draft_published_again_keeps_what_readers_were_told() -> None:
    page = live_story()
    old = page.latest_revision
    publish(page, standfirst="Now both ways.")
    told = story(page).updated

    old.publish()

    again = story(page)
    assert again.updated is not None
    assert told is not None
    assert again.updated >= told
    assert again.published == MONDAY


def test_a_story_file_comes_out_as_it_went_in() -> None:
    from standfirst.story.blocks import Embed, FactBox, Listing, LiveEntry, PullQuote, Quote, Subheading, Table

    live_story("W")
    whole = replace(
        story(live_story(byline=("Ada Lark",), topics=("T",))),
        id="gazette-7",
        body=(
            Paragraph((Span("a "), Span("b", strong=True, link="https://a.example/"), Span(" c", language="fr"))),
            Subheading("H"),
            Quote(text_of("q"), "s"),
            PullQuote("p"),
            Listing((text_of("i"),), ordered=True),
            Table((("a", "b"), ("c", "d")), "t"),
            FactBox("f", (text_of("g"),)),
            Embed("https://v.example/", "v", "V"),
            LiveEntry(MONDAY, "One lane is open", (text_of("Lorries wait."), text_of("Cars go.")), key=True),
        ),
        headline="Whole",
        path="/town/2026/11/02/whole/",
        updated=MONDAY + timedelta(hours=2),
        attributions=(Attribution("a", "c", "denies", "v", "w"),),
        corrections=(Correction(MONDAY, text_of("x")),),
    )

    page = live_story("ignored", story=whole)

    assert story(page) == replace(whole, id=str(page.pk))
    assert found("x").story is None
