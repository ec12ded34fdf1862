from __future__ import annotations

import pytest

from bench.pages import kind_of, weigh
from standfirst.edition.packing import as_brotli

HEAD = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home front"),
        ("/world/", "section front"),
        ("/world/2026/11/", "section month"),
        ("/world/2026/11/20/ships-wait/", "story"),
        ("/corrections/", "corrections"),
        ("/topics/grain/", "topic"),
        ("/feeds/all.xml", "feed"),
        ("/sitemaps/2026-11.xml", "sitemap"),
        ("/m/0123456789abcdef-640.webp", None),
    ],
)
def test_pages_are_called_what_readers_call_them(path, kind):
    assert kind_of(path) == kind


def test_a_page_is_weighed_with_its_headers_and_by_part():
    style = "".join(f".rule-{number}{{margin:{number * 37 % 101}px}}" for number in range(200))
    page = f"<html><style>{style}</style><p>A few words.</p></html>".encode()
    body = as_brotli(page)

    weight = weigh("/", HEAD, body)

    assert (weight.wire, weight.headers, weight.plain) == (len(HEAD) + len(body), len(HEAD), len(page))
    assert weight.linked == 0
    assert 0.8 * len(body) < weight.css < len(body)
