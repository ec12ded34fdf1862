"""Lifelines: a process that was started by another stops when that one is gone, however it went."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

#: Linux: "send me this signal when my parent dies" (prctl(2)).
_PR_SET_PDEATHSIG = 1
#: How often to look where the kernel cannot be asked to tell, seconds.
_LOOK_SECONDS = 0.5


def follow_parent(parent: int) -> None:
    """Have this process get SIGTERM as soon as process ``parent``, which must be its parent, is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    # It may have died before we asked.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
