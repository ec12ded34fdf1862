"""How long an example takes is no fault where the machine may be busy; wrong answers are."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
