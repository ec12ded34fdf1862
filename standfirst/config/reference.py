"""docs/reference/, made from the code it describes, so that it cannot say anything else."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import click

import standfirst
from standfirst.browsers.support import support_in
from standfirst.config.home import SETTINGS_FILE, Home
from standfirst.story import addresses

_MADE = "<!-- Made by `standfirst reference` (make reference); change the code, not this file. -->\n"


def write_reference(commands: click.Group, *, check: bool = False) -> int:
    """Write the reference; return 0. check: write nothing, name what differs, return 1 if anything does."""
    folder = Path(standfirst.__file__).parents[1] / "docs" / "reference"
    differing = [name for name, text in pages(commands).items() if _read(folder / name) != text]
    for name in differing:
        if check:
            print(f"docs/reference/{name} differs from the code; type: make reference", file=sys.stderr)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(pages(commands)[name], encoding="utf-8")
            print(f"docs/reference/{name} written")
    return 1 if check and differing else 0


def pages(commands: click.Group) -> Mapping[str, str]:
    """Return every page of the reference, Markdown, by file name."""
    texts = {
        "commands.md": ("Commands", _commands(commands)),
        "settings.md": ("Settings", _settings()),
        "addresses.md": ("Addresses", _addresses()),
        "browsers.md": ("Browsers", _browsers()),
        "story-json.md": ("Story files", _story_json()),
    }
    made = {
        name: f"# {title}\n\n{_MADE}\n" + "\n".join(lines).rstrip() + "\n" for name, (title, lines) in texts.items()
    }
    index = [f"- [{title}]({name})" for name, (title, _) in texts.items()]
    return made | {"README.md": f"# Reference\n\n{_MADE}\n" + "\n".join(index) + "\n"}


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


# --- Commands


def _commands(commands: click.Group) -> Iterator[str]:
    top = click.Context(commands, info_name="standfirst")
    yield inspect.cleandoc(commands.help or "")
    for name, command in sorted(commands.commands.items()):
        context = click.Context(command, info_name=name, parent=top)
        usage = command.get_usage(context).removeprefix("Usage: ")
        yield f"\n## standfirst {name}\n\n```\n{' '.join(usage.split())}\n```\n\n{inspect.cleandoc(command.help or '')}\n"
        options = [option for option in command.params if isinstance(option, click.Option)]
        rows = [record for option in options if (record := option.get_help_record(context))]
        if rows:
            yield from _table(("option", "meaning"), [(f"`{flags}`", meaning) for flags, meaning in rows])


# --- Settings


def _settings() -> Iterator[str]:
    yield f"Each stands in `{SETTINGS_FILE}` in the paper's folder, and can be overridden by an environment variable of the"
    yield "same name in capitals. `STANDFIRST_HOME` names the folder itself (default `./paper`).\n"
    rows = []
    for setting in dataclasses.fields(Home):
        if "meaning" in setting.metadata:
            default = "" if setting.default is dataclasses.MISSING else _written(setting.default)
            rows.append((f"`{setting.name}`", f"`{setting.name.upper()}`", default, setting.metadata["meaning"]))
    yield from _table(("setting", "variable", "default", "meaning"), rows)


def _written(default: object) -> str:
    return "" if default in ((), None) else f"`{int(default) if isinstance(default, bool) else default}`"


# --- Addresses


def _addresses() -> Iterator[str]:
    yield "`standfirst/story/addresses.py` makes them all, one function an address.\n"
    rows = []
    for name, function in inspect.getmembers(addresses, inspect.isfunction):
        said = inspect.getdoc(function) or ""
        if name.endswith("_path") and (address := re.match(r"Return ``(/[^`]*)``[.;]?\s*(.*)", said, re.DOTALL)):
            rows.append((f"`{address[1]}`", f"`{name}`", " ".join(address[2].replace("``", "`").split())))
    yield from _table(("address", "made by", "notes"), sorted(rows))
    yield "\nFirst path parts that belong to the house, so that no section can take them:"
    yield ", ".join(f"`{word}`" for word in sorted(addresses.RESERVED)) + "."


# --- Browsers


def _browsers() -> Iterator[str]:
    support = support_in()
    yield "Every browser shows every story: the page is plain HTML. What the script adds needs more, and"
    yield "`standfirst/browsers/support.toml` is the one list of that: the test a page runs, the word to old browsers and this"
    yield "page are made from it.\n\n## What the extras need\n"
    yield from _table(("need", "why", "test"), [(need.name, need.why, f"`{need.test}`") for need in support.needs])
    yield "\n## Who has it since when\n\nA reader of an older one is told once, by script, where its maker has the newest."
    yield "Nothing is said where no update runs on the reader's system.\n"
    rows = []
    for browser in support.browsers:
        systems = ", ".join(f"{name} {_version(oldest)}".removesuffix(" 0") for name, oldest in browser.systems.items())
        least = _version(browser.least) if browser.least else "never" if browser.update else ""
        rows.append((browser.name, least, systems, browser.update or "no address known"))
    yield from _table(("browser", "since", "its update runs on, from", "maker's address"), rows)


def _version(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


# --- Story files


def _story_json() -> Iterator[str]:
    import standfirst.wire.story_json as story_json  # noqa: PLR0402 -- the module itself is what is printed

    yield from _prose(story_json)


def _prose(module: ModuleType) -> Iterator[str]:
    """Yield a module's docstring as Markdown: double backticks single, indented blocks fenced."""
    for paragraph in (inspect.getdoc(module) or "").split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("    ") for line in lines):
            yield "```\n" + "\n".join(line[4:] for line in lines) + "\n```\n"
        else:
            yield paragraph.replace("``", "`") + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
