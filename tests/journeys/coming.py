"""Readers who come from elsewhere, on a phone, and what they are offered."""

from __future__ import annotations

from typing import Any

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ELSEWHERE = "https://search.example/"

#: Counts what moves on a page without the reader's doing, from its very start.
WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        if (!entry.hadRecentInput) window.shifted += entry.value;
    })).observe({type: "layout-shift", buffered: true});
"""


def come(page: Any, address: str, *, referrer: str | None = ELSEWHERE) -> None:
    """Open a page as somebody who followed a link on another site."""
    page.add_init_script(WATCH_SHIFTS)
    page.goto(address, referer=referrer)
    wait_for_script(page)


def wait_for_script(page: Any) -> None:
    """Return when the page's script has run: it is begun when the first screen is there (standfirst/press/assets/script/modern.js lends what it has)."""
    page.wait_for_function("() => Array.isArray(window.sf)")


def is_on_the_device(page: Any, path: str) -> bool:
    """Say whether the device keeps the page at ``path``."""
    kept: bool = page.evaluate("async path => !!(await (await caches.open('read-1')).match(path))", path)
    return kept


def named(page: Any, name: str) -> list[str]:
    """The roles of what has this name in the accessibility tree: closed shadow roots are looked into."""
    return [role for role, given in names(page) if given == name]


def names(page: Any) -> list[tuple[str, str]]:
    """Role and name of all that is in the accessibility tree but text. Afterwards a medium that was set is the screen again."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    said = [(node["role"]["value"], node.get("name", {}).get("value")) for node in nodes if not node.get("ignored")]
    return [(role, given) for role, given in said if given and role not in {"StaticText", "InlineTextBox"}]


def is_drawn(page: Any, words: str) -> bool:
    """Whether a paragraph that begins with ``words`` is on the page as drawn, and not folded away."""
    return page.evaluate(
        """words => [...document.querySelectorAll("main p")].some(
            line => line.textContent.startsWith(words) && line.checkVisibility({contentVisibilityAuto: true}))""",
        words,
    )
