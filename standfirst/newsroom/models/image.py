"""Pictures with their makers' names."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from standfirst.newsroom.negatives import FOCAL_POINT, focus_at, look_into, picture_key
from standfirst.story.picture import Point


class CreditedImage(AbstractImage):
    """A picture of the photo desk, with who made it, for whom, and what it shows."""

    alt = models.CharField(
        "what it shows",
        max_length=300,
        blank=True,
        help_text="For readers who cannot see it: what is in the picture, not what it means.",
    )
    caption = models.TextField(blank=True, help_text="Printed beneath the picture, unless a story says something else.")
    photographer = models.CharField(max_length=120, blank=True, help_text="Who made the picture.")
    agency = models.CharField(max_length=120, blank=True, help_text="For whom: an agency, a paper, or nobody.")
    copyright = models.CharField(
        max_length=250, blank=True, help_text="The notice written into every copy of the file."
    )
    #: 16 hexadecimal digits: the file and the rights in it; see story/picture.py.
    key = models.CharField(max_length=16, blank=True, db_index=True, editable=False)
    #: The size as readers see it, pixels: a camera may have lain on its side.
    upright_width = models.PositiveIntegerField(default=0, editable=False)
    upright_height = models.PositiveIntegerField(default=0, editable=False)
    changed = models.DateTimeField(auto_now=True, db_index=True, editable=False)

    admin_form_fields = (
        "title", "file", "collection", "alt", "caption", "photographer", "agency", "copyright", "tags",
        *FOCAL_POINT,
    )  # fmt: skip

    search_fields = [
        *(field for field in AbstractImage.search_fields if getattr(field, "field_name", "") != "description"),
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.SearchField("photographer"),
        index.SearchField("agency"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"

    @property
    def default_alt_text(self) -> str:
        """What the picture shows, for those who cannot see it."""
        return self.alt or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file is looked into first, and empty fields are filled with what its maker wrote in it.

        Raises PictureRefused for a file that is no picture, is damaged or too large.
        """
        if kwargs.get("update_fields") is None:
            # Django has no other word for "a file that is not in the storage yet".
            if self.file and (not self.file._committed or not self.upright_width):  # noqa: SLF001
                self.look_into_file()
            self.key = picture_key(self.file_hash, self.photographer, self.agency, self.copyright, self.caption)
        super().save(*args, **kwargs)

    def look_into_file(self) -> None:
        """Measure the file and fill empty fields with what its maker wrote in it. Raises PictureRefused."""
        self._set_image_file_metadata()
        with self.open_file() as file:
            measured, written = look_into(file, name=self.file.name)
        self.upright_width, self.upright_height = measured.width, measured.height
        if not (self.photographer or self.agency):
            self.photographer, self.agency = written.photographer[:120], written.agency[:120]
        self.caption = self.caption or written.caption
        self.copyright = self.copyright or written.copyright[:250]

    def draw_focus(self, focus: Point) -> None:
        """Draw the focal point around ``focus``, as somebody does in Wagtail's form; the file must have been looked into."""
        upright, held = (self.upright_width, self.upright_height), (self.width, self.height)
        self.focal_point_x, self.focal_point_y = focus_at(*focus, held=upright, upright=held)
        self.focal_point_width, self.focal_point_height = (max(1, length // 10) for length in held)


class CreditedRendition(AbstractRendition):
    """A small copy for the newsroom's own screens."""

    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
