from __future__ import annotations

import pytest

from tests.delivery.conftest import Served


def test_a_handler_gets_everything_below_its_first_path_part(site: Served) -> None:
    answer = site.get("/adverts/top/world?k=%C3%A9&k=2")

    assert answer.text == "advert for /adverts/top/world é"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_handler_may_wait_for_a_body(site: Served) -> None:
    assert site.client.post(site.url + "/seen", content=b"a story").text == "seen a story"


def test_a_body_longer_than_the_handler_takes_is_refused(site: Served) -> None:
    assert site.client.post(site.url + "/seen", content=b"x" * 5_000).status_code == 413


def test_an_answer_without_a_body_has_no_length(site: Served) -> None:
    answer = site.get("/go/none")

    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers


def test_who_has_what_a_handler_says_is_told_that_it_is_the_same(site: Served) -> None:
    first, again, other = (site.get("/go/tagged", if_none_match=tag) for tag in ('"none"', '"one"', '"two"'))

    assert [(each.status_code, each.content) for each in (first, again, other)] == [
        (200, b"said once"),
        (304, b""),
        (200, b"said once"),
    ]
    assert (again.headers["etag"], again.headers["vary"]) == ('"one"', "cookie")
    assert "content-type" not in again.headers


def test_a_handlers_error_without_words_gets_the_papers(site: Served) -> None:
    answer = site.get("/go/away")

    assert answer.status_code == 404
    assert "Not in this paper" in answer.text


@pytest.mark.parametrize("path", ["/go/fault", "/go/forge"])
def test_a_faulty_handler_costs_one_answer_and_tells_nobody_why(site: Served, path: str) -> None:
    answer = site.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert "set-cookie" not in answer.headers
    assert not {"Traceback", "RuntimeError", "served.py"} & set(answer.text.replace("<", " ").split())
    assert site.get("/").status_code == 200


def test_faults_are_logged_in_one_line_each(site: Served) -> None:
    for _ in range(3):
        site.get("/go/one-fault")
        site.get("/go/line%0abreak")

    lines = [line for line in site.log.read_text().splitlines() if "one-fault" in line]
    assert len(lines) == 1
    assert "a fault in a handler" in lines[0]
    assert 'raise RuntimeError("a fault' not in site.log.read_text()
