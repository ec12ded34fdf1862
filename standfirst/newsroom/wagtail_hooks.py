"""What the newsroom adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from standfirst.newsroom.desk import Desk, below
from standfirst.newsroom.models import Person, SectionPage, Standing, StoryPage, Topic


class PersonViewSet(SnippetViewSet):
    """People with bylines."""

    model = Person
    icon = "user"
    list_display = ["name", "role", "changed"]
    search_fields = ["name"]


class TopicViewSet(SnippetViewSet):
    """What stories are about."""

    model = Topic
    icon = "tag"
    list_display = ["name", "kind", "changed"]
    list_filter = ["kind"]
    search_fields = ["name"]


class Names(SnippetViewSetGroup):
    """People and topics, together in the menu."""

    items = (PersonViewSet, TopicViewSet)
    menu_label = "People and topics"
    menu_icon = "group"
    menu_order = 250


register_snippet(Names)


@hooks.register("register_admin_viewset")
def register_desk() -> Desk:
    """Return the desk."""
    return Desk()


@hooks.register("construct_explorer_page_queryset")
def children_by_index(parent: Page, pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return ``pages``, asked for by an index as well: without it all of a section's are read to show its newest."""
    del request
    return below(pages, parent)


@hooks.register("insert_global_admin_css")
def own_style() -> str:
    """Return the link to the newsroom's own style."""
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))


@hooks.register("construct_main_menu")
def leave_out_documents(request: HttpRequest, items: list[Any]) -> None:
    """Take what a newsroom has no use for out of the menu."""
    del request
    items[:] = [item for item in items if item.name != "documents"]


@hooks.register("insert_editor_js")
def count_words() -> str:
    """Return the script that counts a story's words while it is written."""
    return format_html('<script src="{}" defer></script>', static("newsroom/words.js"))


@hooks.register("register_page_header_buttons")
def lead_to_preview_links(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the way to the links by which a story may be read without a login."""
    del view_name, next_url
    if isinstance(page.specific, StoryPage) and page.permissions_for_user(user).can_edit():
        address = reverse("newsroom_preview_links", args=[page.pk])
        yield Button("Preview links", address, icon_name="link", priority=45)


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def keep_sections_with_stories(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse to take a section away while readers still meet its stories."""
    if request.method != "POST" or not isinstance(page.specific, SectionPage):
        return None
    left = Standing.objects.filter(section_id=page.pk, live=True).count()
    if not left:
        return None
    messages.error(request, f"{page.title} still has {left} live stories. Move or withdraw them first.")
    return redirect("wagtailadmin_explore", page.pk)
