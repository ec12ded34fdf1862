"""Flights: an order's runs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from standfirst.ads.flight import Device, Priority, Unit
from standfirst.ads.schedule import FREQUENCY_HOURS
from standfirst.ads.sizes import SLOTS
from standfirst.business import shares
from standfirst.business.models.orders import Order
from standfirst.business.slugs import valid_country_codes, valid_languages, valid_slugs, words_in

_SLUG_LISTS = ("sections", "topics", "barred_topics", "slots", "places", "languages", "devices", "countries")


class Flight(models.Model):
    """An order's run in a period."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="flights")
    name = models.CharField(max_length=120)
    first_day = models.DateField(help_text="It starts at midnight, by the paper's clock.")
    last_day = models.DateField(help_text="It ends when this day does.")
    priority = models.PositiveSmallIntegerField(
        choices=[(priority.value, priority.name.title()) for priority in sorted(Priority, reverse=True)],
        default=Priority.STANDARD.value,
        help_text="A sponsorship goes before standard flights; the house's own fill what is left.",
    )
    weight = models.PositiveIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text="Its share against others of the same priority: 2 is shown twice as often as 1.",
    )
    goal = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000_000)],
        help_text="Spread over the days as readers come. Leave empty where only the days are sold.",
    )
    unit = models.CharField(
        "goal in", max_length=8, choices=[(unit.value, unit.value) for unit in Unit], default=Unit.VIEWS.value
    )
    share = models.PositiveSmallIntegerField(
        "share of voice, %",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Of all views where it may stand, exactly. Leave empty for none.",
    )
    daily_cap = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="At most so many views a day."
    )
    frequency_views = models.PositiveSmallIntegerField(
        "views a device",
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_000)],
        help_text="At most so many on one device, which counts them itself. Empty: the paper's usual (Settings, Advertising)"
        " for a standard flight without a share of voice, none for others. 0: none.",
    )
    frequency_hours = models.PositiveSmallIntegerField(
        "within hours",
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(FREQUENCY_HOURS)],
    )
    sections = models.CharField(
        max_length=500,
        blank=True,
        validators=[valid_slugs],
        help_text="Slugs, such as: world, sport. The home front is: home. Empty means everywhere.",
    )
    topics = models.CharField(
        max_length=500, blank=True, validators=[valid_slugs], help_text="Only beside stories on one of these topics."
    )
    barred_topics = models.CharField(
        max_length=500, blank=True, validators=[valid_slugs], help_text="Never beside stories on these topics."
    )
    slots = models.CharField(
        max_length=60,
        blank=True,
        validators=[valid_slugs],
        help_text=f"{', '.join(SLOTS)}. Empty means all.",
    )
    places = models.CharField(
        max_length=500, blank=True, validators=[valid_slugs], help_text="Slugs of datelines, such as: kyiv, cape-town."
    )
    languages = models.CharField(
        max_length=120, blank=True, validators=[valid_languages], help_text="Of the page, such as: en, uk."
    )
    devices = models.CharField(
        max_length=60, blank=True, validators=[valid_slugs], help_text=f"{', '.join(Device)}. Empty means all."
    )
    countries = models.CharField(
        max_length=300,
        blank=True,
        validators=[valid_country_codes],
        help_text="Such as: GB, UA. Only where the front server says a reader's country.",
    )
    makes_good = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="made_good_by"
    )
    paused = models.BooleanField(default=False, help_text="Takes it off the pages at once.")

    class Meta:
        ordering = ["-last_day", "order", "name"]
        indexes = [models.Index(fields=["last_day"])]

    def __str__(self) -> str:
        return f"{self.order} · {self.name}"

    def clean(self) -> None:
        """Refuse a period that ends before it starts and shares that are sold already; put lists in order."""
        super().clean()
        wrong: dict[str, str] = {}
        if self.first_day and self.last_day and self.last_day < self.first_day:
            wrong["last_day"] = "This is before the first day."
        for name in _SLUG_LISTS:
            setattr(self, name, ", ".join(sorted(words_in(getattr(self, name)))))
        for name, known in (("slots", set(SLOTS)), ("devices", set(Device))):
            unknown = sorted(words_in(getattr(self, name)) - known)
            if unknown:
                wrong[name] = f"“{unknown[0][:40]}” is none of {', '.join(sorted(known))}."
        if self.share and self.goal:
            wrong["share"] = "A share of voice or a goal, not both."
        if not wrong and self.share and (taken := shares.taken_beside(self)) + self.share > 100:
            wrong["share"] = f"{taken} % are sold already to flights that meet this one; {100 - taken} % are left."
        if wrong:
            raise ValidationError(wrong)
