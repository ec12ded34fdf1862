from datetime import UTC, datetime, timedelta

from standfirst.config.press_loop import PressLoop
from standfirst.edition.errors import EditionUnwritable
from standfirst.press.jobs import Job
from standfirst.press.runs import PressBusy, Report, Trouble


class DatabaseGone(Exception):
    pass


class FakePress:
    """Notes how it was run; does what it is told to, in order."""

    def __init__(self, *does):
        self.does = list(does)
        self.runs = []
        self.damaged = []

    def run(self, **how):
        self.runs.append(how)
        result = self.does.pop(0) if self.does else Report()
        if isinstance(result, Exception):
            raise result
        return result

    def look_over(self, limit):
        return self.damaged.pop() if self.damaged else 0


class Day:
    """A loop with everything around it faked, and what it said."""

    def __init__(self, press, heard=(), due=()):
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)
        self.heard, self.due, self.said, self.listened, self.forgot = list(heard), list(due), [], [], 0
        self.loop = PressLoop(
            hear=self.hear,
            open_press=lambda: press,
            due=lambda now: self.due.pop(0) if self.due else [],
            clock=lambda: self.now,
            say=self.said.append,
            away=(DatabaseGone,),
            forget=self.forget,
        )

    def hear(self, seconds):
        self.listened.append(seconds)
        return self.heard.pop(0) if self.heard else frozenset()

    def forget(self):
        self.forgot += 1

    def turns(self, count):
        for _ in range(count):
            self.loop.turn()


def test_what_the_bell_names_is_looked_at_first():
    press = FakePress()

    Day(press, heard=[{"story:1"}]).turns(1)

    assert press.runs[0]["hints"] == {"story:1"}


def test_what_came_due_is_looked_at_first():
    press = FakePress()

    Day(press, due=[["story:2"]]).turns(1)

    assert press.runs[0]["hints"] == {"story:2"}


def test_everything_is_compared_at_the_start_and_every_minute():
    press = FakePress()
    day = Day(press)

    day.turns(2)
    day.now += timedelta(seconds=61)
    day.turns(2)

    assert [run["full"] for run in press.runs] == [True, False, True, False]


def test_hints_survive_a_run_that_failed():
    press = FakePress(DatabaseGone("no answer"), Report())

    Day(press, heard=[{"story:1"}]).turns(2)

    assert press.runs[1]["hints"] == {"story:1"}


def test_a_database_that_is_away_is_said_once_and_waited_for():
    press = FakePress(DatabaseGone("no answer\nmore"), DatabaseGone("no answer"), Report())
    day = Day(press)

    day.turns(3)

    assert day.said == [
        "the press waits: no answer; readers are served what was printed before",
        "the press goes on",
    ]
    assert day.forgot == 2


def test_after_trouble_everything_is_compared():
    press = FakePress(Report(), EditionUnwritable("disk full"), Report())

    Day(press).turns(3)

    assert [run["full"] for run in press.runs] == [True, False, True]


def test_a_fault_of_ours_does_not_stop_the_press(caplog):
    press = FakePress(ZeroDivisionError("oops"), Report())
    day = Day(press)

    day.turns(2)

    assert len(press.runs) == 2
    assert "the press stumbled" in caplog.text


def test_that_no_memory_is_left_is_said_without_a_traceback(caplog):
    day = Day(FakePress(MemoryError(), Report()))

    day.turns(2)

    assert day.said[0].startswith("the press waits: no memory is left;")
    assert day.said[1] == "the press goes on"
    assert caplog.text == ""


def test_another_presss_turn_is_waited_for_without_a_word():
    press = FakePress(PressBusy("busy"), Report())
    day = Day(press, heard=[{"story:1"}])

    day.turns(2)

    assert day.said == []
    assert day.listened[1] < 0.5
    assert press.runs[1]["hints"] == {"story:1"}


def test_a_turn_that_left_something_is_followed_at_once():
    day = Day(FakePress(Report(left=5), Report()))

    day.turns(3)

    assert day.listened == [0.0, 0.0, 1.0]


def test_comparing_waits_a_moment_for_who_publishes_again_but_not_for_long():
    comparing = Report(printed=3, left=1, is_comparing=True)
    press = FakePress(comparing, comparing, Report(printed=3, left=2, is_comparing=True), comparing, comparing)
    day = Day(press, heard=[{"story:1"}, set(), {"story:2"}, {"story:3"}])

    day.turns(4)
    day.now += timedelta(seconds=31)
    day.heard = [{"story:4"}]
    day.turns(2)

    # After a ring; nobody rang again; something else is left; after a ring; half of the minute is over.
    assert day.listened[1:] == [0.5, 0.0, 0.0, 0.5, 0.0]


def test_comparing_waits_for_nobody_beyond_what_is_due():
    day = Day(FakePress(Report(printed=3, left=1, is_comparing=True)), heard=[{"story:1"}])
    day.loop.next_due = lambda: day.now + timedelta(seconds=0.2)

    day.turns(2)

    assert round(day.listened[1], 6) == 0.2


def test_a_story_that_cannot_be_printed_is_named():
    day = Day(FakePress(Report(troubles=(Trouble(Job("story", "9"), "no headline"),))))

    day.turns(1)

    assert day.said == ["story:9 cannot be printed: no headline"]


def test_what_will_be_wanted_is_done_only_while_nothing_is_waited_for():
    class Ahead:
        pieces, noted = 2, []

        def note(self, records):
            self.noted.extend(records)

        def develop_one(self):
            self.pieces -= 1
            return self.pieces >= 0

    press = FakePress(Report(left=5), Report())
    day = Day(press, heard=[{"picture:1"}])
    day.loop.ahead = Ahead()

    day.turns(1)
    assert (Ahead.noted, day.loop.ahead.pieces) == (["picture:1"], 2)
    day.turns(3)

    assert day.loop.ahead.pieces == -1
    assert day.listened[1:] == [0.0, 0.0, 0.0]


def test_what_is_scheduled_is_waited_for_to_the_moment():
    day = Day(FakePress())
    day.loop.next_due = lambda: day.now + timedelta(milliseconds=300)

    day.turns(2)

    assert day.listened[1] == 0.3


def test_something_that_cannot_be_published_does_not_keep_the_press_turning():
    day = Day(FakePress())
    day.loop.next_due = lambda: day.now - timedelta(minutes=5)

    day.turns(3)

    assert day.listened[1:] == [1.0, 1.0]


def test_a_clock_set_back_does_not_put_off_the_full_look():
    press = FakePress()
    day = Day(press)

    day.turns(1)
    day.now -= timedelta(hours=1)
    day.turns(2)

    assert [run["full"] for run in press.runs] == [True, True, False]


def test_damaged_plates_are_said_and_printed_at_once():
    press = FakePress()
    press.damaged = [2]
    day = Day(press)

    day.turns(2)

    assert day.said == ["2 plates were damaged or missing; they are printed again"]
    assert day.listened == [0.0, 0.0]


def test_who_rings_in_a_long_turn_is_heard_and_served_next():
    class LongTurn(FakePress):
        def run(self, *, is_called, **how):
            self.called = [is_called(), is_called()] if not self.runs else []
            return super().run(**how)

    press = LongTurn(Report(left=5))
    day = Day(press, heard=[frozenset(), frozenset(), frozenset({"story:9"})])

    day.turns(1)
    assert press.called == [False, True]
    day.turns(1)
    assert press.runs[1]["hints"] == {"story:9"}


def test_a_long_turn_ends_for_what_is_scheduled_and_in_any_case_soon():
    calls = []

    class LongTurn(FakePress):
        def run(self, *, is_called, **how):
            for seconds in (0.2, 0.4, 2.5):
                day.now = began + timedelta(seconds=seconds)
                calls.append(is_called())
            day.now = began
            return super().run(**how)

    day = Day(LongTurn())
    began = day.now
    day.turns(1)
    day.loop.next_due = lambda: began + timedelta(seconds=0.3)
    day.turns(1)

    assert calls == [False, False, True, False, True, True]


def test_what_is_done_besides_comes_after_the_stories_and_though_they_cannot_be_printed():
    press = FakePress(Report(), EditionUnwritable("no room"))
    day, runs = Day(press), []
    day.loop.besides = lambda _: runs.append(len(press.runs))

    day.loop.turn()
    day.loop.turn()

    assert runs == [1, 2]
