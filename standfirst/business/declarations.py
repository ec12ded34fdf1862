"""ads.txt, app-ads.txt, sellers.json and robots.txt, checked as those who read them will check them."""

from __future__ import annotations

import json
import re

from django.core.exceptions import ValidationError

_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
_VARIABLES = frozenset({"contact", "subdomain", "inventorypartnerdomain", "ownerdomain", "managerdomain"})
_RULES = frozenset({"user-agent", "allow", "disallow", "crawl-delay", "sitemap", "host", "content-signal"})
_SELLERS = frozenset({"PUBLISHER", "INTERMEDIARY", "BOTH"})


def valid_ads_txt(text: str) -> None:
    """Raise ValidationError, naming the line, unless ``text`` is an ads.txt (IAB Tech Lab, version 1.1)."""
    for number, line in enumerate(text.splitlines(), 1):
        record = line.partition("#")[0].strip()
        if not record:
            continue
        name, is_variable, _ = record.partition("=")
        if is_variable and "," not in name:
            if name.strip().lower() not in _VARIABLES:
                raise ValidationError(
                    f"Line {number}: “{name.strip()[:40]}” is none of {', '.join(sorted(_VARIABLES))}."
                )
            continue
        fields = [field.strip() for field in record.partition(";")[0].split(",")]
        if len(fields) not in {3, 4} or not all(fields):
            raise ValidationError(
                f"Line {number}: a seller is domain, account, DIRECT or RESELLER, and maybe an authority."
            )
        if not _DOMAIN.fullmatch(fields[0]):
            raise ValidationError(f"Line {number}: “{fields[0][:60]}” is no domain.")
        if fields[2].upper() not in {"DIRECT", "RESELLER"}:
            raise ValidationError(f"Line {number}: “{fields[2][:40]}” is neither DIRECT nor RESELLER.")


def valid_sellers_json(text: str) -> None:
    """Raise ValidationError, naming the seller, unless ``text`` is a sellers.json (IAB Tech Lab, version 1.0)."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(f"This is not JSON: {error}.") from error
    sellers = told.get("sellers") if isinstance(told, dict) else None
    if not isinstance(sellers, list) or told.get("version") != "1.0":
        raise ValidationError("There must be “version”: “1.0” and a list of “sellers”.")
    for at, seller in enumerate(sellers):
        if not isinstance(seller, dict) or not seller.get("seller_id") or seller.get("seller_type") not in _SELLERS:
            raise ValidationError(
                f"Seller {at + 1} wants a seller_id, and a seller_type: {', '.join(sorted(_SELLERS))}."
            )
        is_hidden = bool(seller.get("is_confidential"))
        if not is_hidden and not (seller.get("name") and _DOMAIN.fullmatch(str(seller.get("domain", "")))):
            raise ValidationError(f"Seller {at + 1} wants a name and a domain, or “is_confidential”: 1.")


def valid_robots(text: str) -> None:
    """Raise ValidationError, naming the line, unless ``text`` is of robots.txt's rules (RFC 9309)."""
    for number, line in enumerate(text.splitlines(), 1):
        rule = line.partition("#")[0].strip()
        if rule and (":" not in rule or rule.partition(":")[0].strip().lower() not in _RULES):
            raise ValidationError(f"Line {number}: “{rule[:40]}” is no rule; write User-agent: … and Disallow: …")
        if rule.lower().replace(" ", "") == "disallow:/newsroom/":
            raise ValidationError(f"Line {number}: the press prints this already.")
