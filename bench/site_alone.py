"""The site on a port of its own, one worker, with nothing behind it: ``python -m bench.site_alone EDITION PORT``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from granian import Granian
from granian.log import LogLevels

from standfirst.delivery.app import SiteSettings, build_site
from standfirst.delivery.server import granian_options


def main(edition: Path, port: int) -> None:
    """Serve the edition in the folder ``edition`` until told to stop."""
    options = granian_options() | {"address": "127.0.0.1", "port": port, "workers": 1, "log_level": LogLevels.warning}
    Granian(target="site", **options).serve(target_loader=partial(build_site, SiteSettings(edition)), wrap_loader=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
