"""What is built to be slow or large: refused or read, in a few seconds of a processor and in little memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from standfirst.wire.found import Found, Refused
from standfirst.wire.reading import read_file

#: Longest that any one file may take, seconds of a processor; and most memory, bytes.
PATIENCE, MEMORY = 5.0, 120 * 2**20

PARAGRAPH = (
    "The mayor of Velin told reporters on Thursday that the bridge would stay closed until the river falls again. "
)


def read(path: Path, data: bytes, form: str = "auto") -> list[Found | Refused]:
    path.write_bytes(data)
    started = time.process_time()
    found = list(read_file(path, form))
    assert time.process_time() - started < PATIENCE
    return found


LARGE = {
    "fifty megabytes of text": (PARAGRAPH * 10).encode() * 46_000,
    "a million short lines": b"a\n" * 1_000_000,
    "JSON nested too deep": b'{"headline": ' + b"[" * 50_000,
    "too many tags": b"<html><body>" + b"<b></b>" * 250_000,
    "too many attributes": b"<html><body><p " + b"a=1 " * 200_000 + b">",
    "elements nested too deep": b"<html><body>" + b"<div>" * 20_000 + PARAGRAPH.encode(),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_refused_at_once_and_in_one_line(tmp_path, name):
    [refused] = read(tmp_path / "large", LARGE[name])

    assert isinstance(refused, Refused)
    assert "\n" not in refused.reason


@pytest.mark.parametrize("name", ["fifty megabytes of text", "a million short lines", "JSON nested too deep"])
def test_refusing_takes_little_memory(tmp_path, name):
    (tmp_path / "large").write_bytes(LARGE[name])
    tracemalloc.start()
    list(read_file(tmp_path / "large"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < MEMORY


def test_a_pipe_is_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    started = time.monotonic()

    [refused] = read_file(tmp_path / "pipe")

    assert isinstance(refused, Refused)
    assert time.monotonic() - started < 1


SLOW = {
    "quotes never closed": "<p>" + "“" * 200_000,
    "one word without end": "<p>" + "a" * 2_000_000,
    "blanks": "<p>x" + " " * 2_000_000 + "y",
    "points": "<p>" + "A. " * 200_000,
    "comments never closed": "<!--" * 200_000,
    "dates": "<p>" + "April 24, 2014 " * 50_000,
    "credits": "<p>" + "Jane Doe—AP " * 50_000,
    "angles": "<" * 2_000_000,
}


@pytest.mark.parametrize("form", ["capture", "html"])
@pytest.mark.parametrize("name", SLOW)
def test_nothing_takes_more_than_linear_time(tmp_path, name, form):
    read(tmp_path / "slow", (f"Bridge stays closed\n{PARAGRAPH * 3}\n" + SLOW[name]).encode(), form)
