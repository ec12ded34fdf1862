"""Those who read pages: extractors, converters, text browsers, readers of metadata and feeds; those that are installed.

Each takes a pressed page's bytes and gives back what it made of them. What is not installed is left out by name and
reason. Programs under the GPL run as processes of their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import html

from bench.readings import Reading

#: Node's packages of the tests (package.json stands there): `npm ci --ignore-scripts` in that folder installs them.
NODE = Path(__file__).parents[1] / "tests" / "node"


class ConsumerFailed(Exception):
    """A program that read nothing; holds what it said."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """Somebody who reads pages. whole_page: shows all of a page, not the story alone.

    module, program, package: what has to be installed, of Python, of the system, of Node.
    loses: what it loses of any page, block by block, and why; tests/bench/test_consumers.py proves each on a bare page.
    adds: words and lines it adds of its own. languages_not: those it cannot read at all as installed. apart: needs other versions of
    what the paper needs, so that it is installed in no environment of the paper's.
    """

    name: str
    read: Callable[[str, str], Reading]
    whole_page: bool = False
    module: str = ""
    program: str = ""
    package: str = ""
    loses: Mapping[str, str] = field(default_factory=dict)
    adds: frozenset[str] = frozenset()
    languages_not: frozenset[str] = frozenset()
    apart: bool = False

    def absence(self) -> str:
        """Return why it cannot read here, "" where it can."""
        if self.module and find_spec(self.module) is None:
            if self.apart:
                return f"no Python module {self.module}; give {self.name} an environment of its own (docs/benchmarks.md, Capture): it would change the paper's"
            return f"no Python module {self.module}; type: .venv/bin/python -m pip install {self.name}"
        if self.program and shutil.which(self.program) is None:
            return f"no program {self.program}; as root type: apt-get install {self.name}"
        if self.package and not (NODE / "node_modules" / self.package).is_dir():
            return f"no {self.package}; in tests/node type: npm ci --ignore-scripts"
        return ""


# --- Extractors: the story and nothing else


def _trafilatura(page: str, address: str) -> Reading:
    import trafilatura

    found = trafilatura.bare_extraction(page, url=address, with_metadata=True, favor_recall=False)
    if found is None:
        return Reading("")
    said = found.as_dict()
    return Reading(said["text"] or "", said["title"] or "", said["author"] or "", said["date"] or "")


def _readability_lxml(page: str, address: str) -> Reading:
    from readability import Document

    document = Document(page, url=address)
    return Reading(_text(document.summary()), document.short_title())


@cache
def _mozilla_view() -> subprocess.Popen[str]:
    """Return a reader view that waits for pages: one for all of them, since it takes longer to start than to read."""
    return subprocess.Popen(
        ["node", str(NODE / "readability.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def _mozilla(page: str, address: str) -> Reading:
    view = _mozilla_view()
    assert view.stdin is not None
    assert view.stdout is not None
    view.stdin.write(json.dumps({"page": page, "address": address}) + "\n")
    view.stdin.flush()
    answer = view.stdout.readline()
    if not answer:
        raise ConsumerFailed(f"node ended with exit code {view.wait(10)} over {address}")
    said = json.loads(answer)
    # The view prints title and byline above the content.
    return Reading(
        _text(said["content"] or "<p></p>"), said["title"] or "", said["byline"] or "", said["publishedTime"] or ""
    )


def _newspaper(page: str, address: str) -> Reading:
    from newspaper import Article

    article = Article(address)
    article.download(input_html=page)
    article.parse()
    return Reading(article.text, article.title, " and ".join(article.authors), str(article.publish_date or ""))


def _goose(page: str, address: str) -> Reading:
    from goose3 import Goose

    with Goose({"enable_image_fetching": False}) as goose:
        article = goose.extract(url=address, raw_html=page)
    return Reading(article.cleaned_text, article.title, " and ".join(article.authors), str(article.publish_date or ""))


def _justext(page: str, address: str) -> Reading:
    import justext

    del address
    stops = justext.get_stoplist("Arabic" if '<html lang="ar"' in page else "English")
    paragraphs = justext.justext(page.encode(), stops, encoding="utf-8")
    return Reading("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def _resiliparse(page: str, address: str) -> Reading:
    from resiliparse.extract.html2text import extract_plain_text

    del address
    return Reading(extract_plain_text(page, main_content=True, alt_texts=False))


# --- Converters and text browsers: the whole page


def _inscriptis(page: str, address: str) -> Reading:
    from inscriptis import get_text

    del address
    return Reading(get_text(page))


def _html2text(page: str, address: str) -> Reading:
    del address
    return Reading(_ran([sys.executable, "-m", "html2text", "--ignore-links", "--ignore-images", "-b", "0"], page))


def _resiliparse_page(page: str, address: str) -> Reading:
    from resiliparse.extract.html2text import extract_plain_text

    del address
    return Reading(extract_plain_text(page, main_content=False, alt_texts=False))


def _on_file(*command: str) -> Callable[[str, str], Reading]:
    def read(page: str, address: str) -> Reading:
        del address
        with tempfile.TemporaryDirectory(prefix="page-") as folder:
            file = Path(folder) / "page.html"
            file.write_text(page, encoding="utf-8")
            return Reading(_ran([*command, str(file)], "", HOME=folder))

    return read


def _linked_data(page: str, address: str) -> Reading:
    import extruct

    found = extruct.extract(page, base_url=address, syntaxes=["json-ld", "opengraph"], uniform=True)
    story = next(item for item in found["json-ld"] if item["@type"] == "NewsArticle")
    return Reading(
        story["description"],
        story["headline"],
        " and ".join(by["name"] for by in story.get("author", ())),
        story["datePublished"],
    )


def _open_graph(page: str, address: str) -> Reading:
    del address
    said = dict(
        zip(
            *(html.document_fromstring(page).xpath(f"//meta[@property]/@{name}") for name in ("property", "content")),
            strict=True,
        )
    )
    return Reading(said["og:description"], said["og:title"], "", said["article:published_time"])


_SHORT = "goes by the length of a line and its commonest words, whatever the markup"
_NEWSPAPER_LOSES = dict.fromkeys(("listing", "paragraph", "embed", "place"), _SHORT)
_GOOSE_LOSES = dict.fromkeys(
    (
        "table",
        "listing",
        "factbox",
        "paragraph",
        "subheading",
        "liveentry",
        "quote",
        "embed",
        "figure",
        "caption",
        "credit",
        "place",
    ),
    _SHORT,
)
_JUSTEXT_LOSES = dict.fromkeys(
    ("headline", "byline", "place", "date", "embed", "table", "credit", "subheading"), _SHORT
)
#: It takes long lines wherever they stand: who said what, beside the story, with the headings over it.
_JUSTEXT_ADDS = frozenset(
    {"Sources in this story", "In this story", "sources", "in", "this", "story", "says", "denies"}
)
_RESILIPARSE_LOSES = {
    "date": "drops <time>",
    "listing": "drops <ul> that is no child of a <div>; wrapped in one, two others lose it",
    "factbox": "as listing",
}

CONSUMERS = (
    Consumer("trafilatura", _trafilatura, module="trafilatura"),
    Consumer("readability-lxml", _readability_lxml, module="readability"),
    Consumer("@mozilla/readability", _mozilla, program="node", package="@mozilla/readability"),
    Consumer("newspaper4k", _newspaper, module="newspaper", loses=_NEWSPAPER_LOSES, languages_not=frozenset({"ar"}), apart=True),
    Consumer("goose3", _goose, module="goose3", loses=_GOOSE_LOSES),
    Consumer("justext", _justext, module="justext", loses=_JUSTEXT_LOSES, adds=_JUSTEXT_ADDS),
    Consumer("resiliparse", _resiliparse, module="resiliparse", loses=_RESILIPARSE_LOSES),
    Consumer("resiliparse, whole", _resiliparse_page, whole_page=True, module="resiliparse"),
    Consumer("inscriptis", _inscriptis, whole_page=True, module="inscriptis"),
    Consumer("html2text", _html2text, whole_page=True, module="html2text"),
    Consumer("lynx", _on_file("lynx", "-dump", "-nolist", "-width=990", "-assume_charset=utf-8", "-display_charset=utf-8"), whole_page=True, program="lynx", adds=frozenset({"caption"})),
    Consumer("w3m", _on_file("w3m", "-dump", "-cols", "990", "-I", "utf-8", "-O", "utf-8"), whole_page=True, program="w3m"),
    Consumer("links2", _on_file("links2", "-dump", "-width", "500", "-codepage", "utf-8"), whole_page=True, program="links2"),
    Consumer("elinks", _on_file("elinks", "-dump", "-dump-width", "990", "-dump-charset", "utf-8", "-no-references", "-no-numbering"), whole_page=True, program="elinks", languages_not=frozenset({"ar"})),
)  # fmt: skip

#: Those who read a story's head only: headline, standfirst, byline and date.
METADATA = (
    Consumer("JSON-LD", _linked_data, module="extruct"),
    Consumer("Open Graph", _open_graph),
)


def _text(markup: str) -> str:
    """Return the text of an HTML fragment, a line an element."""
    tree: Any = html.fromstring(f"<div>{markup}</div>" if not markup.lstrip().startswith("<html") else markup)
    return " \n".join(tree.itertext())


def _ran(command: list[str], said: str, **environment: str) -> str:
    """Return what a program printed. Raises ConsumerFailed."""
    import os

    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        command,
        input=said.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env=kept | {"LANG": "C.UTF-8"} | environment,
    )
    if ended.returncode:
        raise ConsumerFailed(
            f"{command[0]}: exit code {ended.returncode}: {ended.stderr.decode(errors='replace')[-500:]}"
        )
    return ended.stdout.decode("utf-8", "replace")
