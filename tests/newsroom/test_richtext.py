from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from wagtail.admin.rich_text import get_rich_text_editor_widget

from standfirst.newsroom.markup import stored_body
from standfirst.newsroom.models.bodies import RUNNING, BodyBlock
from standfirst.newsroom.richtext import blocks_from, text_from, words
from standfirst.newsroom.streams import body_of
from standfirst.story.blocks import Block, Embed, FactBox, Listing, Paragraph, PullQuote, Quote, Subheading, Table
from standfirst.story.text import Span, Text, plain, text_of


class Nowhere:
    def picture(self, pk: int) -> None:
        return None

    def path(self, pk: int) -> str | None:
        return "/town/2026/11/02/bridge/" if pk == 7 else None


def read(markup: str) -> list[Block]:
    return list(blocks_from(markup, Nowhere().path))


def test_marks_on_the_list_become_spans() -> None:
    text = text_from('<p>The <b>first</b> <i>tram</i> <a href="https://a.example/x">crossed</a>.</p>', Nowhere().path)

    assert text == (
        Span("The "),
        Span("first", strong=True),
        Span(" "),
        Span("tram", emphasis=True),
        Span(" "),
        Span("crossed", link="https://a.example/x"),
        Span("."),
    )


def test_running_text_becomes_paragraphs_subheadings_and_lists() -> None:
    blocks = read("<p>One.</p><h2>Head</h2><ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><blockquote>q</blockquote>")

    assert blocks == [
        Paragraph(text_of("One.")),
        Subheading("Head"),
        Listing((text_of("a"), text_of("b"))),
        Listing((text_of("c"),), ordered=True),
        Quote(text_of("q")),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>ok<script>alert(1)</script></p>",
        "<p onclick=alert(1)>ok</p>",
        '<p><a href="javascript:alert(1)">ok</a></p>',
        '<p><a href=" java\tscript:alert(1)">ok</a></p>',
        '<p><a href="data:text/html,alert(1)">ok</a></p>',
        '<p><a href="//alert.example/">ok</a></p>',
        "<p>ok<img src=x onerror=alert(1)></p>",
        "<p>ok<svg><script>alert(1)</script></svg></p>",
        "<p>ok<style>alert(1)</style></p>",
        "<p>ok<iframe srcdoc='alert(1)'></iframe></p>",
        "<p>ok<!-- alert(1) --></p>",
        "<p>ok<embed embedtype='media' url='alert(1)'/></p>",
        "<math><mtext><script>alert(1)</script></mtext></math><p>ok",
        "<p>o\x00k</p>",
        "<p>ok<template><b>alert(1)</b></template></p>",
    ],
)
def test_nothing_that_runs_survives(hostile: str) -> None:
    assert read(hostile) == [Paragraph(text_of("ok"))]


def test_words_that_look_like_markup_stay_words() -> None:
    assert plain(text_from("<p>if a &lt; b &amp;&amp; &lt;script&gt;</p>", Nowhere().path)) == "if a < b && <script>"


def test_a_link_to_a_page_becomes_its_path_and_without_one_only_words() -> None:
    text = text_from('<p><a linktype="page" id="7">here</a>, <a linktype="page" id="8">gone</a></p>', Nowhere().path)

    assert text == (Span("here", link="/town/2026/11/02/bridge/"), Span(", gone"))


def test_thousands_of_nested_elements_are_read_without_falling() -> None:
    assert [plain(block.text) for block in read("<b>" * 20_000 + "deep") if isinstance(block, Paragraph)] in (
        ["deep"],
        [],
    )


def test_words_lose_controls_and_gaps() -> None:
    assert words(" a\x07\u0085 \n b\ud800 ") == "a b"


letters = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs")), min_size=1
)
sentences = some.lists(letters, min_size=1, max_size=4).map(" ".join)
spans = some.builds(
    Span,
    text=sentences,
    strong=some.booleans(),
    emphasis=some.booleans(),
    link=some.sampled_from([None, "https://a.example/?a=1&b=%22", "/town/", "mailto:a@b.example"]),
    language=some.sampled_from([None, "fr", "zh-Hans"]),
)


def alike(text: Text) -> Text:
    merged: list[Span] = []
    for span in text:
        if merged and (merged[-1].strong, merged[-1].emphasis, merged[-1].link, merged[-1].language) == (
            span.strong,
            span.emphasis,
            span.link,
            span.language,
        ):
            merged[-1] = Span(merged[-1].text + span.text, span.strong, span.emphasis, span.link, span.language)
        else:
            merged.append(span)
    return tuple(merged)


texts = some.lists(spans, min_size=1, max_size=4).map(tuple).map(alike)
cells = some.lists(some.tuples(sentences, sentences), min_size=1, max_size=3).map(tuple)
blocks = some.one_of(
    some.builds(Paragraph, texts),
    some.builds(Subheading, sentences),
    some.builds(Quote, texts, sentences | some.just("")),
    some.builds(PullQuote, sentences, sentences | some.just("")),
    some.builds(Listing, some.lists(texts, min_size=1, max_size=3).map(tuple), some.booleans()),
    some.builds(FactBox, sentences, some.lists(texts, min_size=1, max_size=3).map(tuple)),
    some.builds(Table, cells, sentences | some.just(""), some.booleans()),
    some.builds(Embed, some.just("https://v.example/1?x=2"), sentences, sentences | some.just("")),
)


@settings(max_examples=60, deadline=None)
@given(some.lists(blocks, max_size=5))
def test_a_body_comes_back_as_it_was_stored(body: list[Block]) -> None:
    assert body_of(stored_body(body, lambda picture: None), Nowhere()) == tuple(body)


EDITOR = BodyBlock()


@settings(max_examples=60, deadline=None)
@given(some.lists(blocks, min_size=1, max_size=5))
def test_a_body_comes_back_from_the_editors_blocks_as_it_was_stored(body: list[Block]) -> None:
    stored = stored_body(body, lambda picture: None)

    edited = EDITOR.get_prep_value(EDITOR.clean(EDITOR.to_python(stored)))

    assert body_of(edited, Nowhere()) == tuple(body)


def known_to_the_editor(text: Text) -> Text:
    # The editor has no button for another language, and lets it go.
    return alike(tuple(span._replace(language=None) for span in text))


paragraphs = some.lists(some.builds(Paragraph, texts.map(known_to_the_editor)), min_size=1, max_size=3)
listings = some.builds(
    Listing, some.lists(texts.map(known_to_the_editor), min_size=1, max_size=3).map(tuple), some.booleans()
)


@settings(max_examples=60, deadline=None)
@given(some.tuples(paragraphs, listings).map(lambda both: [*both[0], both[1]]))
def test_running_text_comes_back_from_the_editors_window_as_it_was(body: list[Block]) -> None:
    window = get_rich_text_editor_widget(features=RUNNING)
    stored = stored_body(body, lambda picture: None)
    markup = "".join(
        block["value"]
        if block["type"] == "paragraph"
        else "<{0}>{1}</{0}>".format(
            "ol" if block["value"]["ordered"] else "ul",
            "".join(f"<li>{item['value'][3:-4]}</li>" for item in block["value"]["items"]),
        )
        for block in stored
    )

    edited = window.value_from_datadict({"text": window.format_value(markup)}, {}, "text")

    assert list(blocks_from(edited, Nowhere().path)) == list(blocks_from(markup, Nowhere().path))
