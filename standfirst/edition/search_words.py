"""Words as the search index compares them, in any script, and the places where they stand in a text.

What is written differently but read the same is one: case, accents, Arabic and Hebrew vowel signs, presentation
forms. Scripts without spaces between words are cut into single letters, so that a word is a row of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Words and whether they were searched for, in reading order.
Marked = tuple[tuple[str, bool], ...]

#: Characters of a query that are looked at, and the words they may hold.
QUERY_LENGTH = 200
_MOST_TERMS = 12

# Signs that may be left out in writing: accents, Hebrew points, Arabic vowels and the stroke that stretches words.
_UNWRITTEN = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ONE_LETTER = str.maketrans({"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"})
# Thai, Lao, Burmese, Khmer, kana, Chinese characters and Korean syllables.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_SENTENCE_GAP = re.compile(r"\s+")


@lru_cache(maxsize=65_536)
def _folded_letter(letter: str) -> str:
    plain = _UNWRITTEN.sub("", unicodedata.normalize("NFKD", letter.casefold()))
    whole = unicodedata.normalize("NFC", plain).translate(_ONE_LETTER)
    return "".join(sign if _is_of_a_word(sign) else " " for sign in whole)


def _is_of_a_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


class _Folding(dict[int, str]):
    """Letters as they are compared, by code point, each worked out once: what ``str.translate`` asks."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded_letter(chr(code))
        return found


_FOLDING = _Folding()
#: The same for what is ASCII and nothing else, in an eighth of the time.
_ASCII_FOLDING = "".join(_FOLDING[code] for code in range(128)).encode("ascii").ljust(256, b" ")


def folded(text: str) -> str:
    """Return ``text`` with nothing but letters, digits and spaces, each as it is compared."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_FOLDING).decode("ascii")
    return text.translate(_FOLDING)


def segmented(text: str) -> str:
    """Return ``text`` folded, its words parted by spaces: what the index is made from."""
    if text.isascii():
        # SQLite itself reads the same words in it.
        return text
    plain = folded(text)
    return " ".join((plain if plain.isascii() else _UNSPACED.sub(r" \1 ", plain)).split())


def terms_of(query: str) -> tuple[str, ...]:
    """Return what ``query`` asks for: each a word, or the letters of one parted by spaces; none for no words.

    Only the first QUERY_LENGTH characters are looked at.
    """
    words = dict.fromkeys(segmented(word) for word in folded(query[:QUERY_LENGTH]).split())
    return tuple(word for word in words if word)[:_MOST_TERMS]


def joins_words(text: str) -> bool:
    """Say whether ``text`` is of a script that writes small words and the next one together (Arabic, Hebrew)."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def marked(text: str, terms: tuple[str, ...]) -> Marked:
    """Return all of ``text`` with what ``terms`` found in it."""
    return _cut(text, _places(text, terms), 0, len(text))


def snippet(text: str, terms: tuple[str, ...], length: int = 180) -> Marked:
    """Return about ``length`` characters of ``text`` around the first of ``terms`` found; the beginning when none is."""
    places = _places(text, terms)
    first = places[0][0] if places else 0
    start = _gap_before(text, first - length // 3)
    end = _gap_after(text, start + length)
    cut = _cut(text, places, start, end)
    return (*((("… ", False),) if start else ()), *cut, *(((" …", False),) if end < len(text) else ()))


def _places(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where in ``text`` any of ``terms`` begins a word, as first and end offsets, in order, apart."""
    if not terms:
        return []
    letters, origins = _letters_of(text)
    inside = "" if any(map(joins_words, terms)) else r"(?<![^\s])"
    patterns = [r"\s*".join(map(re.escape, term.split())) for term in terms]
    begins = [
        pattern if _UNSPACED.match(term) else inside + pattern for term, pattern in zip(terms, patterns, strict=True)
    ]
    # Longest first: "inquiry" before "in".
    matcher = re.compile("|".join(sorted(begins, key=len, reverse=True)))
    # Up to the next letter that counts: a vowel sign belongs to the letter before it.
    ends = [*origins, len(text)]
    return [
        (origins[match.start()], max(origins[match.end() - 1] + 1, ends[match.end()]))
        for match in matcher.finditer(letters)
        if match.end() > match.start()
    ]


def _letters_of(text: str) -> tuple[str, list[int] | range]:
    if text.isascii():
        return "".join(map(_folded_letter, text)), range(len(text))
    letters: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        plain = _folded_letter(letter)
        letters.append(plain)
        origins.extend([place] * len(plain))
    return "".join(letters), origins


def _cut(text: str, places: list[tuple[int, int]], start: int, end: int) -> Marked:
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, after in places:
        if first < at or after > end:
            continue
        pieces += [(text[at:first], False), (text[first:after], True)]
        at = after
    pieces.append((text[at:end], False))
    return tuple((_SENTENCE_GAP.sub(" ", words), found) for words, found in pieces if words)


def _gap_before(text: str, place: int) -> int:
    if place <= 0:
        return 0
    gap = text.rfind(" ", max(0, place - 40), place)
    return gap + 1 if gap >= 0 else place


def _gap_after(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    gap = text.find(" ", place, place + 40)
    return gap if gap >= 0 else place
