"""Charts as inline SVG: no script, no request, readable without colours."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from standfirst.business.figures import Day

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 180, 56, 24


def bars(days: Sequence[Day], name: str, heading: str) -> SafeString:
    """Return a bar chart of ``name`` ("served", "viewed" or "clicks") by day, with its numbers as titles."""
    counts = [(day, int(getattr(day, name))) for day in days]
    most = max((count for _, count in counts), default=0) or 1
    wide = (_WIDTH - _LEFT) / max(1, len(counts))
    high = _HEIGHT - _BOTTOM - 10
    drawn = format_html_join(
        "",
        '<rect fill="#2f6f9f" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (
                f"{_LEFT + at * wide:.1f}",
                f"{10 + high * (1 - count / most):.1f}",
                f"{max(1.0, wide - 2):.1f}",
                f"{high * count / most:.1f}",
                day.on.isoformat(),
                f"{count:,}",
            )
            for at, (day, count) in enumerate(counts)
        ),
    )
    ends = (counts[0][0].on.isoformat(), counts[-1][0].on.isoformat()) if counts else ("", "")
    return format_html(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-label="{heading}" class="chart">'
        '<line x1="{x}" y1="{base}" x2="{w}" y2="{base}" stroke="currentColor"/>'
        '<text x="{x}" y="18" text-anchor="end" dx="-6">{most}</text><text x="{x}" y="{base}" text-anchor="end" dx="-6">0</text>'
        '<text x="{x}" y="{foot}">{first}</text><text x="{w}" y="{foot}" text-anchor="end">{last}</text>{drawn}</svg>',
        w=_WIDTH,
        h=_HEIGHT,
        x=_LEFT,
        base=_HEIGHT - _BOTTOM,
        foot=_HEIGHT - 6,
        heading=heading,
        most=f"{most:,}",
        first=ends[0],
        last=ends[1] if len(counts) > 1 else "",
        drawn=drawn,
    )
