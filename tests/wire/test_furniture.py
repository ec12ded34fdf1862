"""Furniture lands in what was thrown away, and every word of a capture is somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from standfirst.wire.found import Found
from standfirst.wire.reading import read_file
from standfirst.wire.reports import as_json
from standfirst.wire.vocabulary import tokens
from tests.wire.truths import PAGES, Page, pages


@pytest.mark.parametrize("page", [page for page in pages() if "furniture" in page.truth], ids=str)
def test_furniture_is_thrown_away_and_named(page: Page) -> None:
    [found] = read_file(page.file)
    report = as_json(found)
    gone = "\n".join(report["dropped"])
    fields = json.dumps(report["story"], ensure_ascii=False)

    assert [phrase for phrase in page.truth["furniture"] if phrase not in gone] == []
    assert [phrase for phrase in page.truth["furniture"] if phrase in fields] == []


@pytest.mark.parametrize("page", [page for page in pages() if page.file.suffix == ".txt"], ids=str)
def test_no_word_of_a_capture_is_lost(page: Page) -> None:
    """What is neither the story's nor a field was thrown away and is named: an editor sees every word."""
    [found] = read_file(page.file)
    assert isinstance(found, Found)
    kept = json.dumps([as_json(found), found.brand, [piece.text for piece in found.taken]], ensure_ascii=False)
    there = set(tokens(kept))

    missing = [word for word in tokens(page.file.read_text("utf-8")) if word not in there and not word.isdigit()]
    # The small words of bylines, dates and picture labels ("by", "published", "photo") are read and not kept.
    assert len(missing) <= 12, missing


@pytest.mark.parametrize("page", [page for page in pages() if page.truth.get("brand")], ids=str)
def test_a_capture_names_its_paper(page: Page) -> None:
    [found] = read_file(page.file)

    assert isinstance(found, Found)
    assert found.brand == page.truth["brand"]


def test_a_letter_in_one_paragraph_without_a_signature_is_gone_to_its_last_plea(tmp_path: Path) -> None:
    story = (PAGES / "18-crisis-line-a-paragraph.txt").read_text("utf-8").partition("Tap to read")[0]
    letter = (
        "You come here often, and we hope you like what our reporters make for you. Making it takes money. Much of that "
        "money comes from the advertising that stands beside the stories. Software that blocks ads makes our work for you "
        "harder to pay for. Please turn off your ad blocker."
    )
    (tmp_path / "letter.txt").write_text(f"{story}Dear Reader, {letter}\n", "utf-8")

    [found] = read_file(tmp_path / "letter.txt")

    assert isinstance(found, Found)
    assert found.text().endswith("No date for talks has been set.")
