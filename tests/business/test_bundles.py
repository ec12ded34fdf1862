"""HTML5 adverts are looked into before anybody unpacks them; what has no place in one is refused with the reason."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from standfirst.business.bundles import LARGEST, files_of
from tests.business.selling import drawn

GOOD = {
    "index.html": '<!doctype html><script>var clickTag = "https://ferry.example/";</script><img src="img/ferry.png">'
    '<svg xmlns="http://www.w3.org/2000/svg"/><script src="a.js"></script>',
    "a.js": "document.body.onclick = function () { window.open(window.clickTag) }",
    "style.css": "body{margin:0}",
}


def zipped(files: dict[str, Any], change: Callable[[zipfile.ZipFile], None] | None = None) -> ContentFile:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, stored in files.items():
            archive.writestr(name, stored)
        if change:
            change(archive)
    return ContentFile(out.getvalue(), "advert.zip")


def refused(file: ContentFile) -> str:
    with pytest.raises(ValidationError) as error:
        files_of(file)
    return " ".join(error.value.messages)


def test_an_honest_bundle_is_taken_as_it_is() -> None:
    files = files_of(zipped(GOOD | {"img/ferry.png": drawn()}))

    assert sorted(files) == ["a.js", "img/ferry.png", "index.html", "style.css"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("<img src='https://evil.example/x.png'>", "address elsewhere"),
        ("<img src='//evil.example/x.png'>", "address elsewhere"),
        ("<a href='file:///etc/passwd'>x</a>", "address elsewhere"),
        ("<a href='javascript:alert(1)'>x</a>", "runs script"),
        ("<a href='JaVaScRiPt:alert(1)'>x</a>", "runs script"),
        ("<form><input type=password></form>", "a form or a frame"),
        ("<iframe src=x.html></iframe>", "a form or a frame"),
        ("<meta http-equiv=refresh content=0>", "meta refresh"),
        ("<a download='x.exe' href='x'>x</a>", "a download"),
        ("<script>eval('1')</script>", "code made while it runs"),
        ("<script>top.location='/x'</script>", "the page around it"),
        ("<script>parent['document'].title=1</script>", "the page around it"),
        ("<script>document.cookie='a=b'</script>", "storage"),
        ("<script>localStorage.a=1</script>", "storage"),
        ("<script>new Worker('a.js')</script>", "worker"),
        ("<script>WebAssembly.compile(x)</script>", "worker or WebAssembly"),
        ("<script>for(;;){}</script>", "loop without end"),
        ("<script>while(true){}</script>", "loop without end"),
        ("<script>x.requestFullscreen()</script>", "power over the device"),
        ("<script>fetch('/x')</script>", "connection of its own"),
        ("<video autoplay></video>", "sound or film"),
    ],
)
def test_what_has_no_place_in_an_advert_is_refused_with_file_and_line(words: str, why: str) -> None:
    said = refused(zipped({"index.html": f"<!doctype html>\n{words}"}))

    assert why in said
    assert said.startswith("index.html, line 2")


@pytest.mark.parametrize(
    "name", ["../index.html", "/etc/passwd", "a/../../x.js", "C:\\x.js", "a//b.js", ".htaccess", "ä.js", "a b.js"]
)
def test_a_name_that_leads_out_of_the_zip_is_refused(name: str) -> None:
    assert "no name for a file" in refused(zipped(GOOD | {name: "x"}))


@pytest.mark.parametrize("name", ["run.exe", "picture.svg", "page.xhtml", "x.swf", "none", "a.js.php"])
def test_a_kind_of_file_adverts_have_no_use_for_is_refused(name: str) -> None:
    assert "no use for" in refused(zipped(GOOD | {name: "<svg onload=alert(1)>"}))


def test_a_link_is_refused() -> None:
    def link(archive: zipfile.ZipFile) -> None:
        entry = zipfile.ZipInfo("secret.html")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")

    assert "a link" in refused(zipped(GOOD, link))


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    assert f"More than {LARGEST:,}" in refused(zipped(GOOD | {"big.css": "a" * 50_000_000}))
    assert "files" in refused(zipped({f"{number}.css": "" for number in range(500)}))


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    file = bytearray(zipped({"index.html": "a" * 3_000_000}).read())
    real = (3_000_000).to_bytes(4, "little")
    while (at := file.find(real)) >= 0:
        file[at : at + 4] = (10).to_bytes(4, "little")

    assert refused(ContentFile(bytes(file), "advert.zip"))


@pytest.mark.parametrize("stored", [b"", b"PK", b"<html>", zlib.compress(b"x")])
def test_what_is_no_zip_is_refused(stored: bytes) -> None:
    assert "no zip" in refused(ContentFile(stored, "advert.zip"))


def test_a_bundle_without_a_first_document_is_refused() -> None:
    assert "There is no index.html" in refused(zipped({"advert/index.html": "x"}))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.woff2"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str) -> None:
    assert name in refused(zipped(GOOD | {name: "<script>alert(1)</script>"}))
