"""Real blockers and their lists, where `bin/blockers` has put them; what is not there is None, and whoever needs it says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

#: AdGuard's number of its base filter, EasyList among it.
_ADGUARD_BASE = 2

#: What Playwright calls a request, and what lists call it.
_KINDS = {
    "document": "sub_frame",
    "stylesheet": "stylesheet",
    "image": "image",
    "media": "media",
    "font": "font",
    "script": "script",
    "xhr": "xmlhttprequest",
    "fetch": "xmlhttprequest",
    "eventsource": "xmlhttprequest",
    "ping": "ping",
    "websocket": "websocket",
}

#: The rule of EasyList that paper's ads live under, for machines without the lists.
OWN_LIST = "/adverts/*$~xmlhttprequest\n##.ad-slot\n"


class Engine(Protocol):
    """Somebody who decides about requests."""

    def blocks(self, address: str, page: str, kind: str) -> bool:
        """Say whether a request of ``kind`` (as lists call it) for ``address`` from ``page`` is stopped."""


def blockers_folder() -> Path:
    """Return where `bin/blockers` puts them."""
    return Path(os.environ.get("STANDFIRST_BLOCKERS") or Path(tempfile.gettempdir()) / "standfirst-blockers")


def ublock() -> Path | None:
    """Return uBlock Origin for Firefox, unpacked."""
    folder = blockers_folder() / "ublock"
    return folder if (folder / "manifest.json").is_file() else None


@cache
def filter_lists() -> dict[str, str]:
    """Return the lists uBlock Origin comes with, by name: EasyList, EasyPrivacy, its own; empty where it is not there."""
    folder = ublock()
    if folder is None:
        return {}
    assets = folder / "assets"
    files = [*assets.glob("ublock/*.min.txt"), *assets.glob("thirdparties/easylist/*.txt")]
    return {file.name.partition(".")[0]: file.read_text("utf-8") for file in sorted(files)}


def brave_engine(lists: Sequence[str]) -> Any:
    """Return Brave's engine with ``lists``, None where it is not installed."""
    try:
        import adblock
    except ImportError:
        return None
    rules = adblock.FilterSet()
    for each in lists:
        rules.add_filter_list(each)
    return adblock.Engine(rules)


class Brave:
    """Brave's engine as an Engine. Beware: with every list switched on, which Brave itself does not by default."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def blocks(self, address: str, page: str, kind: str) -> bool:
        """Say whether it stops the request."""
        return bool(self._engine.check_network_urls(address, page, kind).matched)


_GHOSTERY = """
import { FiltersEngine, Request } from '@ghostery/adblocker';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const engine = FiltersEngine.parse(process.argv.slice(2).map((file) => readFileSync(file, 'utf8')).join('\\n'));
for await (const line of createInterface({ input: process.stdin })) {
  const [url, sourceUrl, type] = JSON.parse(line);
  console.log(engine.match(Request.fromRawDetails({ url, sourceUrl, type })).match ? 'yes' : 'no');
}
"""


class Ghostery:
    """Ghostery's engine, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def blocks(self, address: str, page: str, kind: str) -> bool:
        """Say whether it stops the request."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([address, page, kind]) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip() == "yes"


@contextmanager
def ghostery() -> Iterator[Ghostery | None]:
    """Yield Ghostery's engine with the lists there are, None where it is not there."""
    folder, node, lists = blockers_folder(), shutil.which("node"), ublock()
    if node is None or lists is None or not (folder / "node_modules/@ghostery/adblocker").is_dir():
        yield None
        return
    script = folder / "ghostery.mjs"
    script.write_text(_GHOSTERY, "utf-8")
    assets = lists / "assets"
    files = [assets / "thirdparties/easylist/easylist.txt", assets / "thirdparties/easylist/easyprivacy.txt"]
    process = subprocess.Popen(
        [node, str(script), *map(str, files)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Ghostery(process)
    finally:
        process.kill()
        process.wait(10)


def stopped_by(engine: Engine, site: str) -> Any:
    """Return a handler for Playwright's ``route`` that stops what ``engine`` stops, as blockers do it; no page of ``site`` itself."""

    def decide(route: Any) -> None:
        request = route.request
        kind = _KINDS.get(request.resource_type, "other")
        is_page = request.is_navigation_request() and request.frame.parent_frame is None
        if not is_page and engine.blocks(request.url, f"{site}{urlsplit(request.frame.page.url).path}", kind):
            route.abort("blockedbyclient")
        else:
            route.continue_()

    return decide


def chromium_extension(folder: Path, *, adguard: bool, spares: str = "") -> Path | None:
    """Return an unpacked extension in ``folder`` that blocks by Chromium's own means; None where AdGuard's filter is not there.

    adguard: by AdGuard's base filter, whole; else by the one rule of EasyList. spares: a host it is switched off for.
    """
    base = blockers_folder() / f"adguard/ruleset_{_ADGUARD_BASE}/ruleset_{_ADGUARD_BASE}.json"
    if adguard and not base.is_file():
        return None
    own = {
        "id": 1,
        "priority": 2,
        "action": {"type": "block"},
        "condition": {"urlFilter": "/adverts/*", "excludedResourceTypes": ["xmlhttprequest", "main_frame"]},
    }
    rules = json.loads(base.read_bytes()) if adguard else [own]
    # Chromium takes 30,000 rules of one extension for granted; what matters to a site that names no one else is generic.
    rules = [rule for rule in rules if not {"requestDomains", "initiatorDomains"} & rule["condition"].keys()]
    rules = [rule for rule in rules if "||" not in rule["condition"].get("urlFilter", "||")][:29_000]
    if spares:
        exempt = {"requestDomains": [spares], "resourceTypes": ["main_frame"]}
        highest = 1 + max(rule.get("priority", 1) for rule in rules)
        identity = 1 + max(rule["id"] for rule in rules)
        rules.append({"id": identity, "priority": highest, "action": {"type": "allowAllRequests"}, "condition": exempt})
    for number, rule in enumerate(rules, start=1):
        rule["id"] = number
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.json").write_text(json.dumps(rules), "utf-8")
    manifest = {
        "manifest_version": 3,
        "name": "Rules",
        "version": "1",
        "permissions": ["declarativeNetRequest"],
        "declarative_net_request": {"rule_resources": [{"id": "rules", "enabled": True, "path": "rules.json"}]},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder
