"""The home front."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel, TitleFieldPanel
from wagtail.models import Orderable

from standfirst.newsroom.models.addressed import CuratedPage


class PaperFront(CuratedPage):
    """The paper's first page. Its sections stand beneath it, in the order readers see them."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.SectionPage"]
    max_count = 1

    content_panels = [
        TitleFieldPanel("title", placeholder="The paper's front page", apply_if_live=False),
        InlinePanel(
            "featured",
            heading="On top of the front page",
            label="Story",
            help_text="In this order. A story that is not live is left out until it is.",
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = "front page"

    def address(self) -> str:
        """Return the path of the home front."""
        return "/"


class FeaturedOnPaper(Orderable):
    """A story on top of the front page."""

    front = ParentalKey(PaperFront, on_delete=models.CASCADE, related_name="featured")
    story = models.ForeignKey("newsroom.StoryPage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("story", "newsroom.StoryPage")]
