"""What editors switch on and off of the pages' script, paper-wide and section by section."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from standfirst.newsroom.handoff import LiveArchive
from standfirst.newsroom.models import PaperSettings, SectionPage
from standfirst.press.archive import Extras, PaperOf, Tap
from tests.newsroom.desks import live_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def extras() -> Extras:
    found: Extras = LiveArchive().ask(PaperOf()).value.extras
    return found


def change(thing: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def section() -> SectionPage:
    live_story()
    found: SectionPage = SectionPage.objects.get()
    return found


def test_a_new_paper_has_everything_on() -> None:
    assert extras() == Extras(everywhere=Tap(150))


@pytest.mark.parametrize(
    ("setting", "extra"),
    [
        ("offers_dark", "dark"),
        ("offers_size", "size"),
        ("offers_share", "share"),
        ("offers_offline", "offline"),
        ("offers_live", "live"),
        ("offers_ahead", "ahead"),
        ("offers_listen", "listen"),
        ("tells_changes", "changed"),
        ("offers_saver", "saver"),
        ("tells_offline", "kept"),
        ("tells_old_browsers", "browsers"),
        ("offers_tap", "tap"),
    ],
)
def test_each_is_switched_off_by_itself(setting: str, extra: str) -> None:
    change(PaperSettings.current(), **{setting: False})

    names = {field.name for field in fields(Extras)} - {"everywhere", "in_sections"} | {"tap"}
    assert {name for name in names if not getattr(extras(), name)} == {extra}


def test_a_section_has_its_own_button_words_and_length() -> None:
    town = section()

    change(town, tap_words=60, tap_label="All of it")
    assert extras().in_sections == (("town", Tap(60, "All of it")),)
    change(town, tap="off")
    assert extras().in_sections == (("town", Tap()),)
    change(PaperSettings.current(), offers_tap=False)
    assert extras().in_sections == ()
    change(town, tap="on")
    assert extras().in_sections == (("town", Tap(60, "All of it")),)


def test_a_section_s_button_is_a_change_that_the_press_looks_at() -> None:
    town, archive = section(), LiveArchive()
    before = archive.versions_of(["section:town"])

    change(town, tap="off")

    assert archive.versions_of(["section:town"]) != before
    assert archive.ask(PaperOf()).subjects & archive.subjects_of("section:town")


def test_a_button_after_five_words_is_refused() -> None:
    paper = PaperSettings.current()
    paper.tap_words = 5

    with pytest.raises(ValidationError, match="40"):
        paper.full_clean()
