from __future__ import annotations

import json
import re
from dataclasses import replace

import brotli
import pytest

from standfirst.press.archive import Extras, Tap
from standfirst.press.asking import ask_body
from standfirst.press.scripting import early_script, live_body, older_body, script_body, script_path
from standfirst.press.wording import languages, wording
from tests.press.papers import a_full_story, a_live_story, a_story, an_archive, every_plate, printed

PAPER = an_archive().paper


def script(language="en", **extras):
    return script_body(replace(PAPER, extras=replace(Extras(), **extras)), language).decode()


def settings_of(body):
    return json.loads(re.search(r"\}\)\)\((\{.*\})\);$", body)[1])


def test_what_is_said_about_reading_stands_in_the_script_and_in_no_page():
    words = wording("en")
    said = (words.tap, words.newer_browser, words.newer_browser_where, words.share, words.copy, words.dark, words.new)

    both = script(everywhere=Tap(100)) + older_body("en").decode() + live_body("en").decode()
    assert all(sentence in both for sentence in said)
    for plate in every_plate(an_archive(a_full_story(), a_live_story())):
        if plate.content_type.startswith("text/html"):
            assert [sentence for sentence in said if sentence in plate.body.decode()] == [], plate.path


#: What only this extra's part of the script says.
OWN = {"dark": "data-theme", "size": "112.5%", "share": ".writeText("}


@pytest.mark.parametrize("name", list(OWN))
def test_each_extra_can_be_switched_off(name):
    assert OWN[name] in script()
    assert OWN[name] not in script(**{name: False})


def test_only_live_stories_have_the_script_that_keeps_them_up():
    archive = an_archive(a_live_story("1"), a_story("2"))
    address = printed(archive, "script", "en.live").path.encode()

    assert address in printed(archive, "story", "1").body
    assert address not in printed(archive, "story", "2").body
    archive.paper = replace(archive.paper, extras=Extras(live=False))
    assert address not in printed(archive, "story", "1").body


def test_a_script_of_its_own_does_nothing_where_the_one_script_did_not_run():
    body = live_body("en").decode()

    assert re.match(r"\(\(?function\(\w+\)\{.use strict.;var (\w+)=window\.sf;if\(!\1\)return", body)


def test_only_an_engine_below_the_line_fetches_what_it_is_told():
    address = settings_of(script())["older"]

    assert address == printed(an_archive(), "script", "en.older").path
    assert "older" not in settings_of(script(browsers=False))
    assert wording("en").newer_browser not in script()


def test_a_paper_without_a_tap_sends_none():
    assert "until-found" not in script()
    assert "until-found" in script(in_sections=(("world", Tap(80)),))


def test_a_section_has_its_own_tap_or_the_paper_s():
    page = settings_of(script(everywhere=Tap(120), in_sections=(("world", Tap(80, "All of it")), ("town", Tap(0)))))

    assert page["tap"] == {"words": 120, "label": ""}
    assert page["taps"] == {"world": {"words": 80, "label": "All of it"}, "town": {"words": 0, "label": ""}}


def test_the_address_changes_with_words_and_settings():
    other = replace(PAPER, extras=replace(Extras(), share=False))

    assert len({script_path(PAPER, "en"), script_path(PAPER, "de"), script_path(other, "en")}) == 3


def test_a_label_that_ends_the_script_stays_words():
    page = settings_of(script(everywhere=Tap(120, 'Read "</script>" \u2028 on')))

    assert page["tap"]["label"] == 'Read "</script>" \u2028 on'


@pytest.mark.parametrize("language", languages())
def test_all_script_of_a_page_with_everything_switched_on_is_within_six_kilobytes(language):
    parts = (script(language, everywhere=Tap(120)).encode(), ask_body(), early_script().encode())

    assert sum(len(brotli.compress(part, quality=5)) for part in parts) <= 6_144


def test_the_script_is_read_by_old_engines():
    """No arrow, no let, no template: an engine of 2011 must get past the first line to be told about a newer one."""
    both = script(everywhere=Tap(120)) + older_body("en").decode() + early_script() + live_body("en").decode()
    body = re.sub(r'"(?:[^"\\]|\\.)*"', '""', both)

    assert re.findall(r"=>|\blet\b|\bconst\b|`|\basync\b|\.\.\.|\?\.|\?\?", body) == []
