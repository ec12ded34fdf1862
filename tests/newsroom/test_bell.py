from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

import pytest

from standfirst.newsroom import bell as bells
from standfirst.newsroom.bell import Bell, BellTaken, ring
from standfirst.newsroom.models import PaperSettings, Person, SectionPage
from tests.newsroom.desks import live_story, picture, publish


def test_what_is_rung_is_heard(tmp_path: Path) -> None:
    with Bell(tmp_path / "bell.sock") as bell:
        ring(tmp_path / "bell.sock", ["story:12", "person:ada"])
        ring(tmp_path / "bell.sock", ["story:13"])

        assert bell.heard(1) == {"story:12", "person:ada", "story:13"}
        assert bell.heard(0) == frozenset()


def test_nobody_listening_is_no_fault(tmp_path: Path) -> None:
    ring(tmp_path / "no" / "bell.sock", ["story:12"])
    (tmp_path / "bell.sock").write_text("no socket")
    ring(tmp_path / "bell.sock", ["story:12"])


def test_a_press_that_does_not_listen_holds_nobody_up(tmp_path: Path) -> None:
    with Bell(tmp_path / "bell.sock") as bell:
        started = time.monotonic()
        for number in range(2_000):
            ring(tmp_path / "bell.sock", [f"story:{number}"])

        assert time.monotonic() - started < 2
        assert "story:0" in bell.heard(1)


def test_many_records_come_in_several_datagrams(tmp_path: Path) -> None:
    records = {f"story:{number}" for number in range(5_000)}
    with Bell(tmp_path / "bell.sock") as bell:
        ring(tmp_path / "bell.sock", sorted(records))

        assert bell.heard(1) == records


def test_a_deep_folder_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder"] * 6)
    deep.mkdir(parents=True)
    with Bell(deep / "bell.sock") as bell:
        ring(deep / "bell.sock", ["paper"])

        assert bell.heard(1) == {"paper"}


def test_a_killed_listeners_socket_is_replaced_and_a_closed_one_is_gone(tmp_path: Path) -> None:
    left = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    left.bind(str(tmp_path / "bell.sock"))

    with Bell(tmp_path / "bell.sock") as bell:
        ring(tmp_path / "bell.sock", ["paper"])
        assert bell.heard(1) == {"paper"}
    left.close()

    assert not (tmp_path / "bell.sock").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BellTaken, match="STANDFIRST_HOME"):
        Bell(tmp_path / "no" / "bell.sock")


@pytest.fixture
def heard(paper: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []
    monkeypatch.setattr(bells, "ring", lambda path, records: rung.extend(records))
    return rung


def test_saving_whatever_readers_meet_rings(heard: list[str], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = live_story(byline=("Ada Lark",))
        shown = picture()
        PaperSettings.current().save()

    assert {f"story:{page.pk}", "section:town", "front:town", "person:ada-lark", f"picture:{shown.pk}", "paper"} <= set(
        heard
    )


@pytest.mark.parametrize("act", ["publish", "unpublish", "move", "delete"])
def test_every_change_of_a_story_rings(act: str, heard: list[str], django_capture_on_commit_callbacks: Any) -> None:
    page = live_story()
    live_story("W", section="World")
    acts = {
        "publish": lambda: publish(page),
        "unpublish": page.unpublish,
        "move": lambda: page.move(SectionPage.objects.get(slug="world"), pos="last-child"),
        "delete": page.delete,
    }
    name = f"story:{page.pk}"

    with django_capture_on_commit_callbacks(execute=True):
        acts[act]()

    assert name in heard


def test_a_new_name_rings_for_the_old_address_too(heard: list[str], django_capture_on_commit_callbacks: Any) -> None:
    ada = Person.objects.create(name="Ada Lark")
    town = SectionPage.objects.get(pk=live_story().get_parent().pk)

    with django_capture_on_commit_callbacks(execute=True):
        ada.slug = "ada"
        ada.save()
        town.slug = "city"
        town.save_revision().publish()

    assert {"person:ada-lark", "person:ada", "section:town", "section:city"} <= set(heard)


def test_a_draft_of_a_live_story_does_not_ring(heard: list[str], django_capture_on_commit_callbacks: Any) -> None:
    page = live_story()

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()

    assert heard == []
