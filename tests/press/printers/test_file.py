from __future__ import annotations

import io

import pytest
from lxml import etree
from PIL import Image

from standfirst.press.asking import ask_path
from standfirst.press.jobs import Job
from standfirst.press.rendering import FILES, print_job
from standfirst.press.wording import languages
from tests.press.papers import ORIGIN, a_story, an_archive, notes_of, printed, tree


def test_every_file_is_printed_at_its_own_address():
    for key in FILES:
        assert printed(an_archive(), "file", key).path == f"/{key}"


@pytest.mark.parametrize("language", languages())
def test_the_script_is_cached_for_good_and_the_one_pages_name(language):
    plate = printed(an_archive(a_story(language=language)), "script", language)

    assert "immutable" in dict(plate.headers)["cache-control"]
    story = printed(an_archive(a_story(language=language)), "story", "1")
    assert tree(story).xpath("//script/@data-then") == [plate.path]
    assert tree(story).xpath("//script/@data-ask") == [ask_path()]


def test_a_language_without_words_shares_the_english_script():
    archive = an_archive(a_story(language="fo"))

    (own,) = tree(printed(archive, "story", "1")).xpath("//script/@data-then")
    assert own == printed(archive, "script", "en").path
    assert print_job(Job("script", "fo"), notes_of(archive)) is None


def test_robots_are_told_where_the_sitemaps_are():
    lines = printed(an_archive(), "file", "robots.txt").body.decode().splitlines()

    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    assert "Disallow: /newsroom/" in lines


def test_the_home_front_says_what_stands_under_it_on_a_home_screen():
    archive = an_archive(a_story())
    front = tree(printed(archive, "front", ""))

    assert (
        front.xpath("//meta[@name='application-name' or @name='apple-mobile-web-app-title']/@content")
        == ["The Gazette"] * 2
    )
    assert front.xpath("//link[@rel='apple-touch-icon']/@href")[0].lstrip("/") in FILES
    assert not tree(printed(archive, "story", "1")).xpath("//meta[@name='application-name']")


def test_the_icons_are_pictures():
    for key in ("favicon.ico", "apple-touch-icon.png"):
        plate = printed(an_archive(), "file", key)
        Image.open(io.BytesIO(plate.body)).verify()
        assert plate.compress is False
    assert etree.fromstring(printed(an_archive(), "file", "favicon.svg").body).tag.endswith("svg")


def test_an_unknown_file_is_not_printed():
    assert print_job(Job("file", "a/0000.js"), notes_of(an_archive())) is None
    assert print_job(Job("file", "../secrets"), notes_of(an_archive())) is None
