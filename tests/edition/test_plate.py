from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b

import brotlicffi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.edition.errors import PlateDamaged, PlateTooNew
from standfirst.edition.plate import Plate, StoredPlate, compressed, decode, encode

PAGE = Plate("/world/", b"<p>Words of a page.</p>" * 50, "text/html; charset=utf-8")


def stored(plate: Plate) -> StoredPlate:
    return decode(encode(plate), where="here")


PATHS = st.text(min_size=1, max_size=60).map(lambda words: "/" + words.encode("utf-8", "ignore").decode())
HEADERS = st.lists(st.tuples(st.sampled_from(["location", "surrogate-key"]), st.text("abc é", max_size=9)), max_size=3)
PLATES = st.builds(
    Plate,
    path=PATHS,
    body=st.binary(max_size=3_000),
    content_type=st.sampled_from(["text/html; charset=utf-8", "image/jpeg"]),
    status=st.sampled_from([200, 301, 404, 410]),
    headers=HEADERS.map(tuple),
    modified=st.none() | st.datetimes(timezones=st.just(UTC)),
    compress=st.booleans(),
)


@given(plate=PLATES)
def test_a_plate_comes_back_as_it_was_kept(plate: Plate) -> None:
    found = stored(plate)

    assert (found.path, found.status, found.content_type) == (plate.path, plate.status, plate.content_type)
    assert (found.headers, found.modified, found.length) == (plate.headers, plate.modified, len(plate.body))
    assert found.identity() == plate.body


def test_what_shrinks_is_kept_as_brotli_alone():
    found = stored(PAGE)

    assert set(found.bodies) == {"br"}
    assert brotlicffi.decompress(found.bodies["br"]) == PAGE.body


def test_a_plate_is_told_by_all_of_its_bytes_whatever_it_begins_with_like_others():
    begun = Plate(PAGE.path, PAGE.body, PAGE.content_type, opening=PAGE.body[:500])
    other = Plate(PAGE.path, PAGE.body[:-1] + b"!", PAGE.content_type, opening=PAGE.body[:500])

    assert stored(begun).etag == stored(PAGE).etag == blake2b(PAGE.body, digest_size=10).hexdigest()
    assert stored(begun).shared == 500
    assert stored(begun).identity() == PAGE.body
    assert stored(other).etag == blake2b(other.body, digest_size=10).hexdigest() != stored(begun).etag


def test_a_plate_kept_as_gzip_alone_is_read():
    older = StoredPlate("/world/", 200, "text/html", "0", 4, bodies={"gzip": gzip.compress(b"page")})

    assert older.identity() == b"page"


def test_what_does_not_shrink_is_kept_as_it_is():
    assert set(compressed(b"tiny")) == {"identity"}
    assert set(stored(Plate("/m/a.jpg", b"\xff\xd8" * 900, "image/jpeg", compress=False)).bodies) == {"identity"}


def test_the_same_plate_gives_the_same_bytes_whatever_the_zone_of_its_date():
    noon = datetime(2026, 11, 5, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=2)))

    assert encode(Plate("/a/", b"x", "t", modified=noon)) == encode(Plate("/a/", b"x", "t", modified=there))


def test_the_etag_tells_bodies_apart():
    assert stored(PAGE).etag != stored(Plate("/world/", PAGE.body + b"!", "text/html")).etag


@given(data=st.data())
def test_no_cut_or_changed_plate_is_taken_for_a_whole_one(data: st.DataObject):
    kept = encode(PAGE)
    place = data.draw(st.integers(0, len(kept) - 1))
    damaged = data.draw(st.sampled_from([kept[:place], kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]]))

    with pytest.raises(PlateDamaged):
        decode(damaged, where="here")


def test_a_plate_of_a_later_format_says_so():
    with pytest.raises(PlateTooNew, match="reads 1"):
        decode(encode(PAGE).replace(b"SFPLATE1", b"SFPLATE2", 1), where="here")
