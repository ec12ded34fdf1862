"""What answers say about how long they may be kept and what a browser may do with them."""

from __future__ import annotations

# None says "public": it would only let a cache keep what somebody had to log in for, where a paper is shown behind a password.
FOR_PAGES = "max-age=10, stale-while-revalidate=60, stale-if-error=86400"
FOR_GOOD = "max-age=31536000, immutable"
FOR_MOMENTS = "max-age=5"
NEVER = "no-store"

#: What a page that says nothing itself may do: be read. Pressed pages bring a policy of their own, with their style's digest.
PAGE_POLICY = "default-src 'none'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
#: A drawing opened by itself is a document that could run script.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

_HASHED = ("/m/", "/a/")
_GONE_OR_NOT_YET = frozenset({404, 410})
_FIRST_ERROR = 400


def cache_control(path: str, status: int) -> str:
    """Return how long what stands at ``path`` may be kept where it does not say so itself."""
    if status in _GONE_OR_NOT_YET:
        return FOR_MOMENTS
    if status >= _FIRST_ERROR:
        return NEVER
    return FOR_GOOD if path.startswith(_HASHED) else FOR_PAGES


def security_headers(content_type: str) -> dict[str, str]:
    """Return the fields that keep a document of ``content_type`` from being turned against its reader."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/html":
        return {
            "content-security-policy": PAGE_POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "strict-origin-when-cross-origin",
            "cross-origin-opener-policy": "same-origin",
        }
    if kind == "image/svg+xml":
        return {"content-security-policy": DRAWING_POLICY, "x-content-type-options": "nosniff"}
    return {"x-content-type-options": "nosniff"}
