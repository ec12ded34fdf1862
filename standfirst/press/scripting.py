"""The one script: its parts from assets/script/, the words of a language and the paper's settings, in one file.

What few pages need, or only a reader who asks for it, is a file of its own from assets/script/own/, fetched then.

Words stand in the script and not in the page: what is said to a reader about their reading is in nobody's copy of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from standfirst.browsers.support import support_in
from standfirst.press.archive import Extras, Paper
from standfirst.press.shrinking import shrunk
from standfirst.press.typesetting import ASSETS, printable
from standfirst.press.wording import Wording, languages, wording

#: What every page has, first.
_ALWAYS = ("start", "adverts", "asking")
#: Parts in the order they run that can be switched off, by the field of Extras of the same name.
_PARTS = ("live", "dark", "size", "share", "listen", "changed", "saver", "kept", "tap")
#: Those of them that are on a page before anything is drawn.
_EARLY = ("dark", "size")
#: What takes the place of a part that is switched off, to take away what it left on devices.
_WITHOUT = {"changed": "unread"}
#: What every page has, last: switched off, it takes away what it left on devices.
_LAST = ("offline",)

#: What the one script lends to those of their own that come after it.
_SHARED = (
    "article",
    "part",
    "made",
    "name",
    "shadowOf",
    "page",
    "root",
    "kept",
    "keep",
    "known",
    "list",
    "tool",
    "slots",
    "hear",
)

#: The scripts of their own that borrow from the one script, and what each is told.
_OWN: Mapping[str, Callable[[Wording], Any]] = {
    "adverts": lambda _: {language: wording(language).no_more_from for language in languages()},
    "changed": lambda words: {
        "changed": words.changed, "show": words.changed_show, "close": words.close,
        "months": words.dates.months, "day": words.dates.day,
    },
    "kept": lambda words: {
        "kept": words.kept, "close": words.close,
        "months": words.dates.months, "moment": words.dates.moment.replace("{time}", words.dates.hour),
    },
    "listen": lambda words: {
        "back": words.back, "on": words.on, "pause": words.pause, "go": words.go_on, "stop": words.stop, "listen": words.listen,
    },
    "live": lambda words: words.new,
    "saver": lambda words: words.picture,
}  # fmt: skip
#: Parts that those of the same name begin with.
_FIRST = {"changed": ("band",), "kept": ("band",)}

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
    parts = (name if getattr(extras, name) else _WITHOUT.get(name) for name in _PARTS)
    switched_on = (name for name in parts if name)
    first, rest = (tuple(_part(f"script/{name}") for name in names) for names in (_ALWAYS, (*switched_on, *_LAST)))
    # What follows "modern" needs shadow roots.
    modern = _part("script/modern").replace("SHARED", f"[{', '.join(_SHARED)}]")
    return _joined(settings, (first[0], *older, modern, *first[1:], *rest))


def own_scripts() -> tuple[str, ...]:
    """Return the names of the scripts of their own, one of each a language, sorted."""
    return tuple(sorted((*_OWN, "older")))


def own_body(name: str, language: str) -> bytes:
    """Return the script of its own called ``name``, with its words in ``language``. Raises KeyError where there is none of that name."""
    words = wording(language)
    return _older_body(words.language) if name == "older" else _own_body(name, words.language)


@lru_cache(maxsize=128)
def _own_body(name: str, language: str) -> bytes:
    # It uses what the one script lends: nothing happens where that one did not run.
    lent = ", ".join(f"{each} = lent[{at}]" for at, each in enumerate(_SHARED))
    opening = f"var lent = window.sf;\nif (!lent) return;\nvar {lent};"
    parts = (_part(f"script/own/{part}") for part in (*_FIRST.get(name, ()), name))
    return _joined(_OWN[name](wording(language)), (opening, *parts), "told")


def early_script(paper: Paper, *, ads: bool) -> str:
    """Return what stands in every head, the same on all pages that have ads, or have none; safe inside a script element."""
    return _early_body(tuple(name for name in _EARLY if getattr(paper.extras, name)), ads)


@cache
def _early_body(remembered: tuple[str, ...], ads: bool) -> str:
    names = ("first", *remembered, *(("adverts",) if ads else ()))
    parts = "\n".join(_part(f"script/early/{name}") for name in names)
    script = shrunk(f"(function(){{{parts}\n}})()")
    if "</" in script:
        raise ValueError("script/early: '</' would end the script element; write it as '<\\/'")
    return script


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
    return _joined(settings, (_part("script/start"), _part("script/own/browsers")))


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
    return f"/a/{_digest(body)}.js"


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=8).hexdigest()


def script_path(paper: Paper, language: str) -> str:
    """Return the address of the script of pages in ``language``."""
    return script_address(script_body(paper, language))


def own_script_path(name: str, language: str) -> str:
    """Return the address of the script of its own called ``name``, ``/a/<digest>-<name>.js``.

    They share the digest, so that the one script knows them all by one.
    """
    return f"{_own_address(wording(language).language)}{name}.js"


@cache
def _own_address(language: str) -> str:
    return f"/a/{_digest(b''.join(own_body(name, language) for name in own_scripts()))}-"


def worker_body(paper: Paper) -> bytes:
    """Return the service worker that keeps what was read and holds pictures back; one that removes itself where the paper has both switched off."""
    extras, words = paper.extras, wording(paper.language)
    if not (extras.offline or extras.saver):
        return printable(shrunk(_GOING))
    told = {
        "keeps": extras.offline,
        "saves": extras.saver,
        "title": words.kept_offline,
        "what": words.kept_list,
    }
    return _joined(told, (_part("worker"),), "told")


def _settings(extras: Extras, house: str, language: str) -> dict[str, Any]:
    own, at_home = wording(language), wording(house)
    words = {"copy": own.copy, "copied": own.copied, "share": own.share, "tap": own.tap}
    words |= {
        "dark": at_home.dark,
        "light": at_home.light,
        "larger": at_home.larger,
        "normal": at_home.normal,
    }
    settings: dict[str, Any] = {"words": words, "worker": int(extras.offline or extras.saver)}
    settings["own"] = _own_address(language)
    if extras.listen:
        words["listen"] = own.listen
    if extras.saver:
        words |= {"saver": at_home.saver, "pictures": at_home.pictures}
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
