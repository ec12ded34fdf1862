from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from standfirst.browsers.support import Advice, Seen, SupportUnreadable, seen_in, support_in, what_to_tell

SUPPORT = support_in()
OLD_FIREFOX = Seen(passes=False, browser="Firefox", version=(52, 0), system="windows", system_version=(10, 0))


def test_an_old_browser_with_an_update_is_told_where_its_maker_has_it() -> None:
    assert what_to_tell(SUPPORT, OLD_FIREFOX) == Advice("Firefox", "https://www.mozilla.org/firefox/new/")


def test_internet_explorer_is_sent_to_its_makers_own_successor() -> None:
    explorer = replace(OLD_FIREFOX, browser="Internet Explorer", version=(11,))

    advice = what_to_tell(SUPPORT, explorer)

    assert advice
    assert advice.address == "https://www.microsoft.com/edge/"


@pytest.mark.parametrize(
    "seen",
    [
        replace(OLD_FIREFOX, passes=True),
        replace(OLD_FIREFOX, system_version=(6, 1)),
        replace(OLD_FIREFOX, system="haiku"),
        replace(OLD_FIREFOX, version=(63,)),
        Seen(passes=True),
    ],
)
def test_nothing_is_said_where_it_would_not_help(seen: Seen) -> None:
    assert what_to_tell(SUPPORT, seen) is None


def test_a_browser_nobody_knows_gets_no_address() -> None:
    assert what_to_tell(SUPPORT, Seen(passes=False, browser="NetSurf")) == Advice()


def test_one_expression_asks_for_every_need() -> None:
    assert all(f"({need.test})" in SUPPORT.test() for need in SUPPORT.needs)
    assert SUPPORT.test().count(" && (") == len(SUPPORT.needs) - 1


def test_every_version_below_least_is_older() -> None:
    assert {browser.name for browser in SUPPORT.browsers if browser.least is None} == {"Internet Explorer", "another"}
    assert all(browser.systems for browser in SUPPORT.browsers if browser.update)


#: What browsers of the years called themselves, and whose address a reader of one is given: None for no word at all,
#: "" for a word without an address.
AGENTS = [
    ("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "www.microsoft.com"),
    ("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 10.0; Trident/5.0)", "www.microsoft.com"),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", None),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0 Safari/537.36 Edge/17.17134", "www.microsoft.com"),
    ("Mozilla/5.0 (Windows NT 10.0; rv:52.0) Gecko/20100101 Firefox/52.0", "www.mozilla.org"),
    ("Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0", None),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.75 Safari/537.36", "www.google.com"),
    ("Mozilla/5.0 (Linux; Android 5.1; Nexus 5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.91 Mobile Safari/537.36", None),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/57.0 Safari/537.36 OPR/44.0", "www.opera.com"),
    ("Mozilla/5.0 (Linux; Android 9; SM-G960F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/6.4 Chrome/56.0 Mobile Safari/537.36", "play.google.com"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_6) AppleWebKit/603.3.8 (KHTML, like Gecko) Version/10.1.2 Safari/603.3.8", "support.apple.com"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_1 like Mac OS X) AppleWebKit/603.1.30 (KHTML, like Gecko) Version/10.0 Mobile/14E304 Safari/602.1", "support.apple.com"),
    ("Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1 (KHTML, like Gecko) CriOS/63.0 Mobile/13G36 Safari/601.1", "support.apple.com"),
    ("Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0 Mobile Safari/537.36 Edge/15.15063", None),
    ("Mozilla/5.0 (Linux; U; Android 4.1; en-us) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", None),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0 YaBrowser/16.4 Safari/537.36", ""),
    ("Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/602.1 (KHTML, like Gecko) wkhtmltoimage Version/10.0 Safari/602.1", ""),
    ("NetSurf/3.10 (Linux; x86_64)", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "host"), AGENTS)
def test_a_browser_below_the_line_is_known_by_what_it_calls_itself(agent: str, host: str | None) -> None:
    advice = what_to_tell(SUPPORT, seen_in(SUPPORT, agent, passes=False))

    assert (advice and advice.address.removeprefix("https://").partition("/")[0]) == host


@pytest.mark.parametrize("agent", [agent for agent, _ in AGENTS])
def test_a_browser_that_passes_is_told_nothing_whatever_it_calls_itself(agent: str) -> None:
    assert what_to_tell(SUPPORT, seen_in(SUPPORT, agent, passes=True)) is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "needs"),
        ("needs = 5", "support"),
        ("needs = []\nsystems = []\nbrowsers = []\nmore = 1", "'more'"),
        (
            'needs = []\nsystems = []\n[[browsers]]\nname = "X"\npattern = "X/(\\\\d+)"\nupdate = "http://x.example"\nsystems = {}',
            "https",
        ),
        (
            'needs = []\nsystems = []\n[[browsers]]\nname = "X"\npattern = "X/(\\\\d+)"\nupdate = "https://x.example"\nsystems = {a = "new"}',
            "support",
        ),
        (
            'needs = []\nsystems = []\n[[browsers]]\nname = "X"\npattern = "X/(\\\\d+)"\nupdate = "https://x.example"\nsystems = {}\ncost = 1',
            "'cost'",
        ),
        ('needs = []\nbrowsers = []\n[[systems]]\nname = "x"\npattern = "("\noldest = "1"', "pattern"),
        ('needs = []\nbrowsers = []\n[[systems]]\nname = "x"\npattern = "x"\noldest = "1"', "groups"),
        ('[[needs]]\nname = "x"', "support"),
        ("[", "support"),
    ],
)
def test_a_wrong_list_is_refused_by_name(tmp_path: Path, written: str, says: str) -> None:
    file = tmp_path / "support.toml"
    file.write_text(written)

    with pytest.raises(SupportUnreadable, match=says):
        support_in(file)
