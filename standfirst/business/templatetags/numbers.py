"""How numbers are written for people."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Return ``number`` with its thousands set apart by a narrow space that never breaks: 12 345."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
