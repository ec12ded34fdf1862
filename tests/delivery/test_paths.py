from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.delivery.paths import NoSuchAddress, path_of, sent


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/", "/"),
        (b"/world/", "/world/"),
        (b"/%77orld/", "/world/"),
        ("/çay/".encode(), "/çay/"),
        (b"/%C3%A7ay/", "/çay/"),
        (b"/a%252Fb/", "/a%2Fb/"),
        (b"/...", "/..."),
        (b"/a..b/", "/a..b/"),
        (b"/a b/".replace(b" ", b"%20"), "/a b/"),
    ],
)
def test_an_address_is_decoded_once(raw: bytes, path: str):
    assert path_of(raw) == path


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"*", b"world/", b"//", b"//evil.example/", b"/world//", b"/world%2f", b"/world%2F..", b"/a/../b/", b"/a/..", b"/..",
        b"/.", b"/a/./b/", b"/%2e%2e/", b"/a/%2E%2e/b", b"/a%00", b"/a\x00", b"/a%0d%0aset-cookie:x", b"/a;b", b"/a;.css", b"/a%3bb",
        b"/a%5c..", b"/a\\b", b"/%ff", b"/%c0%ae%c0%ae/", b"/%ed%a0%80", b"/%zz", b"/a%", b"/a%2", b"/a%7f",
    ],
)  # fmt: skip
def test_an_address_in_disguise_is_none(raw: bytes):
    with pytest.raises(NoSuchAddress):
        path_of(raw)


@given(raw=st.binary(max_size=60))
def test_what_is_read_begins_at_the_root_and_stays_below_it(raw: bytes):
    try:
        path = path_of(b"/" + raw)
    except NoSuchAddress:
        return

    assert path.startswith("/")
    assert not {"", ".", ".."} & set(path.split("/")[1:-1])
    assert path_of(sent(path).encode()) == path
