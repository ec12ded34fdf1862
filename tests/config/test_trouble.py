"""What a user of the command line is told of a trouble that is theirs to mend."""

from __future__ import annotations

import py_compile
import sys
from pathlib import Path

from standfirst.config import home as module
from tests.config.running import standfirst


def test_a_program_cut_short_by_a_full_disk_says_so_and_how_to_mend_it(tmp_path):
    home, compiled = tmp_path / "paper", tmp_path / "compiled"
    assert standfirst(home, "init").returncode == 0
    source = Path(module.__file__)
    cut = compiled / source.parent.relative_to("/") / f"home.{sys.implementation.cache_tag}.pyc"
    py_compile.compile(str(source), cfile=str(cut), doraise=True)
    cut.write_bytes(cut.read_bytes()[:200])

    ended = standfirst(home, "stories", PYTHONPYCACHEPREFIX=str(compiled))

    assert (ended.returncode, ended.stdout, ended.stderr.strip().count("\n")) == (2, "", 0)
    assert "was cut short" in ended.stderr
    assert "-delete" in ended.stderr
