from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from standfirst.newsroom.models import PreviewLink, StoryPage
from standfirst.newsroom.preview_links import LASTS, linked_revision, make_link
from tests.newsroom.desks import draft, draft_with_picture, live_story, picture, picture_bytes, pictures_in, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def changed(page: StoryPage, headline: str) -> StoryPage:
    page = page.get_latest_revision_as_object()
    page.title = headline
    page.save_revision()
    return StoryPage.objects.get(pk=page.pk)


def follow(secret: str) -> Any:
    """What somebody without a login gets."""
    return Client().get(reverse("newsroom_linked_preview", args=[secret]))


def test_a_link_shows_one_revision_to_somebody_without_a_login() -> None:
    page = changed(live_story(), "Bridge closes")
    secret = make_link(page, None, now())
    changed(page, "Bridge sold")

    answer = follow(secret)

    assert answer.status_code == 200
    assert b"Bridge closes" in answer.content
    assert b"Bridge sold" not in answer.content
    assert b"Bridge closes" not in Client().get(reverse("newsroom_linked_preview", args=["x" * 43])).content


def test_what_it_shows_is_kept_indexed_and_told_to_nobody_and_nothing_of_it_runs() -> None:
    answer = follow(make_link(draft(), None, now()))

    assert b"Bridge reopens" in answer.content
    assert b"<iframe" not in answer.content
    rules = answer["Content-Security-Policy"].split("; ")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert rules[0] == "default-src 'none'"
    assert [rule.split()[0] for rule in rules[1:]] == [
        "style-src", "img-src", "form-action", "base-uri", "frame-ancestors",
    ]  # fmt: skip
    assert not answer.cookies


def test_a_link_ends_after_a_day() -> None:
    made = now() - LASTS
    page = draft()
    secret = make_link(page, None, made)

    assert linked_revision(secret, made + timedelta(hours=24, seconds=-1)) == page
    assert linked_revision(secret, made + timedelta(hours=24)) is None
    assert linked_revision(secret, made - timedelta(seconds=1)) is None
    assert follow(secret).status_code == 404


def test_a_link_ends_when_its_story_is_published_even_if_that_is_taken_back() -> None:
    page = draft()
    secret = make_link(page, None, now())

    page = publish(page)
    while_live = follow(secret)
    page.unpublish()

    assert (while_live.status_code, follow(secret).status_code) == (404, 404)
    assert b"Bridge" not in while_live.content


def test_a_link_to_changes_ends_when_they_are_published_and_when_the_story_is_withdrawn() -> None:
    page, other = changed(live_story(), "Bridge closes"), changed(live_story("Ferry sails"), "Ferry stays")
    secrets = [make_link(each, None, now()) for each in (page, other)]
    before = [follow(secret).status_code for secret in secrets]

    publish(page)
    other.unpublish()

    assert (before, [follow(secret).status_code for secret in secrets]) == ([200, 200], [404, 404])


def test_a_link_ends_with_its_story() -> None:
    page = draft()
    secret = make_link(page, None, now())

    page.delete()

    assert follow(secret).status_code == 404


def test_a_link_that_ended_looks_like_one_that_never_was() -> None:
    page = draft()
    secret = make_link(page, None, now())
    publish(page)

    ended, never = follow(secret), follow("x" * 43)

    assert (ended.content, dict(ended.headers)) == (never.content, dict(never.headers))


def test_an_editor_makes_a_link_copies_it_once_and_revokes_it(editor: Client) -> None:
    page = draft()
    place = reverse("newsroom_preview_links", args=[page.pk])

    made: Any = editor.post(place, {"make": "1"})
    found = re.search(r'href="(\S+/newsroom/previews/(\S+?)/)"', made.content.decode())
    assert found is not None
    listed: Any = editor.get(place)
    before = follow(found[2]).status_code
    editor.post(place, {"revoke": str(PreviewLink.objects.get().pk)})

    assert found[1].startswith(page.paper().origin)
    assert found[2] not in listed.content.decode()
    assert b"Revoke" in listed.content
    assert (before, follow(found[2]).status_code) == (200, 404)
    assert {answer["Cache-Control"] for answer in (made, listed)} == {"private, no-store"}


def test_the_secret_is_not_in_the_database() -> None:
    secret = make_link(draft(), None, now())

    assert secret not in repr(list(PreviewLink.objects.values_list()))


def test_nobody_makes_sees_or_revokes_links_to_what_they_may_not_edit() -> None:
    page = draft("Secret talks")
    secret = make_link(page, None, now())
    rita = get_user_model().objects.create_user("rita", password="a long password")
    rita.groups.add(Group.objects.get(name="Reporters"))
    client = Client()
    client.force_login(rita)
    place, link = reverse("newsroom_preview_links", args=[page.pk]), PreviewLink.objects.get()

    answers = [
        who.generic(method, place, "make=1", content_type="application/x-www-form-urlencoded")
        for who in (client, Client())
        for method in ("GET", "POST")
    ]
    client.post(place, {"revoke": str(link.pk)})

    assert [answer.status_code for answer in answers] == [404, 404, 302, 302]
    assert not any(b"Secret" in answer.content for answer in answers)
    assert list(PreviewLink.objects.all()) == [link]
    assert follow(secret).status_code == 200


def test_a_link_of_another_story_is_not_revoked(editor: Client) -> None:
    page, other = draft(), draft("Ferry sails")
    secret = make_link(other, None, now())

    editor.post(reverse("newsroom_preview_links", args=[page.pk]), {"revoke": str(PreviewLink.objects.get().pk)})

    assert follow(secret).status_code == 200


def test_the_editor_leads_to_its_links(editor: Client) -> None:
    page = draft()

    answer: Any = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert reverse("newsroom_preview_links", args=[page.pk]) in answer.content.decode()


def test_whoever_has_the_link_sees_its_pictures_and_no_others() -> None:
    page, other = draft_with_picture(), picture("other.jpg", content=picture_bytes(colour="red"))
    secret = make_link(page, None, now())
    shown = pictures_in(follow(secret).content)
    below = reverse("newsroom_linked_rendition", args=[secret, "-"]).removesuffix("-")

    assert len(shown) == 3
    assert all(address.startswith(below) for address in shown)
    assert {Client().get(address).status_code for address in shown} == {200}
    assert Client().get(f"{below}{other.key}-64.jpg").status_code == 404
    PreviewLink.objects.all().delete()
    assert {Client().get(address).status_code for address in shown} == {404}
