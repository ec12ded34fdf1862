"""Plates of an older format: served by a newer program, and printed anew by it, with nothing in between amiss."""

from __future__ import annotations

import json
import struct
from hashlib import blake2b
from pathlib import Path

import pytest

from standfirst.delivery.rack import Rack
from standfirst.edition.errors import PlateTooNew
from standfirst.edition.layout import plate_name
from standfirst.edition.plate import MAGIC, READERS, StoredPlate, decode
from tests.press.rooms import NOON, Room, a_story

PATH = a_story("1").path


def older(plate: StoredPlate) -> bytes:
    """A plate as a program before the first might have written it: a head, a line's end, the body."""
    head = {"path": plate.path, "status": plate.status, "type": plate.content_type, "etag": plate.etag}
    return MAGIC + b"0" + json.dumps(head).encode() + b"\n" + plate.identity()


def read_older(stored: bytes, where: str) -> StoredPlate:
    head, _, body = stored[len(MAGIC) + 1 :].partition(b"\n")
    said = json.loads(head)
    return StoredPlate(said["path"], said["status"], said["type"], said["etag"], len(body), bodies={"identity": body})


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A paper whose whole edition an older program wrote, and a program that reads what that one wrote."""
    room = Room(tmp_path)
    room.archive.publish(a_story("1"))
    room.run()
    monkeypatch.setitem(READERS, b"0", read_older)
    for plate in list(room.shelf.plates()):
        (tmp_path / "edition" / plate_name(plate.path)).write_bytes(older(plate))
    return room


def test_older_plates_are_served(room: Room) -> None:
    copy = Rack(room.shelf, 1_000_000).find(PATH, b"gzip")

    assert copy is not None
    assert b"Headline 1" in copy.body


def test_a_newer_program_prints_older_plates_anew_and_serves_them_meanwhile(room: Room) -> None:
    rack = Rack(room.shelf, 1_000_000)
    room.ledger.close()
    room.open(version="2")
    report = room.press.run(now=NOON, turn=1)

    assert report.left > 0
    while report.left:
        served = rack.find(PATH, b"identity")
        assert served is not None
        assert b"Headline 1" in served.body
        report = room.press.run(now=NOON, turn=1)

    assert {file.read_bytes()[7:8] for file in (room.folder / "edition").glob("plates/*/*.plate")} == {b"1"}


def test_the_first_format_is_read_as_it_was_written() -> None:
    # Written out by hand, so that no change of the program can change both sides at once.
    body = b"<p>Old news</p>"
    head = {
        "path": "/old/", "status": 200, "type": "text/html; charset=utf-8", "etag": "0" * 20, "length": len(body),
        "headers": [["surrogate-key", "story-1"]], "modified": "2026-11-24T09:00:00+00:00", "codings": [["identity", len(body)]],
    }  # fmt: skip
    packed = json.dumps(head).encode()
    digest = blake2b(len(packed).to_bytes(4, "big") + packed + body, digest_size=16).digest()

    plate = decode(b"SFPLATE1" + struct.pack(">I16s", len(packed), digest) + packed + body, where="a sample")

    assert (plate.path, plate.identity(), plate.headers) == ("/old/", body, (("surrogate-key", "story-1"),))
    assert plate.modified is not None


def test_a_plate_of_a_later_format_says_what_to_do() -> None:
    with pytest.raises(PlateTooNew, match="a later program wrote it"):
        decode(MAGIC + b"9" + bytes(100), where="a sample")
