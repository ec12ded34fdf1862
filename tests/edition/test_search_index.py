from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.edition.errors import EditionUnwritable
from standfirst.edition.search_index import SearchEntry, SearchIndex, SearchReader, SearchTooWide, SearchUnavailable
from standfirst.edition.search_words import marked, snippet, terms_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def entry(story: str, text: str, headline: str = "", language: str = "en", age_days: float = 0) -> SearchEntry:
    published = NOW - timedelta(days=age_days)
    return SearchEntry(story, f"/x/{story}/", headline, "", "World", "Jane Doe", published, language, text)


class Room:
    """An index and somebody reading it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "search.sqlite3"
        self.index = SearchIndex(self.file)
        self.reader = SearchReader(self.file)

    def put(self, story: str, text: str = "", *, headline: str = "", language: str = "en", age_days: float = 0) -> None:
        self.index.put(entry(story, text, headline, language, age_days))

    def found(self, query: str, **how: int) -> list[str]:
        return [hit.path.strip("/x") for hit in self.reader.find(query, now=NOW, **how)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_story_is_found_by_every_word_readers_see(room: Room):
    room.put("1", "Diplomats left the capital.", headline="Embassy closes")

    for query in ("embassy", "CAPITAL", "jane doe", "world", "diplomats embassy"):
        assert room.found(query) == ["1"], query
    assert room.found("embassy dentist") == []


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("The café in São Paulo", "cafe", "café"),
        ("Ёлка стоит в Киеве", "елка", "Ёлка"),
        ("Diplomats left", "diplomat", "Diplomat"),
        ("قال الرئيس إن", "رئيس", "رئيس"),
        ("قَالَ الرَّئِيسُ", "الرئيس", "الرَّئِيسُ"),
        ("הממשלה אמרה", "ממשלה", "ממשלה"),
        ("今天北京下雨了", "北京", "北京"),
        ("서울에서 회의가", "회의", "회의"),
        ("กรุงเทพมหานครวันนี้", "กรุงเทพ", "กรุงเทพ"),
        ("Straße gesperrt", "STRASSE", "Straße"),
    ],
)
def test_any_script_is_searched_as_its_readers_write_it(room: Room, text: str, query: str, shown: str):
    room.put("1", text)

    (hit,) = room.reader.find(query, now=NOW)

    assert "".join(words for words, _ in hit.snippet) == text
    assert [words for words, found in hit.snippet if found] == [shown]


def test_a_word_in_the_headline_counts_more_than_one_in_the_text(room: Room):
    room.put("text", "The harbour was quiet. " + "Other words follow here. " * 9, headline="Quiet night")
    room.put("headline", "Ships waited. " + "Other words follow here. " * 9, headline="The harbour")

    assert room.found("harbour") == ["headline", "text"]


def test_of_two_alike_the_younger_comes_first_but_a_better_one_stays_ahead(room: Room):
    room.put("old", "The harbour was quiet.", age_days=300)
    room.put("new", "The harbour was quiet.")
    room.put("best", "Ships.", headline="Harbour, harbour, harbour", age_days=900)

    assert room.found("harbour") == ["best", "new", "old"]


def test_putting_again_replaces_and_removing_leaves_nothing(room: Room):
    room.put("1", "A secret was told. الحكومة")
    room.put("1", "Nothing was told. الرئيس")

    assert room.found("secret") == room.found("حكومة") == []
    assert room.found("nothing") == room.found("رئيس") == ["1"]
    room.index.remove("1")
    room.index.remove("1")
    assert room.found("nothing") == room.found("رئيس") == []
    assert not room.index.contains("told")


def test_contains_reads_letters_not_words(room: Room):
    room.put("1", "A 'quoted' 100% truth")

    assert room.index.contains("oted' 100%")
    assert not room.index.contains("a lie")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Room:
    room = Room(tmp_path_factory.mktemp("search"))
    room.put("1", "Words of a story.")
    return room


@given(query=st.text(max_size=300))
def test_no_query_is_syntax(small: Room, query: str) -> None:
    assert small.found(query) in ([], ["1"])


@pytest.mark.parametrize(
    "query", ['"', "*", "story*", "NEAR(story)", "headline:story", "^story", "-story", "(", "AND", "' OR 1=1 --"]
)
def test_signs_with_a_meaning_elsewhere_have_none_here(room: Room, query: str):
    room.put("1", "Words of a story.")

    assert room.found(query) in ([], ["1"])


def test_pages_follow_each_other_without_gap_or_repeat(room: Room):
    room.index.put(*(entry(str(number), "The harbour was quiet.", age_days=number) for number in range(25)))

    pages = [room.found("harbour", limit=10, offset=offset) for offset in (0, 10, 20)]

    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted([story for page in pages for story in page], key=int) == [str(number) for number in range(25)]


def test_a_search_that_takes_too_long_is_broken_off(room: Room):
    room.index.put(*(entry(str(number), "harbour " * 50) for number in range(300)))
    ticks = iter(range(1_000_000))

    with pytest.raises(SearchTooWide):
        room.reader.find("harbour", now=NOW, seconds=1, clock=lambda: float(next(ticks)) * 10)


def test_a_missing_or_damaged_index_is_named(room: Room, tmp_path: Path):
    with pytest.raises(SearchUnavailable, match="standfirst press"):
        SearchReader(tmp_path / "none").find("x", now=NOW)
    (tmp_path / "bad").write_bytes(b"no database" * 500)
    with pytest.raises(SearchUnavailable, match="bad"):
        SearchReader(tmp_path / "bad").find("x", now=NOW)


def test_an_edition_swapped_for_another_is_searched_anew(tmp_path: Path):
    room, other = Room(tmp_path / "edition"), Room(tmp_path / "other")
    room.put("1", "harbour")
    other.put("2", "harbour")
    assert room.found("harbour") == ["1"]

    (tmp_path / "edition").rename(tmp_path / "before")
    (tmp_path / "other").rename(tmp_path / "edition")

    assert room.found("harbour") == ["2"]


def test_a_reader_sees_whole_stories_while_they_are_written(room: Room):
    room.put("0", "harbour")
    stop = threading.Event()
    counts: set[int] = set()

    def read() -> None:
        reader = SearchReader(room.file)
        while not stop.is_set():
            counts.add(len(reader.find("harbour", now=NOW, limit=99, seconds=5)))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(40):
        room.put(str(number), "harbour harbour")
    stop.set()
    thread.join()

    assert room.found("harbour", limit=99).__len__() == 40
    assert min(counts) >= 1


def test_an_index_that_cannot_be_made_says_what_to_do(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(EditionUnwritable, match="folder you own"):
        SearchIndex(tmp_path / "file" / "search.sqlite3")


def test_a_snippet_stands_around_what_was_found():
    text = "Filler words before it. " * 30 + "The harbour was quiet. " + "Filler words behind it. " * 30

    words = snippet(text, terms_of("harbour"))

    assert ("harbour", True) in words
    assert words[0] == ("… ", False)
    assert words[-1] == (" …", False)
    assert 100 < sum(len(part) for part, _ in words) < 300


@given(text=st.text(max_size=200), query=st.text(max_size=20))
def test_marking_changes_no_letter(text: str, query: str):
    assert "".join("".join(part for part, _ in marked(text, terms_of(query))).split()) == "".join(text.split())


@pytest.mark.parametrize("damage", ["emptied", "overwritten", "cut in half"])
def test_a_damaged_index_is_begun_anew(tmp_path, damage):
    first = Room(tmp_path)
    for number in range(50):
        first.put(str(number), "calm " * 500)
    first.index.close()
    stored = first.file.read_bytes()
    cut = {"emptied": b"", "overwritten": b"no database at all " * 300, "cut in half": stored[: len(stored) // 2]}
    first.file.write_bytes(cut[damage])

    again = Room(tmp_path)
    try:
        again.put("1", "storm")
    except EditionUnwritable:
        again = Room(tmp_path)
        again.put("1", "storm")

    assert again.index.is_new
    assert again.found("storm") == ["1"]


def test_an_index_made_with_other_foldings_is_made_anew_and_loses_nothing(tmp_path: Path):
    first = Room(tmp_path)
    first.put("1", "The harbour was quiet. الحكومة")
    first.put("2", "Ships waited.")
    first.index.close()
    older = sqlite3.connect(first.file)
    # As older programs made it: with the words themselves inside.
    older.executescript("""
        DROP TABLE words; DROP TABLE pieces;
        CREATE VIRTUAL TABLE words USING fts5 (headline, standfirst, byline, section, text, prefix = '2 3');
        CREATE VIRTUAL TABLE pieces USING fts5 (headline, standfirst, byline, section, text, tokenize = 'trigram');
        PRAGMA user_version = 0;
    """)
    older.close()

    again = Room(tmp_path)

    assert not again.index.is_new
    assert (again.found("harbour"), again.found("حكومة"), again.found("ships")) == (["1"], ["1"], ["2"])
    again.index.remove("1")
    assert again.found("harbour") == again.found("حكومة") == []


def test_words_that_no_story_holds_are_told(room: Room):
    room.put("1", "A secret was told.")
    room.put("2", "Nothing was.")
    with sqlite3.connect(room.file) as other:
        other.execute("DELETE FROM stories WHERE id = '1'")

    held = dict(room.reader.everything())

    assert "secret was told" in held["(words of no story)"]
    assert set(held) == {"/x/2/", "(words of no story)"}


def test_a_word_of_two_letters_is_a_whole_word(room: Room):
    room.put("union", "What the EU said.")
    room.put("continent", "What Europe said.")

    assert room.found("eu") == ["union"]
    assert room.found("eur") == ["continent"]


def test_an_index_whose_words_are_none_any_more_is_begun_anew(tmp_path: Path):
    first = Room(tmp_path)
    first.put("1", "calm")
    with sqlite3.connect(first.file) as other:
        other.execute("UPDATE stories SET text = CAST(x'41993F' AS TEXT)")

    with pytest.raises(EditionUnwritable, match="begun anew"):
        first.put("1", "storm")

    again = Room(tmp_path)
    again.put("1", "storm")
    assert again.index.is_new
    assert again.found("storm") == ["1"]


def test_an_index_that_is_only_full_says_so_and_is_kept(room: Room):
    room.put("1", "calm")
    (pages,) = room.index._connection.execute("PRAGMA page_count").fetchone()
    room.index._connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(EditionUnwritable, match="make room on its disk"):
        room.put("2", "storm " * 5_000)

    assert room.found("calm") == ["1"]
    room.index._connection.execute("PRAGMA max_page_count = 100000")
    room.put("2", "storm " * 5_000)
    assert room.found("storm") == ["2"]


def test_an_index_that_somebody_else_holds_says_so_and_is_kept(room: Room):
    room.put("1", "calm")
    room.index._connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(room.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(EditionUnwritable, match="or wait"):
        room.put("2", "storm")

    other.close()
    room.put("2", "storm")
    assert (room.found("calm"), room.found("storm")) == (["1"], ["2"])


def test_a_fault_of_ours_does_not_cost_the_index(room: Room):
    room.put("1", "calm")

    with pytest.raises(EditionUnwritable, match="NOT NULL"):
        room.index.put(entry("2", None))

    assert room.found("calm") == ["1"]
