"""An HTML5 advert as advertisers send it, a zip: it moves, and a click on it leads to what was booked, whatever it says."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from standfirst.ads.flight import Bundle, Creative
from standfirst.ads.sizes import BOX
from standfirst.business.bundles import files_of
from tests.journeys.adverts_paper import FOLDER, Paper, picture, served, slot, sold
from tests.journeys.test_adverts import readers, until

TARGET = "https://ferry.example/sundays"
ZIPPED = {
    "index.html": '<!doctype html><meta charset="utf-8"><title>Sail</title><link rel="stylesheet" href="css/advert.css">'
    '<img id="ferry" src="img/ferry.png" alt=""><button id="go">Sail on Sundays</button>'
    '<script>var clickTag = "https://elsewhere.example/";</script><script src="advert.js"></script>',
    "css/advert.css": "body{margin:0;background:#fff}#ferry{position:absolute;top:20px}"
    "#go{position:absolute;inset:150px 20px 20px;animation:beat 1s infinite}@keyframes beat{50%{opacity:.2}}",
    "advert.js": """
var ferry = document.getElementById("ferry"), at = 0;
(function turn() {
  at = (at + 3) % 200;
  ferry.style.transform = "translateX(" + at + "px)";
  requestAnimationFrame(turn);
})();
function leave() { window.open(window.clickTag); }
document.getElementById("go").onclick = leave;
document.body.addEventListener("pointerdown", leave);
setTimeout(leave, 100);
setTimeout(function () { window.clickTag = "https://evil.example/"; leave(); }, 200);
""",
    "img/ferry.png": picture("navy", 60, 60),
}


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, stored in ZIPPED.items():
            archive.writestr(name, stored)
    # Looked into as it is when somebody uploads it.
    files = files_of(ContentFile(out.getvalue(), "advert.zip"))
    made = Creative("7", "The ferry sails on Sundays", TARGET, bundle=Bundle(BOX, FOLDER + "index.html"))
    with served(tmp_path, "<p>The story.</p>" + slot("mid"), sold("1", made), files=files) as paper:
        yield paper


def test_a_bundle_from_a_zip_moves_and_a_click_on_it_leads_to_its_own_target_only(paper: Paper, browser: Any) -> None:
    context = readers(browser, viewport={"width": 1000, "height": 800})
    outside: list[str] = []
    context.route("https://**/*", lambda route: (outside.append(route.request.url), route.fulfill(body="Landed")))
    page = context.new_page()
    page.goto(paper.site)
    slot_frame = page.frame_locator(".ad-slot iframe")
    slot_frame.locator(".b a").wait_for()
    page.wait_for_timeout(600)
    looks = []
    for _ in range(3):
        looks.append(page.locator(".ad-slot iframe").screenshot())
        page.wait_for_timeout(150)
    before_the_click = (list(outside), len(context.pages))

    with context.expect_page() as opened:
        # Where the advert has its own button, as a reader would.
        slot_frame.locator(".b").click(position={"x": BOX.width / 2, "y": 180})
    opened.value.wait_for_url(TARGET)
    until(lambda: paper.counted("click"))
    pages = [each.url for each in context.pages]
    context.close()

    assert len(set(looks)) == 3, "it stands still"
    # What it opens by itself goes nowhere.
    assert before_the_click == ([], 1)
    assert outside == [TARGET]
    assert pages == [f"{paper.site}/", TARGET]
    assert paper.counted("click") == {"mid/7": 1}


def test_a_bundle_is_reached_and_left_by_keyboard_as_one_link(paper: Paper, browser: Any) -> None:
    context = readers(browser, viewport={"width": 1000, "height": 800})
    context.route("https://**/*", lambda route: route.fulfill(body="Landed"))
    page = context.new_page()
    page.goto(paper.site)
    link = page.frame_locator(".ad-slot iframe").locator(".b a")
    link.wait_for()

    page.keyboard.press("Tab")
    focused = link.evaluate("link => link === document.activeElement && link.getAttribute('aria-label')")
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_url(TARGET)
    context.close()

    assert focused == "The ferry sails on Sundays"
