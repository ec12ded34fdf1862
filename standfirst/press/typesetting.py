"""Typesetting: views and templates into bytes. Templates and styles are read and compiled once."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from standfirst.press.views import Surround, View
from standfirst.story.story import direction_of
from standfirst.story.text import Span, Text, is_safe_link

_HERE = Path(__file__).parent
ASSETS = _HERE / "assets"
TEMPLATES = _HERE / "templates"

#: What neither XML 1.0 nor HTML may hold: control characters, and the non-characters U+FFFE and U+FFFF.
_CONTROLS = bytes(sign for sign in range(0x20) if sign not in b"\t\n\r") + b"\x7f"
_NON_CHARACTERS = "\ufffe\uffff"
#: All of them made one, to see in half the time that there is none.
_AS_ONE = bytes.maketrans(_CONTROLS, bytes(len(_CONTROLS)))


class _Typeset(Template):
    """A compiled template whose words are escaped by ``_escaped``: markupsafe's would make a value of its own of each."""

    @classmethod
    def from_code(cls, *args: Any, **more: Any) -> Template:
        template = super().from_code(*args, **more)
        template.root_render_func.__globals__["escape"] = _safe
        return template


class _Setting(Environment):
    template_class = _Typeset
    # Views are no dictionaries: Jinja's way through both costs four times as much, for every name in a template.
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # whatever a view has is on it by name


_ENVIRONMENT = _Setting(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)


def set_page(name: str, view: View) -> bytes:
    """Return template ``name`` printed with ``view``, UTF-8; what no document may hold is left out."""
    return printable(_set(name, view))


def set_part(name: str, view: Surround) -> Markup:
    """Return template ``name`` printed with ``view``: a part that many pages share."""
    return Markup(_set(name, view))  # noqa: S704 -- the template escaped what it was given


def _set(name: str, view: View) -> str:
    template = _template(name)
    # The view alone, as it is: ``render`` would copy Jinja's own names, which no template uses, for every page.
    return "".join(template.root_render_func(template.new_context({"page": view}, shared=True)))


def printable(text: str) -> bytes:
    """Return ``text`` in UTF-8 without control characters, lone surrogates and non-characters."""
    for sign in _NON_CHARACTERS:
        if sign in text:
            text = text.replace(sign, "")
    # On bytes, where it costs a tenth of what a regular expression over the text does.
    printed = text.encode("utf-8", "ignore")
    return printed.translate(None, _CONTROLS) if b"\0" in printed.translate(_AS_ONE) else printed


# --- Running text


def set_text(text: Text) -> Markup:
    """Return running text as HTML: escaped, with strong, em, links that are safe, and languages."""
    if len(text) == 1:
        return Markup(_set_span(text[0]))  # noqa: S704 -- escaped in _set_span
    return Markup("".join(map(_set_span, text)))  # noqa: S704 -- as above


#: What a span without marks has besides its words.
_UNMARKED = Span("")[1:]
#: Stands between paragraphs that are escaped together; no words hold this sign.
_BETWEEN = "\x1d"


def set_paragraphs(texts: Sequence[Text]) -> Markup:
    """Return paragraphs as HTML, each in its element on a line of its own; nothing for none."""
    if not texts:
        return Markup()
    if all(len(text) == 1 and text[0][1:] == _UNMARKED for text in texts):
        # Words alone, as most are: all of them in the time of one.
        inner = _escaped(_BETWEEN.join([text[0].text for text in texts])).replace(_BETWEEN, "</p>\n<p>")
    else:
        inner = "</p>\n<p>".join(map(set_text, texts))
    return Markup(f"<p>{inner}</p>\n")  # noqa: S704 -- escaped above


def _safe(said: Any) -> str:
    """Return what a template prints of ``said``."""
    if type(said) is Markup:
        return said
    return _escaped(said) if type(said) is str else escape(said)


def _escaped(text: str) -> str:
    """Return ``text`` as ``markupsafe.escape`` writes it, in a third of the time: most of a page goes through here."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def _set_span(span: Span) -> str:
    html = _escaped(span.text)
    if span.emphasis:
        html = f"<em>{html}</em>"
    if span.strong:
        html = f"<strong>{html}</strong>"
    if span.language:
        html = f'<span lang="{escape(span.language)}" dir="{direction_of(span.language)}">{html}</span>'
    if span.link and is_safe_link(span.link):
        html = f'<a href="{escape(span.link)}">{html}</a>'
    return html


# --- JSON in pages

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: Inside a script element nothing may look like markup; JSON has another way to write these.
_JSON_ESCAPES = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")


def set_json(value: Any) -> Markup:
    """Return ``value`` as JSON that is inert inside a script element."""
    written = _JSON.encode(value)
    for sign, escaped in _JSON_ESCAPES:
        written = written.replace(sign, escaped)
    return Markup(written)  # noqa: S704 -- no markup is left in it


# --- The paper's mark


@cache
def drawn_icon() -> Markup:
    """Return the icon of the paper's pages as an address that holds it (data:), safe inside double quotes."""
    drawing = (ASSETS / "favicon.svg").read_text("utf-8").strip().replace('"', "'")
    return Markup("data:image/svg+xml," + quote(drawing, safe="/:='"))  # noqa: S704 -- quote leaves no markup


# --- Styles


@lru_cache(maxsize=256)
def styles(*names: str) -> Markup:
    """Return the palette and the named style sheets of assets/, in order, minified, safe inside a style element."""
    palette = _sheet("palette")
    css = palette + "".join(with_fallbacks(_sheet(name), _colours(palette)) for name in names)
    if "</" in css:
        raise ValueError(f"{', '.join(names)}: '</' in a style sheet would end the style element; write it as '<\\/'")
    return Markup(css)  # noqa: S704 -- our own file, checked above


@cache
def _sheet(name: str) -> str:
    return minified((ASSETS / f"{name}.css").read_text("utf-8"))


def _colours(palette: str) -> dict[str, str]:
    """The light colours by variable, from the palette's first block."""
    return dict(re.findall(r"(--[\w-]+):([^;}]+)", palette.partition("}")[0]))


_VARIED = re.compile(r"(?<=[{;])[a-z-]+:[^;{}]*var\(--[^;{}]*")


def with_fallbacks(css: str, colours: dict[str, str]) -> str:
    """Return minified ``css`` with each use of a variable led by its plain value: engines without variables keep that one."""

    def doubled(found: re.Match[str]) -> str:
        plain = re.sub(r"var\((--[\w-]+)\)", lambda name: colours[name[1]], found[0])
        return f"{plain};{found[0]}"

    return _VARIED.sub(doubled, css)


_CSS_PART = re.compile(r"""/\*.*?\*/ | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | [^/"']+ | /""", re.DOTALL | re.VERBOSE)


def minified(css: str) -> str:
    """Return ``css`` without comments and needless white space; strings are left alone."""
    parts = (part for part in _CSS_PART.findall(css) if not part.startswith("/*"))
    # Joined first, so that white space round a dropped comment is seen as one run.
    strings: list[str] = []

    def keep(part: str) -> str:
        strings.append(part)
        return f"\x00{len(strings) - 1}\x00"

    bare = "".join(keep(part) if part[0] in "\"'" else part for part in parts)
    bare = re.sub(r"\s+", " ", bare)
    bare = re.sub(r"\s*([{};,>])\s*", r"\1", bare)
    # After a colon only: before one, white space means "a descendant that …".
    bare = re.sub(r":\s+", ":", bare).replace(";}", "}").strip()
    return re.sub("\x00(\\d+)\x00", lambda found: strings[int(found[1])], bare)
