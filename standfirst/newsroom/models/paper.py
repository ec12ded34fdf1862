"""The paper's own settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from standfirst.newsroom.models.languages import LANGUAGES


def valid_zone(name: str) -> None:
    """Raise ValidationError unless ``name`` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is no time zone we know. Write it like Europe/London or America/New_York.")


def valid_origin(origin: str) -> None:
    """Raise ValidationError unless ``origin`` is scheme and host, no path."""
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ValidationError("Write the address readers use, without a slash at the end, like https://gazette.example")


@register_setting(icon="globe")
class PaperSettings(BaseGenericSetting):
    """What the paper is called, where it stands and which clock it goes by."""

    name = models.CharField(max_length=80, default="Standfirst", help_text="The name on the masthead.")
    tagline = models.CharField(max_length=120, blank=True, help_text="A line beneath the name, or nothing.")
    origin = models.CharField(
        max_length=200,
        default="http://127.0.0.1:8000",
        validators=[valid_origin],
        help_text="The address readers use, without a slash at the end: https://gazette.example",
    )
    zone = models.CharField(
        "time zone",
        max_length=60,
        default="UTC",
        validators=[valid_zone],
        help_text="Dates on pages and in addresses are of this zone. Changing it moves the addresses of old stories.",
    )
    language = models.CharField(
        max_length=12, choices=LANGUAGES, default="en", help_text="The language of menus and dates around the stories."
    )
    default_section = models.CharField(
        max_length=80, default="News", help_text="Where imported stories go that name no section."
    )
    offers_tap = models.BooleanField(
        "button “Read the full story”",
        default=True,
        help_text="On phones, a reader who comes from another site meets the first lines and this button. The page itself, "
        "and whoever copies, prints or searches it, always has the whole story.",
    )
    tap_words = models.PositiveSmallIntegerField(
        "words before the button", default=150, validators=[MinValueValidator(40), MaxValueValidator(2000)]
    )
    tap_label = models.CharField(
        "words on the button",
        max_length=60,
        blank=True,
        help_text="Nothing for “Read the full story” in the story's language.",
    )
    offers_dark = models.BooleanField("button for a dark or light page", default=True)
    offers_size = models.BooleanField("button for larger text", default=True)
    offers_share = models.BooleanField("button to share a story", default=True)
    offers_offline = models.BooleanField(
        "stories without a network",
        default=True,
        help_text="What somebody has read, and the front, stay on their device. Switched off, it leaves every device.",
    )
    offers_live = models.BooleanField(
        "live stories that keep up",
        default=True,
        help_text="An open page of a story with live entries says when there are new ones, and puts them in when asked to.",
    )
    offers_ahead = models.BooleanField(
        "the next story ahead",
        default=True,
        help_text="A story is fetched when a pointer rests on its link, so that it opens at once. It is not run, and counts for nothing.",
    )
    offers_listen = models.BooleanField(
        "button to listen to a story",
        default=True,
        help_text="The reader's own device reads it aloud. The button is there only where the device has a voice of its own for the "
        "story's language, so that no word is sent anywhere.",
    )
    tells_changes = models.BooleanField(
        "what changed since a story was read",
        default=True,
        help_text="Somebody who comes back to a story that was changed since is told so, and can have the changes marked. Their device "
        "remembers a few digits of each paragraph of the last fifty stories; nobody else does. Switched off, it forgets them.",
    )
    offers_saver = models.BooleanField(
        "button for fewer data",
        default=True,
        help_text="No pictures until they are tapped, from the second page on; on by itself where a browser saves data. Adverts stay whole.",
    )
    tells_offline = models.BooleanField(
        "a word to readers without a network",
        default=True,
        help_text="Quietly, that this is the copy their device kept, and of when; it goes once there is a network.",
    )
    tells_old_browsers = models.BooleanField(
        "a word to old browsers",
        default=True,
        help_text="Once, to readers whom a newer browser would help, where to get it. They read everything either way.",
    )
    changed = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading="Masthead"),
        MultiFieldPanel([FieldPanel("origin"), FieldPanel("zone"), FieldPanel("language")], heading="Place and time"),
        MultiFieldPanel(
            [FieldPanel("offers_tap"), FieldPanel("tap_words"), FieldPanel("tap_label")],
            heading="Read the full story",
            help_text="Sections may have this otherwise.",
        ),
        MultiFieldPanel(
            [
                FieldPanel("offers_dark"),
                FieldPanel("offers_size"),
                FieldPanel("offers_share"),
                FieldPanel("offers_offline"),
                FieldPanel("offers_live"),
                FieldPanel("offers_ahead"),
                FieldPanel("offers_listen"),
                FieldPanel("tells_changes"),
                FieldPanel("offers_saver"),
                FieldPanel("tells_offline"),
                FieldPanel("tells_old_browsers"),
            ],
            heading="What the script adds to pages",
        ),
        MultiFieldPanel([FieldPanel("default_section")], heading="Import"),
    ]

    class Meta:
        verbose_name = "Paper"

    @classmethod
    def current(cls) -> PaperSettings:
        """Return the paper's settings; those of a new paper, unsaved, where none were saved yet."""
        found: PaperSettings | None = cls.objects.order_by("pk").first()
        return found or cls()

    @property
    def clock(self) -> ZoneInfo:
        """The paper's time zone."""
        return ZoneInfo(self.zone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and put every live story into the months of the zone where the zone was changed."""
        # The standings know the paper, not the other way round.
        from standfirst.newsroom.standings import relist_all  # noqa: PLC0415

        before = PaperSettings.objects.filter(pk=self.pk).values_list("zone", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None and before != self.zone:
            relist_all(self.clock)
