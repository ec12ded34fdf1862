from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.config.press_room import press_room
from standfirst.newsroom.handoff import LiveArchive, StoryRefused
from standfirst.newsroom.models import (
    CreditedImage,
    FeaturedInSection,
    FeaturedOnPaper,
    PaperFront,
    PaperSettings,
    SectionPage,
    StoryPage,
    StoryRelated,
)
from standfirst.press.archive import (
    CardOf,
    Cards,
    CorrectedStories,
    Days,
    FrontOf,
    Months,
    NegativeOf,
    NewsEntries,
    PaperOf,
    PersonOf,
    Question,
    SectionOf,
    Sections,
    SitemapEntries,
    StoryOf,
    TopicOf,
)
from standfirst.story.blocks import Figure, Paragraph
from standfirst.story.picture import Credit
from standfirst.story.story import Attribution, Correction, Section, card_of
from standfirst.story.story import Person as FrozenPerson
from standfirst.story.story import Topic as FrozenTopic
from standfirst.story.text import Span, text_of
from tests.newsroom.desks import MONDAY, ask, draft, live_story, picture, picture_bytes, publish, story, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def headlines(cards: Any) -> list[str]:
    return [card.headline for card in cards]


# --- Stories ----------------------------------------------------------------------------------------


def test_a_story_comes_whole() -> None:
    page = live_story(byline=("Ada Lark", "Ben Reed"), topics=("Bridges",), place="Ostrel", language="cy")
    shown = picture(alt="A tram on a bridge", caption="The first tram", photographer="Cy Moss", agency="Gazette")
    other = live_story("Ferry stops")
    page.related_stories = [StoryRelated(other=other)]
    publish(
        page,
        lead=shown,
        lead_caption="At nine",
        sensitive=True,
        related_stories=page.related_stories.all(),
        attributions=stream(
            "attributions",
            ("statement", {"source": "the mayor", "stance": "denies", "claim": "it shook", "via": "", "when": ""}),
        ),
        corrections=stream(
            "corrections", ("correction", {"at": "2026-11-03T10:00:00+01:00", "text": "<p>It was ten.</p>"})
        ),
    )

    handed = story(page)

    assert handed.path == "/town/2026/11/02/bridge-reopens/"
    assert handed.section == Section("town", "Town")
    assert handed.published == MONDAY
    assert handed.byline == (FrozenPerson("ada-lark", "Ada Lark"), FrozenPerson("ben-reed", "Ben Reed"))
    assert handed.topics == (FrozenTopic("bridges", "Bridges"),)
    assert handed.related == (str(other.pk),)
    assert (handed.place, handed.language, handed.sensitive) == ("Ostrel", "cy", True)
    assert handed.body == (Paragraph(text_of("The first tram crossed at nine.")),)
    assert handed.attributions == (Attribution("the mayor", "it shook", "denies"),)
    assert handed.corrections == (Correction(datetime(2026, 11, 3, 9, tzinfo=UTC), text_of("It was ten.")),)
    assert handed.lead is not None
    assert handed.lead.legend == "At nine"
    assert handed.lead.picture.credit == Credit("Cy Moss", "Gazette")
    assert handed.lead.picture.alt == "A tram on a bridge"
    assert card_of(handed) == ask(CardOf(str(page.pk)))


def test_a_draft_and_a_draft_of_a_live_story_are_not_seen() -> None:
    page = live_story()
    hidden = draft("Secret talks")
    changed = page.get_latest_revision_as_object()
    changed.title = "Bridge closes again"
    changed.save_revision()

    assert story(page).headline == "Bridge reopens"
    assert ask(StoryOf(str(hidden.pk))) is None
    assert ask(CardOf(str(hidden.pk))) is None
    assert headlines(ask(Cards("paper", 9))) == ["Bridge reopens"]


def test_what_is_not_there_is_none_and_never_an_error() -> None:
    assert [ask(StoryOf(name)) for name in ("999", "", "x", "²", "9" * 40, "-1")] == [None] * 6
    assert [
        ask(question) for question in (SectionOf("no"), TopicOf("no"), PersonOf("no"), NegativeOf("no"), FrontOf("no"))
    ] == [None] * 5
    empty = [
        Cards("section:no", 3),
        Cards("month:no/x", 3),
        Cards("odd:no", 3),
        Months("no"),
        SitemapEntries("2026-13x"),
        SitemapEntries("2026-11-31"),
        Cards("day:no/2026-11-01", 3),
        Days("no", "2026-11", 0),
        Days("", "2026-13", 0),
    ]
    assert [ask(question) for question in empty] == [()] * 9


def test_a_link_to_a_story_is_a_path_only_while_that_story_is_live() -> None:
    target = draft("Ferry stops")
    page = publish(
        live_story(), body=stream("body", ("paragraph", f'<p><a linktype="page" id="{target.pk}">ferry</a></p>'))
    )

    before = story(page)
    publish(target)
    after = story(page)

    assert before.body == (Paragraph((Span("ferry"),)),)
    assert after.body == (Paragraph((Span("ferry", link="/town/2026/11/02/ferry-stops/"),)),)
    assert f"story:{target.pk}" in LiveArchive().ask(StoryOf(str(page.pk))).subjects


def test_a_deleted_picture_leaves_the_story_and_the_story_stays() -> None:
    lead, within = picture(), picture(content=picture_bytes(colour="red"))
    page = publish(live_story(), lead=lead, body=stream("body", ("picture", {"picture": within.pk, "caption": ""})))
    shown = story(page)

    lead.delete()
    within.delete()

    assert shown.lead is not None
    assert isinstance(shown.body[0], Figure)
    assert story(page).lead is None
    assert story(page).body == ()


def test_a_broken_story_is_refused_by_name_and_field() -> None:
    page = live_story()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsroom_storypage SET body = %s", ['[{"type": "hologram", "value": 1}]'])

    with pytest.raises(StoryRefused, match=rf"story {page.pk} \(“Bridge reopens”\): body: block 1 .*hologram"):
        ask(StoryOf(str(page.pk)))


HOSTILE = '<p>said<script>alert(1)</script><a href="javascript:alert(1)" onclick="alert(1)">so</a></p>'


def test_no_field_carries_markup_into_a_story() -> None:
    page = publish(
        live_story(),
        body=stream(
            "body",
            ("paragraph", HOSTILE),
            ("quote", {"text": HOSTILE, "source": "he"}),
            ("list", {"ordered": False, "items": [{"type": "item", "value": HOSTILE}]}),
            ("fact_box", {"title": "Facts", "items": [{"type": "item", "value": HOSTILE}]}),
            ("embed", {"url": "javascript:alert(1)", "title": "t"}),
            ("embed", {"url": "https://v.example/", "title": "t"}),
        ),
        corrections=stream("corrections", ("correction", {"at": "2026-11-03T10:00:00Z", "text": HOSTILE})),
    )

    handed = story(page)

    assert "alert" not in repr(handed)
    assert "javascript" not in repr(handed)
    assert len(handed.body) == 5


# --- Lists ------------------------------------------------------------------------------------------


def test_lists_are_newest_first_and_no_longer_than_asked() -> None:
    days = [
        live_story(f"Day {day}", published=MONDAY + timedelta(days=day), topics=("T",), byline=("Ada Lark",))
        for day in (0, 2, 1)
    ]
    live_story("Elsewhere", section="World", published=MONDAY + timedelta(days=9))

    assert headlines(ask(Cards("section:town", 2))) == ["Day 2", "Day 1"]
    assert (
        headlines(ask(Cards("topic:t", 9)))
        == headlines(ask(Cards("person:ada-lark", 9)))
        == ["Day 2", "Day 1", "Day 0"]
    )
    assert headlines(ask(Cards("month:town/2026-11", 9))) == ["Day 2", "Day 1", "Day 0"]
    assert headlines(ask(Cards("paper", 1))) == ["Elsewhere"]
    assert headlines(ask(NewsEntries(MONDAY))) == ["Elsewhere", "Day 2", "Day 1"]
    assert len(days) == 3


def test_a_list_rests_on_everything_its_cards_name() -> None:
    page = live_story(byline=("Ada Lark",))
    shown = picture()
    publish(page, lead=shown)

    rests = LiveArchive().ask(Cards("paper", 9)).subjects

    assert rests >= {"in:paper", f"story:{page.pk}", "section:town", "person:ada-lark", f"picture:{shown.key}", "paper"}


# --- Fingerprints


def _told(page: StoryPage, front: PaperFront) -> list[tuple[Any, str]]:
    """What is answered of a story and where it is shown, each with its fingerprint."""
    del front
    archive, pk = LiveArchive(), str(page.pk)
    answers = [archive.ask(one) for one in (StoryOf(pk), CardOf(pk), Cards("paper", 9), FrontOf(""))]
    return [(answer.value, answer.fingerprint) for answer in answers]


def _renamed(row: Any, **changed: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**changed)


CHANGES: dict[str, Any] = {
    "nothing": publish,
    "headline": lambda page: publish(page, title="Bridge closes"),
    "standfirst": lambda page: publish(page, standfirst="At last."),
    "place": lambda page: publish(page, place="Ostrel"),
    "language": lambda page: publish(page, language="cy"),
    "sensitive": lambda page: publish(page, sensitive=True),
    "words of the body": lambda page: publish(page, body=stream("body", ("paragraph", "<p>It rained.</p>"))),
    "a mark": lambda page: publish(page, body=stream("body", ("paragraph", "<p>The <b>first</b> tram.</p>"))),
    "an attribution": lambda page: publish(
        page,
        attributions=stream("attributions", ("statement", {"source": "the mayor", "stance": "denies", "claim": "so"})),
    ),
    "a correction": lambda page: publish(
        page, corrections=stream("corrections", ("correction", {"at": "2026-11-03T10:00:00Z", "text": "<p>Ten.</p>"}))
    ),
    "caption": lambda page: publish(page, lead_caption="At ten"),
    "no picture": lambda page: publish(page, lead=None),
    "credit": lambda page: _renamed(page.lead, photographer="Cy Moss"),
    "a picture's own caption": lambda page: _renamed(page.lead, caption="A tram, at nine"),
    "the focus of the lead": lambda page: _renamed(page.lead, focal_point_x=3, focal_point_y=4),
    "a picture within": lambda page: _renamed(CreditedImage.objects.get(title="within"), alt="Two trams"),
    "a person's name": lambda page: _renamed(page.bylines.get().person, name="Ada Larke"),
    "a person's role": lambda page: _renamed(page.bylines.get().person, role="Editor"),
    "a topic's name": lambda page: _renamed(page.story_topics.get().topic, name="River crossings"),
    "a section's name": lambda page: _renamed(page.section(), title="City"),
    "related": lambda page: _renamed(page.related_stories.get(), other=page),
    "where a link leads": lambda page: _renamed(StoryPage.objects.get(title="Ferry stops"), slug="ferry-ends"),
    "the paper's zone": lambda page: PaperSettings.objects.update_or_create(
        pk=PaperSettings.current().pk or 1, defaults={"zone": "Pacific/Auckland"}
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_answer_has_another_fingerprint_and_the_same_the_same(change: str) -> None:
    ferry = live_story("Ferry stops", published=MONDAY - timedelta(hours=3))
    page = live_story(byline=("Ada Lark",), topics=("Bridges",), published=MONDAY + timedelta(hours=5))
    page.related_stories = [StoryRelated(other=ferry)]
    within = picture("within.jpg", content=picture_bytes(colour="red"), alt="A tram")
    _renamed(within, title="within")
    link = f'<p>See <a linktype="page" id="{ferry.pk}">the ferry</a>.</p>'
    body = stream("body", ("paragraph", link), ("picture", {"picture": within.pk, "caption": ""}))
    page = publish(page, lead=picture(caption="A tram"), body=body, related_stories=page.related_stories.all())
    front = PaperFront.objects.get()
    FeaturedOnPaper.objects.create(front=front, story=page, sort_order=0)
    before = _told(page, front)

    CHANGES[change](page)
    after = _told(page, front)

    assert [old[0] == new[0] for old, new in zip(before, after, strict=True)] == [
        old[1] == new[1] for old, new in zip(before, after, strict=True)
    ]
    assert change == "nothing" or before[0] != after[0]


def test_another_reading_of_rows_prints_every_plate_anew(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    live_story()
    ends = []
    for reading in ("this", "this", "another"):
        monkeypatch.setattr("standfirst.config.press_room.HANDOFF_VERSION", reading)
        room = press_room(paper)
        ends.append(room.run_to_the_end(now=MONDAY + timedelta(days=9)))
        room.ledger.close()
        room.search.close()

    first, same, anew = ends
    assert (same.printed, same.written) == (0, 0)
    assert (anew.printed, anew.written) == (first.printed, 0)


def test_months_are_those_of_the_papers_zone() -> None:
    live_story("Eve", published=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    live_story("Old", published=datetime(2019, 2, 1, tzinfo=UTC), section="World")

    before = ask(Months("town")), ask(Months(""))
    settings = PaperSettings.current()
    settings.zone = "Europe/Paris"
    settings.save()

    assert before == (("2026-10",), ("2026-10", "2019-02"))
    assert ask(Months("town")) == ("2026-11",)
    assert [entry.path for entry in ask(SitemapEntries("2026-11"))] == ["/town/2026/11/01/eve/"]


def test_a_month_of_more_than_so_many_is_told_by_the_paper_s_own_days() -> None:
    for hour, title in ((22, "Late"), (23, "Night")):
        live_story(title, published=datetime(2026, 11, 3, hour, 30, tzinfo=UTC))
    live_story("World", published=datetime(2026, 11, 9, tzinfo=UTC), section="World")
    settings = PaperSettings.current()
    settings.zone = "Europe/Paris"
    settings.save()

    assert ask(Days("town", "2026-11", 1)) == ("2026-11-04", "2026-11-03")
    assert ask(Days("town", "2026-11", 2)) == ()
    assert ask(Days("", "2026-11", 2)) == ("2026-11-09", "2026-11-04", "2026-11-03")
    assert headlines(ask(Cards("day:town/2026-11-04", 9))) == ["Night"]
    assert [entry.path for entry in ask(SitemapEntries("2026-11-03"))] == ["/town/2026/11/03/late/"]


def test_a_day_rests_on_itself_and_the_days_of_a_month_on_the_month() -> None:
    page = live_story(published=datetime(2026, 11, 3, tzinfo=UTC))

    def rests(question: Question) -> frozenset[str]:
        return LiveArchive().ask(question).subjects

    assert rests(Days("town", "2026-11", 1)) == {"in:month:town/2026-11"}
    assert rests(Days("town", "2026-11", 0)) == {"in:month:town/2026-11", f"story:{page.pk}"}
    assert rests(Days("", "2026-11", 0)) == {"in:sitemap:2026-11", f"story:{page.pk}"}
    assert rests(Months("")) == {"months:", f"story:{page.pk}"}
    assert rests(Cards("day:town/2026-11-03", 9)) >= {"in:day:town/2026-11-03", f"story:{page.pk}"}
    assert rests(SitemapEntries("2026-11-03")) >= {"in:day:2026-11-03", f"story:{page.pk}"}


def test_corrections_come_newest_first_with_their_stories() -> None:
    def correction(day: int, said: str) -> tuple[str, Any]:
        return ("correction", {"at": f"2026-11-0{day}T00:00:00Z", "text": f"<p>{said}</p>"})

    publish(live_story("A"), corrections=stream("corrections", correction(1, "first"), correction(5, "third")))
    publish(live_story("B"), corrections=stream("corrections", correction(3, "second")))
    publish(draft("C"), corrections=stream("corrections", correction(9, "hidden"))).unpublish()

    answer = ask(CorrectedStories(5))

    assert [(one.card.headline, one.correction.text[0].text) for one in answer] == [
        ("A", "third"),
        ("B", "second"),
        ("A", "first"),
    ]


def test_fronts_show_what_editors_set_while_it_is_live() -> None:
    one, two, hidden = live_story("One"), live_story("Two"), draft("Hidden")
    front, town = PaperFront.objects.get(), SectionPage.objects.get(slug="town")
    front.featured = [FeaturedOnPaper(story=page, sort_order=place) for place, page in enumerate((two, hidden, one))]
    front.save_revision().publish()
    town.featured = [FeaturedInSection(story=one)]
    town.save_revision().publish()

    home, section = LiveArchive().ask(FrontOf("")), ask(FrontOf("town"))

    assert headlines(home.value.featured) == ["Two", "One"]
    assert home.subjects >= {"front:", f"story:{hidden.pk}"}
    assert (section.section, headlines(section.featured)) == (Section("town", "Town"), ["One"])


def test_sections_stand_in_the_papers_order() -> None:
    live_story(section="Town")
    live_story("W", section="World")
    world = SectionPage.objects.get(slug="world")
    before = LiveArchive().versions_of(["section:world"])

    world.move(PaperFront.objects.get(), pos="first-child")

    assert [section.slug for section in ask(Sections())] == ["world", "town"]
    assert LiveArchive().versions_of(["section:world"]) != before
    assert story(StoryPage.objects.get(title="W")).section.slug == "world"


def test_the_papers_settings_are_answered_before_anybody_saved_them() -> None:
    PaperSettings.objects.all().delete()

    assert ask(PaperOf()).zone == "UTC"
    assert "paper" in dict(LiveArchive().versions())


def test_a_negative_names_the_file_and_its_rights(home: Any) -> None:
    shown = picture(photographer="Cy Moss", agency="Gazette", caption="A tram", copyright="© Gazette")

    negative = ask(NegativeOf(shown.key))

    assert negative.file == home.media / shown.file.name
    assert negative.file.is_file()
    assert (negative.credit, negative.caption, negative.copyright) == (
        Credit("Cy Moss", "Gazette"),
        "A tram",
        "© Gazette",
    )


def test_a_corrected_credit_is_a_new_key() -> None:
    shown = picture(photographer="Cy Moss")
    old = shown.key

    CreditedImage.objects.get(pk=shown.pk).save()
    same = CreditedImage.objects.get(pk=shown.pk)
    same.photographer = "Di Moss"
    same.save()

    assert len(old) == 16
    assert same.key != old
    assert ask(NegativeOf(old)) is None


@pytest.mark.parametrize("question", [Cards("section:town", 30), Cards("topic:t", 30), Cards("paper", 30), FrontOf("")])
def test_questions_cost_the_same_however_large_the_archive_is(question: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(question)
        return len(queries)

    front = PaperFront.objects.get()
    pages = [live_story(f"First {number}", topics=("T",), byline=("Ada Lark", "Ben Reed")) for number in range(2)]
    front.featured = [FeaturedOnPaper(story=page) for page in pages]
    front.save_revision().publish()
    small = cost()
    pages += [live_story(f"More {number}", topics=("T", "U"), byline=("Ada Lark", "Ben Reed")) for number in range(10)]
    front.featured = [FeaturedOnPaper(story=page) for page in pages]
    front.save_revision().publish()

    assert cost() == small
    assert small <= 6


def test_a_storys_queries_do_not_grow_with_its_parts() -> None:
    def cost(page: StoryPage) -> int:
        with CaptureQueriesContext(connection) as queries:
            story(page)
        return len(queries)

    shown = [picture(content=picture_bytes(colour=colour)) for colour in ("red", "green", "blue")]
    one = publish(live_story("One"), body=stream("body", ("picture", {"picture": shown[0].pk})))
    more = live_story("More", byline=("Ada Lark", "Ben Reed"), topics=("T", "U", "V"))
    more = publish(more, body=stream("body", *(("picture", {"picture": row.pk}) for row in shown)))

    assert cost(more) == cost(one) <= 6


def test_the_archive_is_read_by_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    live_story(topics=("T",))
    with CaptureQueriesContext(connection) as queries:
        for question in (
            Cards("section:town", 30),
            Cards("topic:t", 30),
            Cards("paper", 30),
            Months("town"),
            SitemapEntries("2026-11"),
            Days("town", "2026-11", 0),
            Cards("day:town/2026-11-20", 30),
            SitemapEntries("2026-11-20"),
            NewsEntries(MONDAY),
        ):
            ask(question)
    plans = []
    for query in queries:
        if "newsroom_listing" in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans.append(" | ".join(row[3] for row in cursor.fetchall()))

    assert len(plans) == 10
    assert all("listing_newest" in plan for plan in plans)
    assert not [plan for plan in plans if "TEMP B-TREE" in plan or "SCAN newsroom_listing" in plan]
