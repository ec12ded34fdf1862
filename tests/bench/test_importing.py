"""The import benchmark counts as the public one does, and reads its layout."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest

from bench.importing import Score, main, overlap, pages_in, score_page, shingles


def test_words_are_a_multiset_and_shingles_see_their_order():
    assert overlap(Counter(["a", "a", "b"]), Counter(["a", "b", "b"])) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert shingles(["a", "b", "c", "d", "e"]) == Counter([tuple("abcd"), tuple("bcde")])
    assert overlap(shingles(["d", "c", "b", "a"]), shingles(["a", "b", "c", "d"])) == (0.0, 0.0)


def test_nothing_found_where_nothing_is_counts_as_right():
    assert overlap(Counter(), Counter()) == (1.0, 1.0)
    assert overlap(Counter(), Counter("a")) == (0.0, 0.0)


def test_a_field_is_right_when_it_is_the_truths():
    score = Score("ours")
    truth = {
        "text": "one two",
        "headline": "A  bridge",
        "byline": ["Jane Doe"],
        "published": "2014-04-24T09:12:00+00:00",
        "credit": None,
    }
    score_page(
        score, {"text": "one two", "headline": "A bridge", "byline": ["John Roe"], "published": "2014-04-24"}, truth
    )

    assert score.summary()["fields"] == {"headline": 1, "byline": 0, "published": 1, "credit": 1}
    assert score.summary()["word"]["f1"] == 1


def test_the_public_benchmarks_layout_is_read(tmp_path, capsys):
    (tmp_path / "html").mkdir()
    words = "The council voted on Tuesday night to close the only library the town has left, officials said. " * 4
    (tmp_path / "html" / "a1.html.gz").write_bytes(
        gzip.compress(f"<html><body><article><h1>A vote</h1><p>{words}</p></article>".encode())
    )
    (tmp_path / "ground-truth.json").write_text(
        json.dumps({"a1": {"articleBody": words}, "gone": {"articleBody": "x"}})
    )

    assert [page.name for page in pages_in(tmp_path)] == ["a1"]
    assert main(["--pages", str(tmp_path), "--json"]) == 0
    ours, *others = json.loads(capsys.readouterr().out)["html"]
    assert (ours["extractor"], ours["word"]["f1"]) == ("standfirst", 1)
    assert "trafilatura" in [each["extractor"] for each in others]


def test_a_folder_without_pages_says_so(tmp_path, capsys):
    assert main(["--pages", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
