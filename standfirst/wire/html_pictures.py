"""The lead picture of an HTML page: where it is, who made it, what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from standfirst.story.picture import Credit
from standfirst.wire.credits import caption_in, split_credit
from standfirst.wire.found import FoundPicture
from standfirst.wire.html_facts import Facts
from standfirst.wire.html_tree import Node, Piece
from standfirst.wire.sorting import same_words

#: Marks of elements whose pictures are no part of the story.
_ELSEWHERE = frozenset(
    [
        "nav",
        "footer",
        "aside",
        "related",
        "recommended",
        "promo",
        "teaser",
        "comments",
        "author",
        "avatar",
        "logo",
        "sponsor",
        "advert",
        "newsletter",
        "sidebar",
    ]
)


def lead_picture(tree: Node, facts: Facts, pieces: Sequence[Piece]) -> FoundPicture | None:
    """Return the story's first picture with what the page says of it; None when it has none."""
    captioned = _first_caption(pieces)
    image = _image_near(captioned, tree) if captioned else _first_image(tree)
    address = _source(image, facts.url) or facts.picture
    alt = " ".join((image.get("alt") or "").split()) if image is not None else ""
    credit, caption = _credit_and_caption(captioned, pieces) if captioned else (Credit(), "")
    if not caption and not str(credit):
        credit, caption = _told(facts)
    if not (address or caption or str(credit)):
        return None
    return FoundPicture(caption=caption, credit=credit, alt="" if same_words(alt, caption) else alt, address=address)


def _told(facts: Facts) -> tuple[Credit, str]:
    split = split_credit(facts.picture_caption) if facts.picture_caption else None
    if split and split.sure:
        return split.credit, split.caption
    return _credit(facts.picture_credit), facts.picture_caption


def _first_caption(pieces: Sequence[Piece]) -> Piece | None:
    for piece in pieces:
        if piece.marks & _ELSEWHERE:
            continue
        split = split_credit(piece.words) if piece.kind == "p" and len(piece.words.split()) <= 60 else None
        if piece.kind in {"caption", "credit"} or (split and split.sure and split.credit.photographer):
            return piece
    return None


def _credit_and_caption(piece: Piece, pieces: Sequence[Piece]) -> tuple[Credit, str]:
    """Read the caption's pieces: one that holds both, or two beside one another."""
    group = [piece]
    for other in pieces[piece.at + 1 : piece.at + 4]:
        if other.kind not in {"caption", "credit"} or {each.kind for each in group} == {"caption", "credit"}:
            break
        group.append(other)
    captions = " ".join(each.words for each in group if each.kind != "credit")
    credits_ = " ".join(each.words for each in group if each.kind == "credit")
    if credits_:
        inner = captions.replace(credits_, " ").strip()
        split = split_credit(inner) if inner else None
        return _credit(credits_), (split.caption if split and split.sure else inner)
    source, label, shows = captions.partition("Image caption")
    if label and (split := split_credit(source)):
        return split.credit, shows.strip(" ,:")
    split = split_credit(captions)
    return (split.credit, split.caption) if split else (Credit(), caption_in(captions) or captions)


def _credit(words: str) -> Credit:
    """Return words that are marked as a credit as one: a name alone is the photographer's."""
    if not words:
        return Credit()
    split = split_credit(words) or split_credit(f"Photo: {words}")
    return split.credit if split and not split.caption else Credit("", words.strip(" ()"))


def _image_near(piece: Piece | None, tree: Node) -> Node | None:
    if piece is not None:
        for node in [piece.node, *piece.node.iterancestors()][:5]:
            image = node.find(".//img")
            if image is not None:
                return image
            before = node.getprevious()
            if (
                before is not None
                and isinstance(before.tag, str)
                and (before.tag == "img" or before.find(".//img") is not None)
            ):
                return before if before.tag == "img" else before.find(".//img")
    return _first_image(tree)


def _first_image(tree: Node) -> Node | None:
    for image in tree.xpath(".//article//img | .//main//img | .//figure//img")[:20]:
        small = any(
            (image.get(side) or "999").isdigit() and int((image.get(side) or "999")[:6]) < 120
            for side in ("width", "height")
        )
        within = {
            word
            for node in image.iterancestors()
            for word in f"{node.tag} {node.get('class') or ''}".lower().replace("-", " ").split()
        }
        if not small and not within & _ELSEWHERE:
            return image
    return None


def _source(image: Node | None, base: str) -> str:
    if image is None:
        return ""
    for name in ("src", "data-src", "data-original", "data-lazy-src"):
        given = (image.get(name) or "").strip()
        if given and not given.startswith("data:"):
            try:
                whole = urljoin(base, given)
            except ValueError:
                continue
            return whole if whole.startswith(("http://", "https://")) else ""
    return ""
