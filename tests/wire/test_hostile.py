"""Whatever is in a file: one line that names it and says what to do, soon, and the other files all the same."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from standfirst.story.blocks import words_of
from standfirst.wire.found import Found, Refused
from standfirst.wire.reading import read_file

PARAGRAPH = "The council met on Tuesday evening and voted, by one, to keep the swing bridge turning for another year. "
STORY = f"Town\nCouncil keeps the bridge\n{PARAGRAPH * 2}\n{PARAGRAPH * 3}\n"
PAGE = f"<html><head><title>Council keeps the bridge</title></head><body><article><h1>Council keeps the bridge</h1><p>{PARAGRAPH * 2}</p><p>{PARAGRAPH * 3}</p>%s</article></body></html>"
ENTITIES = (
    "<!DOCTYPE html [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12)) + "]>"
)


def read(folder: Path, data: bytes, name: str = "page") -> Found | Refused:
    file = folder / name
    file.write_bytes(data)
    (item,) = read_file(file)
    assert item.file == str(file)
    return item


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\x00\x00", "the file is empty"),
        (b"\xff\xfe", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "a PNG picture"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "a PDF"),
        (b"PK\x03\x04" + bytes(range(256)), "a ZIP archive"),
        (b"\x7fELF" + bytes(2000), "a program"),
        (bytes(range(256)) * 200, "binary"),
        (b"\x00\x01\x02binary", "binary"),
        (b"\x1f\x8b\x08\x00garbage", "damaged"),
        (b"WARC/1.0\r\nWARC-Type: respo", "archived"),
        (b'{"headline": "Cut o', "JSON"),
        (b"[" * 100_000, ""),
        (b'{"a":' * 50_000, ""),
        (b"one two three", "no paragraph"),
        (b"<html><body><nav>Home</nav></body></html>", ""),
        (b"x" * (11 * 2**20), "11,534,336 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_holds_no_story_is_refused_in_one_line_that_says_why(tmp_path: Path, data: bytes, said: str) -> None:
    item = read(tmp_path, data)

    assert isinstance(item, Refused)
    assert said in item.reason
    assert "\n" not in item.reason
    assert 10 < len(item.reason) < 300


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere", Path("/dev/zero")):
        (item,) = read_file(path)

        assert isinstance(item, Refused)


def test_fifty_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    for start in (b"", b"<html><body>", b"{"):
        file = tmp_path / "large"
        with file.open("wb") as stream:
            stream.write(start)
            stream.truncate(50 * 2**20)
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()

        (item,) = read_file(file)

        assert isinstance(item, Refused)
        assert time.perf_counter() - began < 2
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000 + PARAGRAPH * 5 + "</div>" * 60_000,
        "<table><tr><td>" * 5_000 + PARAGRAPH * 5,
        "<ul><li>" * 20_000,
        "<p>" + "<b><i>" * 30_000 + PARAGRAPH,
        ENTITIES + (PAGE % "<p>&e11;&e11;</p>"),
        PAGE % "".join(f"<p class={n}>" for n in range(100_000)),
        PAGE % ("<!--" * 50_000),
        PAGE % ("<script>" * 3_000 + "x" * 10_000),
        PAGE % ('<a href="' + "a" * 1_000_000 + '">there</a>'),
        PAGE % "".join(f'<meta property="og:title" content="{n}">' for n in range(50_000)),
        PAGE % ('<script type="application/ld+json">' + "[" * 50_000 + "</script>"),
        PAGE % ('<script type="application/ld+json">' + '{"@graph":[' * 5_000 + "</script>"),
        "a " * 2_000_000,
        "\n".join(["word"] * 300_000),
        "é" * 1_000_000,
        "By " * 100_000 + "\n" + PARAGRAPH,
        "(" * 200_000,
        "Read more: " * 50_000,
    ],
    ids=lambda page: f"{len(page)} {page[:24]!r}",
)
def test_a_page_made_to_break_readers_breaks_nothing(tmp_path: Path, page: str) -> None:
    began = time.process_time()

    item = read(tmp_path, page.encode())

    assert isinstance(item, Found | Refused)
    assert time.process_time() - began < 20


def test_no_script_comes_in(tmp_path: Path) -> None:
    hostile = (
        '<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">a link in the story</a>'
        '<iframe src="javascript:alert(4)"></iframe><svg onload=alert(5)></svg><p>&lt;script&gt;alert(6)&lt;/script&gt; is what '
        "he typed into the form that evening, the clerk told the council, and nobody in the room laughed.</p>"
    )

    item = read(tmp_path, (PAGE % hostile).encode())

    assert isinstance(item, Found)
    links = [span.link for block in item.body for span in getattr(block, "text", ()) if not isinstance(span, str)]
    assert not any(link and "javascript" in link for link in links)
    said = "\n".join(words for block in item.body for words in words_of(block))
    assert not any(f"alert({number})" in said for number in range(1, 6))
    assert "<script>alert(6)</script>" in said, "words about script are words"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "iso-8859-15"])
def test_a_capture_in_any_charset_keeps_its_letters(tmp_path: Path, charset: str) -> None:
    words = "Le maire a déclaré mardi soir que l’île resterait ouverte, malgré les « grandes marées » de février. "

    item = read(tmp_path, f"Société\nL’île reste ouverte\n{words * 2}\n{words * 3}\n".replace("’", "'").encode(charset))

    assert isinstance(item, Found)
    assert "déclaré mardi soir que l'île" in item.text().replace("’", "'")


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-7", "nonsense", "utf-16"])
def test_a_page_that_names_the_wrong_charset_is_read_by_its_bytes(tmp_path: Path, declared: str) -> None:
    page = (PAGE % f"<p>Zwölf Boxkämpfer jagten Viktor quer über den Deich. {PARAGRAPH}</p>").replace(
        "<head>", f'<head><meta charset="{declared}">'
    )

    item = read(tmp_path, page.encode())

    assert isinstance(item, Found)
    assert "Zwölf Boxkämpfer" in item.text()


def test_a_truncated_page_gives_what_is_there(tmp_path: Path) -> None:
    whole = (PAGE % "").encode()

    item = read(tmp_path, whole[: len(whole) * 3 // 4])

    assert isinstance(item, Found)
    assert item.headline == "Council keeps the bridge"
    assert item.original == whole[: len(whole) * 3 // 4]
