"""Planning: what is live minus what the ledger says is printed. States are subtracted; no event is counted.

A hint (the bell) only says where to look first. A quick look asks an index for what was published lately; a
full look compares everything that is live with everything the ledger knows. Both end in the same subtraction,
so a hint that was lost, or came twice, or lied, changes nothing but the time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from standfirst.press.archive import Archive, question_of, questions_named
from standfirst.press.catalogue import jobs_for
from standfirst.press.jobs import Job
from standfirst.press.ledger import Known, Ledger
from standfirst.press.notes import Asked, Reading

log = logging.getLogger(__name__)

#: How far a quick look reaches back beyond the last one: clocks differ, and transactions take their time.
OVERLAP = timedelta(seconds=10)


#: Records compared, and planned for, at once: as many as a publish may wait for.
STRETCH = 1_000
#: What more questions than this rest on is a change of nearly everything: their plates are printed without asking first.
MANY = 2_000

Changes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do, before any of it is done.

    records: what changed: version and the subjects it touches now; version None where it is gone.
    answers: questions that were asked again, by ledger name. due: the jobs to print.
    crowded: subjects on which so much rests that all of it is printed in passing.
    """

    records: Mapping[str, tuple[str | None, frozenset[str]]]
    answers: Mapping[str, Asked]
    due: frozenset[Job]
    crowded: frozenset[str] = frozenset()


def look(archive: Archive, ledger: Ledger, *, hints: Iterable[str], now: datetime) -> Changes:
    """Return the records that are not as the ledger knows them, with their live versions; None where they are gone.

    Looks at ``hints`` and at what was saved lately; of very much saved at once, at nothing: that is for a comparison.
    """
    hinted = frozenset(hints)
    live = {record: archive.versions_of(hinted).get(record) for record in hinted}
    recent = archive.changed_since(min(ledger.newest_look() or now, now) - OVERLAP)
    if len(recent) <= STRETCH:
        live.update(recent)
    known = ledger.versions_of(live)
    return {record: version for record, version in live.items() if known.get(record) != version}


def compare(archive: Archive, ledger: Ledger) -> Iterator[Changes]:
    """Yield, a stretch at a time, how everything that is live differs from everything the ledger knows; {} for no difference.

    Memory stays flat, and whoever takes a stretch may note it and print before taking the next. What is gone is looked
    for only when the ledger knows more than was met.
    """
    met = 0
    versions = iter(archive.versions())
    while stretch := dict(islice(versions, STRETCH)):
        known = ledger.versions_of(stretch)
        different = {record: version for record, version in stretch.items() if known.get(record) != version}
        yield different
        met += len(ledger.versions_of(stretch)) if different else len(stretch)
    if met == ledger.record_count():
        return
    after = ""
    while records := ledger.records_after(after, STRETCH):
        live = archive.versions_of(records)
        yield {record: None for record in records if record not in live}
        after = records[-1]


def plan(changed: Changes, reading: Reading, ledger: Ledger) -> Plan:
    """Return what ``changed`` records mean: whatever rests on them is asked again, and only other answers are printed."""
    subjects = reading.archive.subjects_of_all([record for record, version in changed.items() if version is not None])
    records = {record: (version, subjects.get(record, frozenset())) for record, version in changed.items()}
    touched = ledger.subjects_of_all(changed).union(changed, *subjects.values())
    crowded = frozenset(ledger.crowded(touched, MANY))

    answers: dict[str, Asked] = {}
    differing: list[str] = []
    resting = ledger.resting_on(touched - crowded)
    reading.fetch(questions_named(known.name for known in resting))
    for known in resting:
        asked = _asked_again(known, reading)
        if asked is None or asked.fingerprint != known.fingerprint:
            differing.append(known.name)
        if asked is not None:
            answers[known.name] = asked

    new = ledger.unknown({job for subject in touched for job in jobs_for(subject)})
    return Plan(records, answers, frozenset({*ledger.asking(differing), *ledger.stale_at(reading.now), *new}), crowded)


def _asked_again(known: Known, reading: Reading) -> Asked | None:
    """Return what there is to note of a question's answer now; None when it cannot be had, which is a difference, too."""
    try:
        return reading.ask(question_of(known.name)).asked
    except Exception:
        # One broken story must not keep the others from being planned; its plate says what is wrong when printed.
        log.debug("cannot answer %s", known.name, exc_info=True)
        return None
