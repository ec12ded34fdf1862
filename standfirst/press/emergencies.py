"""The emergency desk: stories pressed straight from files while the newsroom's database is away.

EMERGENCY/                                      in the paper's folder
  paper.json                                    what the press last knew of the paper: its name, clock, sections
  live/20261124T091500-harbour-fire.1/          one story; the number rises with each version of it
      placed.json                               its id, address and moments
      story.md or story.json                    the file, as it was given, and its pictures beside it
  reconciled/, withdrawn/                       where a story's folder goes when the newsroom has it, or nobody any more

The folder is the truth: a press that runs shows what lies in ``live``, whoever put it there, and stops when it has gone.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from standfirst.disk import settle, swap
from standfirst.press.archive import Extras, Negative, Paper, Tap
from standfirst.story.addresses import person_path, slug_of, story_path, topic_path
from standfirst.story.blocks import Figure
from standfirst.story.story import Section, Story
from standfirst.wire.found import Found
from standfirst.wire.slugs import slug_for
from standfirst.wire.story_json import NotAStory, from_json
from standfirst.wire.story_markdown import from_markdown

_READERS = {".md": from_markdown, ".markdown": from_markdown, ".json": from_json}


class EmergencyRefused(Exception):
    """A file that cannot be pressed as it is; says why and what to do."""


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """What must be known of a paper to print a page of it."""

    paper: Paper
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """One story at the desk.

    name: the file's, without its ending; publishing a file of that name again changes this story. corrects: whether it is
    a story the newsroom has already. folder: where its file and pictures lie. found: the file, read.
    whole: its story, placed, with all it names. story: the same as it is printed, without links to pages that are not there.
    """

    name: str
    corrects: bool
    folder: Path
    found: Found
    whole: Story
    story: Story

    @property
    def id(self) -> str:
        return self.story.id

    @property
    def path(self) -> str:
        return self.story.path

    def negatives(self) -> Iterator[Negative]:
        """Yield the originals of the pictures that came with the file."""
        files = dict(self.found.files)
        figures = (self.story.lead, *(block for block in self.story.body if isinstance(block, Figure)))
        for picture in (figure.picture for figure in figures if figure is not None):
            if picture.key in files:
                yield Negative(picture.key, files[picture.key], picture.caption, picture.credit, picture.copyright)


class EmergencyDesk:
    """The emergency desk's folder. Several processes may use it: a version is swapped in whole."""

    def __init__(self, folder: Path) -> None:
        """folder: made when something is first put there."""
        self.folder = folder
        self._read: dict[str, Emergency] = {}
        self._kept: KeptPaper | None = None

    # --- What the paper is

    def kept_paper(self) -> KeptPaper:
        """Return what the press last knew of the paper. Raises EmergencyRefused before it ever ran."""
        try:
            written = json.loads((self.folder / "paper.json").read_text("utf-8"))
            return KeptPaper(_paper_of(written["paper"]), tuple(Section(*pair) for pair in written["sections"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EmergencyRefused(
                f"{self.folder / 'paper.json'} does not say what paper this is ({error}); the press writes it at its first run"
            ) from error

    def keep_paper(self, paper: Paper | None = None, sections: tuple[Section, ...] | None = None) -> None:
        """Note what the paper is now; written only when it differs."""
        before = self._kept or self._kept_before()
        now = KeptPaper(paper or before.paper, sections if sections is not None else before.sections)
        if now != before:
            pairs = [[section.slug, section.name] for section in now.sections]
            written = json.dumps({"paper": asdict(now.paper), "sections": pairs}, ensure_ascii=False)
            swap(self.folder / "paper.json", written.encode())
        self._kept = now

    def _kept_before(self) -> KeptPaper:
        try:
            return self.kept_paper()
        except EmergencyRefused:
            return KeptPaper(Paper("", "", "", "UTC"))

    # --- Stories

    def live(self) -> tuple[Emergency, ...]:
        """Return the stories at the desk, newest first; a version that cannot be read counts as none."""
        newest: dict[str, tuple[int, str]] = {}
        for name in _names(self.folder / "live"):
            stem, _, number = name.rpartition(".")
            if number.isdecimal():
                newest[stem] = max(newest.get(stem, (0, "")), (int(number), name))
        current = {name for _, name in newest.values()}
        self._read = {name: each for name, each in self._read.items() if name in current}
        for name in current - self._read.keys():
            try:
                self._read[name] = _placed(self.folder / "live" / name)
            except (OSError, ValueError, KeyError, EmergencyRefused):
                continue
        return tuple(sorted(self._read.values(), key=lambda each: (each.story.published, each.id), reverse=True))

    def named(self, name: str) -> Emergency | None:
        """Return the story called ``name``; None when there is none."""
        return next((each for each in self.live() if each.name == name), None)

    def version(self) -> str:
        """Return 16 hexadecimal digits that differ when anything at the desk does."""
        return blake2b("\0".join(sorted(_names(self.folder / "live"))).encode(), digest_size=8).hexdigest()

    def put(
        self, file: Path, *, now: datetime, stands: Callable[[str], bool], known: Callable[[str], str | None]
    ) -> Emergency:
        """Put the story in ``file`` on the desk, durably, and return it as it is printed.

        now: aware; when it is published, where the file does not say. stands: whether readers meet anything at an address.
        known: where a story the newsroom has stands, by its id. Raises EmergencyRefused.
        """
        found = _read_story(file)
        before = self.named(file.stem)
        story = self._place(found, before, now=now, stands=stands, known=known, name=file.stem)
        folder = self._next_version(story.id)
        placed = {
            "name": file.stem,
            "id": story.id,
            "path": story.path,
            "corrects": before.corrects if before else story.id == _story_of(found).id,
            "published": story.published.isoformat(),
            "updated": story.updated.isoformat() if story.updated else None,
            "section": [story.section.slug, story.section.name],
            "pages": [path for path in _linked_by(story) if stands(path)],
        }
        beside = self.folder / f".{secrets.token_hex(8)}"
        beside.mkdir(parents=True)
        try:
            for _, picture in found.files:
                shutil.copyfile(picture, beside / picture.name)
            swap(beside / f"story{file.suffix.lower()}", found.original)
            swap(beside / "placed.json", json.dumps(placed).encode())
            folder.parent.mkdir(parents=True, exist_ok=True)
            # Rename, not copy: the press must never meet half a story.
            beside.rename(folder)
            settle(folder.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        self._drop_older(folder)
        return _placed(folder)

    def retire(self, emergency: Emergency, to: str) -> None:
        """Take ``emergency`` off the desk; ``to``: "reconciled" or "withdrawn", where it is kept for the record."""
        target = self.folder / to
        target.mkdir(parents=True, exist_ok=True)
        try:
            emergency.folder.rename(target / f"{emergency.folder.name}-{secrets.token_hex(4)}")
        except FileNotFoundError:
            return
        settle(emergency.folder.parent)

    def _place(
        self,
        found: Found,
        before: Emergency | None,
        *,
        name: str,
        now: datetime,
        stands: Callable[[str], bool],
        known: Callable[[str], str | None],
    ) -> Story:
        """Return the story of ``found`` with id, section, moments and address."""
        story = _story_of(found)
        published = found.published or (before.whole.published if before else now)
        if published > now:
            raise EmergencyRefused(
                f"{found.file} is dated {published.isoformat()}, which is to come; leave the date out"
            )
        if before is not None:
            first = before.whole
            return replace(
                story, id=first.id, path=first.path, section=first.section, published=first.published, updated=now
            )
        kept = self.kept_paper()
        section = _section(story.section, kept.sections)
        stands_at = known(story.id) if story.id else None
        if stands_at is not None:
            return replace(story, path=stands_at, section=section, published=published, updated=story.updated or now)
        slug = story.path.strip("/").rpartition("/")[2] or slug_for(story.headline)
        path = _free(story_path(section.slug, published, slug, ZoneInfo(kept.paper.zone)), stands)
        new = f"{now:%Y%m%dT%H%M%S}-{slug_of(name)}"
        return replace(story, id=new, path=path, section=section, published=published)

    def _next_version(self, story_id: str) -> Path:
        numbers = [
            int(name.rpartition(".")[2]) for name in _names(self.folder / "live") if name.rpartition(".")[0] == story_id
        ]
        return self.folder / "live" / f"{story_id}.{max(numbers, default=0) + 1}"

    def _drop_older(self, newest: Path) -> None:
        stem = newest.name.rpartition(".")[0]
        for name in _names(newest.parent):
            if name.rpartition(".")[0] == stem and name != newest.name:
                shutil.rmtree(newest.parent / name, ignore_errors=True)


def _paper_of(written: dict[str, Any]) -> Paper:
    """Return the paper whose fields ``asdict`` wrote down."""
    extras = dict(written.get("extras", {}))
    if "everywhere" in extras:
        extras["everywhere"] = Tap(**extras["everywhere"])
    if "in_sections" in extras:
        extras["in_sections"] = tuple((section, Tap(**tap)) for section, tap in extras["in_sections"])
    return Paper(**written | {"extras": Extras(**extras)})


def _read_story(file: Path) -> Found:
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise EmergencyRefused(f"{file} is neither .md nor .json; see docs/howto/publish-without-the-newsroom.md")
    try:
        return read(file.read_bytes(), file=str(file), folder=file.parent)
    except NotAStory as error:
        raise EmergencyRefused(f"{file}: {error}") from error
    except OSError as error:
        raise EmergencyRefused(f"{file} cannot be read ({error.strerror})") from error


def _story_of(found: Found) -> Story:
    if found.story is None:
        raise EmergencyRefused(f"{found.file} holds no story")
    return found.story


def _placed(folder: Path) -> Emergency:
    placed = json.loads((folder / "placed.json").read_text("utf-8"))
    found = _read_story(next(path for path in sorted(folder.iterdir()) if path.stem == "story"))
    whole = replace(
        _story_of(found),
        id=placed["id"],
        path=placed["path"],
        section=Section(*placed["section"]),
        published=datetime.fromisoformat(placed["published"]),
        updated=datetime.fromisoformat(placed["updated"]) if placed["updated"] else None,
    )
    return Emergency(
        placed["name"], placed["corrects"], folder, found, whole, _linking_only(whole, set(placed["pages"]))
    )


def _linked_by(story: Story) -> list[str]:
    return [*(person_path(person.slug) for person in story.byline), *(topic_path(topic.slug) for topic in story.topics)]


def _linking_only(story: Story, pages: set[str]) -> Story:
    """Return ``story`` without links to people and topics that have no page yet: nobody is there to print one."""
    people = (person if person_path(person.slug) in pages else replace(person, slug="") for person in story.byline)
    topics = (topic for topic in story.topics if topic_path(topic.slug) in pages)
    return replace(story, byline=tuple(people), topics=tuple(topics))


def _section(wanted: Section, known: tuple[Section, ...]) -> Section:
    for section in known:
        if section.slug == wanted.slug or section.name.casefold() == wanted.name.casefold():
            return section
    names = ", ".join(section.name for section in known)
    raise EmergencyRefused(f"there is no section {wanted.name!r}, and a new one needs the newsroom; there are {names}")


def _free(path: str, stands: Callable[[str], bool]) -> str:
    """Return ``path``, or the same with -2, -3 … where somebody else stands there."""
    stem, number = path.rstrip("/"), 1
    while stands(path):
        number += 1
        path = f"{stem}-{number}/"
    return path


def _names(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if not name.startswith(".")]  # noqa: PTH208 -- looked at each second
    except FileNotFoundError:
        return []
