"""Pages a reader has had open since last week: what they ask for is still there, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.ledger import Ledger
from standfirst.press.notes import Notes
from standfirst.press.rendering import FILES, job_printer
from standfirst.press.runs import PressRoom
from standfirst.press.scripting import own_script_path, own_scripts
from tests.press.memory_archive import MemoryArchive
from tests.press.papers import NOON, a_figure, a_full_story, a_story, an_archive, tree


def a_rendition(key: str, notes: Notes) -> Plate:
    del notes
    return Plate(f"/m/{key}", f"picture {key}".encode(), "image/webp", compress=False)


@pytest.fixture
def archive() -> MemoryArchive:
    return an_archive(a_full_story("9", lead=a_figure(1)), a_story("1", language="ar"))


def pressed(folder: Path, archive: MemoryArchive, version: str) -> Shelf:
    """The edition in ``folder``, after a run to its end of the program of this version."""
    ledger = Ledger(folder / "ledger.sqlite3")
    press = PressRoom(
        archive=archive,
        ledger=ledger,
        binder=Binder(folder / "edition"),
        search=SearchIndex(folder / "edition" / "search.sqlite3"),
        print_job=job_printer(a_rendition),
        version=version,
        files=FILES,
    )
    report = press.run_to_the_end(now=NOON)
    ledger.close()
    assert report.troubles == ()
    return Shelf(folder / "edition")


def asked_for(shelf: Shelf) -> Iterator[str]:
    """What every page asks for by itself, or fetches later, that is no page."""
    for plate in list(shelf.plates()):
        if not plate.content_type.startswith("text/html") or plate.status != 200:
            continue
        page = tree(Plate(plate.path, plate.identity(), plate.content_type))
        yield from page.xpath("//script/@data-then | //script/@data-ask | //img/@src")
        for srcset in page.xpath("//@srcset"):
            yield from re.findall(r"/m/\S+", srcset)
        # Those of their own that its script fetches when they are wanted.
        yield from (own_script_path(name, page.get("lang")) for name in own_scripts())


def test_what_pages_of_last_week_ask_for_is_there_after_the_scripts_changed(
    tmp_path: Path, archive: MemoryArchive
) -> None:
    shelf = pressed(tmp_path, archive, "last week's")
    before = {path: found[0].identity() for path in sorted(set(asked_for(shelf))) if (found := shelf.read(path))}
    script = tree(Plate("/", shelf.read("/")[0].identity(), "")).xpath("string(//script/@data-then)")

    archive.paper = replace(archive.paper, extras=replace(archive.paper.extras, dark=False, listen=False))
    shelf = pressed(tmp_path, archive, "this week's")

    assert script in before
    assert script not in shelf.read("/")[0].identity().decode()
    assert len([path for path in before if path.startswith("/a/")]) > len(own_scripts())
    assert any(path.startswith("/m/") for path in before)
    for path, body in before.items():
        found = shelf.read(path)
        assert found is not None, path
        assert (found[0].status, found[0].identity()) == (200, body), path
        assert dict(found[0].headers).get("cache-control", "immutable").endswith("immutable"), path


def test_they_are_there_after_the_ledger_was_lost_as_well(tmp_path: Path, archive: MemoryArchive) -> None:
    shelf = pressed(tmp_path, archive, "last week's")
    before = [path for path in set(asked_for(shelf)) if path.startswith("/a/")]

    archive.paper = replace(archive.paper, extras=replace(archive.paper.extras, share=False))
    (tmp_path / "ledger.sqlite3").unlink()
    shelf = pressed(tmp_path, archive, "this week's")

    assert [path for path in before if shelf.read(path) is None] == []
