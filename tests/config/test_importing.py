"""`standfirst import` keeps its contract: an object a line, exit 1 for any refusal, and a dry run without a paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "wire" / "pages"


def run_import(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "STANDFIRST_HOME"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "standfirst.cli", "import", *arguments], cwd=folder, env=clean | environment, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


def objects(ended: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize("home", ["unset", "an empty folder", "a folder that is not there"])
def test_a_dry_run_needs_no_paper_and_leaves_nothing_behind(tmp_path, home):
    (tmp_path / "empty").mkdir()
    environment = {
        "unset": {},
        "an empty folder": {"STANDFIRST_HOME": str(tmp_path / "empty")},
        "a folder that is not there": {"STANDFIRST_HOME": str(tmp_path / "none")},
    }[home]

    ended = run_import(tmp_path, str(PAGES / "18-crisis-line-a-paragraph.txt"), "--dry-run", "--json", **environment)

    assert ended.returncode == 0, ended.stderr
    [report] = objects(ended)
    assert list(report) == ["file", "status", "reason", "id", "url", "story", "dropped"]
    assert list(report["story"]) == [
        "section",
        "headline",
        "standfirst",
        "byline",
        "published",
        "language",
        "photo",
        "text",
    ]
    assert list(report["story"]["photo"]) == ["credit", "caption"]
    assert (report["status"], report["id"], report["url"]) == ("ok", None, None)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty"]


def test_a_refused_file_makes_the_exit_code_and_not_the_end(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    files = [
        str(PAGES / "01-brand-line-letter.txt"),
        str(tmp_path / "empty.txt"),
        str(tmp_path / "gone.html"),
        str(PAGES / "30-json-ld-modern.html"),
    ]

    ended = run_import(tmp_path, *files, "--dry-run", "--json")

    assert ended.returncode == 1
    assert [report["file"] for report in objects(ended)] == files
    assert [report["status"] for report in objects(ended)] == ["ok", "refused", "refused", "ok"]
    assert all(report["reason"] and report["story"] is None for report in objects(ended)[1:3])
