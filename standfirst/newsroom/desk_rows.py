"""The desk's rows: headline and buttons as Wagtail's own column draws them, without a template for each of them.

A page of the desk has fifty rows of a dozen buttons each, and Wagtail sets every button, icon and menu from a template of its own:
half of all the time the page took. Which buttons there are is still for Wagtail and its hooks to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.admin.templatetags.wagtailadmin_tags import page_listing_buttons, test_page_is_public
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.widgets.button import BaseButton, ButtonWithDropdownFromHook

#: Of the menus that hooks fill; one of another app's may have a template of its own.
_MENU = ButtonWithDropdownFromHook.template_name


class HeadlineColumn(PageTitleColumn):
    """Wagtail's column of titles. What few rows show (a lock, a page that is not public, a language) its own template draws."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """Return the row's cell for ``instance``, a story of the desk."""
        if instance.locked or parent_context.get("show_locale_labels") or not is_public(instance, parent_context):
            drawn: SafeString = super().render_cell_html(instance, parent_context)
            return drawn
        user = parent_context["request"].user
        title = f'<span id="page_{instance.pk}_title">{escape(instance.get_admin_display_title())}</span>'
        if instance.permissions_for_user(user).can_edit():
            edit = reverse("wagtailadmin_pages:edit", args=[instance.pk])
            title = f'<a href="{edit}" title="{escape(gettext("Edit this page"))}">{title}</a>'
        actions = page_listing_buttons(parent_context, instance, user, parent_context.get("actions_next_url"))
        buttons = "".join(f"<li>{drawn_button(button, parent_context)}</li>" for button in actions["buttons"])
        return SafeString(
            f'<td class="{self.classname}" data-listing-page-title><div class="title-wrapper">{title}</div>'
            f'<ul class="actions">{buttons}</ul></td>'
        )


def is_public(page: Any, context: Any) -> bool:
    """Say whether everybody may see ``page`` once it is live."""
    found: bool = test_page_is_public(context, page)
    return found


def drawn_button(button: BaseButton, context: Mapping[str, Any]) -> str:
    """Return ``button`` as its template draws it; one with a template of its own is left to that."""
    if isinstance(button, ButtonWithDropdownFromHook) and button.template_name == _MENU:
        return _drawn_menu(button, context)
    if button.template_name != BaseButton.template_name:
        return str(button.render_html(context))
    words = _icon(f"icon-{button.icon_name} icon", button.icon_name) if button.icon_name else ""
    words += escape(str(button.label))
    attributes = f'class="{escape(button.classname)}" {button.base_attrs_string}'
    if button.url:
        return f'<a href="{escape(str(button.url))}" {attributes}>{words}</a>'
    return f"<button {attributes}>{words}</button>"


def _drawn_menu(menu: ButtonWithDropdownFromHook, context: Mapping[str, Any]) -> str:
    icon = menu.icon_name or "arrow-down"
    named = f' aria-label="{escape(menu.aria_label)}"' if menu.aria_label else ""
    kinds = ("w-dropdown__toggle", "" if menu.label else "w-dropdown__toggle--icon", menu.classname)
    toggle = flatatt({"class": " ".join(filter(None, kinds))})
    inside = "".join(drawn_button(button, context) for button in sorted(menu.dropdown_buttons))
    return (
        f'<div data-controller="w-dropdown" class="w-dropdown" {menu.base_attrs_string}>'
        f'<button type="button"{toggle} data-w-dropdown-target="toggle"{named}>{escape(str(menu.label))}'
        f"{_icon(f'icon-{icon} w-dropdown__toggle-icon', icon)}</button>"
        f'<div data-w-dropdown-target="content" class="w-dropdown__content" hidden>{inside}</div></div>'
    )


def _icon(kind: str, name: str) -> str:
    return f'<svg class="icon {kind}" aria-hidden="true"><use href="#icon-{name}"></use></svg>'
