"""What holds only where transactions are real.

A file of its own: such a test empties the database on its way out, and files with nothing else in them are run last.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from wagtail.models import PageLogEntry, Revision

from standfirst.newsroom import bell as bells
from standfirst.newsroom.handoff import LiveArchive
from standfirst.newsroom.intake import take_in
from standfirst.newsroom.schedule import publish_due
from standfirst.press.archive import Cards
from tests.newsroom.desks import ask, draft, found
from tests.newsroom.test_schedule import NOW, scheduled


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_does_not_ring(paper_for_good: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(bells, "ring", lambda path, records: rung.extend(records))

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 -- what is rolled back, and why
        take_in(found(), publish=True)
        raise ZeroDivisionError

    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_two_processes_publish_it_once_between_them(paper_for_good: Any) -> None:
    pages = [scheduled(draft(f"Story {number}", published=None), NOW - timedelta(minutes=1)) for number in range(4)]
    start, done = threading.Barrier(2), []

    def process() -> None:
        start.wait()
        try:
            done.extend(publish_due(datetime.now(UTC)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=process) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.extend(publish_due(datetime.now(UTC)))

    assert sorted(done) == sorted(f"story:{page.pk}" for page in pages)
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == len(pages)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert len(ask(Cards("paper", 9))) == len(pages)
    assert len(dict(LiveArchive().versions())) > len(pages)
    assert connection.vendor in {"sqlite", "postgresql"}
