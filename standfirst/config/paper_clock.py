"""The paper's clock, for those who may not ask the newsroom."""

from __future__ import annotations

from datetime import tzinfo

from standfirst.newsroom.models import PaperSettings


def paper_clock() -> tzinfo:
    """Return the paper's time zone as the newsroom's settings have it."""
    return PaperSettings.current().clock
