from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from standfirst.newsroom import doors
from standfirst.newsroom.models import CreditedImage, PaperFront, PaperSettings, SectionPage
from standfirst.press.originals import PictureRefused
from tests.newsroom.desks import draft, live_story, picture, picture_bytes
from tests.planting import open_for_a_test

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


@pytest.fixture
def editor() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


# --- Opening --------------------------------------------------------------------------------------


def test_a_paper_is_opened_once_and_its_password_is_told_once(home: Any) -> None:
    get_user_model().objects.all().delete()

    username, password = open_for_a_test(home)
    started = time.monotonic()
    again = open_for_a_test(home)

    assert Client().login(username=username, password=password)
    assert again == ("editor", None)
    assert time.monotonic() - started < 2
    assert (PaperFront.objects.count(), Site.objects.count(), Page.objects.filter(depth=2).count()) == (1, 1, 1)
    assert set(Group.objects.values_list("name", flat=True)) >= {"Reporters", "Editors", "Photo desk"}


def test_opening_again_leaves_what_was_changed(home: Any) -> None:
    settings = PaperSettings.current()
    settings.name = "The Gazette"
    settings.save()
    Group.objects.get(name="Reporters").permissions.clear()

    open_for_a_test(home)

    assert PaperSettings.current().name == "The Gazette"
    assert not Group.objects.get(name="Reporters").permissions.exists()


# --- Addresses ------------------------------------------------------------------------------------


def test_view_live_leads_to_the_public_address() -> None:
    page = live_story()

    assert page.url == "/town/2026/11/02/bridge-reopens/"
    assert page.full_url == "http://127.0.0.1:8000/town/2026/11/02/bridge-reopens/"
    assert SectionPage.objects.get().url == "/town/"
    assert PaperFront.objects.get().url == "/"
    assert draft("Not yet").url is None


@pytest.mark.parametrize("slug", ["newsroom", "search", "Big", "a b", "ärger"])
def test_a_section_takes_no_address_of_the_house_and_no_odd_one(slug: str) -> None:
    with pytest.raises(ValidationError):
        PaperFront.objects.get().add_child(instance=SectionPage(title="S", slug=slug))


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Mars/Olympus"), ("origin", "https://a.example/"), ("origin", "javascript:1")]
)
def test_settings_that_cannot_be_are_refused(field: str, value: str) -> None:
    settings = PaperSettings.current()
    setattr(settings, field, value)

    with pytest.raises(ValidationError):
        settings.full_clean()


# --- Pictures -------------------------------------------------------------------------------------


def with_exif(**tags: Any) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    for number, value in tags.values():
        exif[number] = value
    return picture_bytes(exif=exif.tobytes())


def test_a_picture_says_itself_who_made_it_and_the_desk_knows_better() -> None:
    file = with_exif(artist=(0x013B, "Cy Moss"), notice=(0x8298, "(c) Gazette"), caption=(0x010E, "A tram"))

    said, known = picture(content=file), picture(content=file, photographer="Di Moss")

    assert (said.photographer, said.copyright, said.caption) == ("Cy Moss", "(c) Gazette", "A tram")
    assert known.photographer == "Di Moss"


def test_a_picture_taken_sideways_stands_upright() -> None:
    shown = picture(content=with_exif(turned=(0x0112, 6)))

    assert (shown.upright_width, shown.upright_height) == (48, 64)


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", picture_bytes()[:60], b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
)
def test_a_broken_upload_is_refused_clearly_and_nothing_is_kept(editor: Client, content: bytes) -> None:
    upload = SimpleUploadedFile("tram.jpg", content, "image/jpeg")

    answer: Any = editor.post(reverse("wagtailimages:add"), {"title": "Tram", "file": upload, "collection": 1})

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not CreditedImage.objects.exists()


def test_a_good_upload_is_kept_with_its_key(editor: Client) -> None:
    upload = SimpleUploadedFile("tram.jpg", with_exif(artist=(0x013B, "Cy Moss")), "image/jpeg")

    answer: Any = editor.post(reverse("wagtailimages:add"), {"title": "Tram", "file": upload, "collection": 1})

    assert answer.status_code == 302
    assert CreditedImage.objects.get().photographer == "Cy Moss"
    assert len(CreditedImage.objects.get().key) == 16


def test_a_picture_of_too_many_pixels_is_refused_before_it_unfolds() -> None:
    bomb = picture_bytes((9000, 6000), "PNG")

    with pytest.raises(PictureRefused, match="megapixels"):
        picture("bomb.png", content=bomb)


# --- Doors ----------------------------------------------------------------------------------------


def test_without_its_database_the_newsroom_says_so_once_and_clearly(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("could not connect to server at 10.0.0.1")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", away)

    answers: list[Any] = [editor.get(path) for path in ("/newsroom/", "/newsroom/desk/", "/newsroom/login/")]

    assert {answer.status_code for answer in answers[1:]} == {503}
    for answer in answers[1:]:
        assert "no-store" in answer["Cache-Control"]
        assert b"does not answer" in answer.content
        assert b"10.0.0.1" not in answer.content
        assert b"Traceback" not in answer.content


def test_a_fault_of_ours_is_no_traceback(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standfirst.newsroom.desk.DeskView.get_queryset", lambda self: 1 / 0)

    answer: Any = editor.get("/newsroom/desk/")

    assert answer.status_code == 500
    assert b"Something broke" in answer.content
    assert b"ZeroDivision" not in answer.content


@pytest.mark.parametrize(
    "path", ["/newsroom/login/", "/newsroom/desk/", "/newsroom/no-such-page/", "/newsroom/media/x.jpg"]
)
def test_nothing_of_the_newsroom_is_kept_or_indexed(path: str) -> None:
    answer: Any = Client().get(path)

    assert "private" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("origin", "scheme", "status"),
    [
        ("https://paper.example:8443", "https", 302),
        ("http://paper.example:8443", "http", 302),
        ("https://elsewhere.example", "https", 403),
    ],
)
def test_a_login_works_at_any_address_of_ours_and_at_no_other(origin: str, scheme: str, status: int, home: Any) -> None:
    get_user_model().objects.create_superuser("pat", password="a long password")
    client = Client(
        enforce_csrf_checks=True,
        headers={
            "host": "paper.example:8443",
            "x-forwarded-proto": scheme,
            "origin": origin,
            "referer": origin + "/newsroom/login/",
        },
    )
    client.get("/newsroom/login/")
    token = client.cookies["newsroom_csrf"].value

    answer: Any = client.post(
        "/newsroom/login/", {"username": "pat", "password": "a long password", "csrfmiddlewaretoken": token}
    )

    assert answer.status_code == status
    if status == 302:
        assert bool(answer.cookies["newsroom"]["secure"]) is (scheme == "https")
        assert answer.cookies["newsroom"]["path"] == "/newsroom/"


@pytest.mark.parametrize("path", ["/", "/admin/", "/api/v2/pages/", "/documents/1/x", "/_util/"])
def test_nothing_of_wagtails_public_side_is_there(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_door_is_told_apart_from_a_fault() -> None:
    assert doors.out_of_order(None).status_code == 500
