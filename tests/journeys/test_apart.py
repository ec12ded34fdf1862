"""Each process can go without the others: what readers and editors notice, and what they do not."""

import os
import signal

import httpx

from standfirst.config.new_home import make_home
from tests.config.running import Served, room_of, until


def processes(served, room):
    return {pid for pid in served.everybody() if room_of(pid) == room}


def test_readers_notice_nothing_when_the_newsroom_is_killed_and_it_comes_back(paper):
    before = paper.served.get("/").content

    for pid in processes(paper.served, "newsroom"):
        os.kill(pid, signal.SIGKILL)

    assert paper.served.get("/").content == before
    paper.served.until_it_answers("/newsroom/login/", 200, seconds=60)


def test_a_killed_press_is_started_again(paper):
    old = processes(paper.served, "press")

    for pid in old:
        os.kill(pid, signal.SIGKILL)

    until(lambda: bool(processes(paper.served, "press") - old), 30)
    assert paper.served.get("/").status_code == 200


def test_the_site_stands_alone_and_says_that_the_newsroom_is_closed(paper, tmp_path, free_port):
    """A site of its own on the same edition, as on a second machine: no newsroom, no press, no database."""
    make_home(tmp_path / "elsewhere", {})
    edition = f"file://{paper.served.home}/edition"

    with Served(tmp_path / "elsewhere", free_port, "--only", "site", EDITION_URL=edition) as alone:
        alone.until_it_answers("/", 200)

        assert alone.get("/").content == paper.served.get("/").content
        closed = alone.get("/newsroom/")
        assert (closed.status_code, closed.headers["cache-control"]) == (503, "no-store")


def test_the_newsroom_stands_alone(tmp_path, free_port):
    home = make_home(tmp_path / "alone", {})

    with Served(home.folder, free_port, "--only", "newsroom") as served:
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(home.newsroom_socket)), timeout=30) as editor:
            until(lambda: answers(editor, "/newsroom/login/"), 120, lambda: served.said)

        assert served.stop(signal.SIGTERM) == 0
    assert not home.newsroom_socket.exists()


def answers(editor, path):
    try:
        return editor.get(f"http://localhost{path}").status_code == 200
    except httpx.TransportError:
        return False
