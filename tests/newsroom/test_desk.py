from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from standfirst.audience.tally import Tally
from standfirst.newsroom.desk import DeskPaginator, DeskView
from standfirst.newsroom.models import Person, SectionPage, StoryPage
from tests.newsroom.desks import MONDAY, draft, live_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username="editor"))
    return client


def shown(client: Client, **asked: Any) -> set[str]:
    answer: Any = client.get(reverse("desk:index"), asked)
    assert answer.status_code == 200
    return {page.title for page in answer.context["object_list"]}


def test_whoever_logs_in_stands_at_the_desk(editor: Client) -> None:
    answer: Any = editor.get("/newsroom/")

    assert (answer.status_code, answer["Location"]) == (302, "/newsroom/desk/")
    assert reverse("wagtailadmin_home") == "/newsroom/"


def test_the_desk_shows_every_story_flat(editor: Client) -> None:
    live_story(byline=("Ada Lark",))
    draft("Ferry stops", section="World")

    assert shown(editor) == {"Bridge reopens", "Ferry stops"}


def test_the_desk_shows_how_often_the_full_story_was_tapped(editor: Client, paper: Any) -> None:
    page, other = live_story(), live_story("Nobody was offered this")
    tally = Tally(paper.tallies, clock=lambda: MONDAY)
    for word, times in (("tap-offered", 40), ("tapped", 12)):
        for _ in range(times):
            tally.add(word, page.address() or "")
    tally.flush()

    rows: Any = editor.get(reverse("desk:index"))

    taps = {story.pk: str(story.known_taps or "") for story in rows.context["object_list"]}
    assert taps == {page.pk: "12 of 40", other.pk: ""}
    assert "12 of 40" in rows.content.decode()


def test_the_desk_opens_when_counts_cannot_be_read(editor: Client, paper: Any) -> None:
    live_story()
    paper.tallies.mkdir(exist_ok=True)
    (paper.tallies / "sums.json").write_text("{")

    assert shown(editor) == {"Bridge reopens"}


def test_the_desk_is_sorted_out_by_section_author_status_and_date(editor: Client) -> None:
    live_story("Live", byline=("Ada Lark",))
    draft("Draft", section="World")
    live_story("Withdrawn", published=MONDAY - timedelta(days=90)).unpublish()
    changed = live_story("Changed")
    changed.save_revision()
    soon = draft("Scheduled", published=None).get_latest_revision_as_object()
    soon.go_live_at = datetime.now(UTC) + timedelta(days=1)
    soon.save_revision().publish()
    section = SectionPage.objects.get(slug="world").pk

    assert shown(editor, section=section) == {"Draft"}
    author = Person.objects.get().pk
    assert shown(editor, author=author) == {"Live"}
    assert shown(editor, author=author, section=section) == set()
    assert shown(editor, author=author, section=SectionPage.objects.get(slug="town").pk) == {"Live"}
    assert shown(editor, status="draft") == {"Draft", "Scheduled"}
    assert shown(editor, status="live") == {"Live", "Changed"}
    assert shown(editor, status="changed") == {"Changed"}
    assert shown(editor, status="withdrawn") == {"Withdrawn"}
    assert shown(editor, status="scheduled") == {"Scheduled"}
    assert shown(editor, first_published_at_from="2026-11-01", first_published_at_to="2026-11-30") == {
        "Live",
        "Changed",
    }


def test_a_story_handed_in_is_in_review(editor: Client) -> None:
    page = draft("Waiting")
    draft("Not handed in")
    page.get_workflow().start(page, get_user_model().objects.get(username="editor"))

    assert shown(editor, status="review") == {"Waiting"}


def test_the_desk_is_searched_by_headline_and_standfirst(
    editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        live_story()
        draft("Ferry stops", standfirst="Ice on the estuary.")

    assert shown(editor, q="ferry") == {"Ferry stops"}
    assert shown(editor, q="estuary") == {"Ferry stops"}


def test_a_page_of_the_desk_costs_the_same_however_many_stories_there_are(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        live_story(f"Story {number}", byline=("Ada Lark",))
    with CaptureQueriesContext(connection) as few:
        shown(editor)
    for number in range(9):
        live_story(f"More {number}", byline=("Ada Lark", "Ben Reed"))

    with django_assert_max_num_queries(len(few)):
        assert len(shown(editor)) == 12


@pytest.mark.parametrize("status", ["review", "scheduled", "withdrawn"])
def test_a_search_among_stories_of_which_there_are_none_finds_none(editor: Client, status: str) -> None:
    live_story("Harbour")

    assert shown(editor, q="harbour", status=status) == set()
    assert shown(editor, q="harbour", status="live") == {"Harbour"}


def test_a_page_of_what_was_found_costs_the_same_however_many_stories_it_shows(editor: Client) -> None:
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer: Any = editor.get(reverse("wagtailadmin_pages:search"), {"q": "harbour"})
        assert answer.status_code == 200
        assert len(answer.context["object_list"]) == StoryPage.objects.count()
        return len(queries)

    live_story("Harbour 0")
    asked_for()
    few = asked_for()
    for number in range(6):
        live_story(f"Harbour {number + 1}")

    assert asked_for() <= few


@pytest.mark.parametrize("asked", [{}, {"status": "live"}, {"status": "changed"}, {"status": "withdrawn"}], ids=str)
def test_the_newest_stories_are_counted_and_taken_from_an_index_not_sorted_out_of_all(
    editor: Client, asked: dict[str, str]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plans")
    page = live_story()
    StoryPage.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    if asked.get("status") == "withdrawn":
        page.unpublish()

    with CaptureQueriesContext(connection) as queries:
        assert shown(editor, **asked) == {page.title}

    plans = plans_of(queries, "NULLS LAST LIMIT")
    assert len(plans) == 2
    assert all("newsroom_desk_" in plan for plan in plans), plans


def plans_of(queries: CaptureQueriesContext, words: str) -> list[str]:
    """How SQLite answers those of ``queries`` that hold ``words``, a line each."""
    with connection.cursor() as cursor:
        asked = [query["sql"] for query in queries if words in query["sql"]]
        found = [cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    return ["; ".join(step for *_, step in steps) for steps in found]


def test_what_a_row_shows_is_looked_up_for_the_rows_of_a_page_alone(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeskView, "paginate_by", 2)
    for number in range(5):
        live_story(f"Story {number}", byline=("Ada Lark",))
    ada = Person.objects.get(name="Ada Lark")

    with CaptureQueriesContext(connection) as queries:
        answer: Any = editor.get(reverse("desk:index"), {"author": ada.pk, "p": 2})

    (wide,) = (query["sql"] for query in queries if "first_author" in query["sql"])
    assert [page.title for page in answer.context["object_list"]] == ["Story 2", "Story 1"]
    assert answer.context["paginator"].count == 5
    assert " LIMIT 2 OFFSET" not in wide
    assert wide.count(" IN (") == 2


def test_no_more_stories_are_counted_than_anybody_turns_to(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskPaginator, "most", 2)
    for name in ("One", "Two", "Three"):
        live_story(name)

    answer: Any = editor.get(reverse("desk:index"))

    assert answer.context["items_count"] == 2


def of_local_desk() -> Client:
    """A writer who may write for Local alone, logged in."""
    writer = get_user_model().objects.create_user("writer", password="a long one for a test")
    group = Group.objects.create(name="Local desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=SectionPage.objects.get(title="Local"),
        permission=Permission.objects.get(codename="change_page"),
    )
    writer.groups.add(group)
    client = Client()
    client.force_login(writer)
    return client


def test_who_may_write_for_one_section_sees_the_stories_of_that_section() -> None:
    live_story("Bridge reopens", section="Local")
    live_story("Ferry stops", section="World")

    assert shown(of_local_desk()) == {"Bridge reopens"}


def test_who_may_write_for_one_section_finds_nothing_of_another(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        live_story("Bridge reopens", section="Local")
        live_story("Bridge closes", section="World")
    writer = of_local_desk()

    found: Any = writer.get(reverse("wagtailadmin_pages:search"), {"q": "bridge"})

    assert shown(writer, q="bridge") == {"Bridge reopens"}
    assert [page.title for page in found.context["object_list"]] == ["Bridge reopens"]


def test_of_very_many_matches_the_newest_are_shown_the_best_first(
    editor: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL weighs all of them")
    monkeypatch.setattr("standfirst.newsroom.newest_matches.MOST", 2)
    with django_capture_on_commit_callbacks(execute=True):
        draft("Ferry")
        draft("The ferry that goes to the island on the far side of the estuary stops", standfirst="Ice.")
        draft("Ferry, ferry", standfirst="Ferry.")

    answer: Any = editor.get(reverse("desk:index"), {"q": "ferry"})

    titles = [page.title for page in answer.context["object_list"]]
    assert titles[0] == "Ferry, ferry"
    assert titles[1].startswith("The ferry that")
    assert len(titles) == 2


@pytest.mark.parametrize("place", ["desk", "explorer"])
def test_the_newest_of_a_section_are_taken_from_an_index(editor: Client, place: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plans")
    live_story(section="Local")
    section = SectionPage.objects.get(title="Local")
    desk, explorer = reverse("desk:index"), reverse("wagtailadmin_explore", args=[section.pk])

    with CaptureQueriesContext(connection) as queries:
        answer: Any = editor.get(desk, {"section": section.pk}) if place == "desk" else editor.get(explorer)

    assert [page.title for page in answer.context["object_list"]] == ["Bridge reopens"]
    plans = plans_of(queries, "NULLS LAST LIMIT" if place == "desk" else "_approved_schedule")
    assert plans
    assert all("newsroom_desk_section" in plan for plan in plans), plans


def test_the_story_editor_opens_and_shows_where_a_story_came_from(editor: Client) -> None:
    from standfirst.wire.found import Dropped, Taken

    page = draft(
        taken=(Taken("headline", "Bridge reopens", "largest line"),), dropped=(Dropped("<b>Tap</b>", "a tap"),)
    )

    said = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "largest line" in said
    assert "&lt;b&gt;Tap&lt;/b&gt;" in said
    assert "Standfirst" in said
    assert reverse("newsroom_original", args=[page.captures.get().pk]) in said


def test_a_section_with_live_stories_is_not_taken_away(editor: Client) -> None:
    live_story()
    section = SectionPage.objects.get()

    for name in ("unpublish", "delete"):
        editor.post(reverse(f"wagtailadmin_pages:{name}", args=[section.pk]))

    assert SectionPage.objects.get().live
    assert StoryPage.objects.get().live
