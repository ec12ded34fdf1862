"""Lists of words as a salesperson types them: "world, sport"."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def words_in(words: str) -> frozenset[str]:
    """Return what is typed in ``words``, parted by commas or spaces."""
    return frozenset(words.replace(",", " ").split())


def valid_slugs(words: str) -> None:
    """Raise ValidationError unless ``words`` are slugs."""
    _check(
        words, _SLUG, "is no slug. Write the last part of the page's address: for /topics/city-hall/ that is city-hall."
    )


def valid_languages(words: str) -> None:
    """Raise ValidationError unless ``words`` are language codes."""
    _check(words, _LANGUAGE, "is no language. Write two small letters, such as en, uk, he.")


def valid_country_codes(words: str) -> None:
    """Raise ValidationError unless ``words`` are country codes."""
    _check(words, _COUNTRY, "is no country. Write two capital letters, such as GB, UA.")


def _check(words: str, pattern: re.Pattern[str], advice: str) -> None:
    wrong = sorted(word for word in words_in(words) if not pattern.fullmatch(word))
    if wrong:
        raise ValidationError(f"“{wrong[0][:80]}” {advice}")
