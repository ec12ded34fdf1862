from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from tests.press.papers import a_full_story, a_story, an_archive, pages


def test_a_page_runs_our_script_and_wears_its_own_style_and_nothing_else():
    for plate in pages(an_archive(a_full_story(), a_story("2"))):
        policy = dict(plate.headers)["content-security-policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        (style,) = re.findall(r"<style>(.*?)</style>", plate.body.decode(), re.DOTALL)

        assert rules["style-src"] == f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
        assert (rules["default-src"], rules["script-src"]) == ("'none'", "'self'")
        assert rules["require-trusted-types-for"] == "'script'"
        assert "unsafe" not in policy
        assert " style=" not in re.sub(r"<style>.*?</style>", "", plate.body.decode(), flags=re.DOTALL)
