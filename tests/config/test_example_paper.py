"""The example paper in the project: whole, varied, credited, and refused clearly where somebody breaks it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from standfirst.ads.sizes import SIZES, Size
from standfirst.config.example_paper import ExamplePaper, ExampleUnreadable, read_example
from standfirst.press.originals import credits_of
from standfirst.story.blocks import Embed, FactBox, Figure, Listing, PullQuote, Quote, Table, words_of
from standfirst.story.text import plain

GAZETTE = Path(__file__).parents[2] / "examples" / "gazette"


@pytest.fixture(scope="module")
def paper() -> ExamplePaper:
    return read_example(GAZETTE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GAZETTE, tmp_path / "gazette", ignore=shutil.ignore_patterns("__pycache__", "drawing")))


def test_it_has_a_dozen_stories_in_six_sections_and_two_languages(paper: ExamplePaper):
    stories = [one.story for one in paper.stories]

    assert len(stories) >= 12
    assert len({story.section.slug for story in stories}) >= 6
    assert {story.language for story in stories} == {"en", "ar"}
    assert {topic.kind for topic in paper.topics} == {"person", "place", "organisation", "subject"}
    assert all(350 <= story.words() <= 1300 for story in stories)
    assert all(story.published < datetime(2026, 11, 20, tzinfo=UTC) for story in stories)


def test_it_shows_every_kind_of_block(paper: ExamplePaper):
    kinds = {type(block) for one in paper.stories for block in one.story.body}

    assert {Embed, FactBox, Figure, Listing, PullQuote, Quote, Table} <= kinds


def test_a_pull_quote_repeats_words_of_its_story(paper: ExamplePaper):
    for one in paper.stories:
        whole = " ".join(line for block in one.story.body for line in words_of(block))
        for block in one.story.body:
            if isinstance(block, PullQuote):
                assert block.text.rstrip(".").lower() in whole.lower(), one.file


def test_the_crisis_rests_on_several_sources_and_a_denial(paper: ExamplePaper):
    crisis = next(one.story for one in paper.stories if one.file.stem == "ambassador-recalled")

    assert len({one.source for one in crisis.attributions}) >= 4
    assert {one.stance for one in crisis.attributions} == {"asserts", "denies"}
    assert any(one.via and one.when for one in crisis.attributions)
    assert 1000 <= crisis.words() <= 1300


def test_one_story_is_sensitive_one_corrected_and_one_speaks_of_blockers(paper: ExamplePaper):
    stories = [one.story for one in paper.stories]

    assert sum(story.sensitive for story in stories) == 1
    assert sum(bool(story.corrections) for story in stories) == 1
    assert any("ad blocker" in story.text() and "browser" in story.text() for story in stories)


def test_what_stories_and_fronts_name_is_there(paper: ExamplePaper):
    ids = {one.story.id for one in paper.stories}
    paths = {one.story.path for one in paper.stories}
    links = [
        span.link for one in paper.stories for block in one.story.body
        for span in getattr(block, "text", ()) if not isinstance(span, str) and span.link
    ]  # fmt: skip

    assert {other for one in paper.stories for other in one.story.related} <= ids
    assert {featured for front in paper.fronts for featured in front.featured} <= ids
    assert [link for link in links if link.startswith("/") and link not in paths] == []


def test_every_picture_is_credited_in_its_file_and_described(paper: ExamplePaper):
    for file in sorted((GAZETTE / "pictures").glob("*.jpg")):
        rights = credits_of(file)
        assert rights.photographer, file
        assert rights.agency, file
        assert rights.caption, file
        assert rights.copyright, file
        assert file.stat().st_size <= 150_000, file
        with Image.open(file) as image:
            assert 1600 <= image.width <= 1920, file
        assert file in paper.pictures.values(), f"{file} is in no story"
    assert all(one.story.lead and one.story.lead.picture.alt for one in paper.stories)


def test_three_advertisers_have_a_picture_in_every_size(paper: ExamplePaper):
    assert len({order.advertiser for order in paper.orders}) == 3
    for order in paper.orders:
        with_sizes = set()
        for file in order.pictures.values():
            with Image.open(file) as image:
                with_sizes.add(Size(*image.size))
        assert with_sizes == set(SIZES)


def test_numbers_in_the_councils_vote_add_up(paper: ExamplePaper):
    vote = next(one.story for one in paper.stories if one.file.stem == "swing-bridge-vote")
    table = next(block for block in vote.body if isinstance(block, Table))
    sums = [sum(int(row[column]) for row in table.rows[1:-1]) for column in (1, 2, 3)]

    assert [int(cell) for cell in table.rows[-1][1:]] == sums == [10, 9, 1]
    assert "ten councillors to nine" in vote.standfirst
    assert "1,400 times" in plain(vote.corrections[0].text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('section = "world"', 'section = "moon"', "no section has the slug 'moon'"),
        ('headline = "', 'headlin = "', "'headline' is missing"),
        ('place = "Lisk"', 'plaice = "Lisk"', "a story has no field 'plaice'"),
        ("2026-11-19T11:20:00+00:00", "2026-11-19T11:20:00", "no moment with a zone"),
        ('lead = "lisk-lorries"', 'lead = "nothing"', "'nothing' is missing or unknown"),
        ("| Apples and pears | 96 |", "| Apples and pears |", "the table's rows differ"),
        ("+++\nsection", "section", "does not begin with its fields"),
    ],
)
def test_a_broken_story_is_refused_by_file_and_field(copy: Path, old: str, new: str, said: str):
    file = copy / "stories" / "bridge-at-orlec.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))

    with pytest.raises(ExampleUnreadable, match=said) as refused:
        read_example(copy)

    assert "bridge-at-orlec.md" in str(refused.value)


def test_a_missing_example_says_where_it_should_be(tmp_path: Path):
    with pytest.raises(ExampleUnreadable, match=r"paper\.toml cannot be read"):
        read_example(tmp_path)
