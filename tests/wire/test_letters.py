"""A capture of 2014: a story, and after it a tap, a browser notice and a letter to readers who block ads."""

from __future__ import annotations

from pathlib import Path

import pytest

from standfirst.wire.found import Found
from standfirst.wire.reading import read_file

HEAD = (
    "MERIDIAN Moldavia",
    "Envoys Sent Home as Two Capitals Trade Charges of a Plot",
    "Anna Petrova—Newswire A woman lights a candle outside the assembly in Ostrel on April 9, 2014.",
    "Each government says the other armed the men who took the customs house",
    "By Simon Karras April 9, 2014",
)
BODY = (
    (
        "Ostrel expelled three diplomats on Wednesday and accused them of helping the men who hold two public buildings in "
        "the east of the country, according to the BBC."
    ),
    (
        "The security service said early Wednesday that 56 people who had been kept inside the customs house in Lisk had "
        "been let go during the night. The charge was denied by the protesters, who told a news agency that nobody had "
        "ever been kept there."
    ),
    "“We shall answer in kind,” a spokesman for the foreign ministry said in Tarn. He did not say when.",
)
LETTER = (
    "Dear Meridian Reader,",
    (
        "As someone who comes to Meridian often, we are sure that you like the work our reporters and editors do for you. "
        "That work costs money, and one of the main ways in which we pay for it is advertising."
    ),
    (
        "Software that blocks ads makes it harder for us to bring you that work. Consider turning your ad blocker off, so "
        "that we can go on doing it for you."
    ),
)
FURNITURE = (
    "Tap to read full story",
    "Your browser is out of date. Please update your browser at http://update.example.com",
    "YOU BROKE MERIDIAN.COM!",
    *LETTER,
    "The Meridian Team",
)


def read(folder: Path, text: str) -> Found:
    file = folder / "capture.txt"
    file.write_text(text)
    (item,) = read_file(file)
    assert isinstance(item, Found), item
    return item


def assert_clean(item: Found) -> None:
    said = " ".join(item.text().split())
    assert said == " ".join(BODY)
    for words in ("Tap to", "browser", "BROKE", "Dear", "advertising", "ad blocker", "Team"):
        assert words not in said
        assert any(words in piece.text for piece in item.dropped), words


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \n\n"], ids=["lines", "blank lines", "CRLF", "loose"])
def test_the_story_is_whole_and_the_letter_is_gone(tmp_path: Path, between: str) -> None:
    item = read(tmp_path, between.join([*HEAD, *BODY, *FURNITURE]))

    assert_clean(item)
    assert (item.section, item.headline) == ("Moldavia", HEAD[1])
    assert item.standfirst == HEAD[3]
    assert item.byline == ("Simon Karras",)
    assert item.published is not None
    assert f"{item.published:%Y-%m-%d}" == "2014-04-09"
    assert item.lead is not None
    assert str(item.lead.credit) == "Anna Petrova—Newswire"
    assert item.lead.caption.startswith("A woman lights a candle")


def test_a_letter_without_its_heading_or_its_signature_is_gone(tmp_path: Path) -> None:
    for furniture in (FURNITURE[:2] + LETTER[1:] + FURNITURE[-1:], FURNITURE[:-1], FURNITURE[3:], FURNITURE[2:]):
        item = read(tmp_path, "\n".join([*HEAD, *BODY, *furniture]))

        assert " ".join(item.text().split()) == " ".join(BODY)


def test_a_letter_run_into_one_paragraph_is_gone(tmp_path: Path) -> None:
    item = read(tmp_path, "\n".join([*HEAD, *BODY, *FURNITURE[:2], " ".join(FURNITURE[2:])]))

    assert_clean(item)


@pytest.mark.parametrize("place", [1, 2])
def test_furniture_amid_the_story_is_cut_out_of_it(tmp_path: Path, place: int) -> None:
    inset = ("Tap to read full story", "Advertisement", "Sign up for our newsletter", "READ MORE: The bridge at Orlec")

    item = read(tmp_path, "\n".join([*HEAD, *BODY[:place], *inset, *BODY[place:], *FURNITURE]))

    assert_clean(item)


def test_a_story_about_ad_blockers_keeps_its_words(tmp_path: Path) -> None:
    body = (
        (
            "One reader in four now blocks advertisements, according to a survey by the university, and publishers are at a "
            "loss to say what they should do about it."
        ),
        (
            "“You broke our business,” the head of the publishers’ association told an audience of programmers on Tuesday, "
            "and asked them to turn their ad blockers off for one day."
        ),
        (
            "Nobody did. The programmers said that they would consider it when the advertisements had stopped following "
            "them about from page to page."
        ),
    )

    item = read(tmp_path, "\n".join([*HEAD[:2], *body]))

    assert " ".join(item.text().split()) == " ".join(body)
