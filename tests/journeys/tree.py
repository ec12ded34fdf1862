"""A page as those who hear it have it: Chromium's accessibility tree, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Parts of a page that can be jumped to. Of the first three there is one.
ONCE = ("banner", "main", "contentinfo")
LANDMARKS = (*ONCE, "navigation", "complementary", "region", "search", "form")
#: What says nothing without a name.
NAMED = {"link", "button", "image", "Iframe", "searchbox", "textbox", "combobox", "navigation", "region", "figure"}


@dataclass(frozen=True)
class Node:
    """role: as Chromium calls it. name: what is read out. level: of a heading, else 0."""

    role: str
    name: str
    level: int = 0


def tree_of(page: Any) -> list[Node]:
    """Return what is read out of a page, in order; what is inside closed shadow roots, too."""
    session = page.context.new_cdp_session(page)
    found = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in found}
    return list(_walked(found[0], by_id))


def _walked(node: Any, by_id: dict[str, Any]) -> Iterator[Node]:
    if not node["ignored"] and node["role"]["value"] != "InlineTextBox":
        level = next((each["value"]["value"] for each in node.get("properties", ()) if each["name"] == "level"), 0)
        yield Node(node["role"]["value"], node.get("name", {}).get("value", ""), level)
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _walked(by_id[child], by_id)


def wrong_with(tree: list[Node]) -> list[str]:
    """Return what makes a page hard to find one's way in by ear, a line each."""
    return [*_wrong_landmarks(tree), *_wrong_headings(tree), *_nameless(tree)]


def _wrong_landmarks(tree: list[Node]) -> Iterator[str]:
    marks = [(node.role, node.name) for node in tree if node.role in LANDMARKS]
    roles = Counter(role for role, _ in marks)
    yield from (f"{roles[role]} times {role}" for role in ONCE if roles[role] != 1)
    if not roles["navigation"]:
        yield "no navigation"
    order = [role for role, _ in marks if role in ONCE]
    if order != list(ONCE):
        yield f"in the order {order}"
    for mark, times in Counter(marks).items():
        if times > 1 or (roles[mark[0]] > 1 and not mark[1]):
            yield f"{times} landmarks {mark}"


def _wrong_headings(tree: list[Node]) -> Iterator[str]:
    headings = [node for node in tree if node.role == "heading"]
    if [node.level for node in headings].count(1) != 1:
        yield f"headings of level 1: {[node.name for node in headings if node.level == 1]}"
    before = 0
    for node in headings:
        if node.level > before + 1:
            yield f"heading {node.name!r} of level {node.level} after one of level {before}"
        before = node.level


def _nameless(tree: list[Node]) -> Iterator[str]:
    yield from (f"{node.role} without a name" for node in tree if node.role in NAMED and not node.name.strip())


def squeezed(words: str) -> str:
    """Return ``words`` as they can be compared: what style makes capitals of is the same, white space is none."""
    return "".join(words.casefold().split())


#: The words a page shows, in the order of its markup: [words, top, height, language, whether they are somebody's name], pixels.
SHOWN = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, holder = text.parentElement;
        if (!text.data.trim() || !holder.checkVisibility() || holder.closest("script, style, [aria-hidden=true]")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const [box] = range.getClientRects();
        if (box) found.push([text.data, box.top + scrollY, box.height, holder.closest("[lang]").lang, !!holder.closest(".author, .by bdi, .photographer")]);
    }
    return found;
}"""

#: Words that are only heard, and their language.
HEARD = """() => ["alt", "title", "aria-label"].flatMap(name => [...document.body.querySelectorAll(`[${name}]`)].map(
    each => [each.getAttribute(name), each.closest("[lang]").lang]
))"""
