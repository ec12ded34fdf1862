from __future__ import annotations

import itertools
import re

import pytest

from standfirst.browsers.support import support_in
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.rendering import FILES, PRESS_VERSION, NoPrinter, digest_of_files, job_printer, print_job
from standfirst.press.runs import PressRoom
from standfirst.press.scripting import early_script
from tests.press.papers import (
    NOON,
    ORIGIN,
    a_figure,
    a_full_story,
    a_story,
    an_archive,
    every_plate,
    notes_of,
    pages,
    strict_tree,
    tree,
    with_words,
)

#: One of each way to make a page do something.
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></script></title><svg onload=alert(1)>",
    "<!--<script>-->]]>",
    "{{7*7}}{% raise %}${7*7}",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;b&gt; &amp; &#60;",
    "--></article><iframe srcdoc=x>",
    "\x00\ud800\ufffe\x1b",
)
#: Names that addresses in attributes are allowed to start with.
OURS = ("/", "#", ORIGIN, "data:,")


def a_paper(**parts):
    return an_archive(
        a_full_story("9", related=("1", "2"), **parts), a_story("1", lead=a_figure(3)), a_story("2", language="ar")
    )


def test_every_page_is_well_formed():
    for plate in pages(a_paper()):
        strict_tree(plate)


def test_every_page_has_one_first_heading_and_skips_no_level():
    for plate in pages(a_paper()):
        levels = [int(heading.tag[1]) for heading in tree(plate).xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels.count(1) == 1, plate.path
        assert levels[0] == 1, plate.path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), plate.path


def test_every_page_names_its_parts_to_those_who_hear_it():
    for plate in pages(a_paper()):
        page = tree(plate)
        assert page.get("lang")
        assert page.get("dir") in ("ltr", "rtl")
        assert page.xpath("//a")[0].get("href") == "#" + page.find(".//main").get("id")
        identifiers = page.xpath("//@id")
        assert len(identifiers) == len(set(identifiers)), plate.path
        assert set(page.xpath("//@aria-labelledby")) <= set(identifiers), plate.path
        assert all(page.xpath(f"//label[@for='{field.get('id')}']") for field in page.iter("input"))


def test_nothing_is_fetched_from_elsewhere():
    for plate in pages(a_paper()):
        page = tree(plate)
        fetched = page.xpath(
            "//@src | //link[@rel!='canonical']/@href | //form/@action | //source/@srcset | //img/@srcset"
        )
        # An address that holds what it names asks nobody.
        fetched = [address for address in fetched if not address.startswith("data:image/svg+xml,")]
        assert all(address.startswith("/") and not address.startswith("//") for address in fetched), plate.path
        for style in page.iter("style"):
            assert not re.search(r"url\(|@import|https?:", style.text)


def test_no_plate_names_an_address_but_the_paper_s_the_story_s_a_standard_s_or_a_browser_maker_s():
    standards = ("https://schema.org", "http://www.w3.org/", "http://purl.org/dc/", "http://search.yahoo.com/mrss/",
                 "http://www.sitemaps.org/", "http://www.google.com/schemas/", "https://jsonfeed.org/version")  # fmt: skip
    makers = tuple(browser.update for browser in support_in().browsers if browser.update)
    allowed = (ORIGIN, "https://port.example/log", "https://log.example/today", *standards, *makers)

    for plate in every_plate(a_paper()):
        for address in re.findall(rb"https?://[^\s\"'<>]+", plate.body) if plate.compress else ():
            assert address.decode().startswith(allowed), (plate.path, address)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_stay_words_wherever_they_stand(payload):
    archive = an_archive()
    story = with_words(a_full_story("9", related=("1",)), payload)
    archive.publish(story)
    archive.publish(with_words(a_story("1"), payload))
    archive.paper = with_words(archive.paper, payload)
    archive.sections["world"] = story.section

    for plate in pages(archive):
        page = strict_tree(plate).getroot()
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in ("svg", "math", "object", "embed", "base"), plate.path
            assert not any(name.startswith("on") or name == "srcdoc" for name in element.attrib), plate.path
            assert not any(value.strip().lower().startswith("javascript:") for value in element.attrib.values())
        scripts = [script.get("src") or script.get("type") or script.text for script in page.iter("script")]
        assert len(scripts) <= 4, plate.path
        early = [early_script(archive.paper, ads=ads) for ads in (True, False)]
        assert not set(scripts) - {"application/ld+json", "speculationrules", *early}, plate.path
        assert all(address.startswith("/a/") for address in page.xpath("//script/@data-then")), plate.path


def test_printing_twice_gives_the_same_bytes():
    assert every_plate(a_paper()) == every_plate(a_paper())


def test_every_plate_says_by_which_keys_it_is_thrown_away():
    for plate in every_plate(a_paper()):
        if plate.content_type.startswith(("text/html", "application/rss", "application/xml")):
            assert dict(plate.headers)["surrogate-key"], plate.path


def test_a_press_prints_a_whole_paper_without_trouble_and_then_rests(tmp_path):
    def a_rendition(key, notes):
        return Plate(f"/m/{key}", b"picture", "image/webp", compress=False)

    press = PressRoom(
        archive=a_paper(),
        ledger=Ledger(tmp_path / "ledger.sqlite3"),
        binder=Binder(tmp_path / "edition"),
        search=SearchIndex(tmp_path / "edition" / "search.sqlite3"),
        print_job=job_printer(a_rendition),
        version=PRESS_VERSION,
        files=FILES,
    )

    first = press.run_to_the_end(now=NOON)
    second = press.run_to_the_end(now=NOON)

    assert first.troubles == ()
    assert (second.printed, second.written, second.left) == (0, 0, 0)
    shelf = Shelf(tmp_path / "edition")
    for plate in pages(a_paper()):
        linked = tree(plate).xpath("//a/@href[starts-with(., '/')] | //img/@src | //link[@rel!='canonical']/@href")
        for path in (path for path in set(linked) - {"/search"} if not path.startswith("data:")):
            assert shelf.read(path) is not None, (plate.path, path)


def test_the_version_is_a_digest():
    assert re.fullmatch("[0-9a-f]{16}", PRESS_VERSION)


def test_a_changed_a_new_and_a_renamed_file_are_another_version(tmp_path):
    names = ("one.py", "more")
    (tmp_path / "more").mkdir()
    (tmp_path / "one.py").write_text("1")
    (tmp_path / "beside.py").write_text("1")
    versions = [digest_of_files(tmp_path, names)]

    for change in (
        lambda: (tmp_path / "one.py").write_text("2"),
        lambda: (tmp_path / "more" / "two.py").write_text("1"),
        lambda: (tmp_path / "more" / "two.py").rename(tmp_path / "more" / "three.py"),
    ):
        change()
        versions.append(digest_of_files(tmp_path, names))
    (tmp_path / "beside.py").write_text("2")
    (tmp_path / "more" / "three.pyc").write_bytes(b"1")

    assert len(set(versions)) == 4
    assert digest_of_files(tmp_path, names) == versions[-1]
    assert digest_of_files(tmp_path, names, made_by=b"x") != versions[-1]


def test_a_kind_nobody_prints_is_named():
    with pytest.raises(NoPrinter, match="picture:x"):
        print_job(Job("picture", "x"), notes_of(an_archive()))


def test_pictures_are_printed_by_whoever_develops_them():
    asked = []
    print_any = job_printer(lambda key, notes: asked.append(key))

    assert print_any(Job("picture", "00-640.webp"), notes_of(an_archive())) is None
    assert asked == ["00-640.webp"]
    assert print_any(Job("house", "404"), notes_of(an_archive())) is not None
