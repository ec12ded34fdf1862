from __future__ import annotations

import pytest

from standfirst.wire.slugs import slug_for


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Суспільство", "suspilstvo"),
        ("Straße & Müller", "strasse-muller"),
        ("外交", "waijiao"),
        ("It’s Việt Nam’s", "its-viet-nams"),
    ],
)
def test_a_name_in_any_script_has_an_address_of_its_own(words: str, slug: str) -> None:
    assert slug_for(words) == slug


def test_what_cannot_be_written_takes_the_fallback() -> None:
    assert slug_for("\N{REPLACEMENT CHARACTER}", fallback="section") == "section"
