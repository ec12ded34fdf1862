from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from standfirst.newsroom.models import Capture, SectionPage, StoryPage
from tests.newsroom.desks import draft, live_story, picture, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def login(name: str, *groups: str) -> Client:
    user = get_user_model().objects.create_user(name, password="a long password")
    for group in groups:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def addresses(page: StoryPage) -> list[str]:
    own = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        for name in (
            "edit",
            "delete",
            "unpublish",
            "copy",
            "move",
            "view_draft",
            "history",
            "usage",
            "preview_on_edit",
            "lock",
            "convert_alias",
            "workflow_history",
            "set_privacy",
        )
    ]
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    capture = Capture.objects.get(story=page)
    section = page.get_parent()
    return [
        *own,
        compare,
        bulk,
        reverse("newsroom_original", args=[capture.pk]),
        reverse("wagtailadmin_pages:add", args=["newsroom", "storypage", section.pk]),
        reverse("wagtailadmin_explore", args=[section.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
    ]


@pytest.mark.parametrize("who", ["nobody", "a user without rights", "one who may only enter"])
def test_without_rights_there_is_no_word_of_others_work(who: str) -> None:
    page = draft("Secret talks")
    shown = picture()
    client = Client()
    if who != "nobody":
        client = login("sam")
        if who == "one who may only enter":
            get_user_model().objects.get(username="sam").user_permissions.add(
                Permission.objects.get(codename="access_admin")
            )
    places = [*addresses(page), reverse("desk:index") + "?q=secret", reverse("newsroom_media", args=[shown.file.name])]
    if who == "one who may only enter":
        places.pop()  # pictures are for everybody who may enter

    answers = [(place, ask(place)) for place in places for ask in (client.get, client.post)]

    told = [place for place, answer in answers if b"Secret" in b"".join(answer)]
    assert told == []
    entered = {place for place, answer in answers if answer.status_code == 200}
    assert entered <= {reverse("desk:index") + "?q=secret", reverse("wagtailadmin_reports:site_history")}
    assert StoryPage.objects.get().title == "Secret talks"
    assert not StoryPage.objects.get().live


def test_a_reporter_writes_and_does_not_publish() -> None:
    live_story()
    section = SectionPage.objects.get()
    client = login("rita", "Reporters")
    form = {
        "title": "From the reporter",
        "slug": "from-the-reporter",
        "language": "en",
        "action-publish": "1",
        **{
            f"{name}-{part}": "0"
            for name in ("bylines", "story_topics", "related_stories")
            for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        },
        "body-count": "0",
        "attributions-count": "0",
        "corrections-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    answer: Any = client.post(reverse("wagtailadmin_pages:add", args=["newsroom", "storypage", section.pk]), form)

    page = StoryPage.objects.get(title="From the reporter")
    assert answer.status_code == 302
    assert (page.live, page.owner.username) == (False, "rita")


def test_a_reporter_does_not_touch_others_stories() -> None:
    page = live_story()
    client = login("rita", "Reporters")

    answers = [
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Mine"}),
        client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])),
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])),
        client.get(reverse("newsroom_original", args=[Capture.objects.get().pk])),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert story(page).headline == "Bridge reopens"


@pytest.mark.parametrize("group", ["Reporters", "Editors", "Photo desk"])
def test_every_group_may_enter_and_look_at_pictures(group: str) -> None:
    shown = picture()
    client = login("pat", group)

    answer: Any = client.get(reverse("newsroom_media", args=[shown.file.name]))

    assert client.get("/newsroom/", follow=True).status_code == 200
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    "path",
    [
        "originals/ab/abcdef",
        "../newsroom.sqlite3",
        "original_images/x.svg",
        "original_images/%2e%2e/x.jpg",
        "/etc/x.jpg",
    ],
)
def test_the_media_hold_nothing_but_pictures(path: str, home: Any) -> None:
    client = login("pat", "Editors")

    assert client.get(f"/newsroom/media/{path}").status_code == 404


def test_an_editor_fetches_the_original_as_a_download() -> None:
    page = draft(original=b"<script>alert(1)</script>", file="x/evil.html", content_type="text/html")
    client = login("ed", "Editors")

    answer: Any = client.get(reverse("newsroom_original", args=[Capture.objects.get(story=page).pk]))

    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_forged_post_is_refused() -> None:
    page = live_story()
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(username="editor"))

    assert client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 403
    assert story(page).headline == "Bridge reopens"
