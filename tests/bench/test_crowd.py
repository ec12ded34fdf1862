"""The soak's crowd reads whole answers off a connection, and would see one that is cut or mixed."""

from __future__ import annotations

import socket

import pytest

from bench.faults.answers import AnswerCut, answers_on
from bench.faults.readers import checked, older

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: x\r\n\r\n"


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    yield ours, theirs
    ours.close()
    theirs.close()


def test_answers_that_come_together_or_in_pieces_are_told_apart(ends):
    ours, theirs = ends
    answers = answers_on(ours)
    theirs.sendall(ANSWER + b"first" + ANSWER + b"sec")
    assert next(answers) == (200, {"content-length": "5", "etag": "x"}, b"first")

    theirs.sendall(b"nd" + ANSWER[:9])

    assert next(answers)[2] == b"secnd"


def test_an_answer_that_is_cut_is_seen(ends):
    ours, theirs = ends
    theirs.sendall(ANSWER + b"fir")
    theirs.shutdown(socket.SHUT_WR)

    with pytest.raises(AnswerCut):
        next(answers_on(ours))


def test_bytes_of_another_page_are_seen():
    fault, _ = checked(200, {"etag": '"0123456789abcdef0123"'}, b"<p>of another page</p>")

    assert "not what the ETag says" in fault


def test_an_older_version_after_a_newer_one_is_seen():
    newest: dict[tuple[str, int], int] = {}

    assert older("/a/", b"Stream 1 number 7", newest) == []
    assert older("/a/", b"Stream 1 number 6", newest) != []
