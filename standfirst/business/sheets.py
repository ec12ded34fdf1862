"""Sheets: figures as CSV that a spreadsheet takes as figures and words, never as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from standfirst.business.figures import OrderFigures

# What makes a spreadsheet run a cell; a quotation mark before it makes it words.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def safe(cell: object) -> str:
    """Return ``cell`` as words that no spreadsheet runs. Numbers of ours stay numbers."""
    if isinstance(cell, int):
        return str(cell)
    words = str(cell)
    return f"'{words}" if words.lstrip().startswith(_RUNS) or words.startswith(_RUNS) else words


def sheet(rows: Iterable[Sequence[object]]) -> bytes:
    """Return ``rows`` as CSV in UTF-8, every cell quoted."""
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def order_sheet(figures: OrderFigures) -> bytes:
    """Return an order's figures by flight and day."""
    rows: list[Sequence[object]] = [("flight", "day", "views", "viewable", "clicks")]
    rows += [
        (one.flight.name, day.on.isoformat(), day.served, day.viewed, day.clicks)
        for one in figures.flights
        for day in one.days
    ]
    return sheet(rows)
