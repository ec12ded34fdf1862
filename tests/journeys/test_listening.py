"""Stories are read aloud by the reader's own device: all of them, in order, and by nobody else."""

from __future__ import annotations

import pytest

from standfirst.press.wording import wording
from tests.config.running import until
from tests.journeys.coming import PHONE, WATCH_SHIFTS, come, is_drawn, named, wait_for_script
from tests.journeys.speaking import ELSEWHERE, ENGLISH, give_voices, hear_out, spoken
from tests.journeys.test_tools import press

WORDS = wording("en")
PATH = "/saltmere/2026/11/18/swing-bridge-vote/"
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def listener(page, paper):
    """A reader whose device speaks English, at a story, with the button pressed."""
    give_voices(page, ELSEWHERE, ENGLISH)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(paper.site + PATH)
    wait_for_script(page)
    press(page, WORDS.listen)
    page.wait_for_function("() => window.spoken.length > 0")
    return page


def marked(page):
    """The words that are marked as being read."""
    return page.evaluate("[...(CSS.highlights.get('sf-said') || [])].map(range => range.toString())")


def test_it_reads_headline_standfirst_byline_and_every_paragraph_in_order(listener):
    while len(spoken(listener)) < 400:
        before = len(spoken(listener))
        hear_out(listener)
        if len(spoken(listener)) == before:
            break

    said = " ".join(" ".join(spoken(listener)).split())
    lines = listener.evaluate(
        """[...document.querySelectorAll("h1, .standfirst, .byline, article > p, article > h2, article li")]
            .filter(line => !/shown|photographer|elsewhere|dateline/.test(line.className))
            .map(line => line.textContent.replace(/\\s+/g, " ").trim())"""
    )
    first = listener.evaluate(
        "['h1', '.standfirst', '.byline'].map(each => document.querySelector(each).textContent.trim())"
    )
    assert said.startswith(" ".join(" ".join(first).split()))
    body = [line for line in lines if line not in {" ".join(each.split()) for each in first}]
    assert [line for line in body if line not in said] == []
    assert [said.index(line) for line in body] == sorted(said.index(line) for line in body)
    captions = listener.locator("article > .shown, article > .photographer").all_inner_texts()
    assert captions
    assert [caption for caption in captions if caption in said] == []
    assert max(map(len, spoken(listener))) <= 280


def test_it_speaks_with_a_voice_of_the_device_in_the_story_s_language(listener):
    assert listener.evaluate("window.spoken[0]") == {
        "text": listener.locator("h1").inner_text().replace("\n", " "),
        "voice": "Here",
        "lang": "en-GB",
    }


@pytest.mark.parametrize(
    ("path", "voices", "offered"),
    [
        (PATH, [ENGLISH], True),
        (PATH, [ENGLISH | {"lang": "en_US"}], True),
        (PATH, [ELSEWHERE], False),
        (PATH, [ELSEWHERE | {"voiceURI": "urn:moz-tts:speechd:English?en"}], True),
        (PATH, [ENGLISH | {"lang": "ar-EG"}], False),
        ("/culture/2026/11/18/maktabat-al-mina/", [ENGLISH | {"lang": "ar-EG"}], True),
        ("/saltmere/", [ENGLISH], False),
    ],
)
def test_the_button_is_there_only_where_the_device_itself_speaks_the_language(page, paper, path, voices, offered):
    give_voices(page, *voices)
    page.goto(paper.site + path)
    wait_for_script(page)
    words = wording(page.evaluate("document.documentElement.lang"))

    assert named(page, words.listen) == (["button"] if offered else [])


def test_voices_that_come_late_are_met(page, paper):
    give_voices(page)
    page.goto(paper.site + PATH)
    wait_for_script(page)
    assert named(page, WORDS.listen) == []

    page.evaluate("voice => { speech.voices = [voice]; speech.onvoiceschanged(); speech.onvoiceschanged(); }", ENGLISH)

    assert named(page, WORDS.listen) == ["button"]


def test_what_is_read_is_marked_and_nothing_moves(listener):
    assert marked(listener) == [listener.evaluate("document.querySelector('h1').textContent")]

    hear_out(listener)

    assert marked(listener) == [listener.evaluate("document.querySelector('.standfirst').textContent")]
    assert listener.evaluate("window.shifted") == 0


def test_a_pause_goes_on_where_the_sentence_began(listener):
    hear_out(listener, 2)
    sentence = spoken(listener)[-1]

    press(listener, WORDS.pause)
    listener.wait_for_timeout(100)
    assert not listener.evaluate("speech.speaking")
    assert named(listener, WORDS.go_on) == ["button", "button"]
    press(listener, WORDS.go_on)

    assert spoken(listener)[-1] == sentence
    assert named(listener, WORDS.go_on) == []


def test_it_goes_paragraph_by_paragraph_forth_and_back(listener):
    press(listener, WORDS.on)
    assert marked(listener) == [listener.evaluate("document.querySelector('.standfirst').textContent")]
    press(listener, WORDS.on)
    press(listener, WORDS.back)
    assert marked(listener) == [listener.evaluate("document.querySelector('.standfirst').textContent")]
    press(listener, WORDS.back)
    press(listener, WORDS.back)

    assert spoken(listener)[-1] == spoken(listener)[0]


def test_an_end_takes_everything_away_and_gives_the_keyboard_back(listener):
    press(listener, WORDS.stop)

    assert named(listener, WORDS.stop) == []
    assert named(listener, WORDS.listen) == ["button"]
    assert marked(listener) == []
    assert not listener.evaluate("speech.speaking")
    listener.keyboard.press("Enter")
    listener.wait_for_function("() => speech.speaking")


def test_an_engine_that_falls_silent_is_helped_on(listener):
    before = len(spoken(listener))
    listener.evaluate("speech.fallSilent()")

    until(lambda: len(spoken(listener)) > before, 10, lambda: spoken(listener))


def test_leaving_the_page_ends_it(listener, paper):
    listener.evaluate("speech.cancel = () => sessionStorage.setItem('ended', '1')")
    listener.goto(f"{paper.site}/")
    wait_for_script(listener)

    assert listener.evaluate("sessionStorage.getItem('ended')") == "1"


def test_the_device_s_own_buttons_are_told_what_is_read_and_work(page, paper):
    page.add_init_script(
        "window.acts = {}; navigator.mediaSession.setActionHandler = (name, act) => { act ? acts[name] = act : delete acts[name]; }"
    )
    give_voices(page, ENGLISH)
    page.goto(paper.site + PATH)
    wait_for_script(page)
    press(page, WORDS.listen)
    page.wait_for_function("() => window.spoken.length > 0")

    told = "[navigator.mediaSession.metadata.title, navigator.mediaSession.playbackState]"
    assert page.evaluate(told) == [page.evaluate("document.querySelector('h1').textContent"), "playing"]
    assert sorted(page.evaluate("Object.keys(acts)")) == ["nexttrack", "pause", "play", "previoustrack", "stop"]
    page.evaluate("acts.nexttrack()")
    assert marked(page) == [page.evaluate("document.querySelector('.standfirst').textContent")]
    page.evaluate("acts.pause()")
    assert page.evaluate("navigator.mediaSession.playbackState") == "paused"
    page.evaluate("acts.play(); acts.previoustrack()")
    assert marked(page) == [page.evaluate("document.querySelector('h1').textContent")]
    page.evaluate("acts.stop()")
    assert page.evaluate("[Object.keys(acts).length, navigator.mediaSession.metadata]") == [0, None]


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_folded_story_is_opened_to_be_heard(page, paper):
    give_voices(page, ENGLISH)
    come(page, paper.site + PATH)
    last = page.evaluate("[...document.querySelectorAll('article > p')].pop().textContent")
    assert not is_drawn(page, last)

    press(page, WORDS.listen)

    page.wait_for_function("() => window.spoken.length > 0")
    assert is_drawn(page, last)


def test_until_it_is_pressed_nothing_of_it_is_fetched_and_nothing_is_sent(page, paper):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    give_voices(page, ENGLISH)
    page.goto(paper.site + PATH, wait_until="networkidle")
    assert [
        url
        for _, url in asked
        if "listen" in url and page.evaluate("!navigator.serviceWorker.controller") and "/a/" not in url
    ] == []
    assert page.locator("script[src*=listen]").count() == 0

    press(page, WORDS.listen)
    page.wait_for_function("() => window.spoken.length > 0")
    assert page.locator("script[src*=listen]").count() == 1
    assert {method for method, _ in asked} == {"GET"}
