"""Credit, caption and copyright: read from originals, kept in every rendition, and nothing else kept."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from standfirst.press.darkroom import Darkroom
from standfirst.press.metadata.iptc import iptc_segment, rights_in_iptc
from standfirst.press.metadata.rights import Rights, tidied
from standfirst.press.metadata.xmp import rights_in_xmp, xmp_packet
from standfirst.press.originals import credits_of
from standfirst.story.picture import FORMATS
from tests.press.originals_on_disk import ADA, complete_set, credited, drawn, negative, saved, with_camera_data

SECRETS = (b"Spyphone", b"Model 7", b"Firmware", b"SERIAL-4711", b"Olga", b"maker's secret", b"GPS")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_rendition_states_the_rights(tmp_path: Path, suffix: str) -> None:
    prints = complete_set(Darkroom(tmp_path / "d"), negative(with_camera_data(tmp_path / "a.jpg", drawn(800, 500))))

    for width in (320, 720, 800):
        (tmp_path / f"out.{suffix}").write_bytes(prints[width, suffix])
        assert credits_of(tmp_path / f"out.{suffix}") == ADA


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_rendition_tells_where_and_with_what_it_was_taken(tmp_path: Path, suffix: str) -> None:
    file = with_camera_data(tmp_path / "a.jpg")
    assert all(secret in file.read_bytes() for secret in SECRETS[:6])

    body = Darkroom(tmp_path / "d").develop(negative(file), 320, suffix)

    assert not [secret for secret in SECRETS if secret in body]
    exif = Image.open(BytesIO(body)).getexif()
    assert set(exif) == {0x010E, 0x013B, 0x8298}
    assert not exif.get_ifd(0x8825)
    assert not exif.get_ifd(0x8769)


def test_a_picture_without_rights_carries_no_metadata(tmp_path: Path) -> None:
    prints = complete_set(Darkroom(tmp_path / "d"), negative(with_camera_data(tmp_path / "a.jpg"), Rights()))

    for body in prints.values():
        assert not {"exif", "xmp", "photoshop", "icc_profile", "comment"} & set(Image.open(BytesIO(body)).info)


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_desks_own_tool_reads_the_rights(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    out.write_bytes(Darkroom(tmp_path / "d").develop(negative(with_camera_data(tmp_path / "a.jpg")), 320, suffix))

    ran = subprocess.run(
        ["exiftool", "-j", "-G", "-charset", "iptc=utf8", "-charset", "exif=utf8", str(out)],
        capture_output=True, check=True,
    )  # fmt: skip
    said = json.loads(ran.stdout)[0]

    assert said["XMP:Creator"] == said["EXIF:Artist"] == ADA.photographer
    assert said["XMP:Credit"] == ADA.agency
    assert said["XMP:Rights"] == said["EXIF:Copyright"] == ADA.copyright
    assert said["XMP:Description"] == said["EXIF:ImageDescription"] == ADA.caption
    if suffix == "jpg":
        assert said["IPTC:By-line"] == ADA.photographer
        assert said["IPTC:Credit"] == ADA.agency
        assert said["IPTC:CopyrightNotice"] == ADA.copyright
        assert said["IPTC:Caption-Abstract"] == ADA.caption
    assert not [name for name in said if "GPS" in name or "Serial" in name or "Thumbnail" in name or "Warning" in name]


def test_pillows_own_reader_finds_the_iptc_names(tmp_path: Path) -> None:
    body = Darkroom(tmp_path / "d").develop(negative(credited(tmp_path / "a.jpg")), 320, "jpg")

    found = IptcImagePlugin.getiptcinfo(Image.open(BytesIO(body)))

    assert found is not None
    assert found[2, 80] == ADA.photographer.encode()
    assert found[2, 110] == ADA.agency.encode()


# --- Reading originals


def test_each_place_fills_the_others_gaps(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8298] = "Copyright Somebody"
    file = saved(
        tmp_path / "a.jpg",
        extra=iptc_segment(Rights(photographer="Ada Example")),
        xmp=xmp_packet(Rights(photographer="Someone Else", agency="Gazette Pictures")),
        exif=exif.tobytes(),
    )

    assert credits_of(file) == Rights("Ada Example", "Gazette Pictures", "", "Copyright Somebody")


@pytest.mark.parametrize("suffix", ["png", "webp", "avif", "tiff"])
def test_rights_are_read_from_any_format(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = "Ada Example", "Boats at dawn"

    file = saved(tmp_path / f"a.{suffix}", exif=exif.tobytes())

    assert credits_of(file) == Rights(photographer="Ada Example", caption="Boats at dawn")


def test_the_agency_is_told_from_the_photographer_within_a_credit_line() -> None:
    assert tidied(Rights("Jane Doe", "Jane Doe/Reuters")).agency == "Reuters"
    assert tidied(Rights("Jane Doe", "Jane Doe")).agency == ""
    assert tidied(Rights("Jane Doe", "Jane Doepfner Pictures")).agency == "Jane Doepfner Pictures"


def test_a_cameras_own_name_is_no_caption(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA"

    assert credits_of(saved(tmp_path / "a.jpg", exif=exif.tobytes())).caption == ""


def test_old_files_speak_windows_characters() -> None:
    block = b"\x1c\x02\x50\x00\x06J\xf6rg \x80"

    assert rights_in_iptc(block).photographer == "Jörg €"


def test_a_property_may_be_an_attribute_and_a_list_may_have_several() -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <r:Description r:about="" xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Credit="Gazette Pictures"
            xmlns:dc="http://purl.org/dc/elements/1.1/">
          <dc:creator><r:Seq><r:li>Ada Example</r:li><r:li>Ben Sample</r:li></r:Seq></dc:creator>
          <dc:description><r:Alt><r:li xml:lang="fr">Bateaux</r:li><r:li xml:lang="x-default">Boats</r:li></r:Alt>
          </dc:description></r:Description></r:RDF></x:xmpmeta>"""

    assert rights_in_xmp(packet) == Rights("Ada Example, Ben Sample", "Gazette Pictures", "Boats")


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b"\xff\xfe\0",
        b'<!DOCTYPE a [<!ENTITY b "Somebody">]><a xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator>&b;</d:creator></a>',
        b"<a>" * 100_000,
    ],
)
def test_a_packet_that_cannot_be_trusted_states_nothing(packet: bytes) -> None:
    assert rights_in_xmp(packet) == Rights()


words = st.text(max_size=200)


@settings(max_examples=100, deadline=None)
@given(words, words, words, words)
def test_whatever_is_written_is_read_back(photographer: str, agency: str, caption: str, notice: str) -> None:
    rights = tidied(Rights(photographer, agency, caption, notice))
    segment = iptc_segment(rights)

    assert rights_in_xmp(xmp_packet(rights)) == rights
    assert rights_in_iptc(segment[segment.index(b"8BIM") + 12 :]) == rights


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_damaged_statements_never_raise(noise: bytes) -> None:
    assert isinstance(rights_in_iptc(noise), Rights)
    assert isinstance(rights_in_xmp(noise), Rights)


def test_the_longest_statements_still_fit_into_a_jpeg(tmp_path: Path) -> None:
    endless = Rights("ا" * 9000, "ب" * 9000, "ت" * 9000, "ث" * 9000)

    body = Darkroom(tmp_path / "d").develop(negative(credited(tmp_path / "a.jpg"), endless), 320, "jpg")

    Image.open(BytesIO(body)).load()
