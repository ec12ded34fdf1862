"""A chart of shares with their intervals, drawn as SVG: one line a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from standfirst.ads.letter_trial import Share

_WIDTH, _ROW, _NAMES, _EDGE = 720, 34, 220, 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One letter in the chart."""

    name: str
    share: Share


def chart_of(bars: Sequence[Bar]) -> SafeString:
    """Return the chart, on a scale from 0 to the highest upper end; its words say what it draws."""
    top = max((bar.share.high for bar in bars), default=1.0) or 1.0
    height = _ROW * len(bars) + 24
    room = _WIDTH - _NAMES - _EDGE
    rows = format_html_join("", *_rows(bars, top, room))
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}" font-size="13" fill="currentColor">{}'
        '<text x="{}" y="{}">0 %</text><text x="{}" y="{}" text-anchor="end">{}</text></svg>',
        *(_WIDTH, height, _WIDTH, "; ".join(f"{bar.name}: {interval(bar.share)}" for bar in bars), rows),
        *(_NAMES, height - 4, _NAMES + room, height - 4, f"{top:.1%}"),
    )


def interval(share: Share) -> str:
    """Return a share and its interval in words."""
    return f"{share.share:.1%} (between {share.low:.1%} and {share.high:.1%})"


def _rows(bars: Sequence[Bar], top: float, room: int) -> tuple[str, list[tuple[object, ...]]]:
    form = (
        '<text x="0" y="{}">{}</text><line x1="{}" x2="{}" y1="{}" y2="{}" stroke="currentColor" stroke-width="6" opacity=".35"/>'
        '<circle cx="{}" cy="{}" r="6"/><text x="{}" y="{}">{}</text>'
    )
    rows: list[tuple[object, ...]] = []
    for at, bar in enumerate(bars):
        y = _ROW * at + 18
        low, middle, high = (
            round(_NAMES + room * value / top, 1) for value in (bar.share.low, bar.share.share, bar.share.high)
        )
        rows.append((y + 4, bar.name, low, high, y, y, middle, y, _NAMES + room + 8, y + 4, f"{bar.share.share:.1%}"))
    return form, rows
