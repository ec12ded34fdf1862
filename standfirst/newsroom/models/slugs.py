"""Slugs: the parts of addresses editors may choose."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from standfirst.story.addresses import RESERVED, SLUG_LENGTH, slug_of
from standfirst.wire.slugs import slug_for


def valid_slug(slug: str) -> None:
    """Raise ValidationError unless ``slug`` is lower-case ASCII letters, digits and single hyphens."""
    if slug_of(slug, fallback="") != slug:
        raise ValidationError(
            f"“{slug}” cannot stand in an address: use a–z, 0–9 and single hyphens, up to {SLUG_LENGTH}."
        )


def valid_section_slug(slug: str) -> None:
    """Raise ValidationError when ``slug`` cannot be the first part of an address."""
    valid_slug(slug)
    if slug in RESERVED:
        raise ValidationError(f"/{slug}/ is an address of the house. Choose another slug for the section.")


def fill_slug(row: Any, words: str, *, fallback: str) -> None:
    """Give ``row`` (a model with a unique ``slug``) a slug made from ``words`` when it has none."""
    if not row.slug:
        row.slug = free_slug(type(row).objects.exclude(pk=row.pk), slug_for(words, fallback=fallback))


def free_slug(taken: Any, wanted: str) -> str:
    """Return ``wanted``, or with the first number after it that no row of the query set ``taken`` has."""
    slug, number = wanted, 1
    while taken.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[: SLUG_LENGTH - 5]}-{number}"
    return slug
