"""People with bylines."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from standfirst.newsroom.models.slugs import fill_slug, valid_slug


class Person(index.Indexed, models.Model):
    """Somebody who writes for the paper, with a page of their own."""

    name = models.CharField(max_length=120, help_text="As it stands in the byline.")
    slug = models.SlugField(
        max_length=80,
        unique=True,
        blank=True,
        validators=[valid_slug],
        help_text="The last part of the address of this person's page. Made from the name when left empty.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="For instance “Foreign editor”.")
    about = models.TextField(blank=True, help_text="A sentence or two for the person's own page.")
    changed = models.DateTimeField(auto_now=True, db_index=True, editable=False)

    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("about"), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("slug")]

    class Meta:
        ordering = ("name",)
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with a slug made from the name where there is none."""
        fill_slug(self, self.name, fallback="person")
        super().save(*args, **kwargs)
