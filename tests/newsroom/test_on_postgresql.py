"""The same tests again on PostgreSQL, where one answers: what the press reads, what comes in, what is due."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

HERE = Path(__file__).parent
ADDRESS = os.environ.get("STANDFIRST_TEST_POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


@pytest.mark.slow
def test_the_newsroom_works_on_postgresql(tmp_path: Path) -> None:
    if not answers(ADDRESS):
        pytest.skip("no PostgreSQL answers where a database may be made; set STANDFIRST_TEST_POSTGRESQL to one")
    files = [
        str(HERE / f"test_{name}.py")
        for name in ("handoff", "statements", "versions", "intake", "schedule", "transactions")
    ]
    # Whether a commit outlives a power cut is PostgreSQL's affair, and waiting for its disk most of the time this takes.
    environment = os.environ | {
        "DATABASE_URL": ADDRESS,
        "STANDFIRST_HOME": str(tmp_path),
        "PGOPTIONS": "-c synchronous_commit=off",
    }

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
        cwd=HERE.parents[1],
        env=environment,
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]
