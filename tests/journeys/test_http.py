"""Every address the paper has, and every kind of answer: a linter of HTTP finds nothing, nor do we where it is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import brotlicffi
import pytest

from standfirst.delivery.conditions import http_date
from standfirst.edition.binding import Binder
from standfirst.edition.layout import edition_folder
from standfirst.edition.shelf import Shelf
from standfirst.press.asking import AD_PATH, DOT_PATH
from standfirst.press.former import gone_plate, redirect_plate
from tests.journeys.exchanges import CODINGS, Asker, Exchange

STORY = "/saltmere/2026/11/18/swing-bridge-vote/"
GONE, MOVED = "/saltmere/2026/11/18/taken-down/", "/saltmere/2026/11/18/moved/"
#: Fields that say how a body looks; what a 304 has instead of a body has none of them.
OF_THE_BODY = {"content-type", "content-length", "content-encoding", "content-range", "accept-ranges"}
#: What a cache keeps of a page must be told by a 304, too (RFC 9110, 15.4.5).
OF_THE_COPY = ("cache-control", "etag", "vary", "last-modified")
#: The pictures a page asks for to see whether adverts are let through.
LOOKED_AT_ANEW = {AD_PATH, DOT_PATH}


@pytest.fixture(scope="module")
def shelf(paper) -> Iterator[Shelf]:
    """The paper's edition, with one story taken down and one that moved."""
    folder = edition_folder(f"file://{paper.served.home}/edition")
    Binder(folder).bind([gone_plate(GONE), redirect_plate(MOVED, STORY)])
    yield Shelf(folder)
    Binder(folder).remove([GONE, MOVED])


@pytest.fixture(scope="module")
def addresses(shelf) -> list[str]:
    """Every address at which there is something."""
    found = sorted(plate.path for plate in shelf.plates() if plate.status == 200 and plate.path.startswith("/"))
    assert len(found) > 300
    return found


@pytest.fixture
def site(paper) -> Iterator[Asker]:
    with Asker(paper.served.port) as asker:
        yield asker


def test_every_address_answers_cleanly_in_every_coding(site, addresses):
    complaints = []
    for path in addresses:
        answers = [site.ask(path, accept_encoding=coding) for coding in _codings_of(path)]
        complaints += [line for answer in answers for line in (*answer.complaints(), *_wrong_with_page(answer))]
        complaints += _wrong_between(answers)

    assert complaints == []


def _codings_of(path: str) -> tuple[str, ...]:
    # Pictures are not compressed again: that one asker of each kind gets the same is enough.
    return ("br", "identity") if path.startswith("/m/") else CODINGS


def _wrong_with_page(it: Exchange) -> Iterator[str]:
    """Yield what the linter does not ask of a page: that it may be kept and asked after, and is safe to show."""
    where = f"{it.path} in {it.asked['Accept-Encoding']}"
    if it.status != 200:
        yield f"{where}: {it.status}"
    if not re.fullmatch(r'"[0-9a-f]{20}(?:-br|-zstd|-gzip|-[0-9a-f]{20})?"', it.says("etag")):
        yield f"{where}: ETag {it.says('etag')!r}"
    if it.path not in LOOKED_AT_ANEW and not re.search(r"max-age=\d+|no-cache", it.says("cache-control")):
        yield f"{where}: says not how long it may be kept"
    if it.says("x-content-type-options") != "nosniff":
        yield f"{where}: may be taken for something else"
    policy = it.says("content-security-policy")
    if it.says("content-type").startswith("text/html") and ("default-src 'none'" not in policy or "unsafe" in policy):
        yield f"{where}: no strict policy: {policy}"
    if it.names() & {"set-cookie", "x-powered-by", "transfer-encoding"}:
        yield f"{where}: says {it.names()}"


def _wrong_between(answers: list[Exchange]) -> Iterator[str]:
    """Yield how answers of one address contradict each other."""
    path = answers[0].path
    if len({answer.plain() for answer in answers}) != 1:
        yield f"{path}: other words in another coding"
    codings = {answer.says("content-encoding") for answer in answers}
    if len({answer.says("etag") for answer in answers}) != len(codings):
        yield f"{path}: one ETag for several codings, or several for one"
    if len(codings) > 1 and any("accept-encoding" not in answer.says("vary") for answer in answers):
        yield f"{path}: does not say that it varies by coding"
    if len(codings) > 1 and codings != {"br", "zstd", "gzip", ""}:
        yield f"{path}: in {codings} only"


def test_every_address_says_by_head_what_it_says_by_get(site, addresses):
    complaints = []
    for path in addresses:
        whole, head = (site.ask(path, method, accept_encoding="br") for method in ("GET", "HEAD"))
        complaints += head.complaints()
        if (head.status, _lasting(head)) != (whole.status, _lasting(whole)):
            complaints.append(f"{path}: {set(_lasting(head)) ^ set(_lasting(whole))}")

    assert complaints == []


def _lasting(it: Exchange) -> list[tuple[str, str]]:
    return [(name, value) for name, value in it.fields if name != "date"]


def test_every_address_says_304_to_who_has_it_and_what_a_cache_needs_with_it(site, addresses):
    complaints = []
    for path in addresses:
        whole = site.ask(path, accept_encoding="br")
        again = site.ask(path, accept_encoding="br", if_none_match=whole.says("etag"))
        complaints += again.complaints()
        if again.status != 304 or again.body or again.names() & OF_THE_BODY:
            complaints.append(f"{path}: {again.status}, {again.names() & OF_THE_BODY}")
        if any(again.says(name) != whole.says(name) for name in OF_THE_COPY):
            complaints.append(f"{path}: its 304 says something else than its 200")
        if whole.says("last-modified"):
            since = site.ask(path, accept_encoding="br", if_modified_since=whole.says("last-modified"))
            complaints += since.complaints() if since.status == 304 else [f"{path}: {since.status} by its own date"]

    assert complaints == []


def test_parts_are_the_whole_s_own_bytes(site, addresses):
    complaints = []
    for path in (STORY, "/", next(path for path in addresses if path.startswith("/m/"))):
        whole = site.ask(path)
        size = len(whole.body)
        first, rest, last, two, behind, other = (
            site.ask(path, range=f"bytes={wanted}", **condition)
            for wanted, condition in (
                ("0-99", {}),
                ("100-", {"if_range": whole.says("etag")}),
                ("-10", {}),
                ("0-9,50-59", {}),
                (f"{size}-", {}),
                ("0-99", {"if_range": '"another"'}),
            )
        )
        complaints += [line for each in (first, rest, last, two, behind, other) for line in each.complaints()]

        assert (first.status, first.body + rest.body) == (206, whole.body)
        assert last.body == whole.body[-10:]
        assert rest.says("content-range") == f"bytes 100-{size - 1}/{size}"
        assert [piece in two.body for piece in (whole.body[:10], whole.body[50:60])] == [True, True]
        assert (behind.status, behind.says("content-range")) == (416, f"bytes */{size}")
        assert (other.status, other.body) == (200, whole.body)

    assert complaints == []


#: What else the site is asked: method, address, fields of the question, status, fields of the answer (patterns).
OTHERS = [
    ("GET", STORY.rstrip("/"), {}, 301, {"location": f"^{STORY}$", "cache-control": "^max-age=5$"}),
    ("GET", MOVED, {}, 301, {"location": f"^{STORY}$"}),
    ("GET", GONE, {}, 410, {"x-robots-tag": "^noindex$", "cache-control": "^max-age=5$"}),
    ("HEAD", GONE, {}, 410, {"x-robots-tag": "^noindex$"}),
    ("GET", GONE, {"accept_encoding": "br"}, 410, {"content-encoding": "^br$", "vary": "accept-encoding"}),
    ("GET", "/no-such/", {}, 404, {"x-robots-tag": "^noindex$", "cache-control": "^max-age=5$"}),
    ("GET", "/no-such/", {"accept_encoding": "zstd"}, 404, {"content-encoding": "^zstd$"}),
    ("HEAD", "/no-such/", {}, 404, {}),
    ("GET", "/no-such/", {"range": "bytes=0-9"}, 404, {}),
    ("GET", "/no-such/", {"if_none_match": "*"}, 404, {}),
    ("GET", "//evil.example/", {}, 404, {}),
    ("GET", "/a/%00", {}, 404, {}),
    ("GET", "/" + "a" * 9_000, {}, 414, {"cache-control": "^no-store$"}),
    ("POST", STORY, {}, 405, {"allow": "^GET, HEAD$", "cache-control": "^no-store$"}),
    ("OPTIONS", STORY, {}, 405, {"allow": "^GET, HEAD$"}),
    ("DELETE", STORY, {}, 405, {"allow": "^GET, HEAD$"}),
    ("PROPFIND", STORY, {}, 405, {"allow": "^GET, HEAD$"}),
    ("GET", "/search", {}, 200, {"x-robots-tag": "^noindex$"}),
    ("GET", "/search?q=bridge", {}, 200, {"x-robots-tag": "^noindex$", "cache-control": "^private, max-age=10$"}),
    (
        "GET",
        "/search?q=bridge",
        {"accept_encoding": "br"},
        200,
        {"content-encoding": "^br$", "vary": "accept-encoding"},
    ),
    ("HEAD", "/search?q=bridge", {}, 200, {}),
    ("GET", "/search?q=%3Cscript%3E&q=%FF", {}, 200, {}),
    ("POST", "/search", {}, 405, {"allow": "^GET, HEAD$"}),
    (
        "GET",
        "/adverts/top/saltmere?lang=en",
        {},
        200,
        {"cache-control": "^no-store$", "content-security-policy": "sandbox"},
    ),
    ("HEAD", "/adverts/top/saltmere?lang=en", {}, 200, {"cache-control": "^no-store$"}),
    ("GET", "/adverts/top/no-such?lang=xx", {}, 200, {"cache-control": "^no-store$"}),
    ("GET", "/adverts/no/such", {}, 404, {"cache-control": "^no-store$"}),
    ("GET", "/adverts/click/forged", {}, 404, {}),
    ("GET", "/adverts/count/served/forged", {}, 200, {"content-type": "^image/gif$", "cache-control": "^no-store$"}),
    ("POST", "/adverts/top/saltmere", {}, 405, {"allow": "^GET, HEAD$"}),
    ("GET", f"/seen/read?page={STORY}", {}, 204, {"cache-control": "^no-store$"}),
    ("HEAD", f"/seen/read?page={STORY}", {}, 204, {"cache-control": "^no-store$"}),
    ("POST", f"/seen/read?page={STORY}", {}, 204, {"cache-control": "^no-store$"}),
    ("PUT", "/seen/read", {}, 405, {"allow": "^GET, HEAD, POST$"}),
    ("GET", "/seen/no-such", {}, 404, {}),
    ("POST", "/asked/shown?letter=en.1.1", {}, 204, {"cache-control": "^no-store$"}),
    ("GET", "/asked/shown", {}, 405, {"allow": "^POST$"}),
    ("GET", "/newsroom/", {}, 302, {"location": "^/newsroom/login/", "cache-control": "^no-store$"}),
    (
        "GET",
        "/newsroom/login/",
        {},
        200,
        {"cache-control": "^no-store$", "x-frame-options": ".", "x-robots-tag": "noindex"},
    ),
    ("HEAD", "/newsroom/login/", {}, 200, {"cache-control": "^no-store$"}),
    ("GET", "/newsroom/static/newsroom/mark.svg", {}, 200, {"content-type": r"^image/svg\+xml$"}),
]


@pytest.mark.parametrize("question", OTHERS, ids=[f"{each[0]} {each[1][:40]} {each[3]}" for each in OTHERS])
@pytest.mark.usefixtures("shelf")
def test_an_answer_that_is_no_page_is_clean_too(site, question):
    method, path, asked, status, said = question

    answer = site.ask(path, method, **asked)

    assert (answer.status, answer.complaints()) == (status, [])
    assert {name for name, pattern in said.items() if not re.search(pattern, answer.says(name))} == set()
    assert "set-cookie" not in answer.names() or path.startswith("/newsroom/")
    assert "date" in answer.names()


def test_what_an_advert_leads_to_answers_cleanly(site):
    shown = site.ask("/adverts/top/saltmere?lang=en").plain().decode()
    leads = {address.replace("&amp;", "&") for address in re.findall(r'/adverts/[^" ]+', shown)}
    assert {address.split("/")[2] for address in leads} == {"count", "click", "picture"}
    answers = [site.ask(address, method) for address in sorted(leads) for method in ("HEAD", "GET")]

    assert [line for answer in answers for line in answer.complaints()] == []
    assert {answer.status for answer in answers} == {200, 302}


# --- What would be found

WELL = [
    ("content-type", "text/html; charset=utf-8"),
    ("content-length", "12"),
    ("cache-control", "max-age=10"),
    ("etag", '"00112233445566778899"'),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'"),
]


def an_answer(status: int = 200, **changed: str | None) -> Exchange:
    """A page as it should be, but for the fields named; None takes one away."""
    fields = (
        dict(WELL)
        | {"date": http_date(datetime.now(UTC))}
        | {name.replace("_", "-"): value for name, value in changed.items()}
    )
    asked = {"Host": "gazette.example", "User-Agent": "x", "Accept-Encoding": "identity"}
    said = [(name, value) for name, value in fields.items() if value is not None]
    return Exchange("GET", "/", asked, status, "OK", said, b"<p>It rains.")


def test_an_answer_as_it_should_be_is_well():
    assert [*an_answer().complaints(), *_wrong_with_page(an_answer())] == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"content_length": "13"}, "CL_INCORRECT"),
        ({"etag": "unquoted"}, "ETag"),
        ({"last_modified": "20 November 2026"}, "DATE"),
        ({"cache_control": "public, max-age=10"}, "STORE_PUBLIC_UNNECESSARY"),
        ({"content_encoding": "gzip"}, "BAD_GZIP"),
        ({"vary": "*"}, "VARY"),
        ({"cache_control": None}, "says not how long"),
        ({"content_security_policy": "script-src 'unsafe-inline'"}, "no strict policy"),
        ({"x_content_type_options": None}, "something else"),
        ({"set_cookie": "a=b"}, "set-cookie"),
        ({"status": 206}, "PARTIAL_WITHOUT_RANGE"),
    ],
    ids=str,
)
def test_an_answer_with_a_fault_is_found(changed, complaint):
    answer = an_answer(**changed)

    try:
        complaints = "\n".join([*answer.complaints(), *_wrong_with_page(answer)])
    except Exception as unreadable:  # noqa: BLE001 -- a body that is not in its coding has no plain words
        complaints = f"BAD_GZIP {unreadable}"
    assert complaint in complaints


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"content_encoding": "br"}, "one ETag for several codings"),
        ({"content_encoding": "br", "etag": '"00112233445566778899-br"'}, "does not say that it varies"),
    ],
)
def test_answers_that_contradict_each_other_are_found(other, complaint):
    same = brotlicffi.compress(b"<p>It rains.")

    assert complaint in "\n".join(_wrong_between([an_answer(), replace(an_answer(**other), body=same)]))
