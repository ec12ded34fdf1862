from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotlicffi
import httpx
import pytest
import zstandard

from standfirst.delivery.copies import Copy
from standfirst.delivery.house import SENTENCES, plain_page
from standfirst.edition.plate import Plate, encode
from tests.delivery.conftest import HTML, PICTURE, STORY, Served, words_of

JPEG = "/m/0123456789abcdef-640.jpg"
BROWSER = "gzip, deflate, br, zstd"


def coded(site: Served, path: str, accept: str) -> tuple[httpx.Headers, bytes]:
    """Return an answer's fields and its body as it travelled."""
    with site.client.stream("GET", site.url + path, headers={"accept-encoding": accept}) as answer:
        return answer.headers, b"".join(answer.iter_raw())


def test_a_page_comes_in_every_coding_with_the_same_words_and_a_tag_of_its_own(site: Served):
    decoders = {"br": brotlicffi.decompress, "gzip": gzip.decompress, "zstd": zstandard.ZstdDecompressor().decompress}
    tags = set()

    for coding in ("br", "zstd", "gzip", "identity"):
        headers, body = coded(site, STORY, coding)
        assert headers.get("content-encoding", "identity") == coding
        assert headers["vary"] == "accept-encoding"
        assert int(headers["content-length"]) == len(body)
        assert decoders.get(coding, bytes)(body) == words_of(200)
        tags.add(headers["etag"])

    assert len(tags) == 4
    assert not any(tag.startswith("W/") for tag in tags)


def test_a_browser_gets_brotli_and_a_client_that_refuses_it_does_not(site: Served):
    assert coded(site, STORY, BROWSER)[0]["content-encoding"] == "br"
    assert coded(site, STORY, "br;q=0, gzip")[0]["content-encoding"] == "gzip"
    assert "content-encoding" not in coded(site, STORY, "br;;;")[0]


def test_a_story_says_how_long_it_keeps_and_what_it_may_do(site: Served):
    headers = site.get(STORY).headers

    assert headers["cache-control"] == "max-age=10, stale-while-revalidate=60, stale-if-error=86400"
    assert headers["surrogate-key"] == "story-1 section-world"
    assert headers["last-modified"] == "Thu, 05 Nov 2026 12:30:00 GMT"
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == (
        "nosniff",
        "strict-origin-when-cross-origin",
    )
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_the_headers_leave_nearly_the_whole_first_round_trip_to_the_story(site: Served):
    sent = site.raw(f"GET {STORY} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n".encode())

    assert len(sent.partition(b"\r\n\r\n")[0]) < 1_000


def test_pictures_are_kept_for_good_and_drawings_run_nothing(site: Served):
    picture, drawing = site.get(JPEG), site.get("/m/drawing.svg")

    assert picture.headers["cache-control"] == "max-age=31536000, immutable"
    assert "vary" not in picture.headers
    assert picture.content == PICTURE
    assert "sandbox" in drawing.headers["content-security-policy"]


def test_a_plates_own_caching_wins_and_its_cookies_never_leave(site: Served):
    headers = site.get("/cookie/").headers

    assert headers["cache-control"] == "public, max-age=7"
    assert "set-cookie" not in headers


def test_head_says_what_get_says_without_the_body(site: Served):
    got, head = site.get(STORY), site.get(STORY, method="HEAD")

    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_this_version_is_told_so_with_all_a_cache_needs(site: Served, method: str, form: str):
    tag = site.get(STORY, accept_encoding="br").headers["etag"]

    answer = site.get(STORY, method=method, accept_encoding="br", if_none_match=form.format(tag))

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert {"cache-control", "vary", "surrogate-key", "last-modified", "date"} <= set(answer.headers)
    assert not {"content-length", "content-encoding", "content-type"} & set(answer.headers)


def test_the_tag_of_another_coding_or_version_does_not_do(site: Served):
    tag = site.get(STORY, accept_encoding="gzip").headers["etag"]

    assert site.get(STORY, accept_encoding="br", if_none_match=tag).status_code == 200
    assert site.get(STORY, if_none_match='"0"', if_modified_since="Fri, 05 Nov 2027 12:00:00 GMT").status_code == 200


def test_a_date_does_where_there_is_no_tag(site: Served):
    assert site.get(STORY, if_modified_since="Thu, 05 Nov 2026 12:30:00 GMT").status_code == 304
    assert site.get(STORY, if_modified_since="Thu, 05 Nov 2026 12:29:59 GMT").status_code == 200


def test_parts_of_a_picture(site: Served):
    whole = len(PICTURE)

    one = site.get(JPEG, range="bytes=100-199")
    assert (one.status_code, one.content, one.headers["content-range"]) == (
        206,
        PICTURE[100:200],
        f"bytes 100-199/{whole}",
    )
    assert one.headers["content-type"] == "image/jpeg"
    assert site.get(JPEG, range="bytes=-10").content == PICTURE[-10:]
    two = site.get(JPEG, range="bytes=0-9,5000-5009")
    assert two.status_code == 206
    assert two.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert PICTURE[5000:5010] in two.content
    none = site.get(JPEG, range=f"bytes={whole}-")
    assert (none.status_code, none.headers["content-range"], none.headers["cache-control"]) == (
        416,
        f"bytes */{whole}",
        "no-store",
    )


def test_parts_of_another_version_are_not_mixed_in(site: Served):
    tag = site.get(JPEG).headers["etag"]

    assert site.get(JPEG, range="bytes=0-9", if_range=tag).status_code == 206
    assert site.get(JPEG, range="bytes=0-9", if_range='"other"').content == PICTURE
    assert site.get(JPEG, range="bytes=0-9", if_range="Thu, 05 Nov 2026 12:30:00 GMT").status_code == 206
    assert site.get(JPEG, range="bytes=0-9", if_range="Thu, 05 Nov 2026 12:30:01 GMT").status_code == 200


def test_twelve_hundred_overlapping_parts_cost_one_picture(site: Served):
    field = "bytes=" + ",".join(f"{n}-" for n in range(1_200))

    answer = site.get(JPEG, range=field)

    assert (answer.status_code, answer.content) == (200, PICTURE)


def test_a_coded_page_is_not_cut(site: Served):
    headers, body = coded(site, STORY, "br")

    answer = site.get(STORY, accept_encoding="br", range="bytes=0-9")

    assert answer.status_code == 200
    assert brotlicffi.decompress(body) == answer.content
    assert "accept-ranges" not in headers


def test_a_page_asked_for_without_its_slash_is_shown_the_way_without_the_query(site: Served):
    answer = site.get(STORY.rstrip("/") + "?next=//evil.example")

    assert (answer.status_code, answer.headers["location"]) == (301, STORY)


@pytest.mark.parametrize(
    "path", ["/none", "/none/", "/robots.txt/", STORY.upper(), STORY + "x.css", STORY[:-1] + ".br", "/!404", "/old"]
)
def test_what_is_not_there_is_the_papers_own_404_kept_for_seconds(site: Served, path: str):
    answer = site.get(path)

    assert answer.status_code == 404
    assert "Not in this paper" in answer.text
    assert answer.headers["cache-control"] == "max-age=5"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "etag" not in answer.headers


def test_a_former_address_leads_on_and_a_withdrawn_one_says_so(site: Served):
    moved, gone = site.get("/old/"), site.get("/hoax/")

    assert (moved.status_code, moved.headers["location"]) == (301, STORY)
    assert gone.status_code == 410
    assert "Withdrawn by this paper" in gone.text
    assert gone.headers["surrogate-key"] == "story-9"
    assert gone.headers["cache-control"] == "max-age=5"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_pages_are_for_reading_only(site: Served, method: str):
    answer = site.get(STORY, method=method)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["cache-control"] == "no-store"


def test_every_house_page_has_words_of_its_own_where_the_edition_has_none():
    for status in SENTENCES:
        page: Copy = plain_page(status)
        assert page.status == status
        assert b"noindex" in page.body


def test_what_a_cache_does_not_look_at_changes_nothing(site: Served):
    usual = site.get(STORY)
    poison = {
        "host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-scheme": "http", "x-original-url": "/hoax/",
        "x-rewrite-url": "/hoax/", "x-http-method-override": "POST", "forwarded": "host=evil.example", "cookie": "a=b",
        "origin": "https://evil.example", "user-agent": "evil", "accept-language": "uk", "x-forwarded-prefix": "/evil",
    }  # fmt: skip

    for name, value in poison.items():
        answer = site.get(STORY, **{name: value})
        assert answer.content == usual.content, name
        assert answer.headers.keys() == usual.headers.keys(), name
        assert "evil" not in str(answer.headers), name


def test_a_body_on_a_get_is_not_looked_at(site: Served):
    sent = f"GET {STORY}?_method=DELETE HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: close\r\n\r\n_method=x".encode()

    assert site.raw(sent).endswith(words_of(200))


def test_a_publish_is_seen_at_once(site: Served):
    for version in range(20):
        site.bind(Plate("/live/", words_of(30, f"version {version}"), HTML))
        for accept in ("br", "gzip", "zstd", "identity"):
            assert f"version {version}" in site.get("/live/", accept_encoding=accept).text


def test_an_address_asked_for_before_is_there_once_published_and_gone_once_removed(site: Served):
    assert site.get("/later/").status_code == 404
    site.bind(Plate("/later/", words_of(30, "later"), HTML))
    assert site.get("/later/").status_code == 200
    site.remove("/later/")
    assert site.get("/later/").status_code == 404


def test_a_page_read_while_it_is_published_is_one_version_or_the_other(site: Served):
    stop = threading.Event()
    site.bind(Plate("/busy/", words_of(300, "version 0"), HTML))
    seen: list[bytes] = []

    def read(accept: str) -> None:
        with httpx.Client(
            base_url=site.url, trust_env=False, verify=False, headers={"accept-encoding": accept}
        ) as client:
            while not stop.is_set():
                seen.append(client.get("/busy/").content)

    readers = [threading.Thread(target=read, args=(accept,)) for accept in ("br", "identity")]
    for reader in readers:
        reader.start()
    version = 0
    while version < 60 or (len(seen) <= 20 and version < 5_000):
        version += 1
        site.bind(Plate("/busy/", words_of(300, f"version {version}"), HTML))
    stop.set()
    for reader in readers:
        reader.join()

    assert len(seen) > 20
    assert set(seen) <= {words_of(300, f"version {version}") for version in range(5_001)}


DAMAGE = {
    "cut": lambda place: place.write_bytes(place.read_bytes()[:-9]),
    "empty": lambda place: place.write_bytes(b""),
    "changed": lambda place: place.write_bytes(place.read_bytes()[:-9] + b"!" * 9),
    "another's": lambda place: place.write_bytes(encode(Plate("/private/", words_of(9), HTML))),
    "a link": lambda place: (place.unlink(), place.symlink_to("/etc/passwd")),
    "a pipe": lambda place: (place.unlink(), __import__("os").mkfifo(place)),
    "a folder": lambda place: (place.unlink(), place.mkdir()),
}


def whole_again(site: Served, path: str) -> None:
    place = site.place(path)
    place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_page_nobody_read_yet_is_a_short_503(site: Served, damage: Callable[[Path], object]):
    path = f"/damaged-{time.monotonic_ns()}/"
    site.bind(Plate(path, words_of(90), HTML))
    damage(site.place(path))
    began = time.monotonic()

    answer = site.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
    assert "retry-after" in answer.headers
    assert time.monotonic() - began < 2
    whole_again(site, path)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_page_that_was_read_before_is_served_from_the_last_good_copy(
    site: Served, damage: Callable[[Path], object]
):
    path = f"/spoilt-{time.monotonic_ns()}/"
    site.bind(Plate(path, words_of(90, path), HTML))
    assert site.get(path).status_code == 200

    damage(site.place(path))

    for _ in range(2):
        answer = site.get(path, accept_encoding="br")
        assert (answer.status_code, answer.content) == (200, words_of(90, path))
    whole_again(site, path)
    assert site.get(path).status_code == 404
    site.bind(Plate(path, words_of(9, "mended"), HTML))
    assert "mended" in site.get(path).text


def test_a_date_in_the_future_is_not_told(site: Served):
    site.bind(Plate("/tomorrow/", words_of(90), HTML, modified=datetime.now(UTC) + timedelta(days=1)))

    answer = site.get("/tomorrow/")

    assert "last-modified" not in answer.headers
    again = site.get("/tomorrow/", if_none_match=answer.headers["etag"])
    assert again.status_code == 304
    assert "last-modified" not in again.headers


def test_more_pages_than_memory_holds_are_all_served(site: Served):
    plates = [Plate(f"/m/{n}.jpg", bytes([n]) * 300_000, "image/jpeg", compress=False) for n in range(30)]
    site.bind(*plates)

    for plate in (*plates, *plates):
        assert site.get(plate.path).content == plate.body
