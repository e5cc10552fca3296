"""What a server says beside each file: the same in a preview and on the live site."""

import re
from collections.abc import Mapping

from pregonero.newsroom.urls import SEARCH


def policy(form: str = "") -> str:
    """No request leaves the site's own origin, and no page of it stands inside another. `form` is
    the origin that answers forms: pages that have none forbid it themselves."""
    return (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'{' ' if form else ''}{form}; frame-ancestors 'none'"
    )


#: The page that searches also runs WebAssembly of its own origin; no other page may.
SEARCH_POLICY = policy().replace(
    "default-src 'self';", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval';"
)
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
#: Only over TLS: from then on a browser asks for nothing else (RFC 6797). Two years.
STRICT_TRANSPORT = "max-age=63072000"
#: On a site that is not public (not a standard; every large search engine honours it).
NO_INDEX = "noindex, nofollow"

#: Files whose address has the digest of their bytes never change.
HASHED = (
    r"/(?:theme/\w+\.[0-9a-f]{12}\.(?:css|js)|media/.+-[0-9a-f]{12}-[0-9x]+\.\w+"
    r"|buscar/[\w-]+/(?:[0-9a-f]{12}\.json|.+\.(?:js|pagefind|pf_meta|pf_index)))"
)
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"

#: What other sites' pages may read: data and feeds, which are there to be used elsewhere.
OPEN = r"/(?:(?:feeds|data)/.+|(?:.+/)?[^/]+\.(?:geojson|csv|ics|json)|(?:.+/)?cap\.xml)"
#: And by which header they may (Fetch Standard, CORS).
CROSS_ORIGIN = ("Access-Control-Allow-Origin", "*")

_HASHED = re.compile(HASHED)
_OPEN = re.compile(OPEN)


def cache_policy(address: str) -> str:
    """Cache-Control of what answers an address."""
    return FOREVER if _HASHED.fullmatch(address) else BRIEFLY


def headers(address: str) -> dict[str, str]:
    """The headers of what answers an address, by their names."""
    found = {**ALWAYS, "Cache-Control": cache_policy(address)}
    if _OPEN.fullmatch(address):
        found |= dict([CROSS_ORIGIN])
    if address == SEARCH:
        found["Content-Security-Policy"] = SEARCH_POLICY
    return found
