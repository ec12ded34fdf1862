"""The ask's rules, and that the reader's browser goes by the same: one table, given to both."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from standfirst.ads.adblock_ask import (
    MOST_LETTERS,
    QUIET_HOURS,
    VERDICT_MS,
    VISIT_HOURS,
    Came,
    Evidence,
    Memory,
    Page,
    Verdict,
    after_no,
    after_showing,
    asking_table,
    objection,
    verdict,
    verdict_table,
)
from standfirst.press.typesetting import ASSETS

HOUR = 498_000
GONE = (Came.FAILED,) * 2
HERE = (Came.HERE,) * 2


def blocked(**more: Any) -> Evidence:
    return Evidence(**{"ads": GONE, "others": HERE, "file": True} | more)


def test_ads_that_fail_where_all_else_comes_and_the_server_is_well_are_blocked() -> None:
    assert verdict(blocked()) is Verdict.BLOCKED


def test_slots_that_were_hidden_are_blocked_whatever_came() -> None:
    assert verdict(blocked(hidden=True, ads=HERE)) is Verdict.BLOCKED


@pytest.mark.parametrize(
    "doubt",
    [
        pytest.param({"away": True}, id="offline, hidden, prerendered, printed, a robot"),
        pytest.param({"file": False}, id="the server's own fault, or nobody could say"),
        pytest.param({"others": GONE}, id="pictures off, offline"),
        pytest.param({"others": (Came.HERE, Came.FAILED)}, id="lossy"),
        pytest.param({"others": (Came.HERE, Came.NOT_YET)}, id="slow"),
        pytest.param({"ads": (Came.FAILED, Came.NOT_YET)}, id="slow ads"),
        pytest.param({"ads": (), "others": ()}, id="nothing was asked"),
    ],
)
def test_what_could_be_something_else_is_unknown(doubt: dict[str, Any]) -> None:
    assert verdict(blocked(**doubt)) is Verdict.UNKNOWN


@pytest.mark.parametrize("sight", [{"frame": True}, {"ads": (Came.FAILED, Came.HERE)}])
def test_an_ad_that_came_was_seen(sight: dict[str, Any]) -> None:
    assert verdict(blocked(**sight)) is Verdict.SEEN


def test_a_second_page_of_a_device_that_remembers_nothing_may_ask() -> None:
    assert objection(Page(), Memory(), HOUR) is None


@pytest.mark.parametrize(
    ("page", "memory", "why"),
    [
        (Page(first=True), Memory(), "the first page of a visit"),
        (Page(consent=True), Memory(), "something else waits for an answer"),
        (Page(), Memory(never=True), "never again"),
        (Page(), Memory(shown=MOST_LETTERS), "shown often enough"),
        (Page(), Memory(quiet_from=HOUR - QUIET_HOURS + 1), "not now"),
        (Page(), Memory(shown_at=HOUR - VISIT_HOURS + 1), "once a visit"),
        (Page(), Memory(shown_at=HOUR + 5), "once a visit"),
    ],
)
def test_nobody_is_asked(page: Page, memory: Memory, why: str) -> None:
    assert objection(page, memory, HOUR) == why


def test_a_device_is_asked_three_times_and_never_more() -> None:
    memory, hour, asked = Memory(), HOUR, 0
    for _ in range(400):
        if objection(Page(), memory, hour) is None:
            memory, asked = after_no(after_showing(memory, hour), hour), asked + 1
        hour += 24

    assert asked == 3


def test_after_not_now_thirty_days_are_quiet_and_the_space_is_gone() -> None:
    memory = after_no(after_showing(Memory(), HOUR), HOUR)

    assert memory.gone_until == HOUR + 30 * 24
    assert objection(Page(), memory, HOUR + 30 * 24 - 1) == "not now"
    assert objection(Page(), memory, HOUR + 30 * 24) is None


def test_never_is_never() -> None:
    memory = after_no(Memory(), HOUR, never=True)

    assert objection(Page(), memory, HOUR + 10 * 365 * 24) == "never again"
    assert after_no(memory, HOUR).never


# --- The script


def node() -> str:
    """Return a Node: the system's, or the one Playwright brings."""
    import playwright

    own = Path(playwright.__file__).parent / "driver" / "node"
    found = shutil.which("node") or (str(own) if own.exists() else None)
    if found is None:
        pytest.skip("no Node to run the script's rules")
    return found


def by_script(expression: str, cases: list[Any]) -> list[Any]:
    """Return what the script's own functions make of ``cases``."""
    source = (ASSETS / "ask.js").read_text("utf-8")
    rules = source.partition("// rules\n")[2].partition("// end of rules")[0]
    assert rules
    program = f"{rules}\nconst cases = JSON.parse(require('fs').readFileSync(0));\nconsole.log(JSON.stringify(cases.map({expression})));"
    done = subprocess.run(
        [node(), "-e", program], input=json.dumps(cases), capture_output=True, text=True, timeout=60, check=True
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_the_script_comes_to_the_same_verdicts() -> None:
    cases = list(verdict_table())

    answers = by_script("(e) => verdict(e)", [evidence for evidence, _ in cases])

    assert len(cases) == 1_600
    assert [case for case, answer in zip(cases, answers, strict=True) if answer != case[1]] == []


def test_the_script_asks_when_the_rules_do() -> None:
    cases = list(asking_table(HOUR))

    answers = by_script(f"([page, memory]) => due(page, memory, {HOUR})", [case[:2] for case in cases])

    assert {due for _, _, due in cases} == {True, False}
    assert [case for case, answer in zip(cases, answers, strict=True) if answer != case[2]] == []


def test_the_script_has_its_verdict_in_time() -> None:
    source = (ASSETS / "ask.js").read_text("utf-8")

    assert "setTimeout(look, 800)" in (ASSETS / "script" / "asking.js").read_text("utf-8")
    assert 'setTimeout(end, 2e3, "unknown")' in source
    assert VERDICT_MS >= 800 + 2_000
