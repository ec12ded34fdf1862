"""Selling: what is refused, how an order is reported and invoiced, previewed, paused and made good."""

from __future__ import annotations

import csv
import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from standfirst.ads.flight import Native, Tag
from standfirst.ads.schedule import schedule_file, schedule_of
from standfirst.ads.sizes import BOX
from standfirst.business.dealing import deal
from standfirst.business.export import export_schedule
from standfirst.business.figures import order_figures
from standfirst.business.making_good import NothingToMakeGood, make_good
from standfirst.business.models import Count, Creative, Flight, HouseRules, Node, Order, PriceModel, Rate
from standfirst.business.previewing import KEY_SECONDS, preview_key
from standfirst.business.roles import SALES
from standfirst.business.sheets import safe
from standfirst.delivery.declared import Declared
from standfirst.delivery.http import Request
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from tests.business.selling import DAY, TODAY, creative, flight
from tests.business.test_bundles import GOOD, zipped

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_SLOT = '<div class="sf-well sf-mid"><div class="ad-slot"><noscript><iframe src="/adverts/mid/home?lang=en" title="Advertisement"></iframe></noscript></div></div>'


@pytest.fixture(autouse=True)
def edition(tmp_path: Path, settings: Any) -> Path:
    settings.STANDFIRST = replace(settings.STANDFIRST, edition_url=f"file://{tmp_path / 'edition'}")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STANDFIRST_PAPER_ZONE = None
    Binder(tmp_path / "edition").bind([Plate("/", f"<h1>Front</h1>{_SLOT}".encode(), "text/html; charset=utf-8")])
    return tmp_path / "edition"


@pytest.fixture
def client() -> Client:
    user = get_user_model().objects.create_user("sam", "sam@paper.example", "a long password")
    user.groups.add(Group.objects.get(name=SALES))
    client = Client()
    client.force_login(user)
    return client


def count(made: Any, event: str, much: int, hour: datetime = NOON, node: str = "main") -> None:
    Count.objects.create(
        node=node, hour=hour, event=event, slot="top", creative=made.pk, flight=made.flight.pk, count=much
    )


# --- What may be sold


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"share": 40, "goal": 100}, "share", "not both"),
        ({"slots": "side"}, "slots", "none of"),
        ({"devices": "fridge"}, "devices", "none of"),
        ({"countries": "England"}, "countries", "no country"),
        ({"languages": "English"}, "languages", "no language"),
        ({"daily_cap": 0}, "daily_cap", "greater"),
    ],
)
def test_a_flight_that_cannot_be_is_refused_beside_its_field(values: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        flight(**values)

    assert why in " ".join(refused.value.message_dict[field])


def test_a_hundred_percent_can_be_sold_once() -> None:
    flight(share=70, sections="world")

    flight(share=60, sections="sport")
    flight(share=60, sections="world", first_day=TODAY + 9 * DAY, last_day=TODAY + 10 * DAY)
    with pytest.raises(ValidationError, match="70 % are sold already to flights that meet this one; 30 % are left"):
        flight(share=40)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"headline": "H", "tag": "https://adserver.example/x"}, "tag"),
        ({"tag": "https://adserver.example/x"}, "frame_size"),
        ({"tag": "http://adserver.example/x", "frame_size": str(BOX)}, "tag"),
        ({"tag": "javascript:alert(1)", "frame_size": str(BOX)}, "tag"),
        ({"target": "file:///etc/passwd", "headline": "H"}, "target"),
        ({}, "wide"),
    ],
)
def test_a_creative_that_cannot_be_is_refused_beside_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        creative(sizes=(), **values)

    assert field in refused.value.message_dict


def test_every_kind_of_creative_reaches_the_schedule_and_the_edition(edition: Path) -> None:
    sold = flight(share=25, countries="GB", devices="phone", places="kyiv", languages="en", slots="mid", unit="clicks")
    creative(sold, sizes=(), headline="Sail", text="On Sundays")
    creative(sold, sizes=(), tag="https://adserver.example/x", frame_size=str(BOX))
    made = creative(sold, sizes=(), bundle=zipped(GOOD), frame_size=str(BOX))

    export_schedule(edition)

    schedule = schedule_of(schedule_file(edition).read_bytes(), where="schedule.json")
    [one] = schedule.flights
    from standfirst.edition.shelf import Shelf

    assert (one.share, one.countries, one.places, one.unit) == (25, {"GB"}, {"kyiv"}, "clicks")
    assert [shown.native for shown in one.creatives] == [Native("Sail", "On Sundays"), None, None]
    assert one.creatives[1].tag == Tag(BOX, "https://adserver.example/x")
    assert one.creatives[2].bundle
    first = one.creatives[2].bundle.path
    assert Shelf(edition).stamp(first.replace("index.html", "style.css"))
    made.delete()
    export_schedule(edition)
    assert Shelf(edition).stamp(first) is None


def test_what_the_house_rules_bar_reaches_the_schedule(edition: Path) -> None:
    HouseRules.objects.create(barred_topics="war, grief", device_memory="on")
    creative()

    export_schedule(edition)

    schedule = schedule_of(schedule_file(edition).read_bytes(), where="schedule.json")
    assert (schedule.barred, schedule.remember) == ({"war", "grief"}, "on")


# --- Figures


@pytest.mark.parametrize(
    ("model", "price", "goal", "amount"),
    [
        (PriceModel.CPM, "8", 1_000, "8.00"),
        (PriceModel.CPM, "8", None, "9.60"),
        (PriceModel.CPC, "0.45", None, "3.15"),
        (PriceModel.FLAT, "990", 1_000, "990.00"),
        (PriceModel.HOUSE, "8", None, "0"),
    ],
)
def test_an_order_is_invoiced_by_what_was_agreed_and_never_for_more_than_was_ordered(
    model: str, price: str, goal: int | None, amount: str
) -> None:
    made = creative(flight(goal=goal))
    order = made.flight.order
    order.price_model, order.price = model, Decimal(price)
    count(made, "served", 1_200)
    count(made, "click", 7)
    count(made, "click-again", 900)

    figures = order_figures(order, UTC)

    assert figures.amount == Decimal(amount)
    assert (figures.served, figures.clicks) == (1_200, 7)


def test_days_of_a_report_are_the_papers() -> None:
    from zoneinfo import ZoneInfo

    made = creative()
    count(made, "served", 3, datetime(2026, 11, 20, 23, tzinfo=UTC))

    [day] = order_figures(made.flight.order, ZoneInfo("Europe/Kyiv")).days

    assert day.on == date(2026, 11, 21)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")
    assert safe("Autumn – =1") == "Autumn – =1"


# --- The report link


def test_a_report_shows_its_order_and_no_other_until_the_link_is_shut(client: Client) -> None:
    made = creative(flight(name="=HYPERLINK(1)"))
    count(made, "served", 4_321)
    other = Order.objects.create(advertiser=made.flight.order.advertiser, name="Another secret")
    other.open_report()
    made.flight.order.open_report()
    order = Order.objects.get(pk=made.flight.order.pk)
    stranger = Client()
    link = reverse("sales_report", args=[order.report_key])

    page, sheet = stranger.get(link), stranger.get(f"{link}figures.csv")
    client.post(reverse("sales_link", args=[order.pk]), {"open": "0"})
    client.post(reverse("sales_link", args=[order.pk]), {"open": "1"})
    after = stranger.get(link)

    words = page.content.decode()
    assert "4\N{NARROW NO-BREAK SPACE}321" in words
    assert "<svg" in words
    assert "Another secret" not in words
    assert "<script" not in words
    assert page["referrer-policy"] == "no-referrer"
    assert page["cache-control"] == "private, no-store"
    rows = list(csv.reader(StringIO(sheet.content.decode("utf-8-sig"))))
    assert rows[1] == ["'=HYPERLINK(1)", "2026-11-20", "4321", "0", "0"]
    assert after.status_code == 404


@pytest.mark.parametrize("key", ["x", "None", "0", "a" * 500])
def test_a_guessed_link_leads_nowhere(key: str) -> None:
    creative()

    assert Client().get(reverse("sales_report", args=[key])).status_code == 404


# --- In a hurry


def test_pause_takes_a_flight_off_the_pages_at_once(
    client: Client, edition: Path, django_capture_on_commit_callbacks: Any
) -> None:
    made = creative()
    export_schedule(edition)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("sales_pause", args=[made.flight.pk]), {"pause": "1"})

    assert schedule_of(schedule_file(edition).read_bytes(), where="x").flights == ()


def test_what_a_flight_fell_short_of_is_booked_again_once(client: Client) -> None:
    made = creative(flight(goal=1_000, first_day=TODAY - 9 * DAY, last_day=TODAY - 2 * DAY))
    count(made, "served", 880, datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - 4 * DAY)

    client.post(reverse("sales_good", args=[made.flight.pk]))

    again = Flight.objects.exclude(pk=made.flight.pk).get()
    assert (again.goal, again.makes_good, again.order) == (120, made.flight, made.flight.order)
    assert (again.last_day - again.first_day).days == 7
    assert Creative.objects.get(flight=again).is_approved()
    with pytest.raises(NothingToMakeGood, match="already"):
        make_good(made.flight, today=TODAY, zone=UTC)


def test_a_preview_shows_a_creative_nobody_approved_on_a_real_page(client: Client) -> None:
    made = creative(approved=False)

    page = client.get(reverse("sales_preview", args=[made.pk]))
    slot = client.get(reverse("sales_preview", args=[made.pk]) + "slot/mid/")
    none = client.get(reverse("sales_preview", args=[made.pk]), {"page": "/no/such/"})

    assert b"<h1>Front</h1>" in page.content
    assert reverse("sales_preview", args=[made.pk]) + "slot/mid/" in page.content.decode()
    assert b"data:image/png;base64," in slot.content
    assert "sandbox" in slot["content-security-policy"]
    assert none.status_code == 404
    for answer in (page, slot):
        assert b"/adverts/" not in answer.content
        assert b"ad-slot" not in answer.content
        # Staff have script, and no script of the paper's fills these slots.
        assert b"noscript" not in answer.content


def test_a_bundle_is_previewed_shut_off_in_a_frame_that_has_no_login(client: Client) -> None:
    made = creative(sizes=(), bundle=zipped(GOOD), frame_size=str(BOX), approved=False)

    slot = client.get(reverse("sales_preview", args=[made.pk]) + "slot/mid/")
    first = re.search(r'<iframe src="([^"]+)index\.html"', slot.content.decode())
    assert first
    file = Client().get(f"{first[1]}style.css")

    assert b'sandbox="allow-scripts"' in slot.content
    assert (file.status_code, file["content-type"]) == (200, "text/css; charset=utf-8")
    assert "default-src 'none'" in file["content-security-policy"]
    # Either would keep the file out of a sandboxed frame.
    assert "x-frame-options" not in file.headers
    assert "frame-ancestors" not in file["content-security-policy"]
    assert Client().get(f"{first[1]}other.css").status_code == 404


@pytest.mark.parametrize("key", ["x", "NQ:x:y", "5"])
def test_files_of_a_bundle_are_nobodys_without_the_previews_key(key: str) -> None:
    creative(sizes=(), bundle=zipped(GOOD), frame_size=str(BOX))

    assert Client().get(reverse("sales_preview_file", args=[key, "index.html"])).status_code == 404


def test_a_previews_key_is_good_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    made = creative(sizes=(), bundle=zipped(GOOD), frame_size=str(BOX))
    address = reverse("sales_preview_file", args=[preview_key(made.pk), "style.css"])
    statuses = [Client().get(address).status_code]

    later = time.time() + KEY_SECONDS + 5
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    statuses.append(Client().get(address).status_code)

    assert statuses == [200, 404]


def test_our_own_pages_are_for_those_who_sell(client: Client) -> None:
    made = creative(flight(goal=10))
    own = [
        reverse("sales_flight", args=[made.flight.pk]),
        reverse("sales_order", args=[made.flight.order.pk]),
        reverse("sales_forecast"),
        reverse("sales_preview", args=[made.pk]),
        reverse("orders:index"),
        reverse("flights:index"),
        reverse("creatives:index"),
        reverse("rates:index"),
    ]
    user = get_user_model().objects.create_user("eve", "eve@paper.example", "a long password")
    Group.objects.create(name="Elsewhere").permissions.set(
        Group.objects.get(name=SALES).permissions.filter(codename="access_admin")
    )
    user.groups.add(Group.objects.get(name="Elsewhere"))
    eve = Client()
    eve.force_login(user)

    mine = [client.get(address).status_code for address in own]
    hers = [eve.get(address).status_code for address in own]
    posts = [eve.post(reverse(name, args=[made.flight.pk])).status_code for name in ("sales_pause", "sales_good")] + [
        eve.post(reverse("sales_link", args=[made.flight.order.pk])).status_code
    ]

    assert mine == [200] * len(own)
    assert {*hers, *posts} <= {302, 403}
    assert not Flight.objects.get().paused


# --- Declared


def test_what_is_declared_is_served_at_the_top_of_the_site(edition: Path) -> None:
    Binder(edition).bind([Plate("/robots.txt", b"User-agent: *\nDisallow: /search\n", "text/plain")])
    HouseRules.objects.create(
        ads_txt="adserver.example, 17, DIRECT, abc\r\ncontact=ads@gazette.example",
        robots="User-agent: GreedyBot\nDisallow: /",
        media_kit=True,
        media_kit_words="Read by <everybody>.",
        contact="ads@gazette.example",
    )
    Rate.objects.create(what="Box", price=Decimal("12.5"), currency="EUR")
    export_schedule(edition)
    declared = Declared(edition)

    def get(path: str) -> tuple[int, bytes]:
        answer = declared(Request("GET", path))
        assert isinstance(answer.body, bytes)
        return answer.status, answer.body

    assert get("/ads.txt") == (200, b"adserver.example, 17, DIRECT, abc\ncontact=ads@gazette.example\n")
    assert get("/robots.txt")[1].endswith(b"Disallow: /search\n\nUser-agent: GreedyBot\nDisallow: /\n")
    assert b"Read by &lt;everybody&gt;." in get("/media-kit/")[1]
    assert b"12.50 EUR" in get("/media-kit/")[1]
    assert "style-src 'sha256-" in dict(declared(Request("GET", "/media-kit/")).headers)["content-security-policy"]
    assert [get(path)[0] for path in ("/media-kit", "/sellers.json", "/ads.txt/x")] == [301, 404, 404]
    rules = HouseRules.current()
    rules.ads_txt, rules.media_kit = "", False
    rules.save()
    export_schedule(edition)
    assert [get(path)[0] for path in ("/ads.txt", "/media-kit/")] == [404, 404]


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("ads_txt", "adserver.example, 17", "Line 1: a seller is"),
        ("ads_txt", "# fine\nnot a domain, 17, DIRECT", "Line 2"),
        ("ads_txt", "adserver.example, 17, MAYBE", "neither DIRECT"),
        ("sellers_json", "{", "not JSON"),
        ("sellers_json", '{"version": "1.0", "sellers": [{"seller_id": "1", "seller_type": "X"}]}', "Seller 1"),
        ("robots", "hello", "no rule"),
    ],
)
def test_a_declaration_machines_could_not_read_is_refused(field: str, text: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HouseRules(**{field: text}).full_clean()

    assert why in " ".join(refused.value.message_dict[field])


# --- Several nodes


def test_several_nodes_are_dealt_their_parts_and_one_alone_is_not(edition: Path) -> None:
    from standfirst.ads.allotments_file import allotments_file, allotments_of

    now = datetime.now(UTC)
    made = creative(flight(goal=1_000))
    export_schedule(edition)
    Node.objects.create(name="a", heard=now)
    alone = deal(edition, now=now)
    Node.objects.create(name="b", heard=now)
    hour = now.replace(minute=0, second=0, microsecond=0)
    for node, much in (("a", 300), ("b", 100)):
        count(made, "served", much, hour, node)
        Count.objects.create(node=node, hour=hour, event="asked", slot="top", count=much)

    together = deal(edition, now=now)

    parts = allotments_of(allotments_file(edition).read_bytes(), "x").parts
    assert (alone, together) == (False, True)
    assert parts is not None
    mine = parts[str(made.flight.pk)]
    assert (mine["a"].base, mine["b"].base) == (300, 100)
    assert abs(mine["a"].share - 0.75) < 1e-6


def test_a_turn_collects_deals_and_settles(edition: Path, tmp_path: Path) -> None:
    from standfirst.audience.sums import sums
    from standfirst.audience.tally import Tally
    from standfirst.business.turns import EVERY, KEPT, Turns

    made = creative()
    now = datetime.now(UTC)
    old = Tally(tmp_path / "tallies", clock=lambda: now - KEPT - timedelta(hours=2))
    old.add("served", f"top/{made.pk}")
    old.close()
    Tally(tmp_path / "tallies", clock=lambda: now)._fold()
    turns = Turns(tmp_path / "tallies", "main", edition)

    taken = [turns.due(now + at) for at in (timedelta(), EVERY / 2, EVERY)]

    assert taken == [True, False, True]
    assert Count.objects.get().count == 1
    assert [key.hour for key in sums(tmp_path / "tallies")] == ["0000-00-00T00"]
