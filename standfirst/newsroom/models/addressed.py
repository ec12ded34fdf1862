"""Pages of the tree that readers meet at an address of ours, and whose preview is what the press prints."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from standfirst.newsroom.models.paper import PaperSettings


class AddressedPage(Page):
    """A page with an address on the site."""

    #: Remembered for this page's life in memory: a list of pages asks for addresses over and over.
    known_paper: PaperSettings | None = None

    class Meta:
        abstract = True

    def address(self) -> str | None:
        """Return the path readers find this page at, or None while there is none."""
        raise NotImplementedError

    def paper(self) -> PaperSettings:
        """Return the paper's settings, as they were when this page was first asked."""
        if self.known_paper is None:
            self.known_paper = PaperSettings.current()
        return self.known_paper

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Return what Wagtail makes "View live" of: (site id, origin, path)."""
        path = self.address()
        sites = self._get_relevant_site_root_paths(request)
        return None if path is None or not sites else (sites[0].site_id, self.paper().origin, path)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Return what the press would print of this page as it is being edited, byte for byte."""
        # The preview knows the pages, not the other way round.
        from standfirst.newsroom.preview import preview_of  # noqa: PLC0415

        del request, mode_name
        return preview_of(self, timezone.now())


class CuratedPage(AddressedPage):
    """A front: a page that editors set stories on."""

    #: When anything of this front last changed, by the clock; set by every save, so that it never comes back.
    changed = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and note that something changed."""
        if kwargs.get("update_fields") is None:
            self.changed = timezone.now()
        super().save(*args, **kwargs)
