from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import standfirst.press.wording
from standfirst.press.wording import languages, wording

MOMENT = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
FOLDER = Path(standfirst.press.wording.__file__).parent


def test_the_languages_asked_for_are_there():
    assert set(languages()) >= {"en", "de", "fr", "es", "uk", "ar", "he"}


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_language_has_every_word_and_fills_in_the_same_names(language):
    english = tomllib.loads((FOLDER / "en.toml").read_text())["words"]
    own = tomllib.loads((FOLDER / f"{language}.toml").read_text())["words"]

    found = [tomllib.loads((FOLDER / f"{name}.toml").read_text())["found"] for name in ("en", language)]

    assert found[0].keys() == found[1].keys()
    assert set(english) - set(own) <= {"comma"}
    for word, said in own.items():
        assert ("{name}" in said) == ("{name}" in english[word]), word


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1 March 2026, 13:05"),
        ("de-AT", "1. März 2026, 13:05 Uhr"),
        ("fr", "1 mars 2026, 13 h 05"),
        ("es", "1 de marzo de 2026, 13:05"),
        ("uk", "1 березня 2026, 13:05"),
        ("ar", "1 مارس 2026، 13:05"),
        ("he", "1 במרץ 2026, 13:05"),
        ("xx", "2026-03-01 13:05"),
    ],
)
def test_a_moment_is_written_as_the_language_does(language, shown):
    assert wording(language).moment(MOMENT, OSLO) == shown


def test_a_month_alone_may_look_different_from_a_month_in_a_date():
    assert wording("uk").month("2026-03") == "Березень 2026"
    assert wording("uk").day(MOMENT, OSLO) == "1 березня 2026"


def test_a_weekday_is_named():
    assert wording("fr").weekday(date(2026, 3, 1)) == "Dimanche 1 mars"


@pytest.mark.parametrize(
    ("names", "phrase"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_names_are_listed(names, phrase):
    assert wording("en").listed(names) == phrase


def test_a_language_without_words_speaks_english():
    assert wording("xx").by == "By"
    assert wording("xx").language == "en"
