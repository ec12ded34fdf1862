"""Files that others read while they are written anew."""

from __future__ import annotations

import os
from multiprocessing import get_context
from threading import Thread

import pytest

from standfirst.disk import locked, settle, swap, sweep


def test_a_file_is_there_whole_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "new" / "folder" / "file"

    swap(file, b"before")
    swap(file, b"after")

    assert file.read_bytes() == b"after"
    assert list(file.parent.iterdir()) == [file]


def test_who_reads_meanwhile_meets_the_old_bytes_or_the_new(tmp_path):
    file = tmp_path / "file"
    old, new = b"a" * 200_000, b"b" * 300_000
    swap(file, old)
    writing = Thread(target=lambda: [swap(file, new if turn % 2 else old) for turn in range(40)])

    writing.start()
    met = set()
    while writing.is_alive():
        met.add(file.read_bytes())

    assert met <= {old, new}


def test_a_disk_that_takes_nothing_leaves_what_was_there(tmp_path, monkeypatch):
    file = tmp_path / "file"
    swap(file, b"before")

    def full(_):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        swap(file, b"after")

    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_bytes_are_on_the_disk_before_their_name_and_the_name_before_it_returns(tmp_path, monkeypatch):
    order = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("settled"), fsync(descriptor)))
    monkeypatch.setattr(os, "rename", lambda *told: (order.append("named"), rename(*told)))

    swap(tmp_path / "file", b"body")

    assert order == ["settled", "named", "settled"]


def test_what_killed_writers_left_is_thrown_away_and_nothing_else(tmp_path):
    file = tmp_path / "file"
    swap(file, b"body")
    killed = get_context("fork").Process(target=lambda: (_die_before_renaming(), swap(file, b"half")))
    killed.start()
    killed.join()
    assert len(list(tmp_path.iterdir())) == 2

    sweep(tmp_path)

    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"body"


def _die_before_renaming():
    os.rename = lambda *_: os._exit(9)


def test_settling_what_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        settle(tmp_path / "gone")


def test_who_changes_a_folder_is_alone_in_it(tmp_path):
    order = []

    def change():
        with locked(tmp_path, alone=True):
            order.append("changed")

    with locked(tmp_path, alone=False):
        with locked(tmp_path, alone=False):
            order.append("two read")
        other = Thread(target=change)
        other.start()
        other.join(0.2)
        order.append("read")
    other.join()

    assert order == ["two read", "read", "changed"]
