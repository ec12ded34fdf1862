"""`standfirst bench archive`: a paper with very many stories, made, pressed and published to; see bench/archive/table.py."""

from __future__ import annotations

from bench.archive.table import main

__all__ = ["main"]
