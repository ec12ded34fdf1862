from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from standfirst.edition.packing import as_brotli
from standfirst.edition.plate import compressed
from standfirst.press.archive import Extras, Tap
from standfirst.press.asking import ask_body
from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from standfirst.press.scripting import (
    early_script,
    own_body,
    own_script_path,
    own_scripts,
    script_body,
    script_path,
    worker_body,
)
from standfirst.press.wording import languages, wording
from tests.press.papers import a_full_story, a_live_story, a_story, an_archive, every_plate, notes_of, printed

PAPER = an_archive().paper


def script(language="en", **extras):
    return script_body(replace(PAPER, extras=replace(Extras(), **extras)), language).decode()


def every_script(language):
    """The one script, those of their own and the worker, each a string."""
    own = [own_body(name, language).decode() for name in own_scripts()]
    return [script(language, everywhere=Tap(100)), worker_body(PAPER).decode(), *own]


def size_of(script):
    """How many bytes a reader is sent of a script that is a file."""
    return len(compressed(script, "text/javascript")["br"])


def early(language="en", **extras):
    return early_script(replace(PAPER, language=language, extras=replace(Extras(), **extras)), ads=True)


def settings_of(body):
    return json.loads(re.search(r"\}\)\)\((\{.*\})\);$", body)[1])


def test_what_is_said_about_reading_stands_in_the_script_and_in_no_page():
    words = wording("en")
    said = (
        words.tap, words.newer_browser, words.newer_browser_where, words.share, words.copy, words.dark, words.new, words.saver,
        words.pictures, words.picture, words.listen, words.pause, words.go_on, words.stop, words.back, words.on, words.changed,
        words.changed_show, words.kept, words.kept_list, words.kept_offline, words.no_more_from,
    )  # fmt: skip

    both = "".join(every_script("en"))
    assert all(sentence in both for sentence in said)
    for plate in every_plate(an_archive(a_full_story(), a_live_story())):
        if plate.content_type.startswith("text/html"):
            found = [words for words in said if re.search(rf"\b{re.escape(words)}\b", plate.body.decode())]
            assert found == [], plate.path


#: What only this extra's part of the script says.
OWN = {
    "dark": "data-theme",
    "size": "112.5%",
    "share": ".writeText(",
    "listen": "speechSynthesis",
    "changed": "h1,.dateline",
    "saver": "saveData",
    "kept": "data-kept",
}


@pytest.mark.parametrize("name", list(OWN))
def test_each_extra_can_be_switched_off(name):
    assert OWN[name] in script()
    assert OWN[name] not in script(**{name: False})


def test_words_of_what_is_switched_off_are_not_sent():
    words = wording("en")

    assert words.listen not in settings_of(script(listen=False))["words"].values()
    assert not {words.saver, words.pictures} & set(settings_of(script(saver=False))["words"].values())


def test_how_a_reader_has_pages_is_known_before_anything_is_drawn_where_the_paper_lets_them_choose():
    assert "data-theme" in early()
    assert "fontSize" in early()
    assert "data-theme" not in early(dark=False)
    assert "fontSize" not in early(size=False)


def test_a_paper_that_does_not_say_what_changed_forgets_what_was_read():
    assert 'setItem("read"' not in script(changed=False).replace("'", '"')
    assert '("read",null)' in script(changed=False)
    assert '("read",null)' not in script()


def test_the_worker_goes_only_where_nothing_needs_it():
    def worker(**extras):
        return worker_body(replace(PAPER, extras=replace(Extras(), **extras))).decode()

    gone = worker(offline=False, saver=False)
    assert "unregister" in gone
    assert settings_of(script(offline=False, saver=False))["worker"] == 0
    for offline, saver in ((True, True), (True, False), (False, True)):
        assert "unregister" not in worker(offline=offline, saver=saver)
        told = json.loads(re.search(r"\}\)\)?\((\{.*\})\);$", worker(offline=offline, saver=saver))[1])
        assert (told["keeps"], told["saves"]) == (offline, saver)
        assert settings_of(script(offline=offline, saver=saver))["worker"] == 1


def test_only_live_stories_have_the_script_that_keeps_them_up():
    """The one script fetches it where a story has entries to look after."""
    archive = an_archive(a_live_story("1"), a_story("2"))
    entries = b"data-entry="

    assert "[data-entry]" in script()
    assert '("live")' in script()
    assert '("live")' not in script(live=False)
    assert entries in printed(archive, "story", "1").body
    assert entries not in printed(archive, "story", "2").body
    archive.paper = replace(archive.paper, extras=Extras(live=False))
    assert entries not in printed(archive, "story", "1").body


def test_a_script_of_its_own_does_nothing_where_the_one_script_did_not_run():
    for name in own_scripts():
        # What an engine below the line is told stands alone.
        if name != "older":
            body = own_body(name, "en").decode()
            assert re.match(r"\(\(?function\(\w+\)\{.use strict.;var (\w+)=window\.sf;if\(!\1\)return", body), name


@pytest.mark.parametrize("name", own_scripts())
def test_a_script_of_its_own_is_where_the_one_script_looks_for_it(name):
    settings = settings_of(script("de"))

    assert (
        printed(an_archive(), "script", f"de.{name}").path
        == own_script_path(name, "de")
        == f"{settings['own']}{name}.js"
    )
    assert printed(an_archive(), "script", f"de.{name}").body == own_body(name, "de")


def test_a_yes_to_another_server_is_taken_back_in_the_language_of_the_foot():
    """Which is the paper's, on a page in whichever language."""
    assert wording("de").no_more_from in own_body("adverts", "ar").decode()


def test_no_script_of_its_own_is_printed_that_there_is_not():
    assert print_job(Job("script", "en.no-such"), notes_of(an_archive())) is None


def test_only_an_engine_below_the_line_fetches_what_it_is_told():
    assert '("older")' in script()
    assert '("older")' not in script(browsers=False)
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
def test_all_script_a_page_needs_until_its_reader_asks_for_more_is_within_six_kilobytes(language):
    """docs/decisions/0017-what-six-kilobytes-hold.md says what counts."""
    files = (script(language, everywhere=Tap(120)).encode(), ask_body())

    assert sum(map(size_of, files)) + len(as_brotli(early().encode(), thoroughly=True)) <= 6_144


#: At most so many bytes each, in every language: fetched when asked for, or where there is a reason.
MOST = {"adverts": 700, "changed": 1_500, "kept": 1_100, "listen": 2_300, "live": 1_600, "older": 2_000, "saver": 700}


@pytest.mark.parametrize("language", languages())
def test_what_is_fetched_when_it_is_asked_for_is_small_as_well(language):
    sizes = {name: size_of(own_body(name, language)) for name in own_scripts()}

    assert {name: size for name, size in sizes.items() if size > MOST[name]} == {}
    assert size_of(worker_body(PAPER)) <= 1_500


def test_the_script_is_read_by_old_engines():
    """No arrow, no let, no template: an engine of 2011 must get past the first line to be told about a newer one."""
    both = "".join((*every_script("en"), early()))
    body = re.sub(r'"(?:[^"\\]|\\.)*"', '""', both)

    assert re.findall(r"=>|\blet\b|\bconst\b|`|\basync\b|\.\.\.|\?\.|\?\?", body) == []
