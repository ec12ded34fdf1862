"""Django for these tests: the paper's own settings, on a home made for this run."""

from __future__ import annotations

import os
import tempfile

import django

os.environ.setdefault("STANDFIRST_HOME", tempfile.mkdtemp(prefix="standfirst-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
django.setup()
