"""Stories, as editors write them."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from standfirst.newsroom.forms import StoryForm
from standfirst.newsroom.models.addressed import AddressedPage
from standfirst.newsroom.models.bodies import AttributionBlock, BodyBlock, CorrectionBlock
from standfirst.newsroom.models.languages import LANGUAGES
from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.section import SectionPage
from standfirst.newsroom.models.slugs import valid_slug
from standfirst.newsroom.models.standing import Standing
from standfirst.newsroom.panels import CapturePanel, WordsPanel
from standfirst.story.addresses import story_path
from standfirst.wire.slugs import slug_for


class StoryPage(AddressedPage):
    """A story. Its headline is the page's title; the section it stands in is the page above it."""

    slug: Any  # these are Wagtail's own fields, which have no types
    first_published_at: Any
    last_published_at: Any

    standfirst = models.TextField(blank=True, help_text="The paragraph under the headline that says why to read on.")
    place = models.CharField("dateline", max_length=80, blank=True, help_text="Where it was written: Kyiv. Or nothing.")
    lead = models.ForeignKey(
        "newsroom.CreditedImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="photo",
        help_text="On top of the story. Credit and caption come with the picture.",
    )
    lead_caption = models.TextField(
        "caption", blank=True, help_text="What this story says of the photo; the picture's own caption when empty."
    )
    body = StreamField(BodyBlock(), blank=True)
    language = models.CharField(
        max_length=12, choices=LANGUAGES, default="en", help_text="What the story is written in."
    )
    sensitive = models.BooleanField(
        default=False, help_text="Death, violence, abuse: no ads beside it, and readers are asked for nothing."
    )
    attributions = StreamField(
        [("statement", AttributionBlock())],
        blank=True,
        verbose_name="who said what",
        help_text="The statements the story rests on. Readers see them as a list of sources after the story.",
    )
    corrections = StreamField(
        [("correction", CorrectionBlock())],
        blank=True,
        help_text="Printed at the end of the story, and on the page of corrections.",
    )
    minor_change = models.BooleanField(
        default=False,
        help_text="A comma, a link: tick this and the story is not shown as updated. For this publication only.",
    )

    #: Remembered for this page's life in memory: a list of pages asks for addresses over and over.
    known_section: SectionPage | None = None

    parent_page_types = ["newsroom.SectionPage"]
    subpage_types: list[str] = []
    base_form_class = StoryForm
    # A copy is another story: it comes from no file and stands for itself.
    exclude_fields_in_copy = ["captures", "standing"]

    search_fields = [
        *AddressedPage.search_fields,
        index.SearchField("standfirst"),
        index.AutocompleteField("standfirst"),
        index.SearchField("body"),
        index.FilterField("language"),
        index.FilterField("sensitive"),
    ]

    story_panels = [
        TitleFieldPanel("title", placeholder="Headline", classname="title", help_text="What happened, in a line."),
        FieldPanel("standfirst"),
        InlinePanel("bylines", heading="Byline", label="Name", help_text="In the order they are printed."),
        MultiFieldPanel([FieldPanel("lead"), FieldPanel("lead_caption")], heading="Photo"),
        FieldPanel("place"),
        FieldPanel("body"),
        WordsPanel(heading="Length"),
    ]
    sources_panels = [
        FieldPanel("attributions"),
        FieldPanel("corrections"),
        CapturePanel(heading="Where it came from"),
    ]
    filing_panels = [
        InlinePanel("story_topics", heading="Topics", label="Topic"),
        InlinePanel("related_stories", heading="Related stories", label="Story"),
        MultiFieldPanel(
            [
                FieldPanel("slug", help_text="The last part of the address."),
                FieldPanel("language"),
                FieldPanel("sensitive"),
            ],
            heading="Filing",
        ),
        PublishingPanel(),
        FieldPanel("minor_change"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(story_panels, heading="Story"),
            ObjectList(sources_panels, heading="Sources and corrections"),
            ObjectList(filing_panels, heading="Filing and publication"),
        ]
    )

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    def address(self) -> str | None:
        """Return the path readers find the story at; None before it was first published."""
        section = self.section()
        if section is None or self.first_published_at is None:
            return None
        return story_path(section.slug, self.first_published_at, self.slug, self.paper().clock)

    def section(self) -> SectionPage | None:
        """Return the section the story stands in; None while it stands in none."""
        above = self.path[: -self.steplen]
        # In its lists Wagtail has told each page what stands above it.
        told = getattr(self, "_parent_page", None)
        known: SectionPage | None = self.known_section or (told if isinstance(told, SectionPage) else None)
        if known is None or known.path != above:
            known = SectionPage.objects.filter(path=above).first()
        self.known_section = known
        return known

    def paper(self) -> PaperSettings:
        """Return the paper's settings, as the story's section knows them: a list's stories share their sections."""
        if self.known_paper is None and (section := self.section()) is not None:
            self.known_paper = section.paper()
        return super().paper()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Clean, with a slug made from the headline where there is none."""
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Clean what even a draft must have right."""
        self._fill_slug()
        super().minimal_clean()

    def clean(self) -> None:
        """Raise ValidationError for a slug that cannot stand in an address."""
        super().clean()
        valid_slug(self.slug)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and in the same transaction note how the story now stands with readers."""
        # The standings know the story, not the other way round; the library's signals need models that are ready.
        from standfirst.newsroom.referring import referred_once  # noqa: PLC0415
        from standfirst.newsroom.standings import stand  # noqa: PLC0415

        fields = kwargs.get("update_fields")
        if fields is None and self.live:
            self._date()
        with transaction.atomic():
            with referred_once(self):
                super().save(*args, **kwargs)
            if fields is None or "live" in fields:
                stand(self)

    def _date(self) -> None:
        """Give a story that goes live for the first time the day its original says, where it came from one."""
        now = timezone.now()
        self.last_published_at = self.last_published_at or now
        self.first_published_at = self.first_published_at or now
        if self.pk and not Standing.objects.filter(pk=self.pk).exists():
            captured = self.captures.filter(published__lte=now).order_by("pk").first()
            if captured is not None:
                self.first_published_at = captured.published

    def _fill_slug(self) -> None:
        if not self.slug and self.title:
            self.slug = self._get_autogenerated_slug(slug_for(self.title))


class StoryByline(Orderable):
    """A name in a story's byline."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey("newsroom.Person", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("person")]


class StoryTopic(Orderable):
    """A topic of a story."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="story_topics")
    topic = models.ForeignKey("newsroom.Topic", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("topic")]


class StoryRelated(Orderable):
    """A story related to another."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="related_stories")
    other = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("other", "newsroom.StoryPage")]
