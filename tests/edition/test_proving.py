from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standfirst.edition.binding import Binder
from standfirst.edition.layout import SEARCH_INDEX, plate_name
from standfirst.edition.plate import Plate
from standfirst.edition.proving import EmptyNeedle, prove_absent
from standfirst.edition.search_index import SearchEntry, SearchIndex

HTML = "text/html; charset=utf-8"
PAGE = Plate("/world/", b"<p>" + b"Nothing to see here. " * 40 + b"</p>", HTML)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    bind(tmp_path, PAGE)
    return tmp_path


def bind(edition, *plates):
    Binder(edition).bind(plates)


def parts_found(needle, edition):
    return {(place.where, place.part) for place in prove_absent(needle, edition).found}


def test_a_text_that_is_nowhere_is_proved_absent(edition):
    proof = prove_absent("the hoax", edition)

    assert proof.is_absent
    assert (proof.plates, proof.forms) == (1, 1)


@pytest.mark.parametrize(
    "written",
    [
        b"The Great Hoax",
        b"the great hoax",
        b"the <em>great</em>\n hoax",
        "the gr\u00adeat ho\u200bax".encode(),
        b"the&#32;great hoax",
        b'{"headline": "the\\u0020great hoax"}',
        b"/world/the%20great%20hoax/",
        b"the great hoax " * 100,
    ],
)
def test_no_way_of_writing_hides_a_text(edition, written):
    bind(edition, replace(PAGE, path="/a-page/", body=written))

    assert "/a-page/" in {where for where, _ in parts_found("the great hoax", edition)}


def test_each_stored_form_is_looked_into(edition):
    bind(edition, replace(PAGE, body=PAGE.body + b"<p>the hoax</p>"))

    assert parts_found("the hoax", edition) == {("/world/", "br")}


def test_redirects_taken_down_pages_and_headers_are_looked_into(edition):
    bind(
        edition,
        Plate("/old/", b"", HTML, status=301, headers=(("location", "/world/the-hoax/"),)),
        Plate("/the-hoax/", b"", HTML, status=410),
    )

    assert parts_found("the-hoax", edition) == {("/old/", "headers"), ("/the-hoax/", "address")}


def test_words_in_a_pictures_metadata_are_found(edition):
    bind(edition, Plate("/m/1.jpg", b"\xff\xd8\xff\xe1" + "the hoax".encode("utf-16-le"), "image/jpeg", compress=False))

    assert parts_found("the hoax", edition) == {("/m/1.jpg", "identity")}


def test_the_search_index_and_the_schedule_of_ads_are_looked_into(edition):
    index = SearchIndex(edition / SEARCH_INDEX)
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    index.put(SearchEntry("1", "/world/1/", "Calm", "", "World", "Jane Doe", noon, "en", "It was the hoax."))
    index.close()
    (edition / "adverts").mkdir()
    (edition / "adverts" / "schedule.json").write_text('{"alt": "Buy the hoax"}')

    assert parts_found("The hoax", edition) == {
        ("/world/1/", "the search index"),
        ("adverts/schedule.json", "the schedule of ads"),
    }


def test_a_plate_that_cannot_be_read_proves_nothing(edition):
    file = edition / plate_name("/world/")
    file.write_bytes(file.read_bytes()[:-1])

    proof = prove_absent("the hoax", edition)

    assert not proof.is_absent
    assert "is damaged" in proof.unread[0]


def test_looking_for_nothing_is_refused(edition):
    with pytest.raises(EmptyNeedle):
        prove_absent(" \u00ad ", edition)
