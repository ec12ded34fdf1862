"""A way for somebody without a login to read one revision of a story before it is published."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PreviewLink(models.Model):
    """A link to one revision. The address itself is kept nowhere: whoever reads the database cannot follow it."""

    story = models.ForeignKey("newsroom.StoryPage", on_delete=models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    #: 64 hexadecimal digits of the address's secret.
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField()
    expires = models.DateTimeField()
    #: How the story stood when the link was made. Any other standing, and the link is of no use any more.
    was_live = models.BooleanField()
    was_published = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made", "-pk")

    def __str__(self) -> str:
        return f"{self.story_id} until {self.expires:%Y-%m-%d %H:%M}"
