"""How a story stands with readers: kept beside the story, so that no revision can bring an old standing back."""

from __future__ import annotations

from django.db import models


class Standing(models.Model):
    """What readers have of a story. Written in the transaction that changes what they have, by ``standings.stand``."""

    story = models.OneToOneField(
        "newsroom.StoryPage", on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    section = models.ForeignKey("newsroom.SectionPage", on_delete=models.CASCADE, related_name="+")
    live = models.BooleanField()
    published = models.DateTimeField(help_text="First publication.")
    updated = models.DateTimeField(
        null=True, help_text="When readers last got something new; empty until the first time."
    )
    corrected = models.DateTimeField(null=True, help_text="The newest correction.")
    expires = models.DateTimeField(null=True)
    changed = models.DateTimeField(help_text="When anything of this standing last changed, by the clock.")
    turn = models.PositiveIntegerField(default=1, help_text="How often it changed: with “changed”, the version.")
    digest = models.CharField(max_length=32, help_text="What readers read, 32 hexadecimal digits.")

    class Meta:
        indexes = [
            models.Index(fields=["changed"], name="standing_changed"),
            models.Index(
                fields=["-corrected", "-story"], name="standing_corrected", condition=models.Q(corrected__isnull=False)
            ),
            models.Index(fields=["expires"], name="standing_expires", condition=models.Q(expires__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {'live' if self.live else 'withdrawn'}"


class Listing(models.Model):
    """A live story in a list: one row for each list it is in. Gone when the story is."""

    class Kind(models.TextChoices):
        PAPER = "paper"
        SECTION = "section"
        TOPIC = "topic"
        PERSON = "person"

    story = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    #: The row the list belongs to; 0 for the paper.
    owner = models.BigIntegerField(default=0)
    #: 202611 for November 2026 in the paper's zone.
    month = models.PositiveIntegerField()
    published = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "kind", "owner"], name="listing_once")]
        # Newest first and month by month are the same order, so one index serves both and the months themselves.
        indexes = [models.Index(fields=["kind", "owner", "-month", "-published", "-story"], name="listing_newest")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner} {self.month} {self.story_id}"
