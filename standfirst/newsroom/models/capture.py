"""Where an imported story came from."""

from __future__ import annotations

from django.db import models


class Capture(models.Model):
    """A file a story was taken from: what was taken for what, and what was thrown away."""

    story = models.ForeignKey("newsroom.StoryPage", on_delete=models.CASCADE, related_name="captures")
    #: The file's name as it was given, and which item in it.
    file = models.CharField(max_length=500)
    item = models.CharField(max_length=2000, blank=True)
    url = models.CharField(max_length=2000, blank=True, db_index=True)
    brand = models.CharField(max_length=200, blank=True)
    #: When the original says it was published; the story's own date when it goes live here for the first time.
    published = models.DateTimeField(null=True)
    #: The id the story has in our own story JSON, where that is not the id it has here.
    known_as = models.CharField(max_length=200, blank=True, db_index=True)
    #: 32 hexadecimal digits: the original's bytes and the item in them.
    digest = models.CharField(max_length=32, unique=True)
    #: Below Home.media; two stories of one file share it.
    original = models.CharField(max_length=300)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="Bytes.")
    at = models.DateTimeField(db_index=True)
    #: [{"field", "text", "why"}] and [{"text", "why"}].
    taken = models.JSONField(default=list)
    dropped = models.JSONField(default=list)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.file} {self.item}".strip()
