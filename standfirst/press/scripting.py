"""The one script: its parts from assets/script/, the words of a language and the paper's settings, in one file; what few pages need, in files of their own.

Words stand in the script and not in the page: what is said to a reader about their reading is in nobody's copy of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from standfirst.browsers.support import support_in
from standfirst.press.archive import Extras, Paper
from standfirst.press.shrinking import shrunk
from standfirst.press.typesetting import ASSETS, printable
from standfirst.press.wording import wording

#: What every page has, first.
_ALWAYS = ("start", "others", "adverts")
#: Parts in the order they run that can be switched off, by the field of Extras of the same name.
_PARTS = ("dark", "size", "share", "tap")
#: What every page has, last: switched off, it takes away what it left on devices.
_LAST = ("offline",)

#: What the one script lends to those of their own that come after it.
_SHARED = ("article", "part", "made", "name", "shadowOf")

#: A worker that takes itself and all it kept from the device.
_GOING = """addEventListener("install",function(){skipWaiting()});
addEventListener("activate",function(event){event.waitUntil(caches.keys().then(function(names){
return Promise.all(names.map(function(name){return caches.delete(name)}))}).then(function(){return registration.unregister()}))});
"""


def script_body(paper: Paper, language: str) -> bytes:
    """Return the script of pages in ``language`` (BCP 47; English where it has no words), shrunk."""
    return _body(paper.extras, wording(paper.language).language, wording(language).language)


@lru_cache(maxsize=64)
def _body(extras: Extras, house: str, language: str) -> bytes:
    settings = _settings(extras, house, language)
    older = [_part("script/older").replace("PASSES", support_in().test())] if extras.browsers else []
    if older:
        settings["older"] = script_address(_older_body(language))
    switched_on = (name for name in _PARTS if getattr(extras, name))
    first, rest = (tuple(_part(f"script/{name}") for name in names) for names in (_ALWAYS, (*switched_on, *_LAST)))
    # What follows "modern" needs shadow roots.
    modern = _part("script/modern").replace("SHARED", f"[{', '.join(_SHARED)}]")
    return _joined(settings, (first[0], *older, modern, *first[1:], *rest))


def live_body(language: str) -> bytes:
    """Return what pages of live stories in ``language`` need besides."""
    return _own_body("live", wording(language).new)


@lru_cache(maxsize=64)
def _own_body(name: str, told: Any) -> bytes:
    """Return a script of its own that uses what the one script lends: nothing happens where that one did not run."""
    lent = ", ".join(f"{each} = lent[{at}]" for at, each in enumerate(_SHARED))
    opening = f"var lent = window.sf;\nif (!lent) return;\nvar {lent};"
    return _joined(told, (opening, _part(f"script/{name}")), "told")


@cache
def early_script() -> str:
    """Return what stands in the head of every page with ads, the same on all of them; safe inside a script element."""
    script = shrunk(_part("script/early"))
    if "</" in script:
        raise ValueError("early.js: '</' would end the script element; write it as '<\\/'")
    return script


def older_body(language: str) -> bytes:
    """Return what an engine below the line is told, in ``language``: a script of its own, fetched by nobody else."""
    return _older_body(wording(language).language)


@lru_cache(maxsize=64)
def _older_body(language: str) -> bytes:
    own, support = wording(language), support_in()
    settings = {
        "words": {"newer": own.newer_browser, "newer_where": own.newer_browser_where, "close": own.close},
        "systems": [[system.name, system.pattern, _dotted(system.oldest)] for system in support.systems],
        "browsers": [
            [
                each.name,
                each.pattern,
                _dotted(each.least),
                each.update,
                {name: _dotted(at) for name, at in each.systems.items()},
            ]
            for each in support.browsers
        ],
    }
    return _joined(settings, (_part("script/start"), _part("script/browsers")))


def _joined(told: Any, parts: tuple[str, ...], name: str = "page") -> bytes:
    # What it is told is handed to it as it is: words of a paper's own are no part of what is shrunk.
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return printable(f"({_shrunk(parts, name)})({written});\n")


@lru_cache(maxsize=64)
def _shrunk(parts: tuple[str, ...], name: str) -> str:
    """Return ``parts`` as one function of what the press tells it, called ``name`` in them."""
    body = "\n".join(parts)
    return shrunk(f'(function({name}){{"use strict";\n{body}\n}})').rstrip(";")


def script_address(body: bytes) -> str:
    """Return where a script is, ``/a/<digest>.js``: it changes with the bytes, so it is cached for good."""
    return f"/a/{blake2b(body, digest_size=8).hexdigest()}.js"


def script_path(paper: Paper, language: str) -> str:
    """Return the address of the script of pages in ``language``."""
    return script_address(script_body(paper, language))


def live_script_path(language: str) -> str:
    """Return the address of what live stories in ``language`` need besides."""
    return script_address(live_body(language))


def worker_body(paper: Paper) -> bytes:
    """Return the service worker that keeps what was read; one that removes itself where the paper has that switched off."""
    return printable(shrunk(_part("worker") if paper.extras.offline else _GOING))


def _settings(extras: Extras, house: str, language: str) -> dict[str, Any]:
    own, at_home = wording(language), wording(house)
    words = {"copy": own.copy, "copied": own.copied, "share": own.share, "tap": own.tap}
    words |= {
        "dark": at_home.dark,
        "light": at_home.light,
        "larger": at_home.larger,
        "normal": at_home.normal,
        "stop": at_home.no_more_from,
    }
    settings: dict[str, Any] = {"words": words, "offline": extras.offline}
    if extras.tap:
        settings["tap"] = _tap(extras.everywhere.words, extras.everywhere.label)
        settings["taps"] = {section: _tap(tap.words, tap.label) for section, tap in extras.in_sections}
    return settings


def _tap(words: int, label: str) -> Mapping[str, Any]:
    return {"words": words, "label": label}


def _dotted(version: tuple[int, ...] | None) -> str:
    return ".".join(map(str, version)) if version else ""


@cache
def _part(name: str) -> str:
    lines = (line.strip() for line in (ASSETS / f"{name}.js").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
