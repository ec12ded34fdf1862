"""Blockers are respected: a filter list catches the paper's ads, and nothing else of it.

With the lists uBlock Origin comes with where `bin/blockers` has put them, else with the few rules that matter, in words
of our own; decided by Brave's engine, which agrees with uBlock Origin. The lists are read here and are part of nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from bench.blockers import brave_engine, filter_lists
from standfirst.ads.adblock_ask import WORDS
from standfirst.press.asking import AD_PATH, DOT_PATH, ask_path, letter_path, letter_style
from tests.press.papers import every_plate, pages, tree
from tests.press.test_rendering import a_paper

SITE = "https://gazette.example"

#: What such lists say about sites like ours, where the lists are not there.
SHORT_LIST = """
/adverts/*$~xmlhttprequest
-300x250.
/ad-server/
/beacon.js
/pageview.
/adblock-detect
/analytics/*
##.ad-slot
##.ad-notice
##.advert
##.sponsored
##.share-bar
##.cookie-banner
"""


@cache
def engine() -> Any:
    found = brave_engine([*filter_lists().values()] or [SHORT_LIST])
    if found is None:
        pytest.skip("Brave's engine (adblock) is not installed on this kind of machine")
    return found


def caught(path: str, kind: str) -> bool:
    return bool(engine().check_network_urls(SITE + path, f"{SITE}/world/", kind).matched)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/adverts/top/world?lang=en", "sub_frame"),
        ("/adverts/mid/home?lang=en", "sub_frame"),
        ("/adverts/foot/sport?lang=en&topics=ferries", "sub_frame"),
        (AD_PATH, "image"),
        (f"{AD_PATH}?0.123", "image"),
        ("/adverts/count/served/abc", "image"),
    ],
)
def test_ads_are_caught_under_their_honest_name(path: str, kind: str) -> None:
    assert caught(path, kind)


def test_a_look_at_the_server_is_spared() -> None:
    assert not caught(AD_PATH, "xmlhttprequest")


def test_the_slot_is_hidden_and_the_well_is_not() -> None:
    names = class_names()

    assert {"ad-slot", "sf-well"} <= names
    hidden = engine().hidden_class_id_selectors(sorted(names | {"sf-ask"}), sorted(identifiers()), set())
    # A selector of two classes comes up for either of them; it hides only what has both.
    ours = {selector for selector in hidden if set(re.findall(r"\.([\w-]+)", selector.partition(":")[0])) <= names}
    assert {selector.partition(":")[0] for selector in ours} == {".ad-slot"}


def test_nothing_else_on_any_page_is_caught() -> None:
    fetched = {
        (address, kind)
        for plate in pages(a_paper())
        for kind, path in (
            ("image", "//img/@src"),
            ("script", "//script/@data-then"),
            ("other", "//link[@rel='icon']/@href"),
        )
        for address in tree(plate).xpath(path)
    }
    assert {kind for _, kind in fetched} == {"image", "script", "other"}

    assert [address for address, kind in sorted(fetched) if caught(address, kind)] == []


def test_no_plate_is_caught_as_what_it_is() -> None:
    kinds = {"text/html": "document", "text/javascript": "script", "image": "image"}
    plates = [
        plate
        for plate in every_plate(a_paper())
        if plate.path.startswith("/") and not plate.path.startswith("/adverts/")
    ]
    wrong = [
        plate.path
        for plate in plates
        for kind, name in kinds.items()
        if plate.content_type.startswith(kind) and caught(plate.path, name)
    ]

    assert len(plates) > 20
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (DOT_PATH, "image"),
        (ask_path(), "script"),
        (letter_path("en"), "xmlhttprequest"),
        *((f"/asked/{word}?letter=en.0.1", "xmlhttprequest") for word in WORDS),
        ("/seen/read?page=/world/", "xmlhttprequest"),
        ("/m/0123456789abcdef-640.webp", "image"),
        ("/search?q=ferries", "document"),
        ("/newsroom/", "document"),
        ("/newsroom/letters/", "document"),
        ("/newsroom/letters-report/", "document"),
        ("/newsroom/sales/customers/", "document"),
        ("/newsroom/sales/creatives/", "xmlhttprequest"),
        ("/newsroom/static/newsroom/newsroom.css", "stylesheet"),
    ],
)
def test_counting_letters_pictures_and_the_admin_pass(path: str, kind: str) -> None:
    assert not caught(path, kind)


def test_the_letter_has_no_name_any_list_knows() -> None:
    names = set(re.findall(r"\.([a-z][\w-]*)", letter_style())) | {
        "sf-ask",
        "sf-quiet",
        "sf-well",
        "sf-top",
        "sf-mid",
        "sf-foot",
    }

    assert engine().hidden_class_id_selectors(sorted(names), [], set()) == []


@cache
def class_names() -> frozenset[str]:
    found = (tree(plate).xpath("//@class") for plate in pages(a_paper()))
    return frozenset(name for names in found for words in names for name in words.split())


@cache
def identifiers() -> frozenset[str]:
    return frozenset(name for plate in pages(a_paper()) for name in tree(plate).xpath("//@id"))
