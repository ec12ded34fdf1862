"""Editing in a large archive: the newsroom's pages, asked for by a client that is logged in."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterator
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from standfirst.newsroom.models import Person, SectionPage, StoryPage

_FOUND, _OK = 302, 200
_NAME, _WORD = "bench", "one-password-for-one-run"
_PARAGRAPHS = 16


class Editor:
    """A browser that is logged in to the newsroom at ``site``."""

    def __init__(self, site: str) -> None:
        users = get_user_model().objects
        users.filter(username=_NAME).delete()
        users.create_superuser(username=_NAME, email="", password=_WORD)
        self._line = http.client.HTTPConnection(site.removeprefix("http://"), timeout=120)
        self._cookies: dict[str, str] = {}
        self._origin = site
        self.ask("/newsroom/login/")
        self.send("/newsroom/login/", {"username": _NAME, "password": _WORD})
        # The first page of a new process pays for its templates.
        for place in ("/newsroom/desk/", "/newsroom/desk/"):
            self.ask(place)

    def ask(self, place: str) -> bytes:
        """Return the page at ``place``. Raises SystemExit when there is none."""
        return self._exchange("GET", place, None, _OK)

    def send(self, place: str, fields: dict[str, Any]) -> None:
        """Send a form, which is answered with the way to the next page. Raises SystemExit when it is refused."""
        self._exchange(
            "POST", place, urlencode(fields | {"csrfmiddlewaretoken": self._cookies["newsroom_csrf"]}), _FOUND
        )

    def _exchange(self, method: str, place: str, body: str | None, expected: int) -> bytes:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self._origin,
                "Referer": self._origin,
            }
        self._line.request(method, place, body, headers)
        answer = self._line.getresponse()
        said = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        if answer.status != expected:
            words = " ".join(re.sub(rb"<[^>]*>", b" ", said).decode("utf-8", "replace").split())[:400]
            raise SystemExit(f"bench archive: {method} {place} answered {answer.status}: {words}")
        return said


def editing(site: str, requests: int) -> dict[str, float]:
    """Return p95 (ms) of ``requests`` of each: desk with filters, search, editor, draft."""
    editor, dice = Editor(site), Random(requests)
    pks = list(StoryPage.objects.order_by("-pk").values_list("pk", flat=True)[:2_000])
    chosen = [dice.choice(pks) for _ in range(requests)]
    forms = [(f"/newsroom/pages/{pk}/edit/", _form(StoryPage.objects.get(pk=pk))) for pk in chosen]
    desks = _desks(dice)
    searches = _searches(dice)
    return {
        "desk_p95": _p95(lambda _: editor.ask(next(desks)), requests),
        "search_p95": _p95(lambda _: editor.ask(next(searches)), requests),
        "editor_p95": _p95(lambda number: editor.ask(forms[number][0]), requests),
        "draft_p95": _p95(lambda number: editor.send(*forms[number]), requests),
    }


def _p95(act: Callable[[int], object], times: int) -> float:
    seconds: list[float] = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        seconds.append(time.perf_counter() - began)
    return quantiles(seconds, n=20)[18] * 1000


def _desks(dice: Random) -> Iterator[str]:
    """Yield addresses of the desk: as it opens, and with one filter or two."""
    sections = list(SectionPage.objects.values_list("pk", flat=True))
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:200])
    while True:
        for filters in (
            {},
            {"section": dice.choice(sections)},
            {"status": dice.choice(("draft", "review", "scheduled", "live", "changed", "withdrawn"))},
            {"author": dice.choice(people)},
            {"section": dice.choice(sections), "status": "live"},
            {"section": dice.choice(sections), "author": dice.choice(people)},
        ):
            yield f"/newsroom/desk/?{urlencode(filters)}"


def _searches(dice: Random) -> Iterator[str]:
    """Yield addresses of searches for words of headlines: in the desk, and everywhere."""
    titles = list(StoryPage.objects.order_by("-pk").values_list("title", flat=True)[:500])
    while True:
        words = dice.choice(titles).split()
        yield f"/newsroom/desk/?{urlencode({'q': ' '.join(words[:3])})}"
        yield f"/newsroom/pages/search/?{urlencode({'q': dice.choice(words)})}"


def _form(page: StoryPage) -> dict[str, Any]:
    """Return what the editor's form sends for ``page`` with another headline."""
    paragraph = rich_text(
        "<p>" + "What was said and what was done about it. " * 5 + "</p>", features=["bold", "italic", "link"]
    )
    # With the rows' own numbers: they would be names and topics besides those there are.
    people = [{"id": row.pk, "person": row.person_id, "ORDER": place} for place, row in enumerate(page.bylines.all())]
    topics = [
        {"id": row.pk, "topic": row.topic_id, "ORDER": place} for place, row in enumerate(page.story_topics.all())
    ]
    form = {
        "title": f"{page.title} again",
        "standfirst": page.standfirst,
        "slug": page.slug,
        "language": page.language,
        "place": "",
        "lead": "",
        "lead_caption": "",
        "body": streamfield([("paragraph", paragraph)] * _PARAGRAPHS),
        "attributions": streamfield([]),
        "corrections": streamfield([]),
        "bylines": inline_formset(people, initial=len(people)),
        "story_topics": inline_formset(topics, initial=len(topics)),
        "related_stories": inline_formset([]),
    }
    fields: dict[str, Any] = nested_form_data(form)
    return fields
