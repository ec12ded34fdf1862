"""Every story of a web archive comes in; its addresses are labels, never paths."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from standfirst.wire.found import Found, Refused
from standfirst.wire.reading import read_file

PARAGRAPH = "The council met on Tuesday evening and voted, by one, to keep the swing bridge turning for another year. "


def page(headline: str) -> bytes:
    words = f"<p>{headline}. {PARAGRAPH * 2}</p><p>{PARAGRAPH * 3}</p>"
    return f"<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{words}</article></body></html>".encode()


def archive(*records: tuple[str, str, str, bytes], gzip: bool = True) -> bytes:
    """A WARC of responses: address, status line, content type, body."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("archive.warc", {"software": "test"}))
    for address, status, kind, body in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=headers))
    return file.getvalue()


def read(folder: Path, data: bytes) -> list[Found | Refused]:
    file = folder / "pages.warc"
    file.write_bytes(data)
    return list(read_file(file))


STORIES = [
    (f"https://paper.example/{name.lower()}", "200 OK", "text/html", page(f"{name} is news today"))
    for name in ("One", "Two", "Three")
]


@pytest.mark.parametrize("gzip", [True, False])
def test_every_story_in_it_is_found_and_the_rest_passed_over(tmp_path: Path, gzip: bool) -> None:
    others = [
        ("https://paper.example/moved", "301 Moved", "text/html", b""),
        ("https://paper.example/style.css", "200 OK", "text/css", b"p { margin: 0 }"),
        ("https://paper.example/empty", "200 OK", "text/html; charset=utf-8", b"<html></html>"),
    ]

    items = read(tmp_path, archive(STORIES[0], *others, *STORIES[1:], gzip=gzip))

    assert [item.headline for item in items if isinstance(item, Found)] == [
        f"{name} is news today" for name in ("One", "Two", "Three")
    ]
    assert len(items) == 3
    assert [item.url for item in items if isinstance(item, Found)] == [story[0] for story in STORIES]
    assert items[0].item == STORIES[0][0]


def test_a_file_cut_off_gives_what_came_before_and_says_where(tmp_path: Path) -> None:
    whole = archive(*STORIES, gzip=False)

    items = read(tmp_path, whole[:-400])

    assert [type(item) for item in items][-1] is Refused
    assert sum(isinstance(item, Found) for item in items) >= 2
    assert "cut off or damaged" in items[-1].reason  # type: ignore[union-attr]
    assert "three" in items[-1].reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "address", ["../../etc/passwd", "file:///etc/passwd", "/etc/cron.d/x", "C:\\boot.ini", "x" * 9000]
)
def test_an_address_is_a_label_and_never_a_path(tmp_path: Path, address: str) -> None:
    before = sorted(tmp_path.rglob("*"))

    items = read(tmp_path, archive((address, "200 OK", "text/html", STORIES[0][3])))

    (item,) = items
    assert isinstance(item, Found)
    assert item.url == ""
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "pages.warc"]


def test_an_archive_without_pages_says_so(tmp_path: Path) -> None:
    (item,) = read(tmp_path, archive(("https://paper.example/a.png", "200 OK", "image/png", b"\x89PNG")))

    assert isinstance(item, Refused)
    assert "no web page is in it" in item.reason


def test_a_page_that_unpacks_without_end_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    endless = b"<html><body>" + b"<p>more</p>" * 1_100_000

    items = read(tmp_path, archive(("https://paper.example/big", "200 OK", "text/html", endless), STORIES[0]))

    assert [type(item) for item in items] == [Refused, Found]
    assert "10,485,760 bytes" in items[0].reason  # type: ignore[union-attr]
