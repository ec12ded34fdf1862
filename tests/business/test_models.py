from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from standfirst.ads.sizes import BOX, WIDE
from standfirst.business.models import Creative
from standfirst.business.pictures import LARGEST
from tests.business.selling import DAY, TODAY, creative, drawn, flight

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "file:///etc/passwd",
        "https://a@evil.example/",
        "https://a.example/\r\nx: y",
    ],
)
def test_a_hostile_target_is_refused(target: str) -> None:
    with pytest.raises(ValidationError, match="write https://") as refused:
        creative(target=target)

    assert set(refused.value.message_dict) == {"target"}


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="250"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        (SVG, "PNG, JPEG or WebP"),
        (b"", "PNG, JPEG or WebP"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 250\n", "PNG, JPEG or WebP"),
        (drawn(BOX)[:60], "PNG, JPEG or WebP"),
        (drawn(BOX, "GIF"), "PNG, JPEG or WebP"),
        (drawn(WIDE), "300×250 exactly"),
        (drawn(BOX, "WEBP", frames=3), "moves"),
        (drawn(BOX, "PNG") + b" " * LARGEST, "at most 150,000"),
    ],
)
def test_a_picture_that_must_not_be_shown_is_refused_with_what_to_send(stored: bytes, says: str) -> None:
    with pytest.raises(ValidationError, match=says) as refused:
        creative(sizes=(), box=ContentFile(stored, "poster.png"))

    assert set(refused.value.message_dict) == {"box"}


def test_a_picture_is_checked_whoever_saves_it(media: Path) -> None:
    with pytest.raises(ValidationError):
        Creative.objects.create(
            flight=flight(), name="x", alt="x", target="https://a.example/", box=ContentFile(SVG, "x.png")
        )

    assert not list(media.rglob("*.*"))


def test_a_creative_needs_a_picture() -> None:
    with pytest.raises(ValidationError, match="One picture at least"):
        creative(sizes=())


def test_a_clients_file_name_is_kept_nowhere(media: Path) -> None:
    creative(sizes=(BOX,))

    [file] = [found for found in media.rglob("*") if found.is_file()]
    assert file.suffix == ".png"
    assert len(file.stem) == 32


def change_target(made: Any) -> None:
    made.target = "https://elsewhere.example/"


def change_words(made: Any) -> None:
    made.alt = "Fly on Mondays"


def change_picture(made: Any) -> None:
    made.box = ContentFile(drawn(BOX, colour="red"), "new.png")


def take_picture_out(made: Any) -> None:
    made.wide = ""


@pytest.mark.parametrize("change", [change_target, change_words, change_picture, take_picture_out])
def test_an_approval_holds_only_for_what_was_approved(change: Any) -> None:
    made = Creative.objects.get(pk=creative().pk)
    change(made)
    made.save()

    assert not made.approved
    made.approved = True
    made.save()
    assert Creative.objects.get(pk=made.pk).is_approved()


def test_an_approval_outlives_a_new_name() -> None:
    made = Creative.objects.get(pk=creative().pk)
    made.name = "Poster, final"
    made.save()

    assert Creative.objects.get(pk=made.pk).is_approved()


def test_a_flight_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="before the first day"):
        flight(first_day=TODAY, last_day=TODAY - DAY)


@pytest.mark.parametrize("field", ["sections", "topics", "barred_topics"])
def test_slugs_are_put_in_order_and_others_refused(field: str) -> None:
    made = flight(**{field: " world sport,,world "})

    assert getattr(made, field) == "sport, world"
    with pytest.raises(ValidationError, match="is no slug"):
        flight(**{field: "World News!"})
