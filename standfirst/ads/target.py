"""Where a click may lead: a web address or a page of the paper itself, fit for a Location header."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from standfirst.ads.errors import TargetRefused

#: Longest target, characters.
TARGET_LENGTH = 1_000

# What may stand unescaped in a path, query or fragment; "%" so that escapes already there stay as they are.
_PLAIN = "!$%&'()*+,-./:;=?@_~"


def target_of(address: str) -> str:
    """Return ``address`` as plain ASCII without anything a header or a browser could read otherwise.

    address: ``http://`` or ``https://`` with a host, or a path of the paper starting with one ``/``.

    Raises TargetRefused, saying what is wrong and what to write.
    """
    if len(address) > TARGET_LENGTH:
        raise _refused(address, f"is {len(address)} characters long, more than {TARGET_LENGTH}")
    if any(sign <= " " or sign in '\\<>"`' or not sign.isprintable() for sign in address):
        raise _refused(address, "holds a space, a quote, a backslash or an invisible character")
    try:
        parts = urlsplit(address)
        own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
        host = "" if own else _host(address, parts)
    except ValueError as error:
        raise _refused(address, "is not a web address") from error
    path, query, fragment = (quote(part, safe=_PLAIN) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme.lower(), host, path if own else path or "/", query, fragment))


def _host(address: str, parts: SplitResult) -> str:
    """Return the host, with the port where there is one. Raises ValueError for a port or name that cannot be."""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise _refused(address, "does not start with https:// or http:// and a host")
    if "@" in parts.netloc:
        raise _refused(address, "holds a user name, which hides where it leads")
    if ":" in parts.hostname:
        raise _refused(address, "names a bare network address")
    host = parts.hostname.encode("idna").decode("ascii")
    if not all(sign.isalnum() or sign in "-._" for sign in host):
        raise _refused(address, "has a host name that cannot be")
    return host if parts.port is None else f"{host}:{parts.port}"


def _refused(address: str, why: str) -> TargetRefused:
    shown = address if len(address) <= 80 else f"{address[:80]}…"
    return TargetRefused(f"target address {shown!r} {why}; write https://… or a path of this paper such as /world/")
