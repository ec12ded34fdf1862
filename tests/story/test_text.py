"""Text: words without markup, and links that may stand in a story."""

import pytest

from standfirst.story.text import Span, is_safe_link, plain, text_of


def test_plain_words_are_what_a_reader_reads() -> None:
    assert (
        plain((Span("The "), Span("SBU", strong=True), Span(" said", link="https://example.test/"))) == "The SBU said"
    )


def test_no_words_are_no_text() -> None:
    assert text_of("") == ()


@pytest.mark.parametrize(
    "address", ["https://example.test/a?b=c#d", "mailto:desk@example.test", "tel:+4712345678", "/world/"]
)
def test_a_known_scheme_or_a_path_of_ours_may_be_linked(address: str) -> None:
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//elsewhere.test/",
        "/\\elsewhere.test/",
        "relative",
        "",
        "http://[broken",
        'https://example.test/"onclick=',
    ],
)
def test_nothing_else_may(address: str) -> None:
    assert not is_safe_link(address)
