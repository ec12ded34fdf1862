from __future__ import annotations

import json

import pytest

from standfirst.ads.letters import (
    LETTER_ID,
    MOST_WORDS,
    Counting,
    blame_in,
    counted_letters,
    languages,
    letter_words,
    letters_file,
)
from standfirst.press import wording

#: Families of blockers whose ways are told, in every language.
FAMILIES = (
    "uBlock Origin", "uBlock Origin Lite", "AdBlock", "Adblock Plus", "AdGuard", "Ghostery", "Brave", "Firefox", "DNS (Pi-hole, NextDNS …)",
)  # fmt: skip


def test_there_is_a_letter_in_every_language_the_paper_speaks() -> None:
    assert languages() == wording.languages()


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything(language: str) -> None:
    own, english = letter_words(language), letter_words("en")

    assert own.words.keys() == english.words.keys()
    assert tuple(own.steps) == FAMILIES
    assert all(
        [*own.words.values(), *own.steps.values(), own.letter.salutation, *own.letter.body, own.letter.signature]
    )
    assert LETTER_ID.fullmatch(own.letter.id)
    assert len(own.letter.said()) < MOST_WORDS / 2
    assert own.blame


@pytest.mark.parametrize("language", languages())
def test_no_letter_of_ours_blames_anybody(language: str) -> None:
    own = letter_words(language)

    assert blame_in("\n".join([own.letter.said(), *own.words.values(), *own.steps.values()]), language) == ()


@pytest.mark.parametrize(
    ("language", "said", "found"),
    [
        ("en", "You’ve broken  this site with your ad blocker.", ("you've broken",)),
        ("en", "Blocking ads is STEALING.", ("stealing",)),
        ("en", "The harbour is broken up into berths", ("is broken",)),
        ("en", "Steals the show", ()),
        ("de", "Sie müssen das ausschalten, das ist Diebstahl.", ("diebstahl", "sie müssen")),
        ("de", "You must", ("you must",)),
        ("fr", "C’est de votre faute", ("votre faute",)),
        ("uk", "Ви зламали сайт", ("ви зламали",)),
        ("he", "אתם חייבים לכבות", ("אתם חייבים",)),
        ("ar", "يجب عليكم ذلك", ("يجب عليكم",)),
    ],
)
def test_blame_is_found_in_any_dress(language: str, said: str, found: tuple[str, ...]) -> None:
    assert set(found) <= set(blame_in(said, language))
    assert bool(found) == bool(blame_in(said, language))


def test_the_document_says_what_the_browser_needs() -> None:
    letter = letter_words("he").letter

    document = json.loads(letters_file("he", [letter], counting=Counting.GIVEN, support="/support/", style="p{}"))

    assert (document["direction"], document["counting"], document["support"]) == ("rtl", "given", "/support/")
    assert document["letters"][0]["id"] == "he.0.1"
    assert [step["name"] for step in document["steps"]] == list(FAMILIES)


@pytest.mark.parametrize(("counting", "counted"), [("on", {"en.0.1"}), ("given", {"en.0.1"}), ("off", set())])
def test_what_is_switched_off_is_not_counted(counting: str, counted: set[str]) -> None:
    stored = letters_file("en", [letter_words("en").letter], counting=Counting(counting))

    assert counted_letters(stored) == counted


@pytest.mark.parametrize(
    "stored", [b"", b"[]", b"{}", b'{"ask":2,"counting":"on","letters":[]}', b'{"ask":1,"counting":"x"}']
)
def test_a_document_that_is_not_ours_counts_nothing(stored: bytes) -> None:
    assert counted_letters(stored) == frozenset()
