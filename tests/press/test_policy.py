from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from standfirst.press.archive import Extras
from standfirst.press.policy import ahead_rules
from standfirst.press.scripting import early_script
from tests.press.papers import a_full_story, a_story, an_archive, pages


def digest(text):
    return b64encode(sha256(text.encode()).digest()).decode()


def early_in(plate):
    """What runs in the page itself; data that only looks like a script is no such thing."""
    return re.findall(r"<script data-then=[^>]*>(.*?)</script>", plate.body.decode(), re.DOTALL)


def ahead_in(plate):
    return re.findall(r'<script type="speculationrules">(.*?)</script>', plate.body.decode(), re.DOTALL)


def test_a_page_runs_one_script_of_its_own_before_anything_is_drawn_and_waits_for_none():
    archive = an_archive(a_full_story(), a_story("2", sensitive=True))

    for plate in pages(archive):
        script = early_script(archive.paper, ads=b"/adverts/" in plate.body)
        assert early_in(plate) == [script], plate.path
        assert plate.body.index(b"<script ") < plate.body.index(b"</head>")
        assert not re.findall(rb"<script [^>]*\bsrc=", plate.body), plate.path
        assert script.isascii()
        assert len(script) < 1_500


def test_a_page_runs_our_script_and_wears_its_own_style_and_nothing_else():
    for plate in pages(an_archive(a_full_story(), a_story("2"))):
        policy = dict(plate.headers)["content-security-policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        (style,) = re.findall(r"<style>(.*?)</style>", plate.body.decode(), re.DOTALL)

        assert rules["style-src"] == f"'sha256-{digest(style)}'"
        ours = "".join(f" 'sha256-{digest(script)}'" for script in (*early_in(plate), *ahead_in(plate)))
        assert (rules["default-src"], rules["script-src"]) == ("'none'", f"'self'{ours}")
        assert rules["require-trusted-types-for"] == "'script'"
        assert "unsafe" not in policy
        assert " style=" not in re.sub(r"<style>.*?</style>", "", plate.body.decode(), flags=re.DOTALL)


def test_a_page_names_which_stories_may_be_fetched_ahead_and_a_paper_can_switch_that_off():
    archive = an_archive(a_full_story(), a_story("2"))

    assert set(json.loads(ahead_rules())) == {"prefetch"}
    assert not set("<>&") & set(ahead_rules())
    for plate in pages(archive):
        assert ahead_in(plate) == [ahead_rules()] * plate.path.startswith("/"), plate.path
    archive.paper = replace(archive.paper, extras=Extras(ahead=False))
    assert not [plate.path for plate in pages(archive) if ahead_in(plate)]
