"""Letters: what the paper writes to readers who block its ads, as the document their browsers fetch when one is due.

``/ask/LANGUAGE.json``, format 1:

    {"ask": 1, "language": "en", "direction": "ltr", "counting": "on", "support": "/support/", "newsletter": "",
     "letters": [{"id": "en.7.2", "salutation": "Dear reader,", "body": ["…"], "sign_off": "…", "signature": "…"}],
     "words": {"close": "…"}, "steps": [{"name": "uBlock Origin", "how": "…"}], "style": "…"}

It is part of no page, so nobody reads it who is not asked.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from standfirst.story.story import direction_of

FORMAT = 1
#: How a letter is named where it is counted: language, number, version.
LETTER_ID = re.compile(r"[a-z]{2,3}\.[0-9]{1,12}\.[0-9]{1,9}")
#: Longest letter, characters: it has an ad's space to stand in.
MOST_WORDS = 900

_FOLDER = Path(__file__).parent / "letter_words"


class Counting(StrEnum):
    """Whether sums are kept of what becomes of letters. GIVEN: only where the page says consent was given."""

    OFF = "off"
    ON = "on"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. id: see LETTER_ID; words that change make a new version. body: paragraphs."""

    id: str
    salutation: str
    body: tuple[str, ...]
    sign_off: str
    signature: str

    def said(self) -> str:
        """Return every word of it."""
        return "\n".join((self.salutation, *self.body, self.sign_off, self.signature))


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What one language brings. letter: for papers that wrote none. words: of the buttons. steps: by family of blockers.

    blame: phrases that no letter may hold, in lower case.
    """

    language: str
    letter: Letter
    words: Mapping[str, str]
    steps: Mapping[str, str]
    blame: tuple[str, ...]


def languages() -> tuple[str, ...]:
    """Return the languages there are words for, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def letter_words(language: str) -> LetterWords:
    """Return the words of ``language``, one of ``languages()``."""
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    own = read["letter"] | {"body": tuple(read["letter"]["body"])}
    letter = Letter(f"{language}.0.1", **own)
    return LetterWords(language, letter, read["words"], read["steps"], tuple(read["blame"]["phrases"]))


def blame_in(text: str, language: str) -> tuple[str, ...]:
    """Return the phrases in ``text`` that blame, threaten or accuse a reader, in the words of ``language`` and in English."""
    known = {language, "en"} & set(languages())
    plain = " ".join(text.lower().replace("’", "'").split())
    phrases = [phrase for name in sorted(known) for phrase in letter_words(name).blame]
    return tuple(phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain))


def letters_file(
    language: str,
    letters: Iterable[Letter],
    *,
    counting: Counting,
    support: str = "",
    newsletter: str = "",
    style: str = "",
) -> bytes:
    """Return the document of ``letters`` in ``language``; the same letters give the same bytes, always.

    support, newsletter: addresses, "" for none. style: CSS of the letter.
    """
    known = letter_words(language)
    document: dict[str, Any] = {
        "ask": FORMAT,
        "language": language,
        "direction": direction_of(language),
        "counting": counting.value,
        "support": support,
        "newsletter": newsletter,
        "letters": [asdict(letter) for letter in letters],
        "words": known.words,
        "steps": [{"name": name, "how": how} for name, how in known.steps.items()],
        "style": style,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def counted_letters(stored: bytes) -> frozenset[str]:
    """Return the ids of the letters in a document whose counting is switched on; none of one that is not ours."""
    try:
        document = json.loads(stored)
        if document["ask"] != FORMAT or Counting(document["counting"]) is Counting.OFF:
            return frozenset()
        return frozenset(letter["id"] for letter in document["letters"])
    except (ValueError, KeyError, TypeError):
        return frozenset()
