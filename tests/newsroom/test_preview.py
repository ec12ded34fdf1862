from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from standfirst.config.press_room import press_room
from standfirst.newsroom.handoff import LiveArchive, story_of_page, words_in
from standfirst.newsroom.models import FeaturedOnPaper, PaperFront, SectionPage, StoryPage
from standfirst.newsroom.preview import preview_of
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.rendering import print_job
from tests.newsroom.desks import (
    draft,
    draft_with_picture,
    live_story,
    picture,
    pictures_in,
    publish,
    story,
    stream,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
#: Where editors have pictures that readers cannot get yet.
BELOW = b"/newsroom/renditions/"


def printed(job: Job) -> bytes:
    plate = print_job(job, Notes(Reading(LiveArchive(), NOW)))
    assert plate is not None
    return plate.body


def as_readers_get_it(preview: Any) -> bytes:
    """What a preview holds, pictures that were not printed yet at their addresses for readers."""
    body: bytes = preview.content
    return body.replace(BELOW, b"/m/")


def full_story() -> StoryPage:
    page = live_story(byline=("Ada Lark",), topics=("Bridges",))
    blocks = (
        ("paragraph", "<p>One <b>two</b>.</p><ul><li>a</li></ul>"),
        ("quote", {"text": "<p>q</p>", "source": "s"}),
    )
    shown = picture(caption="A tram", photographer="Cy Moss")
    return publish(page, lead=shown, body=stream("body", *blocks, ("picture", {"picture": shown.pk, "caption": "c"})))


def test_a_page_is_handed_off_as_its_rows_are() -> None:
    page = full_story()

    assert story_of_page(page, NOW) == story(page)
    assert words_in(page) == story(page).words()


def test_the_preview_of_a_story_is_what_the_press_prints_byte_for_byte() -> None:
    page = full_story()

    preview = preview_of(page.get_latest_revision_as_object(), NOW)

    assert preview.status_code == 200
    assert as_readers_get_it(preview) == printed(Job("story", str(page.pk)))


def test_a_draft_previewed_is_what_publishing_it_prints() -> None:
    page = full_story()
    changed = page.get_latest_revision_as_object()
    changed.title, changed.minor_change = "Bridge closes", True

    preview = preview_of(changed, NOW)
    publish(page, title="Bridge closes", minor_change=True)

    assert b"Bridge closes" in preview.content
    assert as_readers_get_it(preview) == printed(Job("story", str(page.pk)))


def test_the_preview_of_a_front_is_what_the_press_prints() -> None:
    page = live_story()
    front, town = PaperFront.objects.get(), SectionPage.objects.get(slug="town")
    front.featured = [FeaturedOnPaper(story=page)]

    previews = preview_of(front, NOW).content, preview_of(town, NOW).content
    front.save_revision().publish()

    assert previews == (printed(Job("front")), printed(Job("front", "town")))


def test_a_preview_is_kept_and_indexed_by_nobody() -> None:
    answer = preview_of(draft(), NOW)

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_what_cannot_be_printed_yet_says_why() -> None:
    answer = preview_of(StoryPage(title="", slug="x"), NOW)

    assert answer.status_code == 422
    assert b"headline" in answer.content


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def test_the_editors_side_panel_shows_the_preview(editor: Client) -> None:
    page = full_story()

    answer: Any = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert as_readers_get_it(answer) == printed(Job("story", str(page.pk)))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_draft_is_shown_to_nobody_who_is_not_logged_in() -> None:
    page = draft("Secret talks")

    answer: Any = Client().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert answer.status_code == 302
    assert b"Secret" not in answer.content


def test_a_preview_shows_pictures_that_readers_cannot_get_yet(editor: Client) -> None:
    body = preview_of(draft_with_picture(), NOW).content

    shown = pictures_in(body)
    answers = [editor.get(address) for address in shown]

    assert len(shown) == 3
    assert all(address.startswith(BELOW.decode()) for address in shown)
    assert {answer.status_code for answer in answers} == {200}
    assert {answer["Content-Type"] for answer in answers} >= {"image/avif", "image/webp", "image/jpeg"}
    assert all("private" in answer["Cache-Control"] for answer in answers)
    assert {Client().get(address).status_code for address in shown} == {302}


def test_once_it_is_printed_a_preview_shows_what_readers_get(paper: Any) -> None:
    page = full_story()
    room = press_room(paper)
    room.run_to_the_end(now=datetime.now(UTC))
    room.ledger.close()
    room.search.close()

    assert preview_of(page.get_latest_revision_as_object(), NOW).content == printed(Job("story", str(page.pk)))


def test_there_is_no_rendition_of_what_is_no_picture(editor: Client) -> None:
    places = ("0123456789abcdef-320.avif", "passwd", "x", f"{picture().key}-9999.jpg")

    assert [editor.get(BELOW.decode() + place).status_code for place in places] == [404] * 4
