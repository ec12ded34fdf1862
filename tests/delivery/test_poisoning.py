"""Caches before the site: what a stranger sends must not change what everybody gets, nor bring a page under another name."""

from __future__ import annotations

import http.client
import threading
import time

import pytest

from standfirst.edition.plate import Plate
from tests.delivery.conftest import HTML, STORY, Served, words_of

EVIL = "evil.example"
UNKEYED = [
    {"x-forwarded-host": EVIL}, {"x-forwarded-proto": "http"}, {"x-forwarded-scheme": "nothttps"}, {"x-forwarded-port": "666"},
    {"x-forwarded-prefix": f"/{EVIL}"}, {"forwarded": f"host={EVIL};proto=http"}, {"x-host": EVIL}, {"x-original-url": "/hoax/"},
    {"x-rewrite-url": "/hoax/"}, {"x-http-method-override": "POST"}, {"x-method-override": "PUT"}, {"x-forwarded-for": EVIL}, {"origin": f"http://{EVIL}"},
    {"referer": f"http://{EVIL}/"}, {"cookie": f"a={EVIL}"}, {"user-agent": EVIL}, {"accept-language": "de"}, {"x-user-agent": EVIL}, {"accept": "application/json"},
    {"host": EVIL}, {"host": f"127.0.0.1:80@{EVIL}"}, {"authorization": "Basic YTpi"}, {"save-data": "on"}, {"upgrade-insecure-requests": "1"}, {"purpose": "prefetch"},
]  # fmt: skip


@pytest.mark.parametrize("path", [STORY, "/old/", "/hoax/", "/nothing/", "/m/drawing.svg"])
@pytest.mark.parametrize("sent", UNKEYED, ids=lambda sent: next(iter(sent)))
def test_what_no_cache_looks_at_changes_nothing(site: Served, path: str, sent: dict[str, str]) -> None:
    plain, answer = site.get(path), site.get(path, **sent)

    assert _said(answer) == _said(plain)
    assert EVIL not in f"{dict(answer.headers)}{answer.text}"


@pytest.mark.parametrize(
    "query", ["?utm_source=evil.example", "?", "?_method=DELETE", "?callback=evil.example", "?%00"]
)
def test_a_query_changes_no_page_and_is_not_repeated(site: Served, query: str) -> None:
    assert _said(site.get(STORY + query)) == _said(site.get(STORY))


@pytest.mark.parametrize(
    "more",
    ["x.css", "x.js", ";x.css", "/x.css", ".css", "%2fx.css", "%00.css", "%3f.css", "%23.css", "%0a.css", "..%2fx.css", "x.css?a=b", "index.html", "%2e%2e%2fx.png"],
)  # fmt: skip
def test_a_page_is_not_to_be_had_under_the_name_of_a_file(site: Served, more: str) -> None:
    answer = site.raw(b"GET " + (STORY + more).encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert answer[9:12] in (b"400", b"404")
    assert b"of a story about" not in answer


@pytest.mark.parametrize("path", ["x.css", "admin/;x.css", "a.js?b=c", "%2e%2e/robots.txt", "x.png%00"])
def test_what_is_private_is_so_under_any_name(site: Served, newsroom, path: str) -> None:
    del newsroom

    answer = site.get(f"/newsroom/{path}")

    if answer.status_code == 200:
        assert "no-store" in answer.headers["cache-control"]
        assert "public" not in answer.headers["cache-control"]
    else:
        assert answer.status_code in (400, 404)


def test_many_who_ask_at_once_for_what_just_changed_get_it_and_do_not_wait(site: Served) -> None:
    path, clients = "/world/2026/11/05/just-changed/", 100
    site.bind(Plate(path, words_of(90, "the old"), HTML))
    assert site.get(path).content == words_of(90, "the old")
    together, times, bodies = threading.Barrier(clients + 1), [], set()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
        connection.connect()
        together.wait(10)
        began = time.monotonic()
        connection.request("GET", path)
        bodies.add(connection.getresponse().read())
        times.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    site.bind(Plate(path, words_of(90, "the new"), HTML))
    together.wait(10)
    for thread in threads:
        thread.join()

    assert bodies == {words_of(90, "the new")}
    assert sorted(times)[clients - 2] < 1.5, "all of them together; each is a few milliseconds on a machine at rest"


def _said(answer):
    headers = {name: said for name, said in answer.headers.items() if name != "date"}
    return answer.status_code, headers, answer.content
