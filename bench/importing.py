"""`standfirst bench import`: how well captured pages are read, beside the libraries one would use instead.

A folder of pages with their truths is read by each extractor in turn, on the same bytes, in one run. Two layouts are known:
``page.html`` or ``page.txt`` beside ``page.json`` (fields as in tests/wire/pages), and the one of the public
article-extraction benchmark, ``ground-truth.json`` ({id: {"articleBody": …}}) with ``html/ID.html`` or ``html/ID.html.gz``.

Two measures of the text: words, as a multiset over all runs of letters and digits, and shingles, runs of four words, which
also see their order; this is the public benchmark's own measure. Precision, recall and F1 are means over pages; the shingle
F1 is that of mean precision and mean recall. A field is right when it is the truth's, give or take white space.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from standfirst.wire.reading import read_file
from standfirst.wire.reports import as_json
from standfirst.wire.vocabulary import tokens

PAGES = Path(__file__).parents[1] / "tests" / "wire" / "pages"
FIELDS = ("headline", "byline", "published", "section", "caption", "credit")
#: Words in a shingle.
SHINGLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its truth: ``text``, and the fields its truth knows."""

    name: str
    data: bytes
    html: bool
    truth: Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """What one extractor reached over all pages. fields: by name, how many were right of how many asked."""

    name: str
    seconds: float = 0.0
    words: list[tuple[float, float, float]] = field(default_factory=list)
    shingles: list[tuple[float, float]] = field(default_factory=list)
    fields: dict[str, list[bool]] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """Return the means, each 0 to 1, of pages that were read."""
        precision, recall, f1 = (_mean(column) for column in zip(*self.words, strict=True))
        exact, whole = (_mean(column) for column in zip(*self.shingles, strict=True))
        return {
            "extractor": self.name,
            "pages": len(self.words),
            "word": {"f1": f1, "precision": precision, "recall": recall},
            "shingle": {"f1": _harmonic(exact, whole), "precision": exact, "recall": whole},
            "fields": {name: _mean(right) for name, right in self.fields.items()},
            "fields_asked": {name: len(right) for name, right in self.fields.items()},
            "ms_a_page": self.seconds / len(self.words) * 1000,
        }


def main(argv: Sequence[str]) -> int:
    """Print the scores of every extractor that is installed; return 1 when there are no pages to read."""
    wanted = _arguments(argv)
    pages = list(pages_in(wanted.pages))
    if not pages:
        print(
            f"standfirst: no pages with truths in {wanted.pages}; see {Path(__file__).name} for the layouts",
            file=sys.stderr,
        )
        return 1
    kinds = {"html": [page for page in pages if page.html], "text captures": [page for page in pages if not page.html]}
    scores = {kind: [score.summary() for score in _scores(found, kind)] for kind, found in kinds.items() if found}
    print(json.dumps(scores) if wanted.json else "\n\n".join(_table(kind, found) for kind, found in scores.items()))
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench import", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--pages", type=Path, default=PAGES, metavar="DIR", help="pages with truths (default: the project's own)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    return parser.parse_args(argv)


# --- Pages ----------------------------------------------------------------------------------------------


def pages_in(folder: Path) -> Iterator[Page]:
    """Yield the pages in ``folder`` that have a truth, in either layout, by name."""
    public = folder / "ground-truth.json"
    if public.is_file():
        for name, truth in sorted(json.loads(public.read_text("utf-8")).items()):
            data = _html_of(folder, name)
            if data is not None:
                yield Page(name, data, html=True, truth={"text": truth["articleBody"]})
        return
    for truth_file in sorted(folder.glob("*.json")):
        for suffix in (".html", ".html.gz", ".txt"):
            path = truth_file.with_suffix(suffix)
            if path.is_file():
                truth = json.loads(truth_file.read_text("utf-8"))
                yield Page(truth_file.stem, _bytes(path), html=suffix != ".txt", truth=truth)
                break


def _html_of(folder: Path, name: str) -> bytes | None:
    for path in (folder / place / f"{name}{suffix}" for place in ("html", ".") for suffix in (".html", ".html.gz")):
        if path.is_file():
            return _bytes(path)
    return None


def _bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


# --- Extractors -----------------------------------------------------------------------------------------

Extract = Callable[[bytes], Mapping[str, Any]]


def extractors(kind: str) -> dict[str, Extract]:
    """Return what can read pages of ``kind`` here, by name: ours, and the libraries that are installed."""
    found: dict[str, Extract] = {"standfirst": _ours}
    if kind == "text captures":
        return found | {"every line": _every_line}
    return found | {name: extract for name, module, extract in _LIBRARIES if find_spec(module) is not None}


def _ours(data: bytes) -> Mapping[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        path.write_bytes(data)
        report = next(as_json(item) for item in read_file(path))["story"]
    return (report | report["photo"]) if report else {}


def _every_line(data: bytes) -> Mapping[str, Any]:
    return {"text": data.decode("utf-8", "replace")}


def _trafilatura(data: bytes, **options: Any) -> Mapping[str, Any]:
    import trafilatura

    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True, **options)
    if found is None:
        return {}
    names = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"text": found.text, "headline": found.title, "byline": names, "published": found.date}


def _trafilatura_precise(data: bytes) -> Mapping[str, Any]:
    return _trafilatura(data, favor_precision=True)


def _readability(data: bytes) -> Mapping[str, Any]:
    import lxml.html
    from readability import Document

    page = Document(data.decode("utf-8", "replace"))
    return {"text": " ".join(lxml.html.fromstring(page.summary()).itertext()), "headline": page.short_title()}


def _goose(data: bytes) -> Mapping[str, Any]:
    from goose3 import Goose

    page = Goose({"enable_image_fetching": False}).extract(raw_html=data.decode("utf-8", "replace"))
    return {"text": page.cleaned_text, "headline": page.title, "byline": page.authors, "published": page.publish_date}


def _newspaper(data: bytes) -> Mapping[str, Any]:
    import newspaper

    page = newspaper.Article("https://page.example/", fetch_images=False)
    page.download(input_html=data.decode("utf-8", "replace"))
    page.parse()
    return {"text": page.text, "headline": page.title, "byline": page.authors, "published": page.publish_date}


#: Name, module it is in, and what calls it. Only trafilatura is installed with us; the others may be.
_LIBRARIES: tuple[tuple[str, str, Extract], ...] = (
    ("trafilatura", "trafilatura", _trafilatura),
    ("trafilatura, precise", "trafilatura", _trafilatura_precise),
    ("readability-lxml", "readability", _readability),
    ("goose3", "goose3", _goose),
    ("newspaper4k", "newspaper", _newspaper),
)


# --- Scores ---------------------------------------------------------------------------------------------


def _scores(pages: Sequence[Page], kind: str) -> Iterator[Score]:
    for name, extract in extractors(kind).items():
        score = Score(name)
        for page in pages:
            started = time.process_time()
            try:
                found = extract(page.data)
            except Exception as error:  # noqa: BLE001 - a library that fails on a page has found nothing there
                print(f"{name} failed on {page.name}: {type(error).__name__}", file=sys.stderr)
                found = {}
            score.seconds += time.process_time() - started
            score_page(score, found, page.truth)
        yield score


def score_page(score: Score, found: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    """Add to ``score`` what ``found`` is worth beside ``truth``."""
    ours, theirs = tokens(found.get("text") or ""), tokens(truth["text"])
    precision, recall = overlap(Counter(ours), Counter(theirs))
    score.words.append((precision, recall, _harmonic(precision, recall)))
    score.shingles.append(overlap(shingles(ours), shingles(theirs)))
    for name in FIELDS:
        if name in truth:
            score.fields.setdefault(name, []).append(_same(name, found.get(name), truth[name]))


def shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Return the runs of four words, each with its count; a shorter text is one run."""
    last = max(1, len(words) - SHINGLE_WORDS + 1) if words else 0
    return Counter(tuple(words[at : at + SHINGLE_WORDS]) for at in range(last))


def overlap(found: Counter[Any], truth: Counter[Any]) -> tuple[float, float]:
    """Return precision and recall of one multiset against another, 0 to 1; both 1 where both are empty."""
    shared, of_found, of_truth = (found & truth).total(), found.total(), truth.total()
    return (
        shared / of_found if of_found else float(not of_truth),
        shared / of_truth if of_truth else float(not of_found),
    )


def _same(name: str, found: Any, truth: Any) -> bool:
    if not truth:
        return not found
    if name == "published":
        return _day(found) == _day(truth)
    if name == "byline":
        return list(found or []) == list(truth)
    return " ".join(str(found or "").split()) == " ".join(str(truth).split())


def _day(stamp: Any) -> str:
    """Return the day of a time stamp: some libraries know no more."""
    return stamp.date().isoformat() if isinstance(stamp, datetime) else str(stamp or "")[:10]


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _table(kind: str, scores: Sequence[Mapping[str, Any]]) -> str:
    asked = [name for name in FIELDS if name in scores[0]["fields"]]
    counts = ", ".join(f"{name} {scores[0]['fields_asked'][name]}" for name in asked)
    lines = [
        f"{scores[0]['pages']} {kind}; fields asked: {counts or 'none'}",
        f"{'':21}{'word F1':>9}{'prec.':>7}{'recall':>8}{'4-gram F1':>11}"
        + "".join(f"{name:>10}" for name in asked)
        + f"{'ms/page':>9}",
    ]
    for each in scores:
        word = each["word"]
        row = f"{each['extractor']:21}{word['f1']:>9.4f}{word['precision']:>7.3f}{word['recall']:>8.3f}{each['shingle']['f1']:>11.4f}"
        lines.append(row + "".join(f"{each['fields'][name]:>10.2f}" for name in asked) + f"{each['ms_a_page']:>9.0f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
