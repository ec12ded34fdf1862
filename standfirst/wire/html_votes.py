"""Which pieces of a page are the story: several readings vote on each, and where a piece stands decides the rest."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import trafilatura

from standfirst.wire.html_tree import Node, Piece
from standfirst.wire.vocabulary import is_finished, tokens

#: trafilatura's time grows faster than a page: beyond so many elements our own reading decides alone.
MOST_ELEMENTS = 15_000
#: Words of class names that hold what is no part of a story, and those that hold the story.
AWAY = frozenset(
    [
        "nav",
        "navigation",
        "menu",
        "footer",
        "sidebar",
        "aside",
        "comment",
        "comments",
        "disqus",
        "share",
        "sharing",
        "social",
        "related",
        "recommended",
        "recommendation",
        "recommendations",
        "recirculation",
        "promo",
        "promotion",
        "promoted",
        "newsletter",
        "signup",
        "subscribe",
        "subscription",
        "paywall",
        "advert",
        "advertisement",
        "ads",
        "sponsor",
        "sponsored",
        "cookie",
        "consent",
        "gdpr",
        "banner",
        "popup",
        "modal",
        "overlay",
        "breadcrumb",
        "breadcrumbs",
        "tags",
        "taglist",
        "masthead",
        "toolbar",
        "pagination",
        "widget",
        "outbrain",
        "taboola",
        "trending",
        "popular",
        "mostread",
        "teaser",
        "teasers",
        "more",
        "readmore",
        "form",
        "login",
        "donate",
        "donation",
        "contribution",
        "appeal",
        "hidden",
        "byline",
        "author",
        "bio",
        "dateline",
        "timestamp",
        "skip",
        "print",
        "copyright",
        "legal",
        "disclaimer",
        "rail",
        "jobs",
        "calendar",
        "poll",
        "quiz",
        "carousel",
        "ticker",
        "adblock",
        "blocker",
        "notice",
        "alert",
    ]
)
_MILD = frozenset(
    [
        "more",
        "author",
        "header",
        "form",
        "banner",
        "notice",
        "alert",
        "print",
        "hidden",
        "tags",
        "ads",
        "bio",
        "copyright",
        "disclaimer",
        "calendar",
        "teaser",
    ]
)
#: Words that name nothing but furniture: they outvote every reading.
_SURE = frozenset(
    [
        "related",
        "recommended",
        "recirculation",
        "mostread",
        "newsletter",
        "signup",
        "outbrain",
        "taboola",
        "disqus",
        "comments",
        "cookie",
        "consent",
    ]
)
_STORY = frozenset(
    [
        "article",
        "story",
        "post",
        "entry",
        "content",
        "body",
        "text",
        "articlebody",
        "storybody",
        "main",
        "hentry",
        "artikel",
        "articulo",
    ]
)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader took for the story. weight: how far it is believed. missing: what not being in it costs."""

    name: str
    text: str
    weight: float
    missing: float = 0.0


def chosen(tree: Node, pieces: Sequence[Piece], article_body: str, headline_at: int = -1) -> set[int]:
    """Return the places of the pieces that are the story's.

    article_body: the text the page's metadata gives, or "". headline_at: which piece is the headline, -1 for none.
    """
    readings = [*_readings(tree, len(pieces))]
    if len(tokens(article_body)) >= 60:
        readings.append(Reading("json-ld", article_body, 2.5, missing=1.0))
    votes = _votes(readings, pieces)
    own = _densest(pieces)
    for piece in pieces:
        votes[piece.at] += 1.0 if _within(piece, own) else 0.0
        votes[piece.at] -= _distance(piece)
    enough = 1.75 if any(reading.name == "balanced" for reading in readings) else 0.75
    first = {piece.at for piece in pieces if votes[piece.at] >= enough and piece.kind not in {"caption", "credit"}}
    return (
        _smoothed(pieces, first, headline_at)
        if first
        else {piece.at for piece in pieces if _within(piece, own) and _distance(piece) < 1}
    )


def trafilatura_text(tree: Node, **options: Any) -> str:
    """Return what trafilatura takes for the story; "" for nothing or when it fails. Never asks the network."""
    try:
        found = trafilatura.bare_extraction(
            copy.deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False, **options
        )
    except Exception:  # noqa: BLE001 - a reader that fails on a wild page only loses its vote
        return ""
    return str(getattr(found, "text", "") or "")


def _readings(tree: Node, count: int) -> Iterable[Reading]:
    if count > MOST_ELEMENTS or sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        return
    yield Reading("balanced", trafilatura_text(tree), 1.5)
    yield Reading("precise", trafilatura_text(tree, favor_precision=True), 1.0)
    yield Reading("generous", trafilatura_text(tree, favor_recall=True), 0.5)


def _votes(readings: Sequence[Reading], pieces: Sequence[Piece]) -> list[float]:
    votes = [0.0] * len(pieces)
    for reading in readings:
        said = tokens(reading.text)
        runs = {tuple(said[at : at + 4]) for at in range(len(said))}
        lines = {tuple(tokens(line.lstrip("- "))) for line in reading.text.split("\n")}
        for piece in pieces:
            share = _share(tokens(piece.words), runs, lines)
            votes[piece.at] += reading.weight * share if share >= 0.6 else -reading.missing
    return votes


def _share(said: list[str], runs: set[tuple[str, ...]], lines: set[tuple[str, ...]]) -> float:
    """Return which part of the runs of four words of a piece a reading has too."""
    if len(said) < 6:
        return 1.0 if tuple(said) in lines or (len(said) >= 4 and tuple(said[:4]) in runs) else 0.0
    own = [tuple(said[at : at + 4]) for at in range(len(said) - 3)]
    return sum(run in runs for run in own) / len(own)


# --- Where a piece stands -------------------------------------------------------------------------


def _distance(piece: Piece) -> float:
    """Return how far its surroundings speak against a piece: 0 for nothing, 2 and more for plain furniture."""
    away = piece.marks & AWAY
    strong = away - _MILD
    points = min(2.0, 1.0 * len(strong) + 0.4 * len(away & _MILD))
    points = 2.5 if away & _SURE else points
    points += 1.0 if "hidden" in piece.marks else 0.0
    if piece.marks & {"article"} and "aside" not in piece.marks:
        points *= 0.75
    count = len(piece.words.split())
    if piece.linked > 0.7 and not (is_finished(piece.words) and count > 12):
        # A line that is a link from end to end leads elsewhere, whatever the readings make of it.
        points += 2.5 if piece.linked > 0.95 or piece.kind not in {"li", "h"} else 1.0
    return points


def _densest(pieces: Sequence[Piece]) -> Node | None:
    """Return the element whose own paragraphs hold the most prose."""
    scores: dict[Node, float] = {}
    for piece in pieces:
        count = len(piece.words.split())
        if piece.kind not in {"p", "quote", "li"} or count < 8 or _distance(piece) >= 1.0:
            continue
        points = min(count, 80) / 10 * (1 - piece.linked) + piece.words.count(",") * 0.3
        parent, share = piece.node.getparent(), 1.0
        while parent is not None and share > 0.2:
            good = 1.15 if _marks(parent) & _STORY else 1.0
            scores[parent] = scores.get(parent, 0.0) + points * share * good
            parent, share = parent.getparent(), share * 0.6
    return max(scores, key=lambda node: scores[node]) if scores else None


def _marks(node: Node) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", f"{node.get('class') or ''} {node.get('id') or ''} {node.tag}".lower()))


def _within(piece: Piece, node: Node | None) -> bool:
    return node is not None and (piece.node is node or any(each is node for each in piece.node.iterancestors()))


def _smoothed(pieces: Sequence[Piece], first: set[int], headline_at: int) -> set[int]:
    """Return ``first`` with what was lost between its pieces and at its edges, and without strays far from the rest."""
    core = _core(pieces, first)
    home = _common(pieces, core)
    kept = {at for at in first if _within(pieces[at], home) or len(pieces[at].words.split()) >= 12}
    low, high = min(core), max(core)
    for piece in pieces[low : high + 1]:
        if piece.at not in kept and _within(piece, home) and _fits_between(piece):
            kept.add(piece.at)
    parents = {pieces[at].node.getparent() for at in core}
    for step, start in ((-1, low - 1), (1, high + 1)):
        at = start
        while (
            0 <= at < len(pieces)
            and pieces[at].node.getparent() in parents
            and (_fits_edge(pieces[at]) or _leads_on(pieces, at))
        ):
            kept.add(at)
            at += step
    if 0 <= headline_at < low:
        kept = {at for at in kept if at >= headline_at} | _under_headline(pieces, headline_at, low)
    return kept


def _leads_on(pieces: Sequence[Piece], at: int) -> bool:
    """Say whether the piece is a heading over a paragraph that belongs to the story."""
    heads = pieces[at].kind == "h" and _distance(pieces[at]) < 0.5 and at + 1 < len(pieces)
    return heads and pieces[at].node.getparent() is pieces[at + 1].node.getparent() and _fits_edge(pieces[at + 1])


def _under_headline(pieces: Sequence[Piece], headline_at: int, low: int) -> set[int]:
    """Return what stands between the headline and the first prose and reads like the story: a summary, a short lead."""
    found = {
        piece.at
        for piece in pieces[headline_at + 1 : low]
        if piece.kind in {"p", "li", "quote"}
        and is_finished(piece.words)
        and len(piece.words.split()) >= 5
        and _distance(piece) < 0.4
        and piece.linked < 0.5
    }
    return found | {at - 1 for at in found if pieces[at - 1].kind == "h" and at - 1 > headline_at}


def _core(pieces: Sequence[Piece], first: set[int]) -> set[int]:
    """Return the prose among ``first``, or all of it where there is none."""
    prose = {
        at
        for at in first
        if len(pieces[at].words.split()) >= 10
        and pieces[at].kind in {"p", "quote", "li"}
        and (pieces[at].linked < 0.6 or is_finished(pieces[at].words))
    }
    return prose or first


def _common(pieces: Sequence[Piece], core: set[int]) -> Node:
    """Return the lowest element that holds nine tenths of the words of ``core``."""
    total = sum(len(pieces[at].words) for at in core)
    held: dict[Node, int] = {}
    depth: dict[Node, int] = {}
    for at in core:
        chain = [pieces[at].node, *pieces[at].node.iterancestors()]
        for below, node in enumerate(reversed(chain)):
            held[node] = held.get(node, 0) + len(pieces[at].words)
            depth[node] = below
    return max((node for node in held if held[node] >= total * 0.9), key=lambda node: depth[node])


def _fits_between(piece: Piece) -> bool:
    if piece.kind in {"caption", "credit"} or _distance(piece) >= 0.9:
        return False
    return piece.linked < 0.5 or is_finished(piece.words)


def _fits_edge(piece: Piece) -> bool:
    prose = is_finished(piece.words) and len(piece.words.split()) >= 4
    return piece.kind in {"p", "quote"} and prose and _distance(piece) < 0.5 and piece.linked < 0.5
