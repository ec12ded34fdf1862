from __future__ import annotations

import os
import random
import resource
import sqlite3
from pathlib import Path

import pytest

from standfirst.edition.layout import plate_name
from standfirst.press.ledger_file import LedgerOutOfReach
from tests.press.rooms import Room, a_story

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


def full(room: Room) -> None:
    (pages,) = room.ledger._db.execute("PRAGMA page_count").fetchone()
    room.ledger._db.execute(f"PRAGMA max_page_count = {pages}")


def with_room(room: Room) -> None:
    room.ledger._db.execute("PRAGMA max_page_count = 1000000")


def unwritable(room: Room) -> None:
    room.ledger._db.execute("PRAGMA query_only = ON")


def writable(room: Room) -> None:
    room.ledger._db.execute("PRAGMA query_only = OFF")


def locked(room: Room) -> None:
    room.ledger._db.execute("PRAGMA busy_timeout = 1")
    room.other = sqlite3.connect(room.ledger.file, isolation_level=None)
    room.other.execute("BEGIN IMMEDIATE")


def unlocked(room: Room) -> None:
    room.other.close()


def failing(room: Room) -> None:
    # A write that the system refuses is an I/O error to SQLite.
    room.limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, room.limits[1]))


def sound(room: Room) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, room.limits)


@pytest.mark.parametrize(
    ("befalls", "passes", "to_do"),
    [
        (full, with_room, "make room"),
        (unwritable, writable, "can be written"),
        (locked, unlocked, "wait"),
        (failing, sound, "look at its disk"),
    ],
)
def test_what_passes_is_said_and_the_ledger_kept(room: Room, befalls, passes, to_do: str, caplog) -> None:
    for number in range(40, 90):
        room.archive.publish(a_story(str(number)))
    room.ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    befalls(room)

    try:
        with pytest.raises(LedgerOutOfReach, match=to_do) as raised:
            room.run()
    finally:
        passes(room)
    assert str(room.ledger.file) in str(raised.value)
    assert caplog.text == ""
    known = room.ledger.record_count()
    assert known > 39, "the ledger was begun anew"

    room.run()

    assert not room.ledger.due_count()
    assert room.read(a_story("89").path) is not None


def test_a_fault_of_ours_is_no_damage_either(room: Room) -> None:
    def ask_amiss(*_, **__):
        room.ledger._db.execute("SELECT nought FROM plates")

    room.archive.versions = ask_amiss

    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        room.run()
    assert room.ledger.record_count() > 30


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE asked",
        "UPDATE records SET subjects = '{' WHERE record = 'story:1'",
        "UPDATE said SET value = 'yesterday' WHERE name = 'looked'",
    ],
)
def test_a_ledger_that_lost_something_is_begun_anew_by_itself(room: Room, damage: str) -> None:
    before = contents(room)
    room.ledger._db.execute(damage)
    room.archive.publish(a_story("1", headline="After the damage"))

    room.run(hints=frozenset({"story:1"}))
    room.run()

    assert "After the damage" in (room.read(PATH) or "")
    assert contents(room).keys() == before.keys()
