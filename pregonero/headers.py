"""What a server says beside each file: the same in a preview and on the live site."""

import re
from collections.abc import Mapping

#: No request leaves the site's own origin, and no page of it stands inside another.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
#: Files whose address has the digest of their bytes never change.
_HASHED = re.compile(r"/(?:theme/site\.[0-9a-f]{12}\.css|media/.+-[0-9a-f]{12}-[0-9x]+\.\w+)")
_FOREVER = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=60"


def headers(address: str) -> dict[str, str]:
    """The headers of what answers an address, by their names."""
    hashed = _HASHED.fullmatch(address) is not None
    return {**ALWAYS, "Cache-Control": _FOREVER if hashed else _BRIEFLY}
