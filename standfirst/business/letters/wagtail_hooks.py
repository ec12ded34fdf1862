"""Letters in the admin: writing them, previewing them, and what became of them."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from standfirst.business.letters.models import Letter
from standfirst.business.letters.views import report


class LetterViewSet(SnippetViewSet):
    """Letters to readers whose browser leaves the ads out."""

    model = Letter
    icon = "mail"
    menu_label = "Letters"
    menu_order = 320
    add_to_admin_menu = True
    base_url_path = "letters"
    list_display = ["name", "language", BooleanColumn("running"), "version"]
    list_filter = ["language", "running"]
    search_fields = ["name", "body"]


register_snippet(LetterViewSet)


class _ReportItem(MenuItem):
    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perm("letters.view_letter"))  # type: ignore[attr-defined]


@hooks.register("register_admin_urls")
def letter_addresses() -> list[URLPattern]:
    """Return the report's address."""
    return [path("letters-report/", report, name="letters_report")]


@hooks.register("register_reports_menu_item")
def letter_report() -> MenuItem:
    """Return the report's place in the menu."""
    return _ReportItem("Letters", reverse("letters_report"), icon_name="mail", order=800)
