"""What holds for all advertising of the paper, and the files in which it is declared."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from standfirst.ads.flight import Remember
from standfirst.ads.schedule import FREQUENCY_HOURS
from standfirst.business.declarations import valid_ads_txt, valid_robots, valid_sellers_json
from standfirst.business.slugs import valid_slugs


@register_setting(icon="tag")
class HouseRules(BaseGenericSetting):
    """Topics without ads, what devices may keep, the media kit, ads.txt and its like."""

    barred_topics = models.CharField(
        max_length=500, blank=True, validators=[valid_slugs], help_text="No ad stands beside stories on these topics."
    )
    device_memory = models.CharField(
        "devices may count",
        max_length=5,
        choices=[
            (Remember.GIVEN.value, "Where a page says that consent was given"),
            (Remember.ON.value, "Always"),
            (Remember.OFF.value, "Never"),
        ],
        default=Remember.GIVEN.value,
        help_text="Lets a reader's device keep how often it saw a flight with a cap on that, for as long as the cap looks back."
        " Nothing is sent anywhere. In many countries this needs the reader's consent, which your consent tool says by"
        ' data-consent="given" on the page’s html element.',
    )
    usual_views = models.PositiveSmallIntegerField(
        "usual views a device",
        default=3,
        validators=[MaxValueValidator(1_000)],
        help_text="Of a standard flight that says nothing of its own. 0: no cap.",
    )
    usual_hours = models.PositiveSmallIntegerField(
        "within hours", default=24, validators=[MinValueValidator(1), MaxValueValidator(FREQUENCY_HOURS)]
    )
    media_kit = models.BooleanField("publish the media kit", default=False, help_text="At /media-kit/.")
    media_kit_words = models.TextField(
        blank=True, help_text="What you say about the paper and its readers. A blank line begins a new paragraph."
    )
    contact = models.EmailField(blank=True, help_text="Whom to write to about advertising; printed on the media kit.")
    ads_txt = models.TextField("ads.txt", blank=True, validators=[valid_ads_txt], help_text="Empty: not there.")
    app_ads_txt = models.TextField("app-ads.txt", blank=True, validators=[valid_ads_txt], help_text="Empty: not there.")
    sellers_json = models.TextField(
        "sellers.json", blank=True, validators=[valid_sellers_json], help_text="Empty: not there."
    )
    robots = models.TextField(
        "more for robots.txt", blank=True, validators=[valid_robots], help_text="Added below what the press prints."
    )
    llms_txt = models.TextField(
        "llms.txt", blank=True, help_text="Markdown for language models. Empty: the one the press prints, if any."
    )

    panels = [
        MultiFieldPanel([FieldPanel("barred_topics")], heading="Readers"),
        MultiFieldPanel(
            [FieldPanel("device_memory"), FieldRowPanel([FieldPanel("usual_views"), FieldPanel("usual_hours")])],
            heading="How often one device sees a flight",
        ),
        MultiFieldPanel(
            [FieldPanel("media_kit"), FieldPanel("media_kit_words"), FieldPanel("contact")], heading="Media kit"
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("ads_txt", "app_ads_txt", "sellers_json", "robots", "llms_txt")],
            heading="Declared to machines",
        ),
    ]

    class Meta:
        verbose_name = "Advertising"

    @classmethod
    def current(cls) -> HouseRules:
        """Return the rules; those of a new paper, unsaved, where none were saved yet."""
        found: HouseRules | None = cls.objects.order_by("pk").first()
        return found or cls()

    def clean(self) -> None:
        """Refuse a media kit without a word in it."""
        super().clean()
        if self.media_kit and not (self.media_kit_words.strip() and self.contact):
            raise ValidationError({"media_kit": "Say something about the paper, and whom to write to."})

    def declared(self) -> dict[str, Any]:
        """Return the texts of the files there are, by their names."""
        texts = {
            "ads.txt": self.ads_txt,
            "app-ads.txt": self.app_ads_txt,
            "sellers.json": self.sellers_json,
            "robots.txt": self.robots,
            "llms.txt": self.llms_txt,
        }
        return {name: text.replace("\r\n", "\n").strip() + "\n" for name, text in texts.items() if text.strip()}


class Rate(models.Model):
    """A line of the rate card."""

    what = models.CharField(max_length=120, help_text="Such as: box beside stories, all sections.")
    price = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    per = models.CharField(max_length=60, default="thousand views", help_text="Such as: thousand views, click, week.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Lines stand in this order.")

    class Meta:
        ordering = ["order", "what"]

    def __str__(self) -> str:
        return f"{self.what}: {self.price} {self.currency} for a {self.per}"
