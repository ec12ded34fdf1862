"""Pictures: which sizes there are, and where."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.story.picture import RATIOS, SMALLEST_CROP, WIDTHS, Credit, Crop, Picture, Point

LENGTHS = st.integers(1, 9000)
POINTS = st.none() | st.builds(Point, st.integers(0, 9999), st.integers(0, 9999))


def a_picture(width: int, height: int, focus: Point | None = None) -> Picture:
    return Picture("ab" * 8, width, height, alt="", focus=focus)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (200, (200,)),
        (320, (320,)),
        (1000, (320, 720, 960, 1000)),
        (1920, WIDTHS),
        (6000, WIDTHS),
    ],
)
def test_a_picture_is_never_printed_larger_than_it_is(width: int, widths: tuple[int, ...]) -> None:
    assert Picture(key="0" * 16, width=width, height=100, alt="").widths() == widths


def test_a_rendition_keeps_the_proportions_and_never_vanishes() -> None:
    wide = Picture(key="0" * 16, width=4000, height=3000, alt="")
    line = Picture(key="0" * 16, width=4000, height=1, alt="")

    assert wide.height_at(320) == 240
    assert line.height_at(320) == 1


def test_an_address_has_no_pair_of_sizes_that_a_blocker_takes_for_an_ad() -> None:
    assert Picture(key="ab" * 8, width=900, height=600, alt="").path(640, "webp") == "/m/abababababababab-640.webp"
    assert a_picture(1800, 1200).crop_path(Crop(1280, 720, 4, 96)) == "/m/abababababababab-1280by720-4-96.jpg"


# --- Crops


@pytest.mark.parametrize(
    ("width", "height", "sizes"),
    [
        (6000, 4000, [(1280, 720), (1280, 960), (1200, 1200)]),
        (1800, 1200, [(1280, 720), (1280, 960), (1200, 1200)]),
        (1000, 700, [(992, 558), (932, 699), (700, 700)]),
        (800, 1000, [(800, 450), (800, 600), (800, 800)]),
        (6000, 500, [(880, 495), (664, 498), (500, 500)]),
        (290, 290, [(288, 216), (290, 290)]),
        (200, 100, []),
        (9000, 90, []),
    ],
)
def test_a_crop_is_as_large_as_the_original_allows_and_left_out_where_that_is_too_small(
    width: int, height: int, sizes: list[tuple[int, int]]
) -> None:
    assert [crop[:2] for crop in a_picture(width, height).crops()] == sizes


@given(LENGTHS, LENGTHS, POINTS)
def test_every_crop_is_of_its_ratio_within_the_original_and_never_larger_than_there(
    width: int, height: int, focus: Point | None
) -> None:
    picture = a_picture(width, height, focus)

    for crop in picture.crops():
        across = picture.across(crop)
        assert across is not None
        down = Fraction(across * crop.height, crop.width)
        assert (Fraction(crop.width, crop.height).as_integer_ratio() in RATIOS, down.denominator) == (True, 1)
        assert crop.width <= min(across, 1280)
        assert crop.width * crop.height >= SMALLEST_CROP
        assert 0 <= crop.left <= width - across
        assert 0 <= crop.top <= height - down
        # All that can be had: one step more of the ratio would not fit.
        wide, high = Fraction(crop.width, crop.height).as_integer_ratio()
        assert across + wide > width or down + high > height
        if focus is not None and focus.x < width and focus.y < height:
            assert crop.left <= focus.x <= crop.left + across
            assert crop.top <= focus.y <= crop.top + down


def test_a_crop_has_the_focus_in_its_middle_or_as_near_as_the_edges_let_it() -> None:
    assert a_picture(1800, 1200).crops()[2] == Crop(1200, 1200, 300, 0)
    assert a_picture(1800, 1200, Point(700, 600)).crops()[2] == Crop(1200, 1200, 100, 0)
    assert a_picture(1800, 1200, Point(1750, 10)).crops()[2] == Crop(1200, 1200, 600, 0)
    assert a_picture(1800, 1200, Point(9999, 9999)).crops()[0] == Crop(1280, 720, 8, 192)


@pytest.mark.parametrize(
    "crop", [Crop(1280, 720, 9, 0), Crop(1280, 720, 0, 193), Crop(640, 360, 0, 0), Crop(1280, 721, 0, 0)]
)
def test_a_crop_that_reaches_beyond_the_picture_or_is_of_another_size_is_none_of_it(crop: Crop) -> None:
    assert a_picture(1800, 1200).across(Crop(1280, 720, 8, 192)) == 1792
    assert a_picture(1800, 1200).across(crop) is None


def test_where_a_picture_is_not_cropped_its_focus_makes_no_difference() -> None:
    assert a_picture(1800, 1200, Point(1, 2)).unfocused() == a_picture(1800, 1200)


def test_a_credit_reads_as_newspapers_print_it() -> None:
    assert str(Credit("Jane Doe", "Agency")) == "Jane Doe—Agency"
    assert str(Credit(agency="Agency")) == "Agency"
    assert str(Credit()) == ""
