from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from standfirst.edition.binding import Binder
from standfirst.edition.errors import EditionUnwritable, PlateDamaged
from standfirst.edition.layout import edition_folder, plate_name
from standfirst.edition.plate import Plate, encode
from standfirst.edition.shelf import Shelf

PAGE = Plate("/world/", b"<p>Words of a page.</p>" * 50, "text/html")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Binder(tmp_path).bind([PAGE])
    return tmp_path


def place_of(folder: Path, path: str = "/world/") -> Path:
    return folder / plate_name(path)


def test_a_bound_plate_is_read_with_the_stamp_that_one_look_gives(folder: Path):
    shelf = Shelf(folder)

    plate, stamp = shelf.read("/world/")

    assert plate.identity() == PAGE.body
    assert stamp == shelf.stamp("/world/")


def test_what_is_not_there_is_none(folder: Path):
    assert Shelf(folder).read("/none/") is None
    assert Shelf(folder).stamp("/none/") is None


def test_a_new_version_has_another_stamp(folder: Path):
    shelf = Shelf(folder)
    before = shelf.stamp("/world/")

    Binder(folder).bind([Plate("/world/", PAGE.body.replace(b"W", b"V"), "text/html")])

    assert shelf.stamp("/world/") != before


def test_an_edition_taken_away_beneath_a_writer_is_made_anew_at_the_next_call(tmp_path: Path):
    binder = Binder(tmp_path / "edition")
    binder.bind([PAGE])
    shutil.rmtree(tmp_path / "edition")

    with pytest.raises(EditionUnwritable):
        binder.bind([PAGE])

    assert binder.bind([PAGE]) == 1
    assert Shelf(tmp_path / "edition").read(PAGE.path)


def test_the_same_bytes_are_not_written_again(folder: Path):
    before = Shelf(folder).stamp("/world/")

    assert Binder(folder).bind([PAGE]) == 0
    assert Shelf(folder).stamp("/world/") == before


def test_a_removed_plate_is_gone_and_only_counted_once(folder: Path):
    assert Binder(folder).remove(["/world/", "/world/", "/none/"]) == 1
    assert Shelf(folder).read("/world/") is None


@pytest.mark.parametrize("damage", [b"", b"SFPLATE1", b"not a plate at all", encode(PAGE)[:-1], encode(PAGE) + b"!"])
def test_a_damaged_plate_is_refused(folder: Path, damage: bytes):
    place_of(folder).write_bytes(damage)

    with pytest.raises(PlateDamaged):
        Shelf(folder).read("/world/")


def test_a_plate_of_another_path_is_refused(folder: Path):
    place_of(folder).write_bytes(encode(Plate("/private/", b"x", "text/html")))

    with pytest.raises(PlateDamaged, match="/private/"):
        Shelf(folder).read("/world/")


def test_a_link_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "plate"
    place_of(folder).rename(elsewhere)
    place_of(folder).symlink_to(elsewhere)

    with pytest.raises(PlateDamaged):
        Shelf(folder).read("/world/")


@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir])
def test_a_pipe_or_folder_in_a_plates_place_is_refused_at_once(folder: Path, put: Callable[[Path], None]):
    place_of(folder).unlink()
    put(place_of(folder))
    began = time.monotonic()

    with pytest.raises(PlateDamaged):
        Shelf(folder).read("/world/")

    assert time.monotonic() - began < 1


def test_half_written_files_are_swept_and_never_named(folder: Path):
    binder = Binder(folder)
    (folder / "tmp" / "half").write_bytes(encode(PAGE)[:40])

    binder.sweep()

    assert not list((folder / "tmp").iterdir())


def test_a_failed_swap_leaves_the_old_version_and_no_temporary_file(folder: Path):
    # Renaming a file onto a folder fails, as a full disk would, after the new bytes were written.
    place_of(folder, "/taken/").mkdir(parents=True)

    with pytest.raises(EditionUnwritable, match="plates/"):
        Binder(folder).bind([Plate("/taken/", b"x", "text/html")])

    assert not list((folder / "tmp").iterdir())
    assert Shelf(folder).read("/world/")[0].identity() == PAGE.body


def test_no_path_leaves_the_folder_or_meets_another():
    odd = [
        "/",
        "//",
        "/../../etc/passwd",
        "/A/",
        "/a/",
        "/a",
        "/\u00e9/",
        "/e\u0301/",
        "/" + "x" * 9_000,
        "/\x00",
        "!404",
    ]

    names = [plate_name(path) for path in odd]

    assert len(set(names)) == len(odd)
    assert all(name.startswith("plates/") and ".." not in name and len(name) < 60 for name in names)


def test_an_editions_address_names_its_folder():
    assert edition_folder("file:///a%20paper/edition") == Path("/a paper/edition")
