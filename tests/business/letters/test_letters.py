"""A letter from the admin to the edition, and its sums back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from standfirst.ads.letter_trial import Outcome
from standfirst.audience.logs import Key
from standfirst.audience.tally import Tally
from standfirst.business.letters.export import export_letters, letters_due
from standfirst.business.letters.models import LANGUAGES, AskSettings, Letter, letters_out
from standfirst.business.letters.sums import letter_sums
from standfirst.business.roles import SALES
from standfirst.edition.shelf import Shelf
from standfirst.press import wording

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "First",
    "language": "en",
    "salutation": "Dear reader,",
    "body": "The ads pay for the harbour desk.\n\nWould you allow them?",
    "sign_off": "Yours,",
    "signature": "Nell Corrigan",
}


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, settings: Any) -> Path:
    settings.STANDFIRST = replace(
        settings.STANDFIRST, folder=tmp_path, edition_url=f"file://{tmp_path / 'edition'}", secret_key="made up"
    )
    return tmp_path / "edition"


def a_letter(**more: Any) -> Letter:
    letter = Letter(**WORDS | {"running": True} | more)
    letter.full_clean()
    letter.save()
    return letter


def posted(edition: Path, language: str = "en") -> Any:
    found = Shelf(edition).read(f"/ask/{language}.json")
    return json.loads(found[0].identity()) if found else None


def logged_in(*groups: str) -> Client:
    user = get_user_model().objects.create_user("sam", "sam@paper.example", "a long password")
    for name in groups:
        user.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(user)
    return client


def test_letters_are_written_in_every_language_the_paper_speaks() -> None:
    assert tuple(sorted(code for code, _ in LANGUAGES)) == wording.languages()


def test_a_paper_that_wrote_none_sends_ours_in_every_language(edition: Path) -> None:
    assert export_letters(edition)

    assert {language: posted(edition, language)["letters"][0]["id"] for language in wording.languages()} == {
        language: f"{language}.0.1" for language in wording.languages()
    }


def test_a_running_letter_takes_the_place_of_ours(edition: Path) -> None:
    letter = a_letter()
    a_letter(name="Draft", running=False)

    export_letters(edition)

    [sent] = posted(edition)["letters"]
    assert sent["id"] == f"en.{letter.pk}.1"
    assert sent["body"] == ["The ads pay for the harbour desk.", "Would you allow them?"]


def test_saving_posts_at_once_and_nothing_changed_writes_nothing(
    edition: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        a_letter()

    assert posted(edition)["letters"][0]["signature"] == "Nell Corrigan"
    assert not letters_due()


def test_switched_off_nothing_is_left_to_fetch(edition: Path) -> None:
    export_letters(edition)
    AskSettings(asking=False).save()

    export_letters(edition)

    assert [posted(edition, language) for language in wording.languages()] == [None] * 7
    assert not export_letters(edition)


def test_a_damaged_letter_is_posted_again(edition: Path) -> None:
    export_letters(edition)
    for file in (edition / "plates").rglob("*.plate"):
        file.write_bytes(b"spoiled")

    assert export_letters(edition)
    assert posted(edition)["ask"] == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("body", "You broke this site with your ad blocker."),
        ("salutation", "Dear freeloader,"),
        ("signature", "The people you steal from, who steal back: stealing"),
        ("body", " \n \n "),
        ("body", "word " * 200),
    ],
)
def test_blame_emptiness_and_length_are_refused_beside_their_field(field: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        a_letter(**{field: said})

    assert field in refused.value.message_dict


def test_other_words_are_another_version_and_other_switches_are_not() -> None:
    letter = a_letter()
    letter.running = False
    letter.save()
    same = letter.version
    letter.body = "Would you?"
    letter.save()

    assert (same, letter.version, letter.said().id) == (1, 2, f"en.{letter.pk}.2")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "http://plain.example/", "support"])
def test_ways_to_help_lead_to_us_or_by_https(address: str) -> None:
    with pytest.raises(ValidationError):
        AskSettings(support=address).full_clean()


def test_sales_write_letters_and_others_do_not() -> None:
    asked = [reverse("wagtailsnippets_letters_letter:list"), reverse("letters_report")]
    sales = logged_in(SALES)

    assert [sales.get(address).status_code for address in asked] == [200, 200]
    get_user_model().objects.all().delete()
    Group.objects.create(name="Elsewhere").permissions.set(
        Group.objects.get(name=SALES).permissions.filter(codename="access_admin")
    )
    other = logged_in("Elsewhere")
    assert all(other.get(address).status_code in {302, 403} for address in asked)


def test_a_letter_is_entered_and_refused_in_the_admin() -> None:
    sales = logged_in(SALES)
    add = reverse("wagtailsnippets_letters_letter:add")

    refused = sales.post(add, WORDS | {"body": "You have to allow them."})
    taken = sales.post(add, WORDS)

    assert "did wrong" in refused.content.decode()
    assert taken.status_code == 302
    assert Letter.objects.count() == 1


def test_the_preview_shows_it_by_the_readers_own_script() -> None:
    response = a_letter().serve_preview(None, "")

    page = response.content.decode()
    assert "data-preview" in page
    assert 'src="/a/' in page
    assert response["Cache-Control"] == "private, no-store"


def test_sums_are_of_days_by_the_papers_clock_and_of_letters() -> None:
    night = {Key("2026-11-20T23", "ask-shown", "en.1.1"): 5, Key("2026-11-20T12", "ask-shown", "en.2.1"): 2}
    counts = night | {Key("2026-11-20T12", "served", "top/7"): 9, Key("2026-11-20T23", "ask-allowed", "en.1.1"): 1}

    from zoneinfo import ZoneInfo

    found = letter_sums(counts, ZoneInfo("Europe/Kyiv"))

    assert [(str(day.day), day.outcome.shown) for day in found.days] == [("2026-11-21", 5), ("2026-11-20", 2)]
    assert found.letters["en.1.1"] == Outcome(shown=5, allowed=1)
    assert set(found.standing(["en.1.1", "en.3.1"]).shares) == {"en.1.1", "en.3.1"}


def test_the_report_compares_what_is_out(tmp_path: Path) -> None:
    one, two = a_letter(), a_letter(name="Second")
    tally = Tally(tmp_path / "tallies", clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    for letter, allowed in ((one, 40), (two, 240)):
        for word, times in (("offered", 1_200), ("shown", 1_000), ("allowed", allowed)):
            for _ in range(times):
                tally.add(f"ask-{word}", letter.said().id)
    tally.flush()

    page = logged_in(SALES).get(reverse("letters_report")).content.decode()

    assert "“Second, version 1” is the better letter" in page
    assert "24.0%" in page
    assert "<svg" in page
    assert "2026-11-20" in page
    assert [letter.id for letter in letters_out("en")] == [one.said().id, two.said().id]
    assert "ad-slot" not in page
    assert "/adverts/" not in page
