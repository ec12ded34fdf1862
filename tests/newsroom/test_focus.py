"""Focal points: drawn in Wagtail's form, kept, and what crops of a story's lead are made around."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from standfirst.config.press_room import press_room
from standfirst.edition.layout import edition_folder
from standfirst.edition.shelf import Shelf
from standfirst.newsroom.filing import picture_row
from standfirst.newsroom.handoff.drafts import story_of_page
from standfirst.newsroom.models import CreditedImage, StoryPage
from standfirst.press.archive import Cards, NegativeOf, PaperOf
from standfirst.press.notes import fingerprint_of
from standfirst.story.picture import Picture, Point
from standfirst.story.story import card_of
from tests.newsroom.desks import MONDAY, ask, live_story, picture, picture_bytes, publish, story, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

FOCAL = {"focal_point_x": 500, "focal_point_y": 100, "focal_point_width": 80, "focal_point_height": 60}


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def large(**given: Any) -> CreditedImage:
    return picture(content=picture_bytes((600, 400)), **given)


def sent(editor: Client, row: CreditedImage, **filled: Any) -> CreditedImage:
    """The picture after the form was sent with its fields as they were, but for those ``filled``."""
    path = reverse("wagtailimages:edit", args=[row.pk])
    form: Any = editor.get(path).context["form"]
    kept = {name: value for name, value in form.initial.items() if name in form.fields and value is not None}
    answer = editor.post(path, {**kept, "file": "", "tags": "", "collection": row.collection_id, **filled})
    assert answer.status_code == 302, answer.context["form"].errors
    return CreditedImage.objects.get(pk=row.pk)


def test_the_form_keeps_what_was_drawn_and_says_what_it_is_for(editor: Client) -> None:
    row = large()

    said = editor.get(reverse("wagtailimages:edit", args=[row.pk])).content.decode()
    drawn = sent(editor, row, **FOCAL)

    assert "Search engines and social networks" in said
    assert (drawn.focal_point_x, drawn.focal_point_y) == (500, 100)
    assert sent(editor, drawn, caption="A bridge").focal_point_x == 500


def test_a_new_file_has_not_the_old_ones_focal_point(editor: Client) -> None:
    row = sent(editor, large(), **FOCAL)

    other = SimpleUploadedFile("other.jpg", picture_bytes((900, 800), colour="red"), "image/jpeg")
    changed = sent(editor, row, file=other)

    assert (changed.width, changed.focal_point_x, changed.has_focal_point()) == (900, None, False)


def test_a_storys_lead_has_the_focus_and_nothing_else_has() -> None:
    row = large(**FOCAL)
    page = publish(live_story(), lead=row, body=stream("body", ("picture", {"picture": row.pk})))

    told, (card,) = story(page), ask(Cards("paper", 9))

    assert told.lead is not None
    assert told.lead.picture.focus == Point(500, 100)
    assert [block.picture.focus for block in told.body] == [None]  # type: ignore[union-attr]
    assert card.lead.picture.focus is None
    assert card == card_of(told)
    assert story_of_page(page, MONDAY).lead == told.lead
    assert ask(NegativeOf(row.key)).focus == Point(500, 100)


def test_renditions_do_not_rest_on_the_focus() -> None:
    row = large()
    before = ask(NegativeOf(row.key))

    CreditedImage.objects.filter(pk=row.pk).update(**FOCAL)

    after = ask(NegativeOf(row.key))
    assert after.focus == Point(500, 100)
    assert (after, fingerprint_of(after)) == (before, fingerprint_of(before))


@pytest.mark.parametrize(("orientation", "focus"), [(1, Point(500, 100)), (6, Point(333, 150)), (3, Point(500, 100))])
def test_the_focus_is_where_it_was_drawn_however_the_camera_was_held(orientation: int, focus: Point) -> None:
    # Wagtail draws on the upright picture, and measures each way in shares of the lengths that the file says.
    exif = Image.Exif()
    exif[0x0112] = orientation
    row = picture(content=picture_bytes((600, 400), exif=exif.tobytes()), **FOCAL)

    told = story(publish(live_story(), lead=row))

    assert told.lead is not None
    assert told.lead.picture.focus == focus


def test_a_picture_that_comes_in_with_a_focus_keeps_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "bridge.jpg"
    file.write_bytes(picture_bytes((600, 400), exif=exif.tobytes()))

    pk = picture_row(Picture("0" * 16, 400, 600, "A bridge", focus=Point(200, 450)), file)
    told = story(publish(live_story(), lead=CreditedImage.objects.get(pk=pk)))

    assert told.lead is not None
    assert (told.lead.picture.width, told.lead.picture.focus) == (400, Point(200, 450))
    assert CreditedImage.objects.get().has_focal_point()


# --- Pressed


@pytest.fixture
def room(paper: Any) -> Iterator[Any]:
    room = press_room(paper)
    yield room
    room.ledger.close()
    room.search.close()


def test_a_changed_focal_point_presses_the_story_and_its_crops_and_nothing_else(room: Any, paper: Any) -> None:
    row = large()
    page = publish(live_story(), lead=row)
    other = live_story("Ferry stops", published=MONDAY.replace(day=3))
    publish(other, body=stream("body", ("picture", {"picture": row.pk})))
    room.run_to_the_end(now=datetime.now(UTC))
    shelf = Shelf(edition_folder(paper.edition_url))
    before = {plate.path for plate in shelf.plates()}

    row.focal_point_x, row.focal_point_y, row.focal_point_width, row.focal_point_height = 590, 390, 10, 10
    row.save()
    report = room.run(now=datetime.now(UTC), hints=frozenset({f"picture:{row.pk}"}))

    after = {plate.path for plate in shelf.plates()}
    focus = Point(590, 390)
    lead = story(page).lead
    assert lead is not None
    crops = [lead.picture.crop_path(crop) for crop in lead.picture.crops()]
    assert (lead.picture.focus, len(crops), report.troubles) == (focus, 3, ())
    assert (after - before, before - after) == (set(crops), set())
    assert (report.printed, report.written, report.left) == (4, 4, 0)
    body = shelf.read(story(page).path)[0].identity().decode()  # type: ignore[index]
    assert all(f"{ask(PaperOf()).origin}{crop}" in body for crop in crops)
    assert StoryPage.objects.count() == 2
