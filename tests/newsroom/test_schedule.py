from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import PageLogEntry

from standfirst.newsroom.models import StoryPage
from standfirst.newsroom.schedule import publish_due
from standfirst.press.archive import Cards, StoryOf
from tests.newsroom.desks import ask, draft, live_story, publish, story

NOW = datetime.now(UTC)
NOON_YESTERDAY = (NOW - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def scheduled(page: StoryPage, at: datetime) -> StoryPage:
    """The page, scheduled for a moment that may have passed since it was scheduled."""
    page = page.get_latest_revision_as_object()
    page.go_live_at = NOW + timedelta(hours=9)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    revision.publish()
    revision.refresh_from_db()
    revision.content["go_live_at"] = at.isoformat()
    revision.approved_go_live_at = at
    revision.save()
    return StoryPage.objects.get(pk=page.pk)


@pytest.mark.django_db
@pytest.mark.usefixtures("paper")
class TestSchedule:
    def test_nothing_is_published_before_its_time(self) -> None:
        page = scheduled(draft(published=None), NOW + timedelta(hours=5))

        assert publish_due(datetime.now(UTC)) == []
        assert ask(StoryOf(str(page.pk))) is None
        assert ask(Cards("paper", 9)) == ()

    def test_what_was_withdrawn_and_then_scheduled_shows_neither_before_its_time(self) -> None:
        page = live_story()
        page.unpublish()
        page = StoryPage.objects.get(pk=page.pk)
        page.title = "Bridge reopens for good"
        page.save_revision()
        page = scheduled(StoryPage.objects.get(pk=page.pk), NOW + timedelta(hours=5))

        publish_due(datetime.now(UTC))

        assert ask(StoryOf(str(page.pk))) is None
        assert ask(Cards("paper", 9)) == ()

    def test_what_is_due_is_published_once_with_the_true_time(self) -> None:
        page = scheduled(draft(published=None), NOW - timedelta(minutes=10))
        before = datetime.now(UTC)

        first = publish_due(datetime.now(UTC))
        again = publish_due(datetime.now(UTC))

        assert (first, again) == ([f"story:{page.pk}"], [])
        assert before <= story(page).published <= datetime.now(UTC)
        assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1

    def test_what_is_published_while_the_machines_clock_is_ahead_has_the_true_time(self) -> None:
        true = NOON_YESTERDAY
        page = scheduled(draft(published=None), true - timedelta(seconds=1))
        changed = live_story("Ferry sails")
        changed.title = "Ferry stays"
        changed.save_revision()
        changed = scheduled(StoryPage.objects.get(pk=changed.pk), true - timedelta(seconds=1))

        publish_due(true)

        assert story(page).published == true
        assert (story(changed).headline, story(changed).updated) == ("Ferry stays", true)

    def test_a_change_of_a_live_story_waits_for_its_time(self) -> None:
        page = live_story()
        page.title = "Bridge closes"
        page = scheduled_change(page)
        waiting = story(page).headline

        publish_due(datetime.now(UTC))

        assert waiting == "Bridge reopens"
        assert story(page).headline == "Bridge closes"
        assert story(page).updated is not None

    def test_what_has_expired_is_withdrawn_once(self) -> None:
        page = publish(live_story(), expire_at=NOW - timedelta(minutes=1))

        first = publish_due(datetime.now(UTC))
        again = publish_due(datetime.now(UTC))

        assert (first, again) == ([f"story:{page.pk}"], [])
        assert ask(StoryOf(str(page.pk))) is None
        assert StoryPage.objects.get(pk=page.pk).expired

    def test_one_that_cannot_be_published_does_not_hold_up_the_others(self) -> None:
        broken, good = draft("Broken", published=None), draft("Good", published=None)
        broken, good = scheduled(broken, NOW - timedelta(minutes=9)), scheduled(good, NOW - timedelta(minutes=8))
        revision = broken.latest_revision
        revision.content["title"] = ""
        revision.content["slug"] = "good"
        revision.save()

        assert publish_due(datetime.now(UTC)) == [f"story:{good.pk}"]

    def test_asking_when_nothing_is_due_is_two_small_queries(self, django_assert_num_queries: Any) -> None:
        live_story()

        with django_assert_num_queries(2):
            publish_due(datetime.now(UTC))


def scheduled_change(page: StoryPage) -> StoryPage:
    page.save_revision()
    return scheduled(StoryPage.objects.get(pk=page.pk), NOW - timedelta(seconds=5))
