"""What stories are about."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from standfirst.newsroom.models.slugs import fill_slug, valid_slug


class Topic(index.Indexed, models.Model):
    """A person, place, organisation or subject that stories are about, with a page of its own."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        PLACE = "place", "Place"
        ORGANISATION = "organisation", "Organisation"
        SUBJECT = "subject", "Subject"

    name = models.CharField(max_length=120, help_text="As readers see it.")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SUBJECT)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        blank=True,
        validators=[valid_slug],
        help_text="The last part of the address of this topic's page. Made from the name when left empty.",
    )
    changed = models.DateTimeField(auto_now=True, db_index=True, editable=False)

    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("slug")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
        index.FilterField("slug"),
    ]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with a slug made from the name where there is none."""
        fill_slug(self, self.name, fallback="topic")
        super().save(*args, **kwargs)
