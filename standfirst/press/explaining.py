"""Explaining a plate: which job made it, from which answers, and whether each of them is still the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from standfirst.edition.errors import PlateDamaged
from standfirst.edition.shelf import Shelf
from standfirst.press.archive import Archive, question_of
from standfirst.press.jobs import Job
from standfirst.press.ledger import Known, Ledger
from standfirst.press.notes import Reading
from standfirst.press.noting import IN_PASSING, SOON, TROUBLED

_DUE = {
    SOON: "it is due, and readers wait for it",
    IN_PASSING: "it is due, to be printed again in passing",
    TROUBLED: "it could not be printed when it was tried last; `standfirst press` says why",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """A question a plate asked. rests_on: subjects of the answer it was printed from. stale: why it is, "" when it is not."""

    question: str
    rests_on: tuple[str, ...]
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of the plate at one address.

    status: the HTTP status its stored plate answers with; None where none is stored. job: None where no job stands
    or ever stood there. now_at: where that job stands now, None where it is printed nowhere. former: where it stood before.
    stale: reasons that are the plate's own, and no question's.
    """

    path: str
    status: int | None
    job: Job | None = None
    now_at: str | None = None
    grounds: tuple[Grounds, ...] = ()
    former: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether the next run prints it."""
        return bool(self.stale) or any(each.stale for each in self.grounds)


def explain(path: str, *, archive: Archive, ledger: Ledger, shelf: Shelf, version: str, now: datetime) -> Explanation:
    """Return what the plate at ``path`` was made from and why it is, or is not, stale.

    version: the press's, as its ledger notes it. now: aware. Changes nothing.
    """
    status, damage = _stored(path, shelf)
    job = ledger.job_at(path) or ledger.job_formerly_at(path)
    if job is None:
        return Explanation(path, status, stale=damage)
    now_at = ledger.path_of(job)
    reading = Reading(archive, now)
    return Explanation(
        path=path,
        status=status,
        job=job,
        now_at=now_at,
        grounds=tuple(_grounds(known, reading, ledger) for known in ledger.questions_of(job)),
        former=tuple(sorted(ledger.former_paths(job))),
        stale=(*damage, *_of_its_own(job, ledger, version, now, is_missing=status is None and now_at == path)),
    )


def _stored(path: str, shelf: Shelf) -> tuple[int | None, tuple[str, ...]]:
    try:
        found = shelf.read(path)
    except PlateDamaged as error:
        return None, (str(error),)
    return (found[0].status if found else None), ()


def _of_its_own(job: Job, ledger: Ledger, version: str, now: datetime, *, is_missing: bool) -> Iterator[str]:
    due, until = ledger.why_due(job)
    if is_missing:
        yield "its file is not in the edition; `standfirst press --all` prints it again"
    if due:
        yield _DUE[due]
    if job.kind != "picture" and ledger.said("version") != version:
        yield "templates or printers are not those it was printed with"
    if until is not None and until <= now:
        yield f"it was good until {until.isoformat(timespec='seconds')}, whatever changes"


def _grounds(known: Known, reading: Reading, ledger: Ledger) -> Grounds:
    rests_on = ledger.subjects_under(known.name)
    return Grounds(known.name, tuple(sorted(rests_on)), _why_stale(known, rests_on, reading, ledger))


def _why_stale(known: Known, rests_on: frozenset[str], reading: Reading, ledger: Ledger) -> str:
    try:
        asked = reading.ask(question_of(known.name)).asked
    except Exception as error:  # noqa: BLE001 -- whatever keeps the answer away is what there is to say
        return f"it cannot be answered now: {error}"
    if asked.fingerprint == known.fingerprint:
        return ""
    changed = sorted(_changed(rests_on | asked.subjects, reading.archive, ledger))
    return "the answer is another one now" + (f"; changed since: {', '.join(changed)}" if changed else "")


def _changed(subjects: frozenset[str], archive: Archive, ledger: Ledger) -> Iterator[str]:
    """Yield those of ``subjects`` that are records and not of the version the ledger knows."""
    live: Mapping[str, str] = archive.versions_of(subjects)
    known = ledger.versions_of(subjects)
    for record in {*live, *known}:
        if live.get(record) != known.get(record):
            yield record + ("" if record in live else " (gone)" if known[record] else "")
