"""The darkroom: renditions that look right, carry the credit and nothing of the camera."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from standfirst.press.archive import Answer, Negative, NegativeOf, Question, name_of
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.notes import Notes, Reading
from standfirst.story.picture import FORMATS
from tests.press.originals_on_disk import (
    KEY,
    complete_set,
    credited,
    drawn,
    negative,
    profile_with_red_and_blue_changed,
    saved,
    with_camera_data,
)

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
RED, BLUE = (220, 30, 20), (20, 40, 200)
PILLOW_NAMES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def looks_like(image: Image.Image, x: float, y: float, colour: tuple[int, int, int], tolerance: int = 30) -> bool:
    found = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, tuple)
    return all(abs(here - there) <= tolerance for here, there in zip(found, colour, strict=True))


def is_drawn(body: bytes) -> bool:
    image = Image.open(BytesIO(body))
    return (
        looks_like(image, 0.25, 0.25, RED)
        and looks_like(image, 0.75, 0.25, BLUE)
        and looks_like(image, 0.25, 0.75, BLUE)
    )


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path / "darkroom")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_rendition_has_the_asked_size_and_format(darkroom: Darkroom, tmp_path: Path, suffix: str) -> None:
    body = darkroom.develop(negative(credited(tmp_path / "a.jpg", image=drawn(1000, 700))), 720, suffix)

    image = Image.open(BytesIO(body))
    assert (image.format, image.size) == (PILLOW_NAMES[suffix], (720, 504))
    assert is_drawn(body)


def test_a_complete_set_has_every_width_the_picture_is_printed_in(darkroom: Darkroom, tmp_path: Path) -> None:
    prints = complete_set(darkroom, negative(credited(tmp_path / "a.jpg", image=drawn(1000, 700))))

    assert set(prints) == {(width, suffix) for width in (320, 720, 960, 1000) for suffix in FORMATS}


def test_a_small_original_is_never_blown_up(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=drawn(200, 100)))

    assert set(complete_set(darkroom, taken)) == {(200, suffix) for suffix in FORMATS}
    with pytest.raises(ValueError, match=r"printed in widths \[200\], not in 720"):
        darkroom.develop(taken, 720, "jpg")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_original_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    taken = negative(credited(tmp_path / "a.jpg", image=drawn(1000, 700)))

    alone = Darkroom(tmp_path / "one").develop(taken, 320, suffix)
    in_a_set = complete_set(Darkroom(tmp_path / "two"), taken)[320, suffix]

    assert alone == in_a_set


def test_a_second_time_is_a_file_read(darkroom: Darkroom, tmp_path: Path) -> None:
    file = credited(tmp_path / "a.jpg")
    first = darkroom.develop(negative(file), 320, "webp")
    file.unlink()

    again = Darkroom(tmp_path / "darkroom").develop(negative(file), 320, "webp")

    assert again == first
    assert not list((tmp_path / "darkroom").rglob(".*")), "a half-written file was left"


def test_a_rendition_cut_to_nothing_by_a_crash_is_developed_again(darkroom: Darkroom, tmp_path: Path) -> None:
    taken = negative(credited(tmp_path / "a.jpg"))
    first = darkroom.develop(taken, 320, "webp")
    next((tmp_path / "darkroom").rglob("*.webp")).write_bytes(b"")

    assert darkroom.develop(taken, 320, "webp") == first


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(
    darkroom: Darkroom, tmp_path: Path, orientation: int
) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    upright = drawn(400, 300)
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    file = with_camera_data(tmp_path / "a.jpg", stored, orientation)

    body = darkroom.develop(negative(file), 320, "jpg")

    assert Image.open(BytesIO(body)).size == (320, 240)
    assert is_drawn(body)


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("cmyk.jpg", "CMYK", {}),
        ("progressive.jpg", "RGB", {"progressive": True}),
        ("palette.png", "P", {}),
        ("alpha.png", "RGBA", {}),
        ("lossless.webp", "RGBA", {"lossless": True}),
        ("still.avif", "RGB", {}),
        ("deflated.tiff", "RGB", {"compression": "tiff_deflate"}),
        ("still.gif", "RGB", {}),
    ],
)
def test_whatever_a_desk_sends_is_printed(
    darkroom: Darkroom, tmp_path: Path, name: str, mode: str, options: dict[str, Any]
) -> None:
    file = saved(tmp_path / name, drawn(mode=mode), **options)

    prints = complete_set(darkroom, negative(file))

    assert all(is_drawn(body) for body in prints.values())


def test_of_an_animation_the_first_frame_is_printed(darkroom: Darkroom, tmp_path: Path) -> None:
    file = saved(tmp_path / "a.gif", drawn(), save_all=True, append_images=[Image.new("RGB", (400, 300), "white")])

    assert is_drawn(darkroom.develop(negative(file), 320, "webp"))


def test_sixteen_bit_grey_keeps_its_tones(darkroom: Darkroom, tmp_path: Path) -> None:
    file = saved(tmp_path / "grey.png", Image.new("I;16", (400, 300), 128 * 256))

    image = Image.open(BytesIO(darkroom.develop(negative(file), 320, "jpg")))

    assert looks_like(image, 0.5, 0.5, (128, 128, 128), tolerance=4)


def test_what_is_transparent_lies_on_white_paper(darkroom: Darkroom, tmp_path: Path) -> None:
    file = saved(tmp_path / "logo.png", Image.new("RGBA", (400, 300), (0, 0, 0, 0)))

    for body in complete_set(darkroom, negative(file)).values():
        assert looks_like(Image.open(BytesIO(body)), 0.5, 0.5, (255, 255, 255), tolerance=3)


@pytest.mark.parametrize("suffix", FORMATS)
def test_colours_are_turned_into_srgb_by_the_pictures_profile(darkroom: Darkroom, tmp_path: Path, suffix: str) -> None:
    file = saved(
        tmp_path / "a.png", Image.new("RGB", (400, 300), "red"), icc_profile=profile_with_red_and_blue_changed()
    )

    image = Image.open(BytesIO(darkroom.develop(negative(file), 320, suffix)))

    assert looks_like(image, 0.5, 0.5, (0, 0, 255))
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("profile", [b"no profile at all", b"\0" * 5_000_000], ids=["broken", "huge"])
def test_a_useless_colour_profile_does_not_stop_the_press(darkroom: Darkroom, tmp_path: Path, profile: bytes) -> None:
    file = saved(tmp_path / "a.webp", drawn(), icc_profile=profile, lossless=True)

    assert is_drawn(darkroom.develop(negative(file), 320, "jpg"))


# --- The printer


class OneNegative:
    """An archive with one picture in it."""

    def __init__(self, taken: Negative | None) -> None:
        self.taken = taken

    def ask(self, question: Question) -> Answer:
        assert isinstance(question, NegativeOf)
        found = self.taken if self.taken and self.taken.key == question.key else None
        return Answer(found, frozenset({f"picture:{question.key}"}))


def notes_on(taken: Negative | None) -> Notes:
    return Notes(Reading(OneNegative(taken), NOW))  # type: ignore[arg-type]


def test_the_printer_makes_a_plate_that_is_cached_for_good(darkroom: Darkroom, tmp_path: Path) -> None:
    notes = notes_on(negative(credited(tmp_path / "a.jpg")))

    plate = picture_printer(darkroom)(f"{KEY}-320.webp", notes)

    assert plate is not None
    assert (plate.path, plate.content_type, plate.compress) == (f"/m/{KEY}-320.webp", "image/webp", False)
    assert plate.headers == (("cache-control", "max-age=31536000, immutable"),)
    assert list(notes.asked) == [name_of(NegativeOf(KEY))]


@pytest.mark.parametrize("key", [f"{KEY}-9999.webp", f"{KEY}-320.png", f"{KEY}-0.jpg", "../../etc/passwd", "", KEY])
def test_the_printer_makes_nothing_of_a_rendition_that_is_not_there(
    darkroom: Darkroom, tmp_path: Path, key: str
) -> None:
    assert picture_printer(darkroom)(key, notes_on(negative(credited(tmp_path / "a.jpg")))) is None


def test_a_picture_that_is_gone_is_not_printed_though_it_was_developed(darkroom: Darkroom, tmp_path: Path) -> None:
    darkroom.develop(negative(credited(tmp_path / "a.jpg")), 320, "webp")

    assert picture_printer(darkroom)(f"{KEY}-320.webp", notes_on(None)) is None
