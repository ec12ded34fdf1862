"""A picture's file is lost from the media: readers keep what they have, and the story goes on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from standfirst.edition.binding import Binder
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.archive import Answer, NegativeOf, Question
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.rendering import FILES, job_printer
from standfirst.press.runs import PressRoom, Report
from standfirst.story.picture import FORMATS, Picture
from tests.press.memory_archive import MemoryArchive
from tests.press.originals_on_disk import KEY, credited, drawn, negative
from tests.press.papers import NOON, a_figure, a_story, an_archive

PICTURE = Picture(KEY, 400, 300, "Boats at dawn")
ADDRESSES = [
    *(PICTURE.path(width, suffix) for width in PICTURE.widths() for suffix in FORMATS),
    *(PICTURE.crop_path(crop) for crop in PICTURE.crops()),
]


@dataclass
class WithAPicture(MemoryArchive):
    """An archive that has one picture's file."""

    negatives: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, question: Question) -> Answer:
        if isinstance(question, NegativeOf):
            return Answer(self.negatives.get(question.key), frozenset({f"picture:{question.key}"}))
        return super().ask(question)


class Paper:
    """A paper with one illustrated story, pressed into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.original = folder, credited(folder / "boats.jpg", image=drawn(400, 300))
        base = an_archive()
        self.archive = WithAPicture(paper=base.paper, negatives={KEY: negative(self.original)})
        self.archive.sections.update(base.sections)
        self.publish("Boats at dawn")

    def publish(self, headline: str) -> None:
        self.archive.publish(a_story("1", headline=headline, lead=a_figure(key=KEY, width=400, height=300)))

    def press(self, *, everything: bool = False) -> Report:
        ledger = Ledger(self.folder / "ledger.sqlite3")
        room = PressRoom(
            archive=self.archive,
            ledger=ledger,
            binder=Binder(self.folder / "edition"),
            search=SearchIndex(self.folder / "edition" / "search.sqlite3"),
            print_job=job_printer(picture_printer(Darkroom(self.folder / "darkroom"))),
            version="1",
            files=FILES,
        )
        report = room.run_to_the_end(now=NOON, everything=everything)
        ledger.close()
        return report

    def forget(self) -> None:
        """Lose all that could be made anew: the ledger, and what the darkroom developed."""
        (self.folder / "ledger.sqlite3").unlink()
        shutil.rmtree(self.folder / "darkroom")

    def read(self, path: str) -> bytes | None:
        found = Shelf(self.folder / "edition").read(path)
        return found[0].identity() if found else None

    def headline(self) -> bool:
        return b"Boats at noon" in (self.read(self.archive.stories["1"].path) or b"")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    paper = Paper(tmp_path)
    assert paper.press().troubles == ()
    return paper


def lost(paper: Paper) -> None:
    paper.original.unlink()


def cut(paper: Paper) -> None:
    paper.original.write_bytes(paper.original.read_bytes()[:900])


@pytest.mark.parametrize("damage", [lost, cut])
def test_readers_keep_every_rendition_and_get_the_story_s_changes(paper: Paper, damage: Any) -> None:
    before = {address: paper.read(address) for address in ADDRESSES}
    damage(paper)
    paper.publish("Boats at noon")

    report = paper.press(everything=True)

    assert report.troubles == ()
    assert None not in before.values()
    assert {address: paper.read(address) for address in ADDRESSES} == before
    assert paper.headline()


@pytest.mark.parametrize("damage", [lost, cut])
def test_what_readers_have_stays_though_nothing_is_left_to_print_it_from(paper: Paper, damage: Any) -> None:
    before = {address: paper.read(address) for address in ADDRESSES}
    damage(paper)
    paper.forget()
    paper.publish("Boats at noon")

    report = paper.press()

    assert {trouble.job for trouble in report.troubles} == {
        Job("picture", path.removeprefix("/m/")) for path in ADDRESSES
    }
    assert all("boats.jpg" in trouble.reason for trouble in report.troubles)
    assert {address: paper.read(address) for address in ADDRESSES} == before
    assert paper.headline()


def test_a_picture_that_comes_back_is_no_trouble_any_more_and_one_nobody_shows_goes(paper: Paper) -> None:
    kept = paper.original.read_bytes()
    paper.original.unlink()
    paper.forget()
    troubled = paper.press().troubles
    paper.original.write_bytes(kept)

    back = paper.press().troubles
    paper.archive.publish(a_story("1"))
    paper.press()

    assert troubled
    assert back == ()
    assert {paper.read(address) for address in ADDRESSES} == {None}
