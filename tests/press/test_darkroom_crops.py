"""Crops: cut around what matters, in shapes other sites show, with the credit inside."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from standfirst.press.archive import Negative
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.metadata.rights import Rights
from standfirst.press.originals import credits_of
from standfirst.story.picture import Crop, Picture, Point
from tests.press.originals_on_disk import (
    ADA,
    KEY,
    credited,
    negative,
    profile_with_red_and_blue_changed,
    saved,
    with_camera_data,
)
from tests.press.test_darkroom import BLUE, RED, looks_like, notes_on

UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def with_a_mark(width: int, height: int, at: Point) -> Image.Image:
    """A blue picture with a red square of 100 x 100 around ``at``."""
    image = Image.new("RGB", (width, height), BLUE)
    ImageDraw.Draw(image).rectangle((at.x - 50, at.y - 50, at.x + 49, at.y + 49), fill=RED)
    return image


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path / "darkroom")


def cut_all(darkroom: Darkroom, taken: Negative) -> list[tuple[Crop, Image.Image]]:
    crops = darkroom.missing_crops(taken)
    return [(crop, Image.open(BytesIO(darkroom.cut(taken, crop)))) for crop in crops]


@pytest.mark.parametrize(
    ("width", "height", "at"),
    [(3600, 2400, Point(2300, 1000)), (1800, 1200, Point(1700, 1100)), (1800, 1200, Point(60, 60)), (900, 1600, Point(450, 1540)), (3000, 500, Point(70, 250))],
)  # fmt: skip
def test_what_the_focus_is_on_is_in_every_crop(
    darkroom: Darkroom, tmp_path: Path, width: int, height: int, at: Point
) -> None:
    taken = replace(negative(credited(tmp_path / "a.jpg", image=with_a_mark(width, height, at))), focus=at)

    cut = cut_all(darkroom, taken)

    assert len(cut) == 3
    for crop, image in cut:
        across = Picture(KEY, width, height, alt="").across(crop)
        assert across is not None
        scale = crop.width / across
        assert (image.format, image.size) == ("JPEG", (crop.width, crop.height))
        x, y = (at.x - crop.left) * scale / crop.width, (at.y - crop.top) * scale / crop.height
        assert looks_like(image, x, y, RED)
        assert not looks_like(image, x + 0.2 if x < 0.5 else x - 0.2, y, RED)


def test_without_a_focus_it_is_the_middle(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=with_a_mark(1800, 1200, Point(900, 600))))

    assert all(looks_like(image, 0.5, 0.5, RED) for _, image in cut_all(darkroom, taken))


def test_a_crop_is_never_blown_up(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=with_a_mark(640, 427, Point(320, 213))))

    assert [crop[:2] for crop, _ in cut_all(darkroom, taken)] == [(640, 360), (568, 426), (427, 427)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_crop_is_cut_from_the_picture_as_it_stands_upright(
    darkroom: Darkroom, tmp_path: Path, orientation: int
) -> None:
    upright = with_a_mark(1000, 700, Point(940, 60))
    stored = upright.transpose(UNDO[orientation]) if orientation in UNDO else upright
    taken = replace(negative(with_camera_data(tmp_path / "a.jpg", stored, orientation)), focus=Point(940, 60))

    _, square = cut_all(darkroom, taken)[-1]

    assert square.size == (700, 700)
    assert looks_like(square, (940 - 300) / 700, 60 / 700, RED)


def test_a_crop_states_the_rights_and_nothing_of_the_camera(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(with_camera_data(tmp_path / "a.jpg", with_a_mark(1000, 700, Point(500, 350))))

    for crop in darkroom.missing_crops(taken):
        (tmp_path / "out.jpg").write_bytes(darkroom.cut(taken, crop))
        assert credits_of(tmp_path / "out.jpg") == ADA
        assert set(Image.open(tmp_path / "out.jpg").getexif()) == {0x010E, 0x013B, 0x8298}


def test_a_crop_without_rights_carries_no_metadata_and_is_srgb(darkroom: Darkroom, tmp_path: Path) -> None:
    file = saved(
        tmp_path / "a.png", Image.new("RGB", (400, 300), "red"), icc_profile=profile_with_red_and_blue_changed()
    )

    for _, image in cut_all(darkroom, negative(file, Rights())):
        assert not {"exif", "xmp", "photoshop", "icc_profile", "comment"} & set(image.info)
        assert looks_like(image, 0.5, 0.5, (0, 0, 255))


def test_another_focus_is_another_address_and_the_same_crop_the_same_bytes(tmp_path: Path) -> None:
    file = credited(tmp_path / "a.jpg", image=with_a_mark(1800, 1200, Point(900, 600)))
    left, right = (replace(negative(file), focus=Point(x, 600)) for x in (10, 1790))
    one, other = Darkroom(tmp_path / "one"), Darkroom(tmp_path / "other")

    crops = one.missing_crops(left)
    bodies = [one.cut(left, crop) for crop in crops]

    assert not set(crops) & set(one.missing_crops(right))
    assert one.missing_crops(left) == []
    assert [other.cut(right, crop) for crop in crops] == bodies
    file.unlink()
    assert [Darkroom(tmp_path / "one").cut(left, crop) for crop in crops] == bodies


# --- The printer


def test_the_printer_makes_a_plate_of_a_crop_that_is_cached_for_good(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=with_a_mark(1800, 1200, Point(900, 600))))

    plate = picture_printer(darkroom)(f"{KEY}-1280by720-4-96.jpg", notes_on(taken))

    assert plate is not None
    assert (plate.path, plate.content_type, plate.compress) == (f"/m/{KEY}-1280by720-4-96.jpg", "image/jpeg", False)
    assert plate.headers == (("cache-control", "max-age=31536000, immutable"),)


@pytest.mark.parametrize(
    "crop",
    ["1280by720-9-0.jpg", "1280by720-4-193.jpg", "1280by721-0-0.jpg", "640by360-0-0.jpg", "1280by720-04-96.jpg", "1280by720-4-96.webp"],
)  # fmt: skip
def test_the_printer_makes_nothing_of_a_crop_that_is_not_there(darkroom: Darkroom, tmp_path: Path, crop: str) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=with_a_mark(1800, 1200, Point(900, 600))))

    assert picture_printer(darkroom)(f"{KEY}-{crop}", notes_on(taken)) is None
