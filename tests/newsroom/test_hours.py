"""The paper's clock in the newsroom, on the two nights when it is changed and on all others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.timezone import override
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from standfirst.newsroom.models import PaperSettings, StoryPage
from standfirst.newsroom.schedule import publish_due
from standfirst.press.archive import Cards, SitemapEntries, StoryOf
from standfirst.story.blocks import LiveEntry
from tests.newsroom.desks import ask, draft, live_story, publish, story, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

#: Clocks in Oslo go from 02:00 to 03:00 and from 03:00 back to 02:00 in these nights, at 01:00 UTC.
GAP, TWICE = "2035-03-25 02:30", "2035-10-28 02:30"
FIRST, SECOND = datetime(2035, 10, 28, 0, 30, tzinfo=UTC), datetime(2035, 10, 28, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_oslo(paper: Any) -> None:
    settings = PaperSettings.current()
    settings.zone = "Europe/Oslo"
    settings.save()


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def save(client: Client, page: StoryPage, **fields: Any) -> Any:
    """The answer to the editor's form, sent with these fields, to be published."""
    form = {
        "title": page.title,
        "standfirst": page.standfirst,
        "slug": page.slug,
        "language": page.language,
        **{name: streamfield([]) for name in ("body", "attributions", "corrections")},
        **{name: inline_formset([]) for name in ("bylines", "story_topics", "related_stories", "comments")},
        "action-publish": "1",
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form | fields))


def said(answer: Any, field: str = "go_live_at") -> str:
    return " ".join(answer.context["form"].errors.get(field, ()))


def scheduled() -> list[datetime]:
    return [moment for moment in Revision.objects.values_list("approved_go_live_at", flat=True) if moment]


@pytest.mark.parametrize("own", [None, "", "America/New_York"])
def test_a_story_is_scheduled_by_the_papers_clock_whatever_zone_its_editor_has(editor: Client, own: str | None) -> None:
    if own is not None:
        user = get_user_model().objects.get(username="editor")
        UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": own})

    save(editor, draft(published=None), go_live_at="2035-07-01 09:00")

    assert scheduled() == [datetime(2035, 7, 1, 7, tzinfo=UTC)]


def test_an_hour_that_does_not_come_is_asked_back_about_and_nothing_is_scheduled(editor: Client) -> None:
    answer = save(editor, draft(published=None), go_live_at=GAP)

    assert said(answer) == (
        "There is no 02:30 that night in Europe/Oslo, clocks go forward: write another time, as 2035-03-25 03:30."
    )
    assert (scheduled(), ask(Cards("paper", 9))) == ([], ())


def test_an_hour_that_comes_twice_is_asked_back_about_and_nothing_is_scheduled(editor: Client) -> None:
    answer = save(editor, draft(published=None), go_live_at=TWICE)

    assert said(answer) == (
        "02:30 comes twice that night in Europe/Oslo:"
        " write 2035-10-28 02:30+02:00 for the first, 2035-10-28 02:30+01:00 for the second."
    )
    assert (scheduled(), ask(Cards("paper", 9))) == ([], ())


@pytest.mark.parametrize(("written", "meant"), [(f"{TWICE}+02:00", FIRST), (f"{TWICE}+01:00", SECOND)])
def test_with_its_offset_it_is_scheduled_and_published_at_that_moment(
    editor: Client, written: str, meant: datetime
) -> None:
    page = draft(published=None)

    save(editor, page, go_live_at=written)

    assert scheduled() == [meant]
    assert publish_due(meant - timedelta(seconds=1)) == []
    assert ask(StoryOf(str(page.pk))) is None
    assert publish_due(meant) == [f"story:{page.pk}"]


@pytest.mark.parametrize("meant", [FIRST, SECOND])
def test_what_is_scheduled_for_such_an_hour_can_be_saved_again_as_it_stands(editor: Client, meant: datetime) -> None:
    page = draft(published=None)
    save(editor, page, go_live_at=meant.isoformat())
    stands = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]["go_live_at"].value()

    save(editor, page, go_live_at=stands, standfirst="Reworded.")

    assert scheduled() == [meant]


def test_entries_of_a_live_story_keep_their_moments_when_they_are_saved_again(editor: Client) -> None:
    entries = [("live", {"at": moment.isoformat(), "headline": f"At {moment:%H}"}) for moment in (FIRST, SECOND)]
    page = publish(live_story(), body=stream("body", *entries))
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    with override("Europe/Oslo"):
        body = form["body"].value()
        shown = [entry["value"] for entry in body.stream_block.get_form_state(body)]

    save(editor, page, body=streamfield([("live", {**entry, "text": rich_text("<p>Said.</p>")}) for entry in shown]))

    live = [block for block in story(page).body if isinstance(block, LiveEntry)]
    assert [(entry.at, bool(entry.paragraphs)) for entry in live] == [(SECOND, True), (FIRST, True)]


def test_stories_of_both_hours_and_after_the_gap_stand_in_their_order_in_the_papers_day() -> None:
    at = {
        "Before": datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        "After": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        "Once": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        "Twice": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        "Day's end": datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
        "Next day": datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    }
    for headline, published in at.items():
        live_story(headline, published=published)

    def headlines(day: str) -> list[str]:
        return [card.headline for card in ask(Cards(f"day:town/{day}", 9))]

    assert headlines("2026-03-29") == ["After", "Before"]
    assert headlines("2026-10-25") == ["Day's end", "Twice", "Once"]
    assert headlines("2026-10-26") == ["Next day"]
    assert [entry.path for entry in ask(SitemapEntries("2026-10-26"))] == ["/town/2026/10/26/next-day/"]
