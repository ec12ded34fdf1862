"""The emergency desk: nobody answers but the edition, and readers get the story; then the press comes back."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from standfirst.edition.binding import Binder
from standfirst.edition.search_index import SearchIndex, SearchReader
from standfirst.edition.shelf import Shelf
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.emergencies import EmergencyDesk, EmergencyRefused
from standfirst.press.emergency_archive import EmergencyArchive
from standfirst.press.emergency_press import EmergencyPress
from standfirst.press.ledger import Ledger
from standfirst.press.rendering import FILES, PRESS_VERSION, job_printer
from standfirst.press.runs import PressRoom
from tests.press.originals_on_disk import saved
from tests.press.papers import NOON, a_story, an_archive

FIRE = """\
---
headline: Harbour closed after fire
standfirst: Everybody is ashore
section: Town
byline: Mara Linde, Somebody New
topics: Unheard of
---
The first paragraph.
"""
LATER = NOON + timedelta(hours=1)


class House:
    """A paper with its press, whose database can be away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = an_archive(a_story("1"), a_story("2"))
        self.desk = EmergencyDesk(folder / "emergency")
        self.binder = Binder(folder / "edition")
        self.shelf = Shelf(folder / "edition")
        self.search = SearchIndex(folder / "edition" / "search.sqlite3")
        printer = job_printer(picture_printer(Darkroom(folder / "darkroom")))
        self.emergency = EmergencyPress(self.desk, self.binder, self.search, printer)
        self.ledger = Ledger(folder / "ledger.sqlite3")
        self.press = PressRoom(
            archive=EmergencyArchive(self.archive, self.desk),
            ledger=self.ledger,
            binder=self.binder,
            search=self.search,
            print_job=printer,
            version=PRESS_VERSION,
            files=FILES,
        )
        self.press.run_to_the_end(now=NOON)

    def file(self, text: str = FIRE, name: str = "fire.md") -> Path:
        file = self.folder / name
        file.write_text(text)
        return file

    def publish(self, text: str = FIRE, name: str = "fire.md", now: datetime = NOON):
        return self.emergency.publish(self.file(text, name), now)

    def read(self, path: str) -> tuple[int, str]:
        plate = self.shelf.read(path)
        return (plate[0].status, plate[0].identity().decode()) if plate else (404, "")

    def found(self, words: str) -> list[str]:
        reader = SearchReader(self.search.file)
        hits = reader.find(words, now=NOON)
        reader.close()
        return [hit.path for hit in hits]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


PATH = "/town/2026/11/20/harbour-closed-after-fire/"


def test_readers_get_the_story_find_it_and_are_led_to_it(house):
    emergency = house.publish()

    assert emergency.path == PATH
    status, page = house.read(PATH)
    assert status == 200
    assert "The first paragraph." in page
    assert house.found("harbour fire") == [PATH]
    assert f'<a href="{PATH}">Harbour closed after fire</a>' in house.read("/")[1]


def test_the_page_links_to_nobody_who_has_no_page(house):
    house.publish()

    page = house.read(PATH)[1]
    assert "Somebody New" in page
    assert "/people/somebody-new/" not in page
    assert "/people/mara-linde/" in page
    assert "Unheard of" not in page


def test_the_press_that_comes_back_prints_the_same_bytes(house):
    house.publish()
    pages = {path: house.read(path) for path in ("/", PATH)}

    report = house.press.run(now=NOON)

    assert (report.written, report.troubles) == (0, ())
    assert {path: house.read(path) for path in pages} == pages


def test_a_press_that_lost_its_ledger_leaves_the_story_where_it_is(house):
    house.publish()
    house.ledger.close()
    for file in house.folder.glob("ledger.sqlite3*"):
        file.unlink()
    house.press.ledger = Ledger(house.folder / "ledger.sqlite3")

    house.press.run_to_the_end(now=LATER)

    assert house.read(PATH)[0] == 200
    assert PATH in house.read("/")[1]


def test_a_file_of_the_same_name_changes_the_story_where_it_stands(house):
    house.publish()
    house.publish(FIRE.replace("closed after", "open again after").replace("The first", "The second"), now=LATER)

    status, page = house.read(PATH)
    assert status == 200
    assert "open again" in page
    assert "The second paragraph." in page
    assert house.read("/")[1].count('class="urgent"') == 1
    assert len(house.desk.live()) == 1


def test_a_taken_address_is_left_to_who_has_it(house):
    taken = a_story("1").path
    slug = taken.strip("/").rpartition("/")[2]

    emergency = house.publish(
        FIRE.replace("section: Town", f"section: World\nslug: {slug}\npublished: {a_story('1').published}")
    )

    assert emergency.path == taken.rstrip("/") + "-2/"


def test_a_story_the_newsroom_has_is_corrected_at_its_address(house):
    before = house.read(a_story("1").path)[1]

    emergency = house.publish(FIRE.replace("section: Town", "section: World\nid: 1"))
    pressed = house.press.run(now=NOON)

    assert emergency.corrects
    assert emergency.path == a_story("1").path
    assert "Harbour closed" in house.read(emergency.path)[1] != before
    assert 'class="urgent"' not in house.read("/")[1]
    assert pressed.troubles == ()
    assert "Harbour closed" in house.read(emergency.path)[1]


def test_a_live_story_brings_its_head_and_entries_and_takes_them_along(house):
    entries = [
        {"kind": "live", "at": f"2026-11-20T12:0{minute}:00Z", "headline": f"At {minute}"} for minute in range(3)
    ]
    told = house.publish(json.dumps({"headline": "Fire, live", "section": "Town", "body": entries}), "live.json")
    head = json.loads(house.read(f"{told.path}live.json")[1])
    addresses = [f"{told.path}live.json", *(f"{told.path}live/{digest}" for _, digest in head["entries"])]
    assert [house.read(address)[0] for address in addresses] == [200] * 4

    house.emergency.withdraw(told, LATER)

    assert [house.read(address)[0] for address in addresses] == [410] * 4


def test_what_is_withdrawn_is_gone_everywhere_before_and_after_the_press_ran(house):
    emergency = house.publish()
    house.press.run(now=NOON)

    house.emergency.withdraw(emergency, LATER)

    for _ in range(2):
        assert house.read(PATH)[0] == 410
        assert house.found("harbour fire") == []
        assert 'class="urgent"' not in house.read("/")[1]
        house.press.run(now=LATER)


def test_a_picture_beside_the_file_is_pressed_with_it(house):
    saved(house.folder / "smoke.jpg")
    story = '{"headline": "Smoke", "section": "Town", "lead": {"picture": {"file": "smoke.jpg", "alt": "Smoke", "credit": "Ada Venn"}}}'

    emergency = house.publish(story, "smoke.json")
    (house.folder / "smoke.jpg").unlink()

    picture = emergency.story.lead.picture
    shown = [picture.path(width, "webp") for width in picture.widths()]
    # Nobody set a focal point: search engines are given the middle.
    shown += [f"/m/{picture.key}-{crop}.jpg" for crop in ("400by225-0-38", "400by300-0-0", "300by300-50-0")]
    assert all(house.shelf.read(path) for path in shown)
    house.press.run(now=LATER)
    assert all(house.shelf.read(path) for path in shown)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (FIRE.replace("Town", "Nowhere"), "fire.md", "there is no section 'Nowhere'"),
        (FIRE.replace("section", "published: 2030-01-01T00:00:00Z\nsection"), "fire.md", "leave the date out"),
        (FIRE, "fire.docx", "neither .md nor .json"),
        ("{}", "fire.json", "$.headline"),
    ],
)
def test_what_cannot_be_published_is_refused_and_nothing_changes(house, text, name, said):
    with pytest.raises(EmergencyRefused) as refused:
        house.publish(text, name)

    assert said in str(refused.value)
    assert house.desk.live() == ()
    assert 'class="urgent"' not in house.read("/")[1]


def test_before_the_press_ever_ran_nobody_knows_what_paper_this_is(tmp_path):
    with pytest.raises(EmergencyRefused, match="first run"):
        EmergencyDesk(tmp_path).kept_paper()


def test_half_a_version_counts_as_none(house):
    emergency = house.publish()
    (emergency.folder.parent / f"{emergency.id}.7").mkdir()

    assert [each.name for each in EmergencyDesk(house.desk.folder).live()] == []
    (emergency.folder.parent / f"{emergency.id}.7").rmdir()
    assert [each.published for each in (EmergencyDesk(house.desk.folder).live()[0].story,)] == [NOON.astimezone(UTC)]
