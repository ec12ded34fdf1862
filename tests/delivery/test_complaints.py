from __future__ import annotations

import logging

from standfirst.delivery.complaints import Unrepeated


def said(words: str, at: float) -> logging.LogRecord:
    record = logging.LogRecord("standfirst.delivery", logging.ERROR, "", 0, "%s", (words,), None)
    record.created = at
    return record


def test_the_same_line_is_not_said_again_for_a_while() -> None:
    unrepeated = Unrepeated(quiet_seconds=10)

    heard = [unrepeated.filter(said(words, at)) for words, at in (("a", 0), ("a", 9), ("b", 9), ("a", 10), ("a", 11))]

    assert heard == [True, False, True, True, False]


def test_a_clock_put_back_silences_nobody() -> None:
    unrepeated = Unrepeated(quiet_seconds=10)

    assert unrepeated.filter(said("a", 1_000))
    assert unrepeated.filter(said("a", 10))


def test_a_flood_of_different_lines_is_forgotten() -> None:
    unrepeated = Unrepeated()

    assert all(unrepeated.filter(said(str(number), 0)) for number in range(5_000))
    assert len(unrepeated._said) <= 1_000
