"""Whatever the script says on a page, nobody's copy of it says so."""

from __future__ import annotations

from bench.capture import captured_of
from bench.consumers import CONSUMERS
from bench.readings import worth_of
from standfirst.press.wording import wording
from tests.journeys.coming import names
from tests.journeys.extras import show_every_extra


def test_every_copy_of_a_page_with_every_extra_on_it_holds_the_story_alone(page, paper):
    path = "/saltmere/2026/11/18/swing-bridge-vote/"
    show_every_extra(page, paper, path)
    truth = next(each for each in captured_of(paper.served.home, paper.site) if each[0].path == path)[2]

    html = page.content()
    words = wording("en")
    said = [words.listen, words.pause, words.on, words.stop, words.changed_show, words.picture, words.pictures, words.close,
            words.changed.partition("{")[0]]  # fmt: skip
    assert [each for each in said if f">{each}" in html or f'"{each}' in html] == []
    for consumer in CONSUMERS:
        if not consumer.absence():
            reading = consumer.read(html, f"https://gazette.example{path}")
            worth = worth_of(reading, truth, whole_page=consumer.whole_page, script_words=said)
            assert set(worth.lost) <= set(consumer.loses), consumer.name
            assert set(worth.leaks) <= consumer.adds, consumer.name
    session = page.context.new_cdp_session(page)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"].replace("=\r\n", "")
    assert [each for each in said if f">{each}" in saved] == []
    page.emulate_media(media="print")
    printed = [name for _, name in names(page)]
    assert [each for each in said if any(name.startswith(each) for name in printed)] == []
