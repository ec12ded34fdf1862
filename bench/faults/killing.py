"""Killing: ``kill -9`` of press, newsroom, site and editor at random points of a stream of publishes, while readers read."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import IO

from bench.faults import stream
from bench.faults.comparing import differences, press_anew
from bench.faults.outcome import Outcome
from bench.faults.readers import Readers, get, until
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home

EDITOR = "bench.faults.stream"
#: Who is killed how often, of ten; how long the next one lives at most, seconds: through its start and into its work.
WEIGHTS = {"press": 4, "site": 2, "newsroom": 1, EDITOR: 3}
LIVES_SECONDS = 3.0
#: How long readers may wait for the last publish once nobody is killed any more.
_CATCH_UP_SECONDS = 60.0


class _Acknowledged:
    """The newest number of each stream that was begun, and that the database has for good."""

    def __init__(self) -> None:
        self.begun: Counter[int] = Counter()
        self.done: Counter[int] = Counter()
        self.publishes = 0

    def listen(self, said: IO[bytes]) -> None:
        threading.Thread(target=self._listen, args=(said,), daemon=True).start()

    def _listen(self, said: IO[bytes]) -> None:
        try:
            for line in said:
                word, number_of, number = line.split()
                newest = self.done if word == b"done" else self.begun
                newest[int(number_of)] = max(newest[int(number_of)], int(number))
                self.publishes += word == b"done"
        except ValueError:
            # Killed in the middle of a line, or closed by us.
            return


def kill_at_random(home: Home, rounds: int, seed: int = 500) -> Outcome:
    """Return what ``rounds`` kills at random moments did to readers, to what was published and to the edition."""
    dice = random.Random(seed)
    paths = stream.begin()
    rooms, said, kills = Rooms(home), _Acknowledged(), Counter[str]()
    outcome = Outcome("kill -9")
    try:
        for room in WEIGHTS:
            rooms.start(room)
        _listen(rooms, said)
        until_it_answers(home.port)
        read = (*paths.values(), "/", "/world/", "/feeds/all.xml")
        if not until(lambda: all(get(home.port, path)[0] == 200 for path in read), 60):
            outcome.wrong.append("the paper did not come up: " + rooms.words()[-500:])
            return outcome
        with Readers(home.port, read, count=2, pause_seconds=0.002) as readers:
            for _ in range(rounds):
                time.sleep(dice.random() * LIVES_SECONDS)
                victim = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
                rooms.kill(victim)
                kills[victim] += 1
                rooms.start(victim)
                if victim == EDITOR:
                    _listen(rooms, said)
            rooms.kill(EDITOR)
            outcome.wrong += _lost(home, paths, said)
        outcome.wrong += readers.together.wrong
        # Killed once more, whatever it was doing; then a press as it is started again, and its first run.
        rooms.close()
        now = datetime.now(UTC)
        press_anew(home, now)
        outcome.wrong += differences(home, now)
    finally:
        rooms.close()
    met = readers.together
    outcome.figures |= {
        "kills": rounds, **{f"of the {name.rpartition('.')[2]}": count for name, count in kills.items()}, "publishes": said.publishes,
        "answers": met.answers.total(), "broke off": met.cut, "nobody there": met.refused, "wrong": len(outcome.wrong),
    }  # fmt: skip
    return outcome


def _listen(rooms: Rooms, said: _Acknowledged) -> None:
    pipe = rooms.running[EDITOR].stdout
    if pipe is not None:
        said.listen(pipe)


def _lost(home: Home, paths: dict[int, str], said: _Acknowledged) -> list[str]:
    """Return which streams' last acknowledged publish readers do not get, however long they wait."""

    def shown(number_of: int, path: str) -> bool:
        number = stream.page_of(number_of).title
        live = int(number.rpartition(" ")[2])
        return said.done[number_of] <= live <= said.begun[number_of] + 1 and number.encode() in get(home.port, path)[2]

    def all_shown() -> bool:
        try:
            return all(shown(number_of, path) for number_of, path in paths.items())
        except OSError:
            return False

    if until(all_shown, _CATCH_UP_SECONDS):
        return []
    return [
        f"stream {number_of}: {said.done[number_of]} was acknowledged, {stream.page_of(number_of).title} is live, and readers do not get it"
        for number_of in paths
    ]
