from __future__ import annotations

import json
import re

import pytest

from standfirst.press.typesetting import (
    ASSETS,
    minified,
    printable,
    set_json,
    set_page,
    set_paragraphs,
    set_text,
    styles,
    with_fallbacks,
)
from standfirst.story.text import Span, text_of

SHEETS = [file.stem for file in ASSETS.glob("*.css")]


def test_text_is_set_with_its_marks():
    text = (Span("a < b "), Span("strong", strong=True, emphasis=True), Span("там", language="uk", link="/x/?a=1&b"))

    assert set_text(text) == (
        'a &lt; b <strong><em>strong</em></strong><a href="/x/?a=1&amp;b"><span lang="uk" dir="ltr">там</span></a>'
    )


def test_json_cannot_end_its_script():
    hostile = "</script><!-- & \u2028"

    written = set_json({"a": hostile})

    assert not re.search("[<>&\u2028]", written)
    assert json.loads(written) == {"a": hostile}


def test_what_no_document_may_hold_is_left_out():
    assert printable("a\x00b\x0bc\x7fd\ud800e\ufffef\tg\n") == b"abcdef\tg\n"


def test_a_template_that_asks_for_what_is_not_there_fails():
    with pytest.raises(AttributeError, match="addresses"):
        set_page("sitemap.xml", object())


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a { color: red; }\n\nb > i , u { margin: 0 auto ; }", "a{color:red}b>i,u{margin:0 auto}"),
        ("/* a { */ p::before { content: ' {  ; } /* kept */ ' }", "p::before{content:' {  ; } /* kept */ '}"),
        ("@media (min-width: 48em) and (max-width: 60em) { a :hover { width: calc(1em + 2px) } }",
         "@media (min-width:48em) and (max-width:60em){a :hover{width:calc(1em + 2px)}}"),
    ],
)  # fmt: skip
def test_styles_are_made_small_and_mean_the_same(css, small):
    assert minified(css) == small


def test_every_variable_is_led_by_its_plain_value():
    css = with_fallbacks("a{color:var(--ink);border:1px solid var(--line)}", {"--ink": "#000", "--line": "#ddd"})

    assert css == "a{color:#000;color:var(--ink);border:1px solid #ddd;border:1px solid var(--line)}"


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_are_whole_and_ask_nobody(name):
    css = styles(name)

    assert css.count("{") == css.count("}")
    assert not re.search(r"url\(|@import|https?:|expression\(", css)


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "palette"])
def test_no_rule_needs_variables(name):
    """Every use of a variable comes right after the same property without one."""
    own = styles(name).removeprefix(styles())
    for before, after in re.findall(r"([a-z-]+):[^;{}]*;([a-z-]+):[^;{}]*var\(", own):
        assert before == after
    assert not re.search(r"\{[a-z-]+:[^;{}]*var\(", own)


# --- Contrast


def palettes():
    css = (ASSETS / "palette.css").read_text()
    return [
        dict(re.findall(r"(--\w+): (#[0-9a-f]{6})", block)) for block in re.findall(r"\{[^{}]*--paper[^{}]*\}", css)
    ]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_there_is_a_light_and_a_dark_palette_and_the_chosen_dark_is_the_system_s():
    light, dark, chosen = palettes()

    assert dark == chosen
    assert luminance(light["--paper"]) > luminance(dark["--paper"])


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "chosen dark"])
def test_all_words_can_be_read_on_all_grounds(palette):
    for ground in ("--paper", "--wash"):
        for name in ("--ink", "--soft", "--tone", *(f"--t{number}" for number in range(1, 7))):
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [text_of("One & <two>")],
        [text_of("One"), text_of("\"two\" 'three'"), text_of("</p><p>four")],
        [text_of("One"), (Span("two", strong=True),), (Span("a "), Span("b", link="/world/"))],
    ],
    ids=["none", "one", "words alone", "some marked"],
)
def test_paragraphs_set_together_are_what_each_is_by_itself(texts):
    assert set_paragraphs(texts) == "".join(f"<p>{set_text(text)}</p>\n" for text in texts)
