"""The house's own rules: what every part of it promises, checked in one place and by one command."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent

#: What runs without Django installed.
PLAIN = ("story", "edition", "wire", "ads", "browsers", "audience", "press", "delivery")

#: Folders that hold no source of ours.
_NOT_OURS = {".git", ".venv", "paper", "__pycache__"}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=600, check=False
    )


def assert_well(ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode == 0, f"\n{ended.stdout}{ended.stderr}"


def sources(folder: str = "standfirst") -> list[Path]:
    found = (ROOT / folder).rglob("*.py")
    return sorted(path for path in found if not _NOT_OURS & set(path.parts) and "migrations" not in path.parts)


# --- Tools --------------------------------------------------------------------------------------------


def test_ruff_finds_nothing():
    assert_well(run(str(BIN / "ruff"), "check", "--output-format", "concise"))


def test_everything_is_formatted():
    assert_well(run(str(BIN / "ruff"), "format", "--check"))


def test_types_hold():
    assert_well(run(str(BIN / "mypy")))


def test_imports_go_down_only():
    assert_well(run(str(BIN / "lint-imports"), "--no-cache"))


def test_templates_are_clean():
    assert_well(run(str(BIN / "djlint"), "--lint", "--quiet", "standfirst/press/templates"))


def test_the_reference_is_what_the_code_says():
    assert_well(run(sys.executable, "-P", "-m", "standfirst.cli", "reference", "--check"))


def test_models_and_migrations_agree(tmp_path):
    home = {
        "STANDFIRST_HOME": str(tmp_path),
        "SECRET_KEY": "made up",
        "DJANGO_SETTINGS_MODULE": "standfirst.config.settings",
    }
    assert_well(run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", **home))


# --- Floors -------------------------------------------------------------------------------------------

WITHOUT_DJANGO = """
import sys
from importlib import import_module
from pkgutil import walk_packages

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "wagtail", "modelcluster", "taggit"}:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)

sys.meta_path.insert(0, Absent())
for floor in sys.argv[1:]:
    package = import_module(f"standfirst.{floor}")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
"""


def test_the_plain_floors_load_without_django():
    assert_well(run(sys.executable, "-c", WITHOUT_DJANGO, *PLAIN))


def test_only_config_reads_the_environment():
    readers = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path.parent.name != "config" and "config" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]

    assert [reader for reader in readers if not reader.startswith("standfirst/cli.py")] == []


def test_below_the_rooms_clock_and_dice_are_arguments():
    """A clock may be named as a default or handed on; calling one in passing is what makes a test impossible."""
    asked = {"now", "utcnow", "today", "random", "randint", "choice", "shuffle"}
    callers = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}()"
        for floor in PLAIN
        for path in sources(f"standfirst/{floor}")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asked
        if ast.unparse(node.func.value).rpartition(".")[2] in {"datetime", "date", "random"}
    ]

    assert callers == []


# --- The tail -----------------------------------------------------------------------------------------


def test_no_file_is_longer_than_500_lines():
    lengths = {path: len(path.read_text().splitlines()) for path in [*sources(), *sources("bench"), *sources("tests")]}

    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > 500} == {}


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for path in [*sources(), *sources("bench")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]

    assert long == []


def test_modules_are_named_for_what_is_in_them():
    vague = {"utils", "util", "helpers", "helper", "services", "service", "manager", "managers", "common", "misc"}

    assert [str(path) for path in sources() if {path.stem, *path.parts} & vague] == []


def test_the_root_holds_what_a_newcomer_is_to_see_first():
    """What a command left lying there (a download, a picture) is no part of the project."""
    asked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("no working copy of git's")
    root = {name for name in asked.stdout.splitlines() if "/" not in name and not name.startswith(".")}

    assert root <= {"LICENSE", "Makefile", "README.md", "pyproject.toml"} | {path.name for path in ROOT.glob("*.lock")}


def test_nothing_is_left_to_do_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [*sources(), *sources("bench"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]

    assert [str(path.relative_to(ROOT)) for path in files if marks.search(path.read_text())] == []


# --- Docs ---------------------------------------------------------------------------------------------


def test_links_in_the_docs_lead_somewhere():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_no_journey_waits_on_a_promise():
    """Playwright takes the promise itself for true: whoever waits on an async function waits on nothing."""
    waits = re.compile(r"wait_for_function\(\s*f?[\"']+\s*async\b")
    assert [file.name for file in (ROOT / "tests/journeys").glob("*.py") if waits.search(file.read_text())] == []


def test_decisions_fit_on_one_screen():
    decisions = list((ROOT / "docs/decisions").glob("0*.md"))

    assert decisions
    assert [path.name for path in decisions if len(path.read_text().splitlines()) > 60] == []


def test_locks_hold_hashes_and_no_addresses():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        pinned = re.findall(r"^[a-z0-9].*==.*\\$", text, re.MULTILINE)

        assert pinned, lock
        assert "://" not in text, lock
        assert len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) == len(pinned), lock
