"""Serves a paper's ads as processes do, two of them: ``python -m tests.delivery.adverts_served FOLDER PORT``."""

from __future__ import annotations

import logging
import os
import random
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian

from standfirst.delivery.app import SiteSettings, build_site
from standfirst.delivery.server import granian_options
from standfirst.delivery.slots import AdSettings, counting_handlers


def application(folder: Path) -> Any:
    settings = AdSettings(folder / "edition", folder / "tallies", b"secret", workers=2)
    handlers = counting_handlers(settings, clock=lambda: datetime.now(UTC), dice=random.random)
    return build_site(SiteSettings(folder / "edition"), handlers)


def stop_with(parent: int) -> None:
    """Stop this process once the tests that started it are gone, however they went."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=stop_with, args=(os.getppid(),), daemon=True).start()
    logging.basicConfig(stream=sys.stderr)
    options = granian_options() | {"address": "127.0.0.1", "port": int(sys.argv[2]), "workers": 2}
    Granian(target="site", **options).serve(target_loader=partial(application, Path(sys.argv[1])), wrap_loader=False)
