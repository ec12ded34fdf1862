from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError

from standfirst.ads.flight import Priority
from standfirst.ads.schedule import Schedule, schedule_file, schedule_of
from standfirst.ads.sizes import BOX, NARROW, WIDE
from standfirst.business.export import LINGERS, export_schedule, schedule_due, sold_schedule
from standfirst.business.models import Creative
from standfirst.edition.errors import EditionUnwritable
from standfirst.edition.shelf import Shelf
from tests.business.selling import DAY, TODAY, Committing, creative, drawn, flight

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, settings: Any) -> Path:
    settings.STANDFIRST = replace(settings.STANDFIRST, edition_url=f"file://{tmp_path / 'edition'}")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STANDFIRST_PAPER_ZONE = None
    return tmp_path / "edition"


def posted(edition: Path) -> Schedule:
    return schedule_of(schedule_file(edition).read_bytes(), where="schedule.json")


def in_kathmandu() -> tzinfo:
    return ZoneInfo("Asia/Kathmandu")


def test_what_is_sold_and_approved_is_posted_as_it_was_entered(edition: Path) -> None:
    sold = flight(priority=3, weight=4, goal=900, sections="world, home", topics="ferries", barred_topics="war")
    made = creative(sold)

    export_schedule(edition)

    [one] = posted(edition).flights
    assert (one.id, one.advertiser.name, one.priority) == (str(sold.pk), "Ferry Line", Priority.SPONSORSHIP)
    assert (one.weight, one.bought, one.sections) == (4, 900, frozenset({"world", "home"}))
    assert (one.topics, one.barred) == (frozenset({"ferries"}), frozenset({"war"}))
    assert [shown.id for shown in one.creatives] == [str(made.pk)]
    assert [picture.size for picture in one.creatives[0].pictures] == [WIDE, NARROW, BOX]


def test_days_are_those_of_the_papers_clock(edition: Path, settings: Any) -> None:
    settings.STANDFIRST_PAPER_ZONE = f"{__name__}.in_kathmandu"
    creative()

    export_schedule(edition)

    [one] = posted(edition).flights
    first, last = TODAY - 2 * DAY, TODAY + 2 * DAY
    assert one.start == datetime(first.year, first.month, first.day, tzinfo=in_kathmandu())
    assert one.end - one.start == (last - first) + DAY
    assert one.start.astimezone(UTC).strftime("%H:%M") == "18:15"


@pytest.mark.parametrize(
    "how",
    [
        {"approved": False},
        {"sold": {"paused": True}},
        {"sold": {"first_day": TODAY - 9 * DAY, "last_day": TODAY - 4 * DAY}},
    ],
)
def test_what_may_not_run_is_not_posted(edition: Path, how: dict[str, Any]) -> None:
    creative(flight(**how.pop("sold", {})), **how)

    export_schedule(edition)

    assert posted(edition).flights == ()


def test_a_row_changed_behind_the_approval_is_not_posted(edition: Path) -> None:
    made = creative()
    Creative.objects.filter(pk=made.pk).update(target="https://evil.example/")

    export_schedule(edition)

    assert posted(edition).flights == ()


def test_an_ended_flight_lingers_a_day_for_those_who_still_have_its_ad() -> None:
    sold = flight(first_day=TODAY, last_day=TODAY)
    creative(sold)
    end = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) + DAY

    just, later = (sold_schedule(now=now, zone=UTC).flights for now in (end + LINGERS / 2, end + LINGERS))

    assert (len(just), len(later)) == (1, 0)


def test_saving_posts_at_once(edition: Path, django_capture_on_commit_callbacks: Committing) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = creative()
    before = posted(edition)
    with django_capture_on_commit_callbacks(execute=True):
        made.flight.paused = True
        made.flight.save()

    assert (len(before.flights), len(posted(edition).flights)) == (1, 0)


def test_a_save_that_is_rolled_back_posts_nothing(edition: Path) -> None:
    creative()

    assert not schedule_file(edition).exists()


def test_an_edition_nobody_can_write_fails_no_save_and_holds_up_no_story(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Committing
) -> None:
    (tmp_path / "file").touch()
    settings.STANDFIRST = replace(settings.STANDFIRST, edition_url=f"file://{tmp_path / 'file' / 'edition'}")

    with django_capture_on_commit_callbacks(execute=True):
        made = creative()
    wrote = [schedule_due(), schedule_due()]

    assert Creative.objects.filter(pk=made.pk).exists()
    assert wrote == [False, False]
    assert [record.message for record in caplog.records if "give the edition a folder" in record.message] == [
        caplog.messages[0]
    ]
    with pytest.raises(EditionUnwritable, match="give the edition a folder"):
        export_schedule(tmp_path / "file" / "edition")


def test_a_database_that_is_away_is_everybodys_trouble(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**more: object) -> Schedule:
        raise OperationalError("no answer")

    monkeypatch.setattr("standfirst.business.export.sold_schedule", away)

    with pytest.raises(OperationalError):
        schedule_due()


def test_pictures_are_there_when_the_schedule_names_them_and_gone_when_it_does_not(edition: Path) -> None:
    made = creative()
    export_schedule(edition)
    [one] = posted(edition).flights
    paths = [picture.path for picture in one.creatives[0].pictures]
    shelf = Shelf(edition)
    found = [shelf.read(path) for path in paths]

    made.delete()
    export_schedule(edition)

    assert [plate and (plate[0].identity(), plate[0].content_type) for plate in found] == [
        (drawn(size), "image/png") for size in (WIDE, NARROW, BOX)
    ]
    assert [shelf.read(path) for path in paths] == [None] * 3


def test_nothing_changed_writes_nothing(edition: Path) -> None:
    creative()
    wrote = [schedule_due(), schedule_due()]
    stamp = schedule_file(edition).stat().st_ino
    schedule_due()

    assert wrote == [True, False]
    assert schedule_file(edition).stat().st_ino == stamp


@pytest.mark.parametrize("damage", ["lost", "damaged", "picture"])
def test_what_was_lost_is_posted_again(edition: Path, damage: str) -> None:
    creative()
    schedule_due()
    whole = posted(edition)
    if damage == "lost":
        schedule_file(edition).unlink()
    elif damage == "damaged":
        schedule_file(edition).write_bytes(b"{")
    else:
        for plate in (edition / "plates").rglob("*.plate"):
            plate.unlink()

    schedule_due()

    assert posted(edition) == whole
    assert all(Shelf(edition).read(path) for path in whole.pictures())


def test_a_picture_whose_file_is_gone_is_left_out_and_the_rest_runs(edition: Path, tmp_path: Path) -> None:
    creative(flight(name="Lost"), sizes=(BOX,), colour="red")
    creative(flight(name="Kept"), sizes=(BOX,), colour="green")
    [lost] = [file for file in (tmp_path / "media").rglob("*.png") if file.read_bytes() == drawn(BOX, colour="red")]
    lost.unlink()

    schedule_due()

    [one] = posted(edition).flights
    assert Shelf(edition).read(one.creatives[0].pictures[0].path)
