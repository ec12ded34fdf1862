"""Pictures: which sizes there are, and where."""

import pytest

from standfirst.story.picture import WIDTHS, Credit, Picture


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


def test_a_credit_reads_as_newspapers_print_it() -> None:
    assert str(Credit("Jane Doe", "Agency")) == "Jane Doe—Agency"
    assert str(Credit(agency="Agency")) == "Agency"
    assert str(Credit()) == ""
