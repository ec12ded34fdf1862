"""Adverts in a real browser: nothing shifts, what is seen is counted, and a hostile one reaches nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.surfing.remote import FIREFOX, WEBKIT, Remote
from bench.surfing.surfer import Browser
from standfirst.ads.flight import Flight, Frequency, Remember
from standfirst.ads.sizes import BOX
from tests.journeys.adverts_paper import Paper, bundle, picture, poster, served, slot, sold

#: More than a second in sight, and the answer on disk.
SEEN_MS = 1_900

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"

_SHIFTS = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 600); })"""


def until(asked: Callable[[], object], seconds: float = 6.0) -> object:
    """Return what ``asked`` says as soon as it says something."""
    end = time.monotonic() + seconds
    while not (found := asked()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def readers(browser: Any, **options: Any) -> Any:
    """A browser profile that does not say it is driven: those are left out of every count."""
    return browser.new_context(user_agent=AGENT, **options)


def reader(browser: Any, **options: Any) -> Any:
    return readers(browser, **options).new_page()


#: With script on; a window takes some seconds, more on a busy machine.
ELSEWHERE = [*WEBKIT, FIREFOX[0]]


@pytest.mark.parametrize("engine", ELSEWHERE, ids=lambda each: each.name)
def test_other_engines_ask_for_a_slot_once_show_its_picture_and_count_it(tmp_path: Path, engine: Browser) -> None:
    if engine.absence():
        pytest.skip(engine.absence())
    with served(tmp_path, slot("top") + '<div class="tall"></div>', sold("1", poster("1"))) as paper:
        with engine.window() as window:
            window.open(paper.site)
            # Only a picture that is there is ever in sight.
            until(lambda: paper.counted("viewed"), 30)

        assert paper.counted("viewed") == paper.counted("served") == {"top/1": 1}
        assert paper.counted("asked") == {"top": 1}


#: A bundle that says again and again what came of its script, its style and its picture.
MOVING: dict[str, str | bytes] = {
    "index.html": '<!doctype html><title>Moving</title><link rel="stylesheet" href="move.css"><body><img src="move.png" alt="">'
    '<script src="move.js"></script>',
    "move.css": "body{margin:7px}",
    "move.png": picture("navy", 60, 60),
    "move.js": "setInterval(function () { top.postMessage('moves ' + getComputedStyle(document.body).marginTop + ' ' +"
    " document.images[0].naturalWidth, '*'); }, 100);",
}


@pytest.mark.parametrize("engine", ELSEWHERE, ids=lambda each: each.name)
def test_other_engines_run_a_bundle_with_its_own_script_style_and_picture(tmp_path: Path, engine: Browser) -> None:
    if engine.absence():
        pytest.skip(engine.absence())
    with served(tmp_path, slot("mid"), sold("7", bundle()), files=MOVING) as paper, engine.window() as window:
        assert isinstance(window, Remote)
        window.open(paper.site)
        listening = "addEventListener('message', told => document.title = String(told.data))"
        window.do("ExecuteScript", script=listening, args=[])
        asked = "return document.title === 'moves 7px 60'"

        assert until(lambda: window.do("ExecuteScript", script=asked, args=[]), 30)


@pytest.mark.parametrize("width", [390, 1280])
def test_slots_reserve_their_room_and_count_what_is_seen(tmp_path: Path, browser: Any, width: int) -> None:
    body = slot("top") + "<p>Words.</p>" + '<div class="tall"></div>' + slot("foot")
    with served(tmp_path, body, sold("1", poster("1"))) as paper:
        page = reader(browser, viewport={"width": width, "height": 800})
        page.goto(paper.site)
        shifted = page.evaluate(_SHIFTS)
        page.wait_for_timeout(SEEN_MS)
        above = until(lambda: paper.counted("viewed"))
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        until(lambda: paper.counted("viewed")["foot/1"])
        page.close()

        assert shifted == 0
        assert above == {"top/1": 1}
        assert paper.counted("viewed") == paper.counted("served") == {"top/1": 1, "foot/1": 1}


def test_what_was_in_sight_for_less_than_a_second_was_not_seen(tmp_path: Path, browser: Any) -> None:
    with served(tmp_path, slot("top") + '<div class="tall"></div>', sold("1", poster("1"))) as paper:
        page = reader(browser, viewport={"width": 390, "height": 800})
        page.goto(paper.site)
        page.frame_locator("iframe").locator("a img").wait_for()
        page.evaluate("scrollTo(0, 3000)")
        page.wait_for_timeout(SEEN_MS)
        page.close()

        assert paper.counted("served") == {"top/1": 1}
        assert not paper.counted("viewed")


def test_without_script_an_advert_is_shown_served_and_clicked(tmp_path: Path, browser: Any) -> None:
    with served(tmp_path, slot("mid"), sold("1", poster("1"))) as paper:
        context = readers(browser, java_script_enabled=False)
        page = context.new_page()
        page.goto(paper.site)
        with context.expect_page() as opened:
            page.frame_locator("iframe").locator("a").click()
        opened.value.wait_for_url("**/landing/")
        until(lambda: paper.counted("click"))
        context.close()

        assert paper.counted("served") == {"mid/1": 1}
        assert paper.counted("click") == {"mid/1": 1}


# --- Caps, which the reader's own device keeps


ROW = replace(poster("2"), alt="Row on Mondays")


def capped(views: int) -> Flight:
    return sold("1", poster("1"), weight=1_000, frequency=Frequency(views, 24))


def shown_to(context: Any, address: str) -> list[str]:
    """What every slot of the page shows, from the top."""
    page = context.new_page()
    page.goto(address)
    # Ads that are drawn have told the page, and have been counted.
    page.wait_for_timeout(900)
    frames = page.locator(".ad-slot iframe").all()
    said = [frame.content_frame.locator("a img").get_attribute("alt") for frame in frames]
    page.close()
    return said


def test_a_device_counts_for_itself_and_what_it_has_had_enough_of_is_neither_shown_nor_counted(
    tmp_path: Path, browser: Any
) -> None:
    with served(tmp_path, slot("mid"), capped(2), sold("2", ROW)) as paper:
        context = readers(browser)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url) if "/adverts/mid/" in request.url else None)
        shown = [shown_to(context, paper.site) for _ in range(6)]
        cookies = context.cookies()
        context.close()
        until(lambda: paper.counted("served").total() == 6)

        assert shown == [["Sail on Sundays"]] * 2 + [["Row on Mondays"]] * 4
        assert paper.counted("served") == {"mid/1": 2, "mid/2": 4}
        # Each slot was asked for once: no capped ad came first and was taken away again.
        assert len(asked) == 6
        assert cookies == []


def test_the_slots_of_one_page_keep_to_what_is_left_of_a_cap(tmp_path: Path, browser: Any) -> None:
    with served(tmp_path, slot("top") + slot("mid") + slot("foot"), capped(4), sold("2", ROW)) as paper:
        context = readers(browser, viewport={"width": 1280, "height": 1000})
        shown = [shown_to(context, paper.site) for _ in range(3)]
        context.close()

        sail, row = "Sail on Sundays", "Row on Mondays"
        assert shown == [[sail] * 3, [sail, row, row], [row] * 3]
        assert paper.counted("served")["top/1"] == 2


@pytest.mark.parametrize(
    ("remember", "path", "kept"),
    [
        (Remember.OFF, "/given/", False),
        (Remember.GIVEN, "/", False),
        (Remember.GIVEN, "/refused/", False),
        (Remember.GIVEN, "/given/", True),
        (Remember.ON, "/", True),
        (Remember.ON, "/refused/", False),
    ],
)
def test_a_device_keeps_nothing_that_paper_or_reader_do_not_agree_to(
    tmp_path: Path, browser: Any, remember: Remember, path: str, kept: bool
) -> None:
    with served(tmp_path, slot("mid"), capped(1), sold("2", ROW), remember=remember) as paper:
        context = readers(browser)
        shown = [shown_to(context, paper.site + path) for _ in range(2)]
        page = context.new_page()
        page.goto(f"{paper.site}/landing/")
        stored = page.evaluate("localStorage.length")
        context.close()

        assert shown[1] == ["Row on Mondays" if kept else "Sail on Sundays"]
        assert stored == int(kept)


def test_what_was_kept_goes_when_consent_is_taken_back(tmp_path: Path, browser: Any) -> None:
    with served(tmp_path, slot("mid"), capped(1), sold("2", ROW), remember=Remember.GIVEN) as paper:
        context = readers(browser)
        shown_to(context, f"{paper.site}/given/")
        shown_to(context, f"{paper.site}/refused/")
        page = context.new_page()
        page.goto(f"{paper.site}/landing/")
        stored = page.evaluate("localStorage.length")
        context.close()

        assert stored == 0


# --- Hostile ones, as if somebody had approved them

HOSTILE = {
    "the top window": "top.location = 'https://evil.example/top'",
    "the top window, by a link": "var a = document.createElement('a'); a.href = 'https://evil.example/'; a.target = '_top';"
    " document.body.appendChild(a); a.click()",
    "another window": "if (!window.open('https://evil.example/popup')) throw new Error('refused')",
    "the page around it": "parent.document.title = 'taken'; top.document.body.innerHTML = 'taken'",
    "cookies": "document.cookie = 'a=b'; if (!document.cookie) throw new Error('refused')",
    "storage": "localStorage.setItem('a', 'b')",
    "another server": "fetch('https://evil.example/x'); new Image().src = 'https://evil.example/y'",
    "our own server": "new Image().src = '/adverts/click/7'; fetch('/newsroom/')",
    "a form": "document.body.innerHTML = '<form action=https://evil.example/ method=post><input name=p></form>';"
    " document.forms[0].submit()",
    "itself, elsewhere": "location = 'https://evil.example/frame'",
    "a frame": "var f = document.createElement('iframe'); f.src = 'https://evil.example/f'; document.body.appendChild(f)",
    "the whole screen": "document.documentElement.requestFullscreen().catch(function () {})",
    "a download": "var a = document.createElement('a'); a.href = 'data:application/octet-stream,x'; a.download = 'x.exe';"
    " document.body.appendChild(a); a.click()",
    "a dialog": "alert('taken'); confirm('taken'); prompt('password')",
    "a worker": "new Worker('data:text/javascript,for(;;){}')",
    "WebAssembly": "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
    "code made while it runs": "eval('top.taken = 1')",
}


def attacked(paper: Paper, browser: Any) -> dict[str, Any]:
    """Open the page with its hostile advert and return everything that came of it."""
    context = readers(browser, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    seen: dict[str, Any] = {"dialogs": [], "downloads": [], "requests": []}
    page.on("dialog", lambda dialog: (seen["dialogs"].append(dialog.message), dialog.dismiss()))
    page.on("download", lambda download: seen["downloads"].append(download.url))
    context.on("request", lambda asked: seen["requests"].append(asked.url))
    # What the policy stopped is told as a request that failed before anything was sent.
    context.on("requestfailed", lambda asked: asked.failure == "csp" and seen["requests"].remove(asked.url))
    # Nothing gets out of a test; what tried is among the requests.
    context.route("https://**/*", lambda route: route.abort())
    with page.expect_console_message(lambda said: said.text == "the advert runs"):
        page.goto(paper.site)
    page.wait_for_timeout(900)
    seen |= {
        "url": page.url,
        "title": page.title(),
        "windows": len(context.pages),
        "cookies": context.cookies(),
        "stored": page.evaluate("localStorage.length"),
        "fullscreen": page.evaluate("document.fullscreenElement !== null"),
        "body": page.evaluate("document.body.textContent.trim()"),
    }
    context.close()
    return seen


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_advert_reaches_nothing(tmp_path: Path, browser: Any, script: str) -> None:
    files = {
        "index.html": f"<!doctype html><body>advert<script>console.log('the advert runs');try{{{script}}}catch(refused){{}}</script>"
    }
    with served(tmp_path, "<p>The story.</p>" + slot("mid"), sold("1", bundle()), files=files) as paper:
        seen = attacked(paper, browser)
        clicks = paper.counted("click")

    outside = [url for url in seen["requests"] if "evil.example" in url and not url.startswith("data:")]
    assert outside == []
    assert (seen["dialogs"], seen["downloads"], seen["cookies"], seen["stored"]) == ([], [], [], 0)
    assert (seen["title"], seen["url"], seen["windows"]) == ("The page", f"{paper.site}/", 1)
    assert (seen["body"], seen["fullscreen"]) == ("The story.", False)
    assert not any("/newsroom/" in url for url in seen["requests"])
    assert not clicks


def test_an_advert_that_computes_without_end_does_not_hold_up_the_page(tmp_path: Path, browser: Any) -> None:
    files = {"index.html": "<!doctype html><body>advert<script>setTimeout(function(){for(;;){}},50)</script>"}
    with served(tmp_path, "<p>The story.</p>" + slot("mid"), sold("1", bundle()), files=files) as paper:
        page = reader(browser)
        # Not until everything has loaded: the advert may begin before it has.
        page.goto(paper.site, wait_until="domcontentloaded")
        page.wait_for_timeout(500)
        before = time.monotonic()
        held_ms = page.evaluate(
            "() => new Promise(done => { let last = performance.now(), worst = 0, left = 30; (function turn(at) {"
            " worst = Math.max(worst, at - last); last = at; left-- ? requestAnimationFrame(turn) : done(worst) })(last) })"
        )
        took = time.monotonic() - before

        assert held_ms < 2_000
        assert took < 15


def test_a_click_anywhere_on_a_bundle_is_a_click_on_its_own_target(tmp_path: Path, browser: Any) -> None:
    files = {"index.html": "<!doctype html><body onclick=\"document.body.textContent='mine'\">advert"}
    with served(tmp_path, slot("mid"), sold("1", bundle()), files=files) as paper:
        context = readers(browser, viewport={"width": 1000, "height": 800})
        page = context.new_page()
        page.goto(paper.site)
        frame = page.frame_locator("iframe")
        frame.locator(".b a").wait_for()
        with context.expect_page() as opened:
            frame.locator(".b a").click(position={"x": BOX.width - 5, "y": BOX.height - 5})
        opened.value.wait_for_url("**/landing/")
        until(lambda: paper.counted("click"))
        context.close()

        assert paper.counted("click") == {"mid/7": 1}
