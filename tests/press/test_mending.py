from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from standfirst.edition.layout import plate_name
from tests.press.rooms import NOON, Room, a_story

PATH = a_story("1").path


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    for number in range(1, 40):
        room.archive.publish(a_story(str(number)))
    room.run()
    return room


def contents(room: Room) -> dict[str, bytes]:
    return {plate.path: plate.identity() for plate in room.shelf.plates() if plate.status == 200}


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def flipped(file: Path) -> None:
    stored = bytearray(file.read_bytes())
    stored[-1] ^= 1
    file.write_bytes(stored)


def swapped(file: Path) -> None:
    file.write_bytes((file.parents[2] / plate_name("/world/")).read_bytes())


def linked(file: Path) -> None:
    file.rename(file.with_suffix(".away"))
    file.symlink_to(file.with_suffix(".away"))


def piped(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize("damage", [halved, emptied, flipped, swapped, linked, piped, Path.unlink])
def test_a_damaged_or_missing_plate_is_found_and_printed_again(room: Room, damage) -> None:
    before = contents(room)
    damage(room.folder / "edition" / plate_name(PATH))

    found = sum(room.press.look_over(20) for _ in range(20))
    room.run(hints=frozenset({"nothing"}))

    assert found > 0
    assert contents(room) == before
    assert room.read(PATH) is not None


def test_a_whole_edition_is_looked_over_without_a_word(room: Room) -> None:
    assert [room.press.look_over(7) for _ in range(30)] == [0] * 30
    assert not room.ledger.is_pressing()


@pytest.mark.parametrize("seed", range(12))
def test_a_ledger_damaged_anywhere_is_begun_anew_by_itself(room: Room, seed: int) -> None:
    before = contents(room)
    room.ledger.close()
    file = room.folder / "ledger.sqlite3"
    stored, dice = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(dice.choice((1, 30, 400))):
        place = dice.randrange(len(stored))
        stored[place : place + 64] = dice.randbytes(64)
    file.write_bytes(stored[: len(stored) if seed % 3 else dice.randrange(len(stored))])
    room.open()
    room.archive.publish(a_story("1", headline="After the damage"))

    room.run(hints=frozenset({"story:1"}))
    room.run()

    assert "After the damage" in (room.read(PATH) or "")
    assert contents(room).keys() == before.keys()


def test_a_lock_that_passes_is_no_damage(room: Room) -> None:
    room.run()
    assert room.ledger.newest_look() is not None
    assert room.press.run(now=NOON).printed == 0
