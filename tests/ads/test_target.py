from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.ads.errors import TargetRefused
from standfirst.ads.target import TARGET_LENGTH, target_of

HOSTILE = [
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://ferry.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https://ferry.example\\@evil.example/",
    "https://ferry.example@evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "https://",
    "https://ferry.example/\r\nSet-Cookie: a=b",
    "https://ferry.example/ x",
    "https://ferry.example/\t",
    "\x01https://ferry.example/",
    " https://ferry.example/",
    "https://ferry.example/\u202egnp",
    "https://ferry.example:99999/",
    "https://ferry.example:port/",
    "https://[::1]/",
    "https://fer^ry.example/",
    "https://ferry.example/" + "x" * TARGET_LENGTH,
    "world/",
    'https://ferry.example/"onclick=',
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_target_is_refused_with_what_to_write(address: str) -> None:
    with pytest.raises(TargetRefused, match="write https://"):
        target_of(address)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://ferry.example", "https://ferry.example/"),
        ("HTTPS://Ferry.Example/Sundays?day=1#book", "https://ferry.example/Sundays?day=1#book"),
        ("http://ferry.example:8080/a%20b", "http://ferry.example:8080/a%20b"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("/world/2026/11/20/ferries/", "/world/2026/11/20/ferries/"),
    ],
)
def test_a_web_address_or_an_own_page_is_taken(address: str, target: str) -> None:
    assert target_of(address) == target


@given(st.text(max_size=60), st.sampled_from(["", "https://ferry.example/", "https://", "/"]))
def test_a_target_is_plain_ascii_and_stays_as_it_is(words: str, front: str) -> None:
    try:
        target = target_of(front + words)
    except TargetRefused:
        return

    assert target.isascii()
    assert target.isprintable()
    assert " " not in target
    assert not target.startswith("//")
    assert target.startswith(("http://", "https://", "/"))
    assert target_of(target) == target
