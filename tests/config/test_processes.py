import os
import signal
import socket
from pathlib import Path

import pytest

from standfirst.config.new_home import make_home
from tests.config.running import Served, room_of, standfirst, until


@pytest.fixture
def home(tmp_path):
    make_home(tmp_path / "paper", {})
    return tmp_path / "paper"


@pytest.fixture
def site(home, free_port):
    with Served(home, free_port, "--only", "site") as served:
        served.until_it_answers("/", 404)
        yield served


def test_a_taken_port_is_one_clear_line(home, free_port):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", free_port))
        somebody.listen()

        ended = standfirst(home, "serve", "--port", str(free_port))

    assert ended.returncode == 2
    said = f"standfirst: port {free_port} cannot be used (Address already in use); choose another: PORT=8080 make run"
    assert ended.stderr.startswith(said)
    assert ended.stderr.count("\n") == 1


def test_an_unwritable_folder_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("in the way")

    ended = standfirst(tmp_path / "file" / "paper", "serve", "--example")

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cannot be written" in ended.stderr


def test_serving_where_no_paper_is_says_how_to_make_one(tmp_path):
    ended = standfirst(tmp_path, "serve")

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "standfirst init" in ended.stderr


def test_a_second_serve_of_the_same_paper_is_refused(site):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        another = probe.getsockname()[1]

    ended = standfirst(site.home, "serve", "--only", "site", "--port", str(another))

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert f"process {site.process.pid} already" in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_nothing_behind(home, free_port, number):
    with Served(home, free_port, "--only", "site") as served:
        served.until_it_answers("/", 404)
        assert len(served.everybody()) >= 3

        assert served.stop(number) == 0

    assert served.everybody() == set()
    # Counts are kept; sockets and locks are not.
    assert {path.name for path in home.iterdir()} == {"edition", "standfirst.toml", "tallies"}


def test_when_the_parent_is_killed_everything_stops(site):
    site.process.kill()
    site.process.wait()

    until(lambda: not site.everybody(), 10, site.everybody)


def test_a_killed_site_is_back_within_two_seconds(site):
    for pid in site.everybody():
        if room_of(pid) == "site":
            os.kill(pid, signal.SIGKILL)

    site.until_it_answers("/", 404, seconds=2)
    assert "the site stopped (killed by SIGKILL); starting it again" in site.said


def test_a_killed_worker_is_back_within_two_seconds(site):
    workers = [pid for pid in site.everybody() if room_of(pid) == "site" and parent_of(pid) != site.process.pid]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)

    assert workers
    site.until_it_answers("/", 404, seconds=2)


def test_a_paper_whose_parent_was_killed_can_be_served_again_at_once(site):
    site.process.kill()
    site.process.wait()

    with Served(site.home, site.port, "--only", "site") as again:
        again.until_it_answers("/", 404, seconds=15)


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
