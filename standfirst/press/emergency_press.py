"""Printing for the emergency desk: into the edition, from what lies there and what the edition holds, asking nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from standfirst.edition.binding import Binder
from standfirst.edition.errors import PlateDamaged
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.archive import Emergencies
from standfirst.press.composing import newest
from standfirst.press.emergencies import Emergency, EmergencyDesk, EmergencyRefused
from standfirst.press.emergency_archive import EmergencyArchive, NobodyThere
from standfirst.press.former import gone_plate
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.printing import entry_of
from standfirst.press.urgent import set_urgent, with_urgent


@dataclass(frozen=True, slots=True)
class EmergencyPress:
    """A press that needs neither database nor ledger. A press that is running besides does the same, to the byte."""

    desk: EmergencyDesk
    binder: Binder
    search: SearchIndex
    print_job: Callable[[Job, Notes], Plate | None]

    def publish(self, file: Path, now: datetime) -> Emergency:
        """Put the story in ``file`` before readers: its page, the search, the banner on the home front; return it.

        now: aware. Raises EmergencyRefused for what cannot be published, EditionUnwritable for an edition that takes nothing.
        """
        emergency = self.desk.put(file, now=now, stands=self._stands, known=self.search.address_of)
        notes = self._notes(now)
        page = self.print_job(Job("story", emergency.id), notes)
        if page is None:
            raise EmergencyRefused(f"{file} prints nothing; give it a headline and a text")
        pictures = (self.print_job(Job("picture", path.removeprefix("/m/")), notes) for path in sorted(notes.pictures))
        self.binder.bind([picture for picture in pictures if picture is not None])
        self.binder.bind([*self._led_to(notes, now), page])
        self.search.put(entry_of(emergency.story))
        self._tell(now)
        return emergency

    def withdraw(self, emergency: Emergency, now: datetime) -> None:
        """Take ``emergency`` away from readers; of a story the newsroom has, the press prints the newsroom's when it can."""
        notes = self._notes(now)
        self.print_job(Job("story", emergency.id), notes)
        with_it = [plate.path for plate in self._led_to(notes, now)]
        self.desk.retire(emergency, "withdrawn")
        if not emergency.corrects:
            self.binder.bind(map(gone_plate, (*with_it, emergency.path)))
            self.search.remove(emergency.id)
        self._tell(now)

    def _led_to(self, notes: Notes, now: datetime) -> list[Plate]:
        """Return the plates that what was printed with ``notes`` leads to, each after those that it leads to itself."""
        plates: list[Plate] = []
        for kind, key in sorted(notes.leads_to):
            own = self._notes(now)
            plate = self.print_job(Job(kind, key), own)
            plates += [*self._led_to(own, now), *([plate] if plate else [])]
        return plates

    def _tell(self, now: datetime) -> None:
        """Have the home front lead to what lies at the desk now. Without a home front there is nothing to do."""
        notes = self._notes(now)
        cards = notes.ask(Emergencies())
        try:
            front = Shelf(self.binder.folder).read("/")
        except PlateDamaged:
            return
        if front is not None:
            modified = newest(card.modified for card in cards)
            self.binder.bind([with_urgent(front[0], set_urgent(cards, notes), modified)])

    def _notes(self, now: datetime) -> Notes:
        return Notes(Reading(EmergencyArchive(NobodyThere(self.desk.kept_paper()), self.desk), now))

    def _stands(self, path: str) -> bool:
        """Say whether readers meet anything at ``path``: a page, a redirect, or that something was taken down."""
        try:
            found = Shelf(self.binder.folder).read(path)
        except PlateDamaged:
            return True
        return found is not None and found[0].status != HTTPStatus.NOT_FOUND
