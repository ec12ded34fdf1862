"""The language a text is written in."""

from __future__ import annotations

import re
from collections import Counter

from standfirst.wire.vocabulary import words

_SCRIPTS = (
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ar", re.compile("[\u0620-\u06d3]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_SHARING = {"ru": ("ru", "uk"), "ar": ("ar", "fa")}
_LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "pl", "cs", "tr", "fi")


def language_of(text: str, *, default: str = "en") -> str:
    """Return the ISO 639-1 code of the language most of ``text`` is in; ``default`` where nothing tells."""
    sample = text[:20000]
    letters = max(1, sum(sign.isalpha() for sign in sample))
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) * 2 > letters:
            return _most_used(sample, _SHARING.get(language, (language,)), language)
    return _most_used(sample, _LATIN, default)


def _most_used(sample: str, languages: tuple[str, ...], default: str) -> str:
    if languages == ("ru", "uk"):
        own = Counter(sample.lower())
        return "uk" if own["і"] + own["ї"] + own["є"] > own["ы"] + own["э"] + own["ъ"] + own["ё"] else "ru"
    if len(languages) == 1:
        return languages[0]
    counted = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = {language: sum(counted[word] for word in words("languages")[language]) for language in languages}
    best = max(languages, key=lambda language: scores[language])
    return best if scores[best] >= 3 else default
