import os
import signal
import subprocess
import sys

import pytest

from standfirst.config.occupancy import Occupant, RoomOccupied, occupant, occupy

HOLD = """
import sys, time
from pathlib import Path
from standfirst.config.occupancy import occupy
held = occupy(Path(sys.argv[1]), "press")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def somebody(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()


def test_an_occupied_room_is_refused_and_names_the_process(tmp_path, somebody):
    with pytest.raises(RoomOccupied, match=f"process {somebody.pid} "):
        occupy(tmp_path, "press")


def test_rooms_of_one_paper_are_occupied_one_by_one(tmp_path, somebody):
    occupy(tmp_path, "newsroom").leave()


def test_a_killed_process_gives_its_room_back(tmp_path, somebody):
    somebody.send_signal(signal.SIGKILL)
    somebody.wait()

    occupy(tmp_path, "press").leave()


def test_an_occupant_is_found_with_its_port(tmp_path):
    held = occupy(tmp_path, "site", 8123)

    assert occupant(tmp_path, "site") == Occupant(os.getpid(), 8123)
    held.leave()


def test_a_room_that_was_left_has_no_occupant_and_no_file(tmp_path):
    occupy(tmp_path, "site").leave()

    assert occupant(tmp_path, "site") is None
    assert list(tmp_path.iterdir()) == []


def test_a_dead_occupants_file_says_nobody(tmp_path, somebody):
    somebody.kill()
    somebody.wait()

    assert (tmp_path / "press.lock").exists()
    assert occupant(tmp_path, "press") is None
