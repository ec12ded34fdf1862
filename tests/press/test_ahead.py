"""Pictures are developed before a story shows them, and never at the cost of one that waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from standfirst.press.ahead import PicturesAhead
from standfirst.press.archive import Answer, Negative, NegativeOf, Question
from standfirst.press.darkroom import Darkroom
from standfirst.story.picture import Point
from tests.press.originals_on_disk import KEY, credited, drawn, negative


@dataclass
class PhotoDesk:
    """As much of an archive as pictures need."""

    negatives: dict[str, Negative]

    def subjects_of(self, record: str) -> frozenset[str]:
        return frozenset({f"picture:{KEY}"})

    def ask(self, question: Question) -> Answer:
        assert isinstance(question, NegativeOf)
        return Answer(self.negatives.get(question.key), frozenset())


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path / "darkroom")


def test_what_came_in_is_developed_one_rendition_at_a_time(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=drawn(700, 500)))
    ahead = PicturesAhead(PhotoDesk({KEY: taken}), darkroom)  # type: ignore[arg-type]

    ahead.note({"picture:1", "story:2"})
    before, crops = len(darkroom.missing(taken)), darkroom.missing_crops(taken)
    ahead.develop_one()

    assert (len(darkroom.missing(taken)), darkroom.missing_crops(taken)) == (before - 1, crops)
    while ahead.develop_one():
        pass
    assert darkroom.missing(taken) == darkroom.missing_crops(taken) == []
    ahead.note({"picture:1"})
    assert not ahead.develop_one()


def test_of_a_picture_with_another_focus_only_the_crops_are_developed(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=drawn(700, 500)))
    desk = PhotoDesk({KEY: taken})
    ahead = PicturesAhead(desk, darkroom)  # type: ignore[arg-type]
    ahead.note({"picture:1"})
    while ahead.develop_one():
        pass

    desk.negatives[KEY] = moved = replace(taken, focus=Point(0, 0))
    ahead.note({"picture:1"})

    assert [ahead.develop_one() for _ in range(4)] == [True, True, True, False]
    assert darkroom.missing_crops(moved) == []


@pytest.mark.parametrize("original", [b"", b"no picture", None])
def test_what_cannot_be_developed_waits_for_the_story_that_shows_it(
    original: bytes | None, darkroom: Darkroom, tmp_path: Path
) -> None:
    file = tmp_path / "a.jpg"
    if original is not None:
        file.write_bytes(original)
    ahead = PicturesAhead(PhotoDesk({KEY: negative(file)}), darkroom)  # type: ignore[arg-type]

    ahead.note({"picture:1"})

    assert not ahead.develop_one()


def test_a_picture_that_is_gone_is_nothing(darkroom: Darkroom) -> None:
    ahead = PicturesAhead(PhotoDesk({}), darkroom)  # type: ignore[arg-type]

    ahead.note({"picture:1"})

    assert not ahead.develop_one()
