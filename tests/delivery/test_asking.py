from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standfirst.ads.letters import Counting, letter_words, letters_file
from standfirst.audience.sums import sums, totals
from standfirst.audience.tally import Tally
from standfirst.delivery.asking import Asking
from standfirst.delivery.http import Request, Response
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"}


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tally = Tally(folder / "tally", clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
        self.asking = Asking(folder, self.tally)
        self.post(Counting.ON)

    def post(self, counting: Counting) -> None:
        body = letters_file("en", [letter_words("en").letter], counting=counting)
        Binder(self.folder).bind([Plate("/ask/en.json", body, "application/json")])

    def say(
        self, word: str, letter: str = "en.0.1", method: str = "POST", headers: Mapping[str, str] = READER
    ) -> Response:
        return self.asking(Request(method, f"/asked/{word}", f"letter={letter}", headers))

    def counted(self, word: str) -> Mapping[str, int]:
        self.tally.flush()
        return totals(sums(self.tally.folder), f"ask-{word}")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("word", ["offered", "shown", "dismissed", "allowed", "supported"])
def test_each_word_of_a_letter_that_is_out_is_counted(desk: Desk, word: str) -> None:
    answers = [desk.say(word), desk.say(word)]

    assert [answer.status for answer in answers] == [204, 204]
    assert all(("cache-control", "no-store") in answer.headers for answer in answers)
    assert desk.counted(word) == {"en.0.1": 2}


@pytest.mark.parametrize("letter", ["", "en.9.1", "fr.0.1", "../../etc", "en.0.1/x", "EN.0.1"])
def test_a_letter_that_is_not_out_counts_nothing(desk: Desk, letter: str) -> None:
    assert desk.say("shown", letter).status == 204
    assert desk.counted("shown") == {}


def test_nothing_is_counted_while_it_is_switched_off(desk: Desk) -> None:
    desk.say("shown")
    desk.post(Counting.OFF)
    desk.say("shown")

    assert desk.counted("shown") == {"en.0.1": 1}


@pytest.mark.parametrize(
    "headers",
    [{}, {"user-agent": "Googlebot/2.1"}, READER | {"sec-fetch-site": "cross-site"}, READER | {"purpose": "prefetch"}],
)
def test_robots_strangers_and_prefetches_are_not_counted(desk: Desk, headers: Mapping[str, str]) -> None:
    assert desk.say("shown", headers=headers).status == 204
    assert desk.counted("shown") == {}


def test_another_word_and_another_method_are_refused(desk: Desk) -> None:
    assert desk.say("hated").status == 404
    assert desk.say("shown", method="GET").status == 405


def test_nothing_but_a_sum_is_on_disk(desk: Desk) -> None:
    desk.say("shown", headers=READER | {"cookie": "a=who-it-was", "referer": "http://gazette.example/world/"})
    desk.tally.flush()

    stored = b"".join(file.read_bytes() for file in desk.tally.folder.iterdir())

    assert b"ask-shown" in stored
    assert not any(word in stored for word in (b"who-it-was", b"world", b"Firefox"))
