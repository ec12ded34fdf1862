"""Panels of the story editor that show rather than ask."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class WordsPanel(Panel):
    """How many words the story has, counted while it is written."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/panels/words.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the template's context; words: as of the last save."""
            # Handing off needs the models, which need the panels.
            from standfirst.newsroom.handoff import words_in  # noqa: PLC0415

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["words"] = words_in(self.instance)
            return context


class CapturePanel(Panel):
    """Which file an imported story came from, what was taken for what, and what was thrown away."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/panels/capture.html"

        def is_shown(self) -> bool:
            """Say whether there is anything to show."""
            return bool(self.instance.pk) and self.instance.captures.exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return the template's context; captures: newest first, each with the address of its original."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["captures"] = [
                (capture, reverse("newsroom_original", args=(capture.pk,))) for capture in self.instance.captures.all()
            ]
            return context
