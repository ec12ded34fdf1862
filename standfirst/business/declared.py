"""What the paper declares: ads.txt and its like for machines, the media kit for those who want to advertise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from standfirst.ads.declared import DECLARED, MEDIA_KIT, declared_path
from standfirst.ads.sizes import SLOTS
from standfirst.edition.plate import Plate
from standfirst.press.policy import page_policy

_KEPT = (("cache-control", "max-age=3600"),)
_STYLE = (
    ":root{color-scheme:light dark}body{max-width:42rem;margin:0 auto;padding:1.5rem;font:1.0625rem/1.6 Georgia,serif}"
    "h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%;font:.9375rem/1.5 system-ui,sans-serif}"
    "th,td{padding:.4rem .6rem .4rem 0;text-align:start;border-bottom:1px solid #8886}td.price{white-space:nowrap}"
)
_POLICY = ("content-security-policy", page_policy(_STYLE))


def declared_plates(rules: Any, rates: Iterable[Any]) -> Mapping[str, Plate | None]:
    """Return the plate of each declared file by its path, None for those that are not to be there."""
    texts = rules.declared()
    plates: dict[str, Plate | None] = {}
    for name, kind in DECLARED.items():
        body = texts[name].encode() if name in texts else None
        plates[declared_path(name)] = Plate(declared_path(name), body, kind, headers=_KEPT) if body else None
    kit = declared_path(MEDIA_KIT)
    page = media_kit(rules, list(rates)).encode() if rules.media_kit else None
    plates[kit] = Plate(kit, page, "text/html; charset=utf-8", headers=(*_KEPT, _POLICY)) if page else None
    return plates


def media_kit(rules: Any, rates: list[Any]) -> str:
    """Return the media kit's HTML: words about the paper, where an ad may stand, the rate card, whom to write to."""
    words = "\n".join(f"<p>{escape(part.strip())}</p>" for part in re.split(r"\n\s*\n", _lines(rules)) if part.strip())
    places = "\n".join(
        f"<tr><td>{name}</td><td>{', '.join(map(str, slot.sizes))}</td></tr>" for name, slot in SLOTS.items()
    )
    card = "\n".join(
        f'<tr><td>{escape(rate.what)}</td><td class="price">{rate.price:,.2f} {escape(rate.currency)}</td>'
        f"<td>{escape(rate.per)}</td></tr>"
        for rate in rates
    )
    rate_card = (
        f"<h2>Rates</h2>\n<table>\n<tr><th>What</th><th>Price</th><th>For a</th></tr>\n{card}\n</table>\n"
        if card
        else ""
    )
    contact = escape(rules.contact)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Media kit</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f'<p><a href="/">Front page</a></p>\n<h1>Media kit</h1>\n{words}\n'
        f"<h2>Where an advert may stand</h2>\n<table>\n<tr><th>Place</th><th>Sizes, pixels</th></tr>\n{places}\n</table>\n"
        "<p>Adverts come from our own address, are labelled, set no cookies and follow nobody.</p>\n"
        f'{rate_card}<h2>Write to us</h2>\n<p><a href="mailto:{contact}">{contact}</a></p>\n</body>\n</html>\n'
    )


def _lines(rules: Any) -> str:
    return str(rules.media_kit_words).replace("\r\n", "\n")
