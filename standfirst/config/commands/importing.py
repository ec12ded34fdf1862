"""`standfirst import`: files in, and a line for each story of what became of it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standfirst.config.home import Home
from standfirst.wire.found import Found, Refused
from standfirst.wire.reading import FORMATS, read_file
from standfirst.wire.reports import as_json

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Importing:
    """How to import. form: the files' format, or "auto"."""

    form: str = "auto"
    publish: bool = False
    wait: bool = False
    dry_run: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item. item: which one, where a file holds several. report: the object `--json` prints."""

    report: dict[str, Any]
    item: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.report["status"] == "refused")

    def line(self) -> str:
        """Return the outcome for people."""
        report = self.report
        where = report["file"] + (f" ({self.item})" if self.item else "")
        if self.refused:
            return f"refused  {where}: {report['reason']}"
        became = report["url"] or (f"draft {report['id']}" if report["id"] else report["story"]["headline"])
        dropped = f"; {len(report['dropped'])} pieces of furniture thrown away" if report["dropped"] else ""
        return f"ok       {where}: {became}" + (f" ({report['reason']})" if report["reason"] else "") + dropped


def import_files(home: Home | None, files: Sequence[Path], wanted: Importing) -> int:
    """Import ``files``, saying of each item what became of it; return 1 if any was refused, else 0.

    home: the paper; None for a dry run, which needs none.
    """
    if wanted.form not in FORMATS:
        print(f"standfirst: {wanted.form} cannot be read yet; there are {', '.join(FORMATS)}", file=sys.stderr)
        return 2
    refused, ids = False, []
    for outcome in _dry(files, wanted) if home is None else _into(home, files, wanted):
        # Flushed: of many files, the first is known before the last is read.
        print(json.dumps(outcome.report, ensure_ascii=False) if wanted.as_json else outcome.line(), flush=True)
        refused = refused or outcome.refused
        if outcome.report["id"]:
            ids.append(outcome.report["id"])
    if home is not None and wanted.wait and ids:
        from standfirst.config.commands.pressing import bring_to_readers

        bring_to_readers(home, ids)
    return 1 if refused else 0


def _dry(files: Sequence[Path], wanted: Importing) -> Iterator[Outcome]:
    for item in _items(files, wanted.form):
        yield Outcome(as_json(item), item.item)


def _into(home: Home, files: Sequence[Path], wanted: Importing) -> Iterator[Outcome]:
    from standfirst.config.django_setup import set_up_django

    set_up_django(home)
    from standfirst.config.origins import origin_of
    from standfirst.newsroom.intake import take_in

    origin = origin_of(home)
    for item in _items(files, wanted.form):
        if isinstance(item, Refused):
            yield Outcome(as_json(item), item.item)
            continue
        taken = take_in(item, publish=wanted.publish, pictures=dict(item.files))
        url = origin + taken.url if taken.url else None
        report = as_json(item, status=taken.status, reason=taken.reason, id=taken.id or None, url=url)
        yield Outcome(report, item.item)


def _items(files: Sequence[Path], form: str) -> Iterator[Found | Refused]:
    """Yield what is in ``files``. A fault of ours in one of them is that one's refusal, and not the end of the others."""
    for file in files:
        try:
            yield from read_file(file, form)
        except Exception as error:
            log.exception("%s could not be read", file)
            yield Refused(str(file), f"it could not be read ({type(error).__name__}: {error}); please report this file")
