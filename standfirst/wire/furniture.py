"""What on a page is no part of the story: told by the phrases of ``phrases.toml``, block by block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from standfirst.wire.found import Dropped
from standfirst.wire.vocabulary import bare, furniture, is_finished, sentences, straight, word_set

Extent = Literal["line", "list", "rest", "letter"]

#: A phrase inside a longer block is somebody telling of it.
_LONGEST_OPENED, _LONGEST_SAYING, _LONGEST_HEADING = 60, 120, 8
#: A consent text is longer than any other notice.
_LONGEST_CONSENT = 600
_REGISTERED = re.compile(
    r"\bregistered (?:in [\w ]{4,30} )?(?:with|under) (?:company )?(?:number|no\.?) |\bregistered office:"
)
#: A letter to the reader is at most this many blocks long.
_LONGEST_LETTER = 25
#: So many blocks, of so many words each, may stand between two pleas of a letter that signs nothing.
_LETTER_GAP, _GAP_WORDS = 4, 25


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a block is no part of the story, and how far what it belongs to reaches."""

    category: str
    why: str
    extent: Extent


@cache
def _lines() -> dict[str, str]:
    return {bare(line): category for category, entry in furniture().items() for line in entry.get("lines", ())}


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for category, entry in furniture().items():
        if phrases := entry.get(kind):
            longest_first = sorted((straight(phrase) for phrase in phrases), key=len, reverse=True)
            found.append((category, re.compile("|".join(_phrase(phrase) for phrase in longest_first))))
    return tuple(found)


def _phrase(phrase: str) -> str:
    pattern = re.escape(phrase).replace(r"\*", r"(?:\S+ ?){1,6}?")
    return pattern + (r"(?!\w)" if phrase[-1:].isalnum() else "")


_SHAPES = (
    (
        "comments",
        re.compile(
            r"^(?:view|show|read|see|voir|ver|mostra)(?: all)? [\d.,]+ (?:comments?|commentaires|comentarios|commenti)$"
        ),
    ),
    (
        "player",
        re.compile(r"^(?:image |photo |slide |page |bild |foto )?\d{1,3} (?:of|/|von|de|di|из|van) \d{1,3}\b.{0,40}$"),
    ),
    (
        "share",
        re.compile(
            r"^[\d.,]+\s?k? (?:comments?|shares?|views?|likes?|kommentare|commentaires|comentarios|commenti|comentários|reacties|комментари\w*|коментар\w*)$"
        ),
    ),
    ("share", re.compile(r"^(?:share|tweet|teilen|partager|compartir|condividi|partilhar|delen)?\s*[\d.,]+\s?k?$")),
    (
        "player",
        re.compile(
            r"^\d{1,3}(?:-| )(?:min|mins|minute|minutes|minuten|минут\w*|хвилин\w*|דקות|minutos|minuti)\b.{0,25}$"
        ),
    ),
    (
        "player",
        re.compile(
            r"^(?:reading time|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|время чтения|час читання)\b.{0,25}$"
        ),
    ),
    ("player", re.compile(r"^(?:list (?:of \d{1,2} items|\d{1,2} of \d{1,2})|end of list)$")),
    ("time", re.compile(r"^\d{1,2}[.:]\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:[a-z]{2,4}|uhr))?$")),
    ("player", re.compile(r"^\d{1,2}:\d\d(?:\s*/\s*\d{1,2}:\d\d)?$")),
    ("share", re.compile(r"^(?:https?://|www\.)\S+$")),
    ("share", re.compile(r"^@\w{2,30}$")),
)
_SHARE_WORDS = frozenset(
    [
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "whatsapp",
        "email",
        "e-mail",
        "mail",
        "print",
        "reddit",
        "pinterest",
        "tumblr",
        "google",
        "google+",
        "plus",
        "instagram",
        "youtube",
        "telegram",
        "messenger",
        "flipboard",
        "pocket",
        "link",
        "copy",
        "share",
        "save",
        "sms",
        "tweet",
        "threads",
        "bluesky",
        "mastodon",
        "xing",
        "vk",
        "viber",
        "line",
        "on",
        "via",
        "to",
        "by",
        "and",
        "more",
        "digg",
        "stumbleupon",
        "rss",
        "snapchat",
        "tiktok",
        "facebook.",
        "teilen",
        "merken",
        "drucken",
        "partager",
        "imprimer",
        "compartir",
        "copiar",
        "enlace",
        "condividi",
        "stampa",
        "partilhar",
        "delen",
        "поделиться",
        "вконтакте",
        "одноклассники",
        "фейсбук",
        "твиттер",
        "телеграм",
        "вайбер",
        "поділитися",
        "فيسبوك",
        "تويتر",
        "واتساب",
        "فيس",
        "بوك",
        "تلغرام",
        "شارك",
        "على",
        "פייסבוק",
        "טוויטר",
        "ווטסאפ",
        "טלגרם",
        "שתפו",
    ]
)


def furniture_in(block: str) -> Furniture | None:
    """Return why ``block`` as a whole is no part of a story, or None when it may be one."""
    folded, plain = straight(block), bare(block)
    if not re.search(r"\w", block):
        return _kind("skip", extent="line")
    if category := _lines().get(plain):
        return _kind(category)
    for category, shape in _SHAPES:
        if shape.match(folded) or shape.match(plain):
            return _kind(category, extent="line")
    if _only_share_words(plain):
        return _kind("share")
    count = len(block.split())
    if count > _LONGEST_SAYING:
        # Consent texts are longer than a paragraph, and begin as the short ones do.
        return _kind("cookies") if count <= _LONGEST_CONSENT and _says(sentences(block)[0]) == "cookies" else None
    if count <= _LONGEST_OPENED and _REGISTERED.search(folded):
        return _kind("copyright")
    return _opened(folded, count) or _saying(block)


def _kind(category: str, extent: Extent | None = None) -> Furniture:
    entry = furniture()[category]
    return Furniture(category, entry["why"], extent or entry["extent"])


def _only_share_words(plain: str) -> bool:
    parts = re.findall(r"[^\s,|/·•]+", plain)
    return 2 <= len(parts) <= 30 and all(part in _SHARE_WORDS for part in parts)


def _opened(folded: str, count: int) -> Furniture | None:
    for category, pattern in _patterns("opens"):
        found = pattern.match(folded.lstrip("•·-–—*>»|▶►→ "))
        if not found or count > _LONGEST_OPENED:
            continue
        if furniture()[category]["extent"] in {"list", "rest"}:
            # "More from our correspondent: the bridge has fallen." is news; "More from World" is a heading.
            if count <= _LONGEST_HEADING and not is_finished(folded.rstrip(":")):
                return _kind(category)
        elif category != "copyright" or count <= 30:
            return _kind(category)
    return None


def _saying(block: str) -> Furniture | None:
    said = [_says(sentence) for sentence in sentences(block)]
    hits = [category for category in said if category]
    if not hits or _is_quoted(block):
        return None
    # One such sentence among several others is a story about such things, unless it comes first and is short.
    if said[0] or len(hits) * 2 >= len(said):
        return _kind(hits[0])
    return None


def _says(sentence: str) -> str:
    """Return the category of what ``sentence`` says to the reader, "" when it says nothing of the kind."""
    folded = straight(sentence).lstrip("•·-–—*>»|▶►→¡¿([ ")
    if folded.startswith('"'):
        return ""
    for category, pattern in _patterns("says"):
        if pattern.match(folded):
            return category
    return "copyright" if "all rights reserved" in folded and len(folded) < 250 else ""


_SPEECH = re.compile(
    r"\b(?:said|says|told|wrote|read|reads|added|warned|according to|sagte|schrieb|a déclaré|dijo|ha detto|disse|zei|сказал|сказав|заявил)\b",
    re.IGNORECASE,
)


def _is_quoted(block: str) -> bool:
    """Say whether ``block`` reports words: quotation marks and a verb of speech."""
    return bool(re.search(r"[\"“”«»„]", block)) and bool(_SPEECH.search(block))


def cut_furniture(block: str) -> tuple[str, list[Dropped]]:
    """Return ``block`` without the furniture run into its end or set in brackets into it, and what was taken away."""
    dropped: list[Dropped] = []
    for inset in _INSET.findall(block):
        dropped.append(Dropped(inset.strip(), furniture()["more"]["why"]))
    kept = " ".join(_INSET.sub(" ", block).split()) if dropped else block
    pieces = sentences(kept)
    if len(pieces) > 1 and not _is_quoted(kept):
        start = next((at for at in range(1, len(pieces)) if all(_says(piece) for piece in pieces[at:])), 0)
        if start:
            dropped.append(Dropped(" ".join(pieces[start:]), _kind(_says(pieces[start])).why))
            kept = " ".join(pieces[:start])
    return kept, dropped


_INSET = re.compile(
    r"[(\[](?:MORE|More|PHOTOS?|Photos?|VIDEOS?|Video|READ|READ MORE|Read more|Read|WATCH|Watch|RELATED|Related|SEE|SEE ALSO|See also|See|LISTEN|LIST|POLL|VOTE|GALLERY|"
    r"Mehr|Lesen Sie auch|Lire aussi|Lea también|Leggi anche|Leia também|Lees ook|ЧИТАЙТЕ ТАКЖЕ|Читайте также|ЧИТАЙТЕ ТАКОЖ|Читайте також)\s?:[^()\[\]]{3,200}[)\]]"
)


# --- Letters ---------------------------------------------------------------------------------------


def letter_end(blocks: Sequence[str], start: int) -> int:
    """Return where the letter that begins at ``blocks[start]`` is over: the index after its last block.

    A letter goes on to its signature; where none follows, as long as it talks to its reader.
    """
    limit = min(len(blocks), start + _LONGEST_LETTER)
    for at in range(start + 1, limit):
        if is_signature(blocks[at]):
            return at + 1 if not (at + 1 < limit and is_signature(blocks[at + 1])) else at + 2
    at = start + 1
    while at < limit and (
        talks_to_reader(blocks[at])
        or (at + 1 < limit and len(blocks[at].split()) <= 12 and talks_to_reader(blocks[at + 1]))
    ):
        at += 1
    return max(at, _next_plea(blocks, at, limit))


def _next_plea(blocks: Sequence[str], start: int, limit: int) -> int:
    """Return the index after the next block that asks what the letter asks, 0 where none follows soon.

    A few sentences between two pleas ("Making it takes money.") are the letter's, whatever they speak of.
    """
    for at in range(start, min(limit, start + _LETTER_GAP)):
        told = furniture_in(blocks[at])
        if told and told.extent == "letter":
            return at + 1
        if len(blocks[at].split()) > _GAP_WORDS:
            break
    return 0


def is_signature(block: str) -> bool:
    """Say whether ``block`` signs a letter: "The Gazette Team", "Sincerely,"."""
    plain = bare(block)
    if len(plain.split()) > 8 or (is_finished(block) and len(plain.split()) > 5):
        return False
    if plain in word_set("letters", "signatures") or plain.partition(",")[0] in word_set("letters", "signatures"):
        return True
    return any(
        plain.startswith(opening + " ") or plain.endswith(" " + opening.split()[-1])
        for opening in _closings()
        if len(plain.split()) >= 2
    )


@cache
def _closings() -> frozenset[str]:
    return frozenset(
        {
            "the editors",
            "the team",
            "ihre redaktion",
            "ihr team",
            "die redaktion",
            "la rédaction",
            "l'équipe",
            "la redacción",
            "el equipo",
            "la redazione",
            "a redação",
            "a equipa",
            "a equipe",
            "de redactie",
            "het team",
            "редакция",
            "редакція",
            "команда",
            "فريق",
            "צוות",
            "מערכת",
        }
    )


def talks_to_reader(block: str) -> bool:
    """Say whether ``block`` speaks to its reader, or of advertising, rather than of news."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", straight(block))
    to_reader = sum(word in word_set("letters", "you") for word in found)
    of_ads = sum(word in word_set("letters", "ads") for word in found)
    return not _is_quoted(block) and (to_reader >= 2 or (to_reader >= 1 and of_ads >= 1) or of_ads >= 2)
