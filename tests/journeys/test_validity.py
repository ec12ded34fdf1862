"""Every kind of page is valid HTML by the Nu checker, and what machines read of the paper is valid too."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from bench.consumers import NODE
from standfirst.edition.layout import edition_folder
from standfirst.edition.shelf import Shelf
from standfirst.story.addresses import is_story_path
from tests.journeys.test_accessibility import PAGES
from tests.press import feed_rules, linked_data
from tests.press.papers import a_full_story, a_live_story, a_story, an_archive, pages, with_words

HOSTILE = "</script><script>alert(1)</script> ]]> <b> & \"quoted\" 'and' \u202eturned\u202c Z\u0351\u0363a\u036bl\u0346g\u0313o\u030d \ufeff\x00 🚢"


def checker() -> Path:
    """Return the checker's jar: VNU_JAR, or the one `npm ci` brings."""
    return Path(os.environ.get("VNU_JAR") or NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar")


def complaints_about(folder: Path) -> list[str]:
    """Return what the checker says of the pages in ``folder``, a line each."""
    command = [
        "java",
        "-jar",
        str(checker()),
        "--format",
        "json",
        "--exit-zero-always",
        *map(str, folder.glob("*.html")),
    ]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return [
        f"{Path(each['url']).stem}: {each['type']}: {each['message']}" for each in json.loads(said.stderr)["messages"]
    ]


@pytest.mark.skipif(shutil.which("java") is None, reason="no Java; as root type: apt-get install default-jre-headless")
@pytest.mark.skipif(not checker().exists(), reason="no Nu checker; in tests/node type: npm ci --ignore-scripts")
def test_every_kind_of_page_is_valid_html_whatever_words_it_holds(paper, tmp_path):
    for kind, path in (PAGES | {"slot": "/adverts/top/saltmere?lang=en"}).items():
        (tmp_path / f"{kind.replace(' ', '-')}.html").write_bytes(httpx.get(paper.site + path).content)
    stories = [a_full_story(related=("1", "8")), a_story("1", language="ar"), a_live_story("8")]
    archive = an_archive(*(with_words(story, HOSTILE) for story in stories))
    for page in pages(archive):
        (tmp_path / f"hostile{page.path.replace('/', '-')}.html").write_bytes(page.body)
    (tmp_path / "wrong.html").write_text(
        "<!DOCTYPE html><html lang=en><title>Wrong</title><p><div>an element too many</p>"
    )

    complaints = complaints_about(tmp_path)

    assert [line for line in complaints if not line.startswith("wrong: ")] == []
    assert complaints != []


@pytest.fixture(scope="module")
def shelf(paper) -> Shelf:
    return Shelf(edition_folder(f"file://{paper.served.home}/edition"))


def test_every_feed_obeys_its_standard(paper, shelf):
    feeds = [plate for plate in shelf.plates() if plate.path.startswith("/feeds/")]

    assert len(feeds) >= 3
    assert {
        plate.path: wrong
        for plate in feeds
        if (wrong := feed_rules.wrong_with(plate.path.rpartition(".")[2], plate.identity()))
    } == {}


def test_every_story_tells_search_engines_what_its_page_shows(paper, shelf):
    stories = [plate for plate in shelf.plates() if plate.status == 200 and is_story_path(plate.path)]

    assert len(stories) >= 12
    assert {
        plate.path: wrong
        for plate in stories
        if (wrong := linked_data.wrong_with(plate.identity().decode(), paper.site))
    } == {}
