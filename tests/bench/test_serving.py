from __future__ import annotations

import pytest

from bench.serving import BenchmarkBroken, Round, a_page, milliseconds, round_of

REPORT = """Running 5s test @ http://127.0.0.1:8431/
  1 threads and 64 connections
  Latency Distribution
     50%    1.39ms
     75%    1.77ms
     90%    2.69ms
     99%  345.00us
  163790 requests in 5.00s, 0.92GB read
  Socket errors: connect 1, read 2, write 0, timeout 3
  Non-2xx or 3xx responses: 10
Requests/sec:  32758.17
Transfer/sec:    188.53MB
"""


def test_a_report_is_read() -> None:
    assert round_of(REPORT) == Round(32758.17, 1.39, 0.345, 16)


def test_a_report_without_figures_is_no_round() -> None:
    with pytest.raises(BenchmarkBroken):
        round_of("unable to connect")


@pytest.mark.parametrize(("words", "time"), [("345.00us", 0.345), ("1.23ms", 1.23), ("1.20s", 1200.0)])
def test_times_come_in_milliseconds(words: str, time: float) -> None:
    assert milliseconds(words) == pytest.approx(time)


def test_the_page_is_the_same_each_time() -> None:
    assert a_page() == a_page()
    assert 5_000 < len(a_page()) < 50_000
