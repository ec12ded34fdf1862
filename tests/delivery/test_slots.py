from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from standfirst.ads.allotment import Allotment
from standfirst.ads.allotments_file import Dealt, allotments_file, allotments_written
from standfirst.ads.flight import Bundle, Creative, Device, Priority, Tag
from standfirst.ads.sizes import BOX
from standfirst.audience.tally import Tally
from standfirst.delivery.http import Request, Response
from standfirst.delivery.slots import AdSettings, counting_handlers
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from tests.ads.builders import DAY, NOON, creative, flight, picture
from tests.delivery.adverts_desk import READER, Desk, is_empty, shown

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_slot_shows_a_labelled_linked_picture_of_its_size(desk: Desk) -> None:
    desk.sell(flight())

    answer = desk.ask("/adverts/top/world", "lang=en")

    page = shown(answer)
    [link], [image], [source] = page.xpath("//a"), page.xpath("//a//img"), page.xpath("//source")
    assert answer.status == 200
    assert page.xpath("string(//p)") == "Advertisement"
    assert re.fullmatch(r"/adverts/click/[\w.-]+\.top\.30\.[\w-]{16}", link.attrib.pop("href"))
    assert link.attrib == {"target": "_blank", "rel": "sponsored noopener"}
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("Sail on Sundays", "320", "100")
    assert source.get("media") == "(min-width:970px)"


def test_the_largest_slot_document_has_less_than_three_kilobytes(desk: Desk) -> None:
    made = Creative("9" * 18, "<&>" * 60, "https://ferry.example/", creative().pictures)
    desk.sell(flight("8" * 18, creatives=(made,)))

    answer = desk.ask("/adverts/top/world", "lang=en")

    assert 0 < len(answer.body) <= 3_000  # type: ignore[arg-type]


def test_a_slot_is_sandboxed_never_kept_and_may_run_nothing(desk: Desk) -> None:
    desk.sell(flight())

    headers = dict(desk.ask("/adverts/top/world").headers)

    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "sandbox allow-scripts allow-popups" in headers["content-security-policy"]
    assert "script-src 'sha256-" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "allow-same-origin" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("language", "direction", "label"),
    [("he", "rtl", "פרסומת"), ("de-AT", "ltr", "Anzeige"), ("xx", "ltr", "Advertisement")],
)
def test_the_label_speaks_the_language_of_the_page(desk: Desk, language: str, direction: str, label: str) -> None:
    desk.sell(flight())

    page = shown(desk.ask("/adverts/top/world", f"lang={language}"))

    assert page.get("dir") == direction
    assert page.xpath("string(//p)") == label


def test_words_of_an_advertiser_cannot_become_markup(desk: Desk) -> None:
    hostile = Creative("5", '"><script>alert(1)</script>', "https://ferry.example/", (picture(BOX),))
    desk.sell(flight(creatives=(hostile,)))

    page = shown(desk.ask("/adverts/mid/world"))

    assert not any("alert" in script for script in page.xpath("//script/text()"))
    assert page.xpath("//a//img/@alt") == ['"><script>alert(1)</script>']


def test_nothing_sold_gives_an_empty_document(desk: Desk) -> None:
    desk.sell()

    answer = desk.ask("/adverts/top/world")

    assert answer.status == 200
    assert is_empty(answer)
    assert desk.counted("unfilled") == {"top": 1}


@pytest.mark.parametrize("stored", [None, b"", b"{", b'{"schedule": 9, "flights": []}', b"\x00" * 100])
def test_a_missing_or_damaged_schedule_gives_an_empty_document(desk: Desk, stored: bytes | None) -> None:
    desk.sell(flight())
    assert not is_empty(desk.ask("/adverts/top/world"))
    desk.file.unlink()
    if stored is not None:
        desk.file.write_bytes(stored)

    answer = desk.ask("/adverts/top/world")

    assert answer.status == 200
    assert is_empty(answer)


def test_a_pipe_or_a_link_in_place_of_the_schedule_holds_nobody_up(desk: Desk) -> None:
    os.mkfifo(desk.file)
    piped = desk.ask("/adverts/top/world")
    desk.file.unlink()
    desk.file.symlink_to("/etc/hostname")

    linked = desk.ask("/adverts/top/world")

    assert is_empty(piped)
    assert is_empty(linked)


def test_a_new_schedule_is_seen_at_once(desk: Desk) -> None:
    desk.sell()
    before = desk.ask("/adverts/top/world")
    desk.sell(flight())

    after = desk.ask("/adverts/top/world")

    assert (is_empty(before), is_empty(after)) == (True, False)


def test_an_ended_flight_is_not_shown_though_the_schedule_still_names_it(desk: Desk) -> None:
    desk.sell(flight(end=NOON + timedelta(seconds=1)))
    running = desk.ask("/adverts/top/world")
    desk.now = NOON + timedelta(seconds=1)

    over = desk.ask("/adverts/top/world")

    assert (is_empty(running), is_empty(over)) == (False, True)


def test_a_topic_named_by_the_page_bars_an_ad(desk: Desk) -> None:
    desk.sell(flight(barred=frozenset({"ferries"})))

    beside, elsewhere = (desk.ask("/adverts/top/world", f"topics={topics}") for topics in ("kyiv,ferries", "kyiv"))

    assert (is_empty(beside), is_empty(elsewhere)) == (True, False)


@pytest.mark.parametrize(
    "path",
    [
        "/adverts",
        "/adverts/",
        "/adverts/side/world",
        "/adverts/top/World",
        "/adverts/top",
        "/adverts/top/a/b",
        "/adverts/schedule.json",
    ],
)
def test_an_address_that_is_no_slot_is_an_empty_404(desk: Desk, path: str) -> None:
    desk.sell(flight())

    answer = desk.ask(path)

    assert answer.status == 404
    assert is_empty(answer)


def test_a_click_leads_to_the_creatives_own_target_and_nowhere_else(desk: Desk) -> None:
    desk.sell(flight(creatives=(creative("7", target="https://ferry.example/sundays"),)))

    answer = desk.ask("/adverts/click/7", "slot=top&url=https://evil.example/&target=//evil.example")

    assert answer.status == 302
    assert dict(answer.headers)["location"] == "https://ferry.example/sundays"
    assert dict(answer.headers)["cache-control"] == "no-store"


@pytest.mark.parametrize("made", ["8", "", "7/x", "https://evil.example/", "7\r\nset-cookie: a=b", "٧"])
def test_a_click_on_what_is_not_sold_leads_nowhere(desk: Desk, made: str) -> None:
    desk.sell(flight(creatives=(creative("7"),)))

    answer = desk.ask(f"/adverts/click/{made}")

    assert answer.status == 404
    assert "location" not in dict(answer.headers)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", READER),
        ("GET", {}),
        ("GET", {"user-agent": "Googlebot/2.1"}),
        ("GET", READER | {"sec-purpose": "prefetch"}),
        ("GET", READER | {"sec-fetch-site": "cross-site"}),
    ],
)
def test_who_is_no_reader_gets_the_ad_but_is_not_counted(desk: Desk, method: str, headers: dict[str, str]) -> None:
    desk.sell(flight())

    answer = desk.ask("/adverts/top/world", method=method, headers=headers)

    page = shown(answer)
    assert answer.status == 200
    assert page.xpath("//a/@href") == ["/adverts/click/30"]
    assert not page.xpath("//img[@class='c'] | //script")
    assert desk.counted("asked") == {}


@pytest.mark.parametrize("path", ["/adverts/top/world", "/adverts/click/7"])
def test_slots_and_clicks_can_only_be_asked_for(desk: Desk, path: str) -> None:
    answer = desk.ask(path, method="POST")

    assert (answer.status, answer.headers) == (405, (("allow", "GET, HEAD"),))


def test_a_flight_sold_by_the_view_gets_no_more_than_it_bought_whoever_serves_it(desk: Desk) -> None:
    house = flight("2", priority=Priority.HOUSE)
    desk.sell(flight("1", bought=10, start=NOON - DAY, end=NOON + timedelta(seconds=100)), house)
    desk.now = NOON + timedelta(seconds=99)
    for turn in range(12):
        desk.slots = desk.another() if turn == 6 else desk.slots
        desk.view()
        desk.now += timedelta(seconds=0.05)

    assert desk.counted("served") == {"top/10": 10, "top/20": 2}


def test_two_processes_share_what_is_due(desk: Desk) -> None:
    desk.sell(flight("1", bought=1_000, start=NOON - DAY, end=NOON + timedelta(seconds=100)))
    desk.now = NOON + timedelta(seconds=99.9)
    given = []

    for number in (0, 1):
        desk.slots = desk.another(number, of=2)
        given.append(sum(not is_empty(desk.ask("/adverts/top/world")) for _ in range(1_000)))

    assert sum(given) == 1_000
    assert given[0] == given[1]


def test_what_others_served_is_looked_up_again(desk: Desk) -> None:
    desk.sell(flight("1", bought=4, end=NOON + timedelta(seconds=200)))
    desk.now = NOON + timedelta(seconds=150)
    desk.view()
    other = Tally(desk.tally.folder, clock=lambda: desk.now)
    for _ in range(9):
        other.add("served", "top/10")
    other.flush()
    desk.now += timedelta(seconds=1)

    later = desk.ask("/adverts/top/world")

    assert is_empty(later)


def test_a_view_that_is_not_counted_yet_is_on_its_way_and_not_given_twice(desk: Desk) -> None:
    desk.sell(flight("1", bought=4, start=NOON - DAY, end=NOON + DAY))
    asked = []

    for _ in range(6):
        asked.append(is_empty(desk.ask("/adverts/top/world")))
        desk.now += timedelta(seconds=1.01)

    # Two are due; those never counted are given again after a while, not at every look.
    assert asked[:4] == [False, False, True, True]


def test_a_node_gives_only_the_part_it_was_dealt(desk: Desk) -> None:
    desk.sell(flight("1", bought=100, start=NOON - DAY, end=NOON + DAY))
    parts = {"1": {"main": Allotment(5, 0.0, 40), "other": Allotment(35, 1.0, 40)}}
    allotments_file(desk.edition).write_bytes(allotments_written(Dealt(int(NOON.timestamp()), parts)))

    shown_here = 0
    for _ in range(40):
        desk.view()
        desk.now += timedelta(seconds=1)
    shown_here = desk.counted("served").get("top/10", 0)

    assert shown_here == 5


def test_language_place_device_and_country_are_what_the_page_and_the_request_say(desk: Desk) -> None:
    desk.sell(
        flight("1", languages=frozenset({"he"})),
        flight("2", places=frozenset({"odesa"})),
        flight("3", devices=frozenset({Device.PHONE})),
        flight("4", countries=frozenset({"GB"})),
    )
    phone = {
        "user-agent": "Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/153.0 Mobile Safari/537.36"
    }

    asked = [
        desk.ask("/adverts/mid/world", "lang=he"),
        desk.ask("/adverts/mid/world", "place=odesa"),
        desk.ask("/adverts/mid/world", headers=phone),
        desk.ask("/adverts/mid/world", headers=READER | {"x-country": "GB"}),
    ]

    found = [shown(answer).xpath("string(//a/@href)").split(".")[4] for answer in asked]
    assert found == ["10", "20", "30", "40"]
    assert is_empty(desk.ask("/adverts/mid/world", "lang=en&place=kyiv"))


def test_a_device_that_says_it_has_had_enough_of_a_flight_gets_another(desk: Desk) -> None:
    desk.sell(flight("1"), flight("2"))

    page = shown(desk.ask("/adverts/mid/world", "had=1,99,x"))

    assert page.xpath("string(//a/@href)").split(".")[4] == "20"


def test_an_ads_picture_comes_from_the_edition(desk: Desk) -> None:
    path = picture(BOX).path
    kept = (("cache-control", "max-age=31536000, immutable"),)
    Binder(desk.edition).bind([Plate(path, b"\x89PNG", "image/png", headers=kept, compress=False)])

    answer, none = desk.ask(path), desk.ask(path.replace("ab", "cd"))

    assert (answer.status, answer.body) == (200, b"\x89PNG")
    assert dict(answer.headers)["content-type"] == "image/png"
    assert "immutable" in dict(answer.headers)["cache-control"]
    assert dict(answer.headers)["etag"].strip('"')
    assert none.status == 404


def test_only_what_no_cache_keeps_names_the_host_a_reader_asked(desk: Desk) -> None:
    path = "/adverts/bundle/" + "0" * 32 + "/index.html"
    moving = Creative("10", "Sail on Sundays", "https://ferry.example/", bundle=Bundle(BOX, path))
    desk.sell(flight("1", creatives=(moving,)))
    kept = (("cache-control", "max-age=31536000, immutable"),)
    Binder(desk.edition).bind([Plate(path, b"<p>Moving", "text/html", headers=kept)])
    safari = {"host": "gazette.example", "user-agent": SAFARI, "sec-fetch-dest": "iframe"}

    slots = [desk.ask("/adverts/mid/world", headers=READER | safari), desk.ask("/adverts/mid/world", headers=READER)]
    named, plain, strange = (
        desk.ask(path, "named", headers=safari),
        desk.ask(path, headers=safari),
        desk.ask(path, "named", headers=safari | {"host": "*"}),
    )

    assert [shown(slot).xpath("//div[@class='b']/iframe/@src") for slot in slots] == [[f"{path}?named"], [path]]
    assert "http://gazette.example" in dict(named.headers)["content-security-policy"]
    assert dict(named.headers)["cache-control"] == "no-store"
    for answer in (plain, strange):
        assert "http:" not in dict(answer.headers)["content-security-policy"]
        assert "immutable" in dict(answer.headers)["cache-control"]


@pytest.mark.parametrize("query", ["lang=en", "lang=en&stop=1"])
def test_the_frame_of_somebody_elses_advert_is_told_whose_counting_pictures_are(desk: Desk, query: str) -> None:
    theirs = Creative("10", "Their advert", "https://ferry.example/", tag=Tag(BOX, "https://adserver.example/x"))
    desk.sell(flight("1", creatives=(theirs,)))
    safari = {"host": "gazette.example", "user-agent": SAFARI, "sec-fetch-dest": "iframe"}

    answer = desk.ask("/adverts/tag/10", query, headers=safari)

    policy = dict(answer.headers)["content-security-policy"]
    assert "img-src 'self' http://gazette.example https://gazette.example; " in policy


def test_ads_and_counting_share_one_tally(tmp_path: Path) -> None:
    def clock() -> datetime:
        return NOON

    ads = AdSettings(tmp_path / "edition", tmp_path / "tally", b"secret")
    handlers = counting_handlers(ads, clock=clock, dice=lambda: 0.0)

    slot = handlers["adverts"](Request("GET", "/adverts/top/home", headers=READER))
    seen = handlers["seen"](Request("POST", "/seen/read", "page=/", headers=READER))

    assert isinstance(slot, Response)
    assert isinstance(seen, Response)
    assert (slot.status, seen.status) == (200, 204)


@pytest.mark.parametrize(
    ("headers", "pictures"),
    [
        ({"host": "gazette.example"}, "'self' http://gazette.example https://gazette.example"),
        ({"host": "[::1]:8000"}, "'self' http://[::1]:8000 https://[::1]:8000"),
        ({"host": "gazette.example", "sec-fetch-dest": "iframe"}, "'self'"),
        ({"host": "gazette.example", "sec-fetch-dest": "iframe", "user-agent": CHROME}, "'self'"),
        (
            {"host": "gazette.example", "sec-fetch-dest": "iframe", "user-agent": SAFARI},
            "'self' http://gazette.example https://gazette.example",
        ),
        ({"host": "gazette.example; script-src *"}, "'self'"),
        ({"host": "*"}, "'self'"),
        ({}, "'self'"),
    ],
)
def test_an_engine_to_which_a_sandboxed_frame_is_nobodys_is_told_whose_pictures_and_frames_it_may_show(
    desk: Desk, headers: dict[str, str], pictures: str
) -> None:
    desk.sell(flight())

    answer = desk.ask("/adverts/top/world", headers=READER | headers)

    policy = dict(answer.headers)["content-security-policy"]
    assert f"; img-src {pictures}; frame-src {pictures}; " in policy
