"""Django for these tests: the paper's own settings, on a home made for this run, opened before each test."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
import pytest

from tests.planting import open_for_a_test

os.environ.setdefault("STANDFIRST_HOME", tempfile.mkdtemp(prefix="standfirst-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
django.setup()


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Any:
    """The paper's home, in a folder of this test's own."""
    settings.STANDFIRST = replace(settings.STANDFIRST, folder=tmp_path)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return settings.STANDFIRST


@pytest.fixture
def paper(db: None, home: Any) -> Any:
    """An opened paper."""
    open_for_a_test(home)
    return home


@pytest.fixture
def paper_for_good(transactional_db: None, home: Any) -> Any:
    """An opened paper whose transactions are real."""
    open_for_a_test(home)
    return home
