"""The ask in what is printed: a script on pages with ads, and not a word of a letter anywhere."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from standfirst.ads.letters import languages, letter_words
from standfirst.edition.packing import as_brotli
from standfirst.press.asking import (
    AD_PATH,
    DOT,
    DOT_PATH,
    ask_body,
    ask_path,
    asking_keys,
    letter_path,
    letter_style,
    print_asking,
)
from tests.press.papers import a_story, an_archive, every_plate, pages, printed
from tests.press.test_rendering import a_paper

#: What the script may weigh, compressed, with all that shows the letter; bytes.
SCRIPT_BYTES = 3_000


def test_the_script_is_small():
    assert len(as_brotli(ask_body())) <= SCRIPT_BYTES


def test_pages_with_ads_have_the_script_and_others_do_not():
    for plate in pages(a_paper()):
        assert (b"/adverts/" in plate.body) == (ask_path().encode() in plate.body), plate.path


def test_a_sensitive_story_has_neither_wells_nor_the_script():
    page = printed(an_archive(a_story("1", sensitive=True)), "story", "1")

    assert b'class="sf-well' not in page.body
    assert ask_path().encode() not in page.body


def test_no_plate_holds_a_word_of_any_letter():
    said = [
        words.encode()
        for language in languages()
        for words in (*letter_words(language).letter.body, *letter_words(language).words.values())
        if len(words) > 12
    ]

    for plate in every_plate(a_paper()):
        assert not [words for words in said if words in plate.body], plate.path
    assert not [words for words in said if words in ask_body()]


def test_the_letters_address_is_of_the_pages_language():
    assert letter_path("de-AT") == "/ask/de.json"
    assert letter_path("fi") == "/ask/en.json"


def test_both_pictures_are_the_same_and_never_kept():
    plates = [print_asking(path.lstrip("/")) for path in (AD_PATH, DOT_PATH)]

    assert [plate.body for plate in plates] == [DOT, DOT]
    assert all(dict(plate.headers)["cache-control"] == "no-store" for plate in plates)
    assert f"byteLength==={len(DOT)}".encode() in ask_body()
    assert AD_PATH.encode() in ask_body()


def test_every_file_of_the_ask_is_printed():
    assert all(print_asking(key) is not None for key in asking_keys())
    assert print_asking("elsewhere.js") is None


def test_nothing_in_the_script_writes_markup_or_code():
    """Trusted Types name these as ways in; the script uses none, so that the strictest policy lets it run."""
    sinks = (
        b"innerHTML",
        b"outerHTML",
        b"insertAdjacentHTML",
        b"document.write",
        b"eval",
        b"Function(",
        b"srcdoc",
        b'createElement("script',
    )

    assert not [sink for sink in sinks if sink in ask_body()]


def test_the_letter_is_hidden_in_print():
    assert "@media print{:host{display:none !important}}" in letter_style()


def test_the_shrunk_script_is_a_script(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    file = tmp_path / "ask.js"
    file.write_bytes(ask_body())

    assert subprocess.run([node, "--check", str(file)], check=False).returncode == 0
