from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from standfirst.newsroom.handoff.rows import live
from standfirst.newsroom.handoff.statements import Statement
from standfirst.newsroom.models import StoryPage, Topic
from tests.newsroom.desks import MONDAY, live_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

COLUMNS = ("pk", "published", "updated", "story__title", "story__language", "story__sensitive", "section__slug")


def of_numbers(pks: list[int]) -> QuerySet[Any]:
    return live().filter(pk__in=pks).order_by("pk").values_list(*COLUMNS)


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5, 7])
def test_the_rows_are_those_of_the_query_itself_however_many_keys_it_names(many: int) -> None:
    pks = [live_story(f"Story {number}").pk for number in range(many)]

    found = Statement(int, of_numbers).rows(pks)

    assert found == list(of_numbers(pks))
    assert len(found) == many


def test_a_key_that_is_named_twice_and_one_that_nobody_has_change_nothing() -> None:
    pk = live_story("The only one").pk

    assert Statement(int, of_numbers).rows([pk, pk, pk + 1_000]) == list(of_numbers([pk]))


def test_no_keys_are_no_rows_and_no_question() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(Statement(int, of_numbers).rows([])) == []

    assert not asked.captured_queries


def test_a_statement_is_composed_once_for_as_many_keys() -> None:
    composed: list[int] = []

    def composing(pks: list[int]) -> QuerySet[Any]:
        composed.append(len(pks))
        return of_numbers(pks)

    statement, pks = Statement(int, composing), [live_story(f"Story {number}").pk for number in range(4)]

    assert [len(statement.rows(named)) for named in (pks, pks[:3], pks[1:], pks[:2], pks[2:])] == [4, 3, 3, 2, 2]
    assert composed == [4, 2]


def test_words_and_moments_are_keys_as_well() -> None:
    for name in ("Bridges", "Ports", "O'Hara's \"law\""):
        Topic.objects.create(name=name, slug=name.lower()[:6])
    live_story("Of Monday")
    by_slug = Statement(str, lambda slugs: Topic.objects.filter(slug__in=slugs).values_list("slug", "name"))
    since = Statement(datetime, lambda moments: live().filter(published__gte=moments[0]).values_list("story__title"))

    assert sorted(by_slug.rows(["ports", "bridge", "%s"])) == [("bridge", "Bridges"), ("ports", "Ports")]
    assert list(by_slug.rows(["o'hara"])) == [("o'hara", "O'Hara's \"law\"")]
    assert list(since.rows([MONDAY - timedelta(hours=1)])) == [("Of Monday",)]
    assert list(since.rows([MONDAY + timedelta(days=999)])) == []


def test_a_query_that_does_not_look_at_its_keys_is_refused() -> None:
    statement = Statement(int, lambda _: StoryPage.objects.values_list("pk"))

    with pytest.raises(ValueError, match="does not name each of its keys"):
        statement.rows([1])
