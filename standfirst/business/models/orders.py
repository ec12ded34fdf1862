"""Advertisers and what they ordered."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

from standfirst.business.slugs import valid_slugs, words_in


class PriceModel(models.TextChoices):
    """What is paid for."""

    CPM = "cpm", "CPM: for a thousand views"
    CPC = "cpc", "CPC: for a click"
    FLAT = "flat", "Flat: one price for the whole order"
    HOUSE = "house", "House: nothing"


class Advertiser(models.Model):
    """Who pays."""

    name = models.CharField(max_length=120, unique=True, help_text="As readers may read it.")
    contact = models.EmailField(blank=True, help_text="Whom to write to about orders. Readers never see it.")
    category = models.CharField(
        "trade",
        max_length=80,
        blank=True,
        validators=[valid_slugs],
        help_text="A slug, such as: cars. Two advertisers of one trade never stand on one page.",
    )
    barred_topics = models.CharField(
        max_length=500,
        blank=True,
        validators=[valid_slugs],
        help_text="It never stands beside stories on these topics.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Refuse a trade of more than one word."""
        super().clean()
        if len(words_in(self.category)) > 1:
            raise ValidationError({"category": "One trade only."})
        self.category = self.category.strip()


class Order(models.Model):
    """What one advertiser ordered, and at what price."""

    advertiser = models.ForeignKey(Advertiser, on_delete=models.PROTECT, related_name="orders")
    name = models.CharField(max_length=120)
    order_number = models.CharField(max_length=60, blank=True, help_text="The number on the order and the invoice.")
    price_model = models.CharField(max_length=8, choices=PriceModel.choices, default=PriceModel.CPM)
    price = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text="Without tax: for a thousand views, for a click, or for all of it.",
    )
    currency = models.CharField(
        max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$", "Three capital letters, such as EUR.")]
    )
    #: Whoever has it sees this order's figures without a login; None where nobody may.
    report_key = models.CharField(max_length=64, unique=True, null=True, editable=False)

    class Meta:
        ordering = ["advertiser__name", "name"]

    def __str__(self) -> str:
        return f"{self.advertiser} · {self.name}"

    def open_report(self) -> None:
        """Make a report link that works, where there is none. Saves."""
        if not self.report_key:
            self.report_key = secrets.token_urlsafe(24)
            self.save(update_fields=["report_key"])

    def shut_report(self) -> None:
        """Make the report link lead nowhere, for good. Saves."""
        self.report_key = None
        self.save(update_fields=["report_key"])
