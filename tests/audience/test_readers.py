from __future__ import annotations

import pytest

from standfirst.audience.readers import is_from_our_page, is_reader

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36",
        "Lynx/2.9.0dev.12",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1)",
    ],
)
def test_people_are_readers(agent: str) -> None:
    assert is_reader({"user-agent": agent})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"user-agent": "  "},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": "Mozilla/5.0 (compatible; archive.org_bot)"},
        {"user-agent": "Mozilla/5.0 HeadlessChrome/156.0"},
        {"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"},
        {"user-agent": FIREFOX, "purpose": "prefetch"},
        {"user-agent": FIREFOX, "x-moz": "prefetch"},
    ],
)
def test_robots_and_browsers_looking_ahead_are_not(headers: dict[str, str]) -> None:
    assert not is_reader(headers)


@pytest.mark.parametrize(
    ("site", "ours"), [("same-origin", True), ("cross-site", False), ("same-site", False), ("none", False)]
)
def test_only_our_pages_count(site: str, ours: bool) -> None:
    assert is_from_our_page({"sec-fetch-site": site}) is ours


def test_an_old_browser_that_does_not_say_is_believed() -> None:
    assert is_from_our_page({})
