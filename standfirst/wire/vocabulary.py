"""The words and phrases captured pages are read by: ``words.toml`` and ``phrases.toml``, loaded once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

#: A letter of any script; every character that may stand within a word.
LETTER = r"[^\W\d_]"
#: Capital letters of the Latin, Greek and Cyrillic scripts, for use within a character class.
CAPITALS = "".join(chr(sign) for sign in range(0x41, 0x530) if chr(sign).isupper())
#: Letters of scripts that know no capitals: Hebrew and Arabic.
CAPLESS = "\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3"

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "\u00a0": " ", "…": "..."}
)
_EDGES = " \t.,:;!·•|›»>→*-–—_…\"'()[]"


@cache
def words(table: str) -> dict[str, Any]:
    """Return one table of words.toml, "dates", "pictures" …"""
    return dict(_load("words.toml")[table])


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """Return one list of words.toml as a set of case-folded words."""
    return frozenset(straight(word) for word in words(table)[key])


@cache
def furniture() -> dict[str, Any]:
    """Return phrases.toml: by category, ``why``, ``extent`` and the phrases."""
    return dict(_load("phrases.toml")["furniture"])


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("standfirst.wire") / name).read_text("utf-8"))


def straight(text: str) -> str:
    """Return ``text`` case-folded, quotes straightened, white space single: the form phrases are compared in."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def bare(text: str) -> str:
    """Return ``straight(text)`` without punctuation at its ends."""
    return straight(text).strip(_EDGES)


def either(phrases: Any) -> str:
    """Return a pattern that matches any of ``phrases``, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


_SENTENCE_END = re.compile(rf"(?P<word>\S*[.!?…。؟][\"'”’»)\]]*)\s+(?=[\"'“‘«„(\[¿¡]?[{CAPITALS}{CAPLESS}\d])")
#: Words that end in a point without ending a sentence.
_SHORTENED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "no",
        "vs",
        "jr",
        "sr",
        "gen",
        "sen",
        "rep",
        "gov",
        "lt",
        "col",
        "sgt",
        "prof",
        "rev",
        "hon",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "bzw",
        "etc",
        "nr",
        "mme",
        "mlle",
        "sra",
    ]
)


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``, in order; joined by blanks they are ``text`` again."""
    pieces: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        word = end["word"].strip("\"'“”‘’«»„()[]")
        if word.endswith(".") and (word[:-1].casefold() in _SHORTENED or re.fullmatch(rf"(?:[{CAPITALS}]\.)+", word)):
            continue
        pieces.append(text[start : end.end("word")])
        start = end.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


_FINISHED = re.compile(r"[.!?…。؟։:;][\"'”’»)\]\s]*$|[.!?…][\"'”’»]*\s+\([^()]{3,200}\)\s*$|^\([^()]{12,}\)$")


def is_finished(text: str) -> bool:
    """Say whether ``text`` ends as a sentence does."""
    return bool(_FINISHED.search(text))


def tokens(text: str) -> list[str]:
    """Return the words of ``text`` as case-folded runs of letters and digits."""
    return re.findall(r"\w+", text.casefold())
