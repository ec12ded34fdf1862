from __future__ import annotations

import subprocess
import sys

from standfirst.delivery.server import CONNECTIONS, granian_options

LIMITED = """
import resource
from standfirst.delivery.server import allow_connections
resource.setrlimit(resource.RLIMIT_NOFILE, (200, {hard}))
print(allow_connections(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def limits(hard: int) -> list[int]:
    said = subprocess.run([sys.executable, "-c", LIMITED.format(hard=hard)], capture_output=True, text=True, check=True)
    return [int(words) for words in said.stdout.split()]


def test_room_is_made_for_the_connections_that_are_taken() -> None:
    said, is_so = limits(4_000)

    assert said == is_so > CONNECTIONS


def test_where_no_more_is_allowed_what_is_allowed_is_taken() -> None:
    assert limits(300) == [300, 300]


def test_slow_heads_are_cut_within_twenty_seconds() -> None:
    assert granian_options()["http1_settings"].header_read_timeout <= 20_000
