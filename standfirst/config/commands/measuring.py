"""`standfirst bench`: the measurements in bench/, by name."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import standfirst

#: What `standfirst bench NAME` runs, and what it prints.
BENCHES = {
    "page": ("pages", "bytes of each page kind, compressed, by part"),
    "lighthouse": ("lighthouse", "what Lighthouse's mobile preset says of a front, a section and a story with ads"),
    "publish": ("publishing", "from the publish call to new bytes over HTTP, p50 and p99"),
    "serve": ("serving", "requests a second and p50/p99, side by side with nginx"),
    "ads": ("ads", "the decision, slots and beacons a second, and a year of goals on 1, 4 and 16 nodes"),
    "capture": ("capture", "what every reader of pages gets of a story, words lost and leaked"),
    "browsers": ("browsers", "what readers do, in every browser that is installed: keys, mouse, script on and off"),
    "faults": ("faults.command", "what may go wrong, done to a paper, and whether it stood"),
    "ask": ("ask", "who is asked to allow ads, in real browsers with and without blockers"),
    "archive": ("archive", "a paper of very many stories: pressed, published to, edited"),
    "import": ("importing", "F1 over a folder of pages with their truths"),
}


def measure(name: str | None, arguments: list[str]) -> int:
    """Run the benchmark ``name`` (None: list them all) with its own arguments, and return its exit code."""
    if name is None:
        for each, (_, what) in BENCHES.items():
            print(f"standfirst bench {each:10}  {what}")
        return 0
    if name not in BENCHES:
        print(f"standfirst: there is no benchmark {name!r}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    # bench/ lies beside the package: it measures the program and is no part of it.
    root = Path(standfirst.__file__).parents[1]
    if not (root / "bench").is_dir():
        print(f"standfirst: {root / 'bench'} is not there; benchmarks run from a clone of the project", file=sys.stderr)
        return 2
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return int(import_module(f"bench.{BENCHES[name][0]}").main(arguments) or 0)
