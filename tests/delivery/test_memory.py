from __future__ import annotations

from bench.ads_memory import memory


def test_memory_stays_flat_over_thousands_of_decisions_whatever_addresses_name():
    """`standfirst bench ads` asks for a million; what is kept of each address shows with fewer."""
    found = memory(20_000, warmed=15_000)

    assert found.grown < 0.03, found
