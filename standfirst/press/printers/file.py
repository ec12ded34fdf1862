"""Files that are the same whatever is live: robots.txt, icons, the worker, the script of each language."""

from __future__ import annotations

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper
from standfirst.press.asking import asking_keys, print_asking
from standfirst.press.notes import Notes
from standfirst.press.scripting import own_body, own_script_path, own_scripts, script_address, script_body, worker_body
from standfirst.press.typesetting import ASSETS
from standfirst.press.wording import languages

_ICONS = {
    "favicon.svg": "image/svg+xml",
    "favicon.ico": "image/vnd.microsoft.icon",
    "apple-touch-icon.png": "image/png",
}
_SCRIPT = "text/javascript; charset=utf-8"
_DAY = (("cache-control", "max-age=86400"),)
_FOR_GOOD = (("cache-control", "max-age=31536000, immutable"),)


def file_keys() -> tuple[str, ...]:
    """Return the keys of all files: their addresses without the first slash."""
    return ("robots.txt", "worker.js", *_ICONS, *asking_keys())


def print_file(key: str, notes: Notes) -> Plate | None:
    """Return the file with this key, None for one that is not (any more) there."""
    path = f"/{key}"
    if key in _ICONS:
        body = (ASSETS / key).read_bytes()
        return Plate(path, body, _ICONS[key], headers=_DAY, compress=key.endswith("svg"))
    if key == "robots.txt":
        return Plate(path, _robots(notes.paper()), "text/plain; charset=utf-8", headers=_DAY)
    if key == "worker.js":
        return Plate(path, worker_body(notes.paper()), _SCRIPT, headers=(("cache-control", "no-cache"),))
    return print_asking(key)


def print_script(key: str, notes: Notes) -> Plate | None:
    """Return the script of pages in a language ("en"), or one of its own in it ("en.live", "en.listen").

    None for a language without words of its own, and for a script we do not have.
    """
    language, _, part = key.partition(".")
    if language not in languages() or (part and part not in own_scripts()):
        return None
    if part:
        return Plate(own_script_path(part, language), own_body(part, language), _SCRIPT, headers=_FOR_GOOD)
    body = script_body(notes.paper(), language)
    return Plate(script_address(body), body, _SCRIPT, headers=_FOR_GOOD)


def _robots(paper: Paper) -> bytes:
    lines = (
        "User-agent: *",
        "Disallow: /adverts/",
        "Disallow: /newsroom/",
        "Disallow: /search",
        "",
        f"Sitemap: {paper.origin}/sitemap.xml",
        f"Sitemap: {paper.origin}/sitemap-news.xml",
    )
    return ("\n".join(lines) + "\n").encode()
