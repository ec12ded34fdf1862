"""An opened paper in a test's database, which an earlier test may have emptied to its last root."""

from __future__ import annotations

from typing import Any


def open_for_a_test(home: Any) -> tuple[str, str | None]:
    """Plant again what a test with real transactions swept away on its way out, then open the paper."""
    from wagtail.models import Collection, Locale, Page

    from standfirst.newsroom.opening import open_paper

    if not Locale.objects.exists():
        Locale.objects.create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return open_paper(home)
