from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from standfirst.ads.sizes import BOX, NARROW, WIDE
from standfirst.business.models import Creative
from standfirst.business.roles import SALES, make_sales_role
from tests.business.selling import creative, drawn, flight

pytestmark = pytest.mark.django_db

KINDS = ("customers", "orders", "flights", "creatives")


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, settings: Any) -> None:
    settings.STANDFIRST = replace(settings.STANDFIRST, edition_url=f"file://{tmp_path / 'edition'}")
    settings.MEDIA_ROOT = tmp_path / "media"


def logged_in(*groups: str) -> Client:
    user = get_user_model().objects.create_user("sam", "sam@paper.example", "a long password")
    for name in groups:
        user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


def addresses(made: Creative) -> list[str]:
    ours = [reverse(f"{kind}:index") for kind in KINDS] + [reverse(f"{kind}:add") for kind in KINDS]
    return [*ours, reverse("creatives:edit", args=[made.pk]), reverse("flights:edit", args=[made.flight.pk])]


def test_sales_reach_every_screen_of_theirs() -> None:
    made = creative()
    client = logged_in(SALES)

    answers = [client.get(address) for address in addresses(made)]

    assert {answer.status_code for answer in answers} == {200}


def test_staff_without_the_role_reach_none_by_get_or_post() -> None:
    made = creative()
    Group.objects.create(name="Elsewhere").permissions.set(
        Group.objects.get(name=SALES).permissions.filter(codename="access_admin")
    )
    client = logged_in("Elsewhere")

    answers = [ask(address) for ask in (client.get, client.post) for address in addresses(made)]

    assert {answer.status_code for answer in answers} == {302}
    assert not any(b"Sail on Sundays" in answer.content for answer in answers)


def test_sales_have_no_rights_but_their_own() -> None:
    rights = Group.objects.get(name=SALES).permissions.all()

    assert {right.content_type.app_label for right in rights} == {"business", "letters", "wagtailadmin"}


def test_a_right_taken_from_the_role_stays_taken() -> None:
    from django.apps import apps

    group = Group.objects.get(name=SALES)
    group.permissions.remove(group.permissions.get(codename="approve_creative"))

    make_sales_role(apps.get_app_config("business"))

    assert not group.permissions.filter(codename="approve_creative").exists()


def test_nothing_in_the_screens_is_for_a_blocker_to_catch() -> None:
    made = creative()
    client = logged_in(SALES)

    pages = [client.get(address) for address in addresses(made)]

    assert all(b"ad-slot" not in page.content and b"/adverts/" not in page.content for page in pages)
    assert not any("advert" in address for address in addresses(made))


def fields(made: Any, **more: Any) -> dict[str, Any]:
    return {"flight": made.pk, "name": "Poster", "alt": "Sail", "target": "https://ferry.example"} | more


def upload(stored: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("poster.png", stored, "image/png")


def test_a_creative_is_entered_approved_and_seen_in_the_form() -> None:
    client = logged_in(SALES)
    sold = flight()

    answer = client.post(reverse("creatives:add"), fields(sold, box=upload(drawn(BOX)), approved="on"))

    made = Creative.objects.get()
    page = client.get(reverse("creatives:edit", args=[made.pk])).content.decode()
    assert answer.status_code == 302
    assert made.is_approved()
    assert "data:image/png;base64," in page
    assert "/newsroom/media/" not in page


def test_a_wrong_creative_comes_back_with_the_reason_beside_its_field() -> None:
    client = logged_in(SALES)

    answer = client.post(reverse("creatives:add"), fields(flight(), target="javascript:x", box=upload(drawn(NARROW))))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "write https://" in page
    assert "300×250 exactly" in page
    assert not Creative.objects.exists()


def test_a_picture_can_be_taken_out_again() -> None:
    made = creative(sizes=(WIDE, BOX))
    client = logged_in(SALES)

    client.post(
        reverse("creatives:edit", args=[made.pk]), fields(made.flight, **{"wide-clear": "on", "approved": "on"})
    )

    changed = Creative.objects.get()
    assert [size for size, _ in changed.pictures()] == [BOX]
    assert not changed.approved


def test_who_may_not_approve_cannot_even_by_hand() -> None:
    group = Group.objects.get(name=SALES)
    group.permissions.remove(group.permissions.get(codename="approve_creative"))
    client = logged_in(SALES)

    client.post(reverse("creatives:add"), fields(flight(), box=upload(drawn(BOX)), approved="on"))

    assert not Creative.objects.get().approved
