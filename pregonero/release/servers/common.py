"""What the configurations of all web servers have in common."""

import os
import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pregonero.addresses import SEARCH
from pregonero.headers import ALWAYS, NO_INDEX, STRICT_TRANSPORT, policy
from pregonero.institution import Target

#: Media types that no server knows by a file's ending, by the end of its address.
TYPES = {
    "/rss.xml": "application/rss+xml",
    "/atom.xml": "application/atom+xml",
    "/feed.json": "application/feed+json",
    "/site.webmanifest": "application/manifest+json",
}
#: The same of other addresses; of those with a star any part may be there.
PLACES = {
    "/agenda.ics": "text/calendar; charset=utf-8",
    "/campanas/*/obras.csv": "text/csv; charset=utf-8",
    "/campanas/*/obras.geojson": "application/geo+json",
    "/*/cap.xml": "application/cap+xml",
}

#: The same, by what matches the address from the site's root.
PATTERNS = {
    re.escape(ending) if "site" in ending else f"/feeds(?:/.*)?{re.escape(ending)}": kind
    for ending, kind in TYPES.items()
} | {
    r"/(?:.+/)?[a-z-]+\.ics": "text/calendar",
    r"/campanas/[^/]+/obras\.csv": "text/csv",
    r"/campanas/[^/]+/obras\.geojson": "application/geo+json",
    r"/[^/]+/\d+/[^/]+/cap\.xml": "application/cap+xml",
}

#: The header that is another on the page that searches, and what matches that page's address.
POLICY_HEADER = "Content-Security-Policy"
SEARCHING = rf"{SEARCH}(?:index\.html)?"


def headers_of(*, production: bool, secure: bool, form: str = "") -> dict[str, str]:
    """Headers of every answer, but its Cache-Control. `form` is where forms may be sent."""
    found = {**ALWAYS, "Content-Security-Policy": policy(form)}
    if secure:
        found["Strict-Transport-Security"] = STRICT_TRANSPORT
    if not production:
        found["X-Robots-Tag"] = NO_INDEX
    return found


def is_secure(target: Target) -> bool:
    """Whether a target is served over TLS."""
    return target.url.startswith("https://")


def place(target: Target) -> tuple[str, str, str, str]:
    """The host, port, base path and folder of the public release of a target that has one."""
    assert target.path
    parts = urlsplit(target.url)
    port = str(parts.port or (443 if parts.scheme == "https" else 80))
    # On this machine a home is known; on another the path has none.
    root = str(PurePosixPath(os.path.expanduser(target.path)) / "current")  # noqa: PTH111
    return parts.hostname or "", port, parts.path.rstrip("/"), root


def quoted(address: str) -> str:
    """An address between double quotes."""
    return address.replace("\\", "\\\\").replace('"', '\\"')
