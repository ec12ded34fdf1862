"""The desk's rows are what Wagtail's own column draws: an update of Wagtail that changes it is met here."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail import hooks
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import PageViewRestriction

from standfirst.newsroom import desk_rows
from standfirst.newsroom.models import StoryPage
from tests.newsroom.desks import draft, live_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

HOSTILE = "<b>\"Ferry's\" & 'bridge'</b>"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def cells(client: Client, **asked: str) -> dict[str, str]:
    """Return the headlines' cells by the story's number, whatever white space they were drawn with."""
    answer: Any = client.get(reverse("desk:index"), asked)
    assert answer.status_code == 200
    found = html.fromstring(answer.content.decode()).xpath("//td[@data-listing-page-title]")
    return {cell.xpath(".//span[@id]/@id")[0]: tidied(cell) for cell in found}


def tidied(cell: Any) -> str:
    for element in cell.iter():
        element.text, element.tail = ((words or "").strip() for words in (element.text, element.tail))
        if "class" in element.attrib:
            element.set("class", " ".join(dict.fromkeys(element.get("class").split())))
        given = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(given)
    return re.sub(r"\s+", " ", html.tostring(cell, encoding="unicode"))


def wagtails_own(client: Client, monkeypatch: pytest.MonkeyPatch, **asked: str) -> dict[str, str]:
    with monkeypatch.context() as patched:
        patched.setattr(desk_rows.HeadlineColumn, "render_cell_html", PageTitleColumn.render_cell_html)
        return cells(client, **asked)


@pytest.mark.parametrize("asked", [{}, {"q": "bridge"}, {"status": "live"}, {"ordering": "title"}], ids=str)
def test_rows_are_as_wagtail_draws_them(editor: Client, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]) -> None:
    live_story()
    draft(HOSTILE)
    changed = live_story("Changed since")
    changed.title = "Changed"
    changed.save_revision()

    own = cells(editor, **asked)

    assert own == wagtails_own(editor, monkeypatch, **asked)
    assert own
    assert all(("View live" in cell) == ("Ferry" not in cell) for cell in own.values())


def test_rows_are_drawn_without_a_template_each(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    live_story()
    monkeypatch.setattr(PageTitleColumn, "render_cell_html", lambda *_: pytest.fail("Wagtail's own template was used"))

    assert len(cells(editor)) == 1


def test_what_is_locked_or_not_public_says_so(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, private = live_story(), live_story("For some")
    StoryPage.objects.filter(pk=locked.pk).update(locked=True)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    own = cells(editor)

    assert "icon-lock" in own[f"page_{locked.pk}_title"]
    assert "icon-no-view" in own[f"page_{private.pk}_title"]
    assert own == wagtails_own(editor, monkeypatch)


def test_a_button_that_another_app_brings_is_there(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    live_story()

    class Starred(Button):
        template_name = "wagtailadmin/shared/icon.html"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {"name": "pick"}

    def brought(page: Any, user: Any, next_url: str | None = None) -> list[Button]:
        return [
            Button(HOSTILE, "/elsewhere/?a=1&b=2", attrs={"data-x": HOSTILE}, icon_name="cog"),
            Starred("Star", "/star/"),
        ]

    with (
        hooks.register_temporarily("register_page_listing_more_buttons", brought),
        hooks.register_temporarily("register_page_listing_buttons", brought),
    ):
        (own,) = cells(editor).values()
        assert {"": own} == {"": next(iter(wagtails_own(editor, monkeypatch).values()))}

    assert own.count("/elsewhere/?a=1&amp;b=2") == 2
    assert own.count("icon-pick") == 4
    assert "<b>" not in own
