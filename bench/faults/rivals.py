"""Rivals: two presses on one paper at once, and two or eight editors on one story at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.faults.comparing import differences, press_anew
from bench.faults.editing import edit
from bench.faults.outcome import Outcome
from standfirst.config.home import Home
from standfirst.config.press_room import press_room


def two_presses(home: Home, rounds: int) -> Outcome:
    """Return what came of ``rounds`` times two presses started at once, while stories were published."""
    outcome = Outcome("two presses at once")
    for number in range(rounds):
        presses = [_press() for _ in range(2)]
        edit("publish", number, number)
        edit("edit", number, number)
        for press in presses:
            said, _ = press.communicate(timeout=120)
            outcome.wrong += [f"exit code {press.returncode}: {said[-300:]}"] * (press.returncode != 0)
        now = datetime.now(UTC)
        press_anew(home, now)
        outcome.wrong += differences(home, now)
    outcome.figures |= {"rounds": rounds, "wrong": len(outcome.wrong)}
    return outcome


def _press() -> subprocess.Popen[str]:
    environment = dict(os.environ) | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-P", "-m", "standfirst.cli", "press"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def two_editors(home: Home, rounds: int) -> Outcome:
    """Return what came of ``rounds`` times two, then eight editors publishing one story at the same moment."""
    from standfirst.newsroom.models import StoryPage
    from standfirst.press.archive import StoryOf

    outcome = Outcome("two or eight editors at once")
    edit("publish", 1, 1)
    pk = StoryPage.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)[0]
    room = press_room(home)
    refused = 0
    for number in range(rounds):
        titles = [f"Editor {editor} round {number}" for editor in range(8 if number % 2 else 2)]
        refused += _at_once(pk, titles)
        now = datetime.now(UTC)
        room.run_to_the_end(now=now)
        live = room.archive.ask(StoryOf(str(pk))).value.headline
        outcome.wrong += [f"round {number}: {live!r} is live, which none of them wrote"] * (live not in titles)
        outcome.wrong += differences(home, now)
    room.ledger.close()
    room.search.close()
    outcome.figures |= {"rounds": rounds, "told to try again": refused, "wrong": len(outcome.wrong)}
    return outcome


def _at_once(pk: int, titles: list[str]) -> int:
    """Publish the story under each of ``titles`` at the same moment; return how many were refused by the database."""
    from django.db import DatabaseError, connection

    from standfirst.newsroom.models import StoryPage

    barrier, refused = threading.Barrier(len(titles)), []

    def publish(title: str) -> None:
        try:
            page: Any = StoryPage.objects.get(pk=pk).get_latest_revision_as_object()
            page.title = title
            barrier.wait(30)
            page.save_revision().publish()
        except DatabaseError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(title,)) for title in titles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)
