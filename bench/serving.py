"""`standfirst bench serve`: how many readers a second, and how long they wait, side by side with nginx.

One page, one worker each, both on the loopback, asked by wrk in turns within one run: the site from its edition, nginx
the same brotli bytes with the same headers from a file. Both look at the file on every request (the site by one
lstat), so both show a publish at once. Figures are medians of the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.running_paper import free_port
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate

ROOT = Path(__file__).resolve().parents[1]
# Without a slash at its end, which nginx would take for a folder.
PAGE = "/world/2026/11/05/a-story.html"
#: What the current browsers send.
ACCEPT = "gzip, deflate, br, zstd"
#: Longest a server may take to answer its first request, seconds.
_START_SECONDS = 15.0
_MICROSECONDS = {"us": 1.0, "ms": 1_000.0, "s": 1_000_000.0, "m": 60_000_000.0}
#: Sent by either server in its own way.
_OWN = frozenset(
    {"content-length", "content-type", "date", "server", "connection", "last-modified", "etag", "accept-ranges"}
)


@dataclass(frozen=True, slots=True)
class Round:
    """What wrk saw in one round. p50_ms, p99_ms: waiting time of a request, milliseconds. failed: not 2xx, or cut off."""

    requests_per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


class ToolMissing(Exception):
    """A program the benchmark needs is not installed."""


class BenchmarkBroken(Exception):
    """The servers do not answer, or not the same: figures would mean nothing."""


def main(argv: Sequence[str]) -> int:
    """Print requests a second, p50 and p99 of both servers at each number of connections; return 0, or 2 when it cannot run."""
    wanted = _arguments(argv)
    try:
        tools = {name: _tool(name) for name in ("wrk", "nginx")}
        rounds = _measured(wanted, tools)
    except (ToolMissing, BenchmarkBroken) as error:
        print(f"bench serve: {error}", file=sys.stderr)
        return 2
    figures = {servers: {name: _median(seen) for name, seen in by_name.items()} for servers, by_name in rounds.items()}
    print(_json(figures, wanted, tools) if wanted.json else _table(figures, wanted, tools))
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench serve", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=5, help="how long a round takes (default: 5)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each figure (default: 3)")
    parser.add_argument(
        "--connections", type=int, nargs="+", default=[1, 64, 512], help="readers at once (default: 1 64 512)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(argv)


def _tool(name: str) -> str:
    # nginx is installed where only root looks.
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if found is None:
        raise ToolMissing(f"{name} is not installed; on Debian and Ubuntu: apt-get install wrk nginx-light")
    return found


def _measured(wanted: argparse.Namespace, tools: Mapping[str, str]) -> dict[int, dict[str, list[Round]]]:
    """Return every round by number of connections and server, the servers asked in turns."""
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        edition = Path(folder) / "edition"
        Binder(edition).bind(
            [Plate(PAGE, a_page(), "text/html; charset=utf-8", headers=(("surrogate-key", "story-1 section-world"),))]
        )
        with _site(edition) as site, _nginx(Path(folder), tools["nginx"], site) as nginx:
            ports = {"standfirst": site, "nginx": nginx}
            for port in ports.values():
                _asked(tools["wrk"], port, 16, 1)
            return {
                count: _rounds(tools["wrk"], ports, count, wanted.seconds, wanted.rounds)
                for count in wanted.connections
            }


def _rounds(wrk: str, ports: Mapping[str, int], connections: int, seconds: int, rounds: int) -> dict[str, list[Round]]:
    seen: dict[str, list[Round]] = {name: [] for name in ports}
    for _ in range(rounds):
        for name, port in ports.items():
            seen[name].append(_asked(wrk, port, connections, seconds))
    return seen


def _asked(wrk: str, port: int, connections: int, seconds: int) -> Round:
    command = [
        wrk,
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Accept-Encoding: {ACCEPT}",
        f"http://127.0.0.1:{port}{PAGE}",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise BenchmarkBroken(f"wrk ended with {said.returncode}: {said.stderr.strip() or said.stdout.strip()}")
    return round_of(said.stdout)


def round_of(report: str) -> Round:
    """Return the figures in what wrk printed. Raises BenchmarkBroken when they are not there."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    waits = dict(re.findall(r"^\s+(50|99)%\s+([\d.]+[a-z]+)", report, re.MULTILINE))
    if rate is None or len(waits) < 2:
        raise BenchmarkBroken(f"wrk's report cannot be read: {report[:200]!r}")
    refused = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", report)))
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", report)
    broken = sum(map(int, errors.groups())) if errors else 0
    return Round(float(rate[1]), milliseconds(waits["50"]), milliseconds(waits["99"]), refused + broken)


def milliseconds(words: str) -> float:
    """Return a time as wrk writes it ("345.00us", "1.23ms", "1.20s") in milliseconds."""
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", words).groups()  # type: ignore[union-attr]  # wrk's own words
    return float(number) * _MICROSECONDS[unit] / 1_000


def a_page() -> bytes:
    """Return a story's page of a usual length: made-up words, the same ones each time."""
    dice = random.Random(2014)
    syllables = [first + second for first in "bdfgklmnprstvw" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = ["".join(dice.choices(syllables, k=dice.randint(1, 4))) for _ in range(2_500)]
    paragraphs = (" ".join(dice.choices(words, k=dice.randint(25, 60))) for _ in range(30))
    body = "\n".join(f"<p>{words.capitalize()}.</p>" for words in paragraphs)
    return f'<!doctype html>\n<html lang="en"><title>A story</title><main><article>\n{body}\n</article></main></html>\n'.encode()


# --- The two servers ------------------------------------------------------------------------------


@contextmanager
def _site(edition: Path) -> Iterator[int]:
    port = free_port()
    with _running([sys.executable, "-m", "bench.site_alone", str(edition), str(port)], port):
        yield port


@contextmanager
def _nginx(folder: Path, nginx: str, site: int) -> Iterator[int]:
    """Serve what the site sends for the page from a file, with the site's own headers."""
    port = free_port()
    headers, body = _fetched(site)
    page = folder / "page.br"
    page.write_bytes(body)
    fields = "".join(f'add_header {name} "{value}";\n' for name, value in headers.items() if name not in _OWN)
    config = folder / "nginx.conf"
    config.write_text(
        f"""daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 2048; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; server_tokens off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} backlog=2048;
    location = {PAGE} {{ alias {page}; types {{}} default_type "{headers["content-type"]}"; {fields} }}
  }}
}}
"""
    )
    with _running([nginx, "-p", str(folder), "-e", f"{folder}/nginx.log", "-c", str(config)], port):
        if _fetched(port)[1] != body:
            raise BenchmarkBroken("nginx does not send the bytes the site sends")
        yield port


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    """Run a server for as long as the block lasts; it answers when the block begins."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            _await(server, command, port)
            yield
        finally:
            server.terminate()


def _await(server: subprocess.Popen[str], command: Sequence[str], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise BenchmarkBroken(
                f"{command[0]} did not start: {server.stderr.read().strip() if server.stderr else ''}"
            )
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise BenchmarkBroken(f"{command[0]} does not answer on port {port}")


def _fetched(port: int) -> tuple[dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", PAGE, headers={"Accept-Encoding": ACCEPT})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise BenchmarkBroken(f"port {port} answers {answer.status}")
    return {name.lower(): value for name, value in answer.getheaders()}, body


# --- What is printed ------------------------------------------------------------------------------

_Figures = dict[int, dict[str, Round]]


def _median(rounds: Sequence[Round]) -> Round:
    return Round(
        requests_per_second=median(seen.requests_per_second for seen in rounds),
        p50_ms=median(seen.p50_ms for seen in rounds),
        p99_ms=median(seen.p99_ms for seen in rounds),
        failed=sum(seen.failed for seen in rounds),
    )


def _ratio(by_name: Mapping[str, Round]) -> float:
    return round(by_name["standfirst"].requests_per_second / by_name["nginx"].requests_per_second, 2)


def _circumstances(wanted: argparse.Namespace, tools: Mapping[str, str]) -> dict[str, str]:
    asked = subprocess.run([tools["nginx"], "-v"], capture_output=True, text=True, check=False)
    wrk = subprocess.run([tools["wrk"], "-v"], capture_output=True, text=True, check=False)
    return {
        "granian": version("granian"),
        "nginx": asked.stderr.strip().rpartition("/")[2],
        "wrk": wrk.stdout.partition("\n")[0].split(" [")[0].removeprefix("wrk "),
        "python": platform.python_version(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "page": f"{len(a_page())} bytes",
        "rounds": f"{wanted.rounds} of {wanted.seconds} s",
    }


def _json(figures: _Figures, wanted: argparse.Namespace, tools: Mapping[str, str]) -> str:
    servers = [
        {"connections": count, "ratio": _ratio(by_name), **{name: asdict(seen) for name, seen in by_name.items()}}
        for count, by_name in figures.items()
    ]
    return json.dumps({"servers": servers, "circumstances": _circumstances(wanted, tools)})


def _table(figures: _Figures, wanted: argparse.Namespace, tools: Mapping[str, str]) -> str:
    lines = ["connections  server      requests/s    p50 ms    p99 ms  failed  ratio to nginx"]
    for count, by_name in figures.items():
        for name, seen in by_name.items():
            ratio = f"{_ratio(by_name):.2f}" if name == "standfirst" else ""
            lines.append(
                f"{count:>11}  {name:<10}  {seen.requests_per_second:>10,.0f}  {seen.p50_ms:>8.2f}  {seen.p99_ms:>8.2f}"
                f"  {seen.failed:>6}  {ratio:>14}".rstrip()
            )
    return "\n".join([*lines, ", ".join(f"{name} {value}" for name, value in _circumstances(wanted, tools).items())])
