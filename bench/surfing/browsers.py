"""Every browser the tasks are tried in."""

from __future__ import annotations

from bench.surfing.chromium import CHROMIUM
from bench.surfing.qtwebkit import QTWEBKIT
from bench.surfing.remote import FIREFOX, WEBKIT
from bench.surfing.surfer import Browser
from bench.surfing.terminal import TEXT_BROWSERS
from bench.surfing.window import SMALL_BROWSERS

BROWSERS: tuple[Browser, ...] = (*TEXT_BROWSERS, *SMALL_BROWSERS, *QTWEBKIT, *WEBKIT, *CHROMIUM, *FIREFOX)
