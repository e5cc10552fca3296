"""What the configurations of all web servers have in common."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pregonero.headers import ALWAYS, NO_INDEX, STRICT_TRANSPORT
from pregonero.institution import Target

#: Media types that no server knows by a file's ending, by the end of its address.
TYPES = {
    "/rss.xml": "application/rss+xml",
    "/atom.xml": "application/atom+xml",
    "/feed.json": "application/feed+json",
    "/site.webmanifest": "application/manifest+json",
    "/agenda.ics": "text/calendar",
}
#: The calendar, and the file of each event and call.
_CALENDARS = r"/(?:.+/)?[a-z-]+\.ics"


#: The same, by what matches the address from the site's root.
PATTERNS = {
    _CALENDARS
    if kind == "text/calendar"
    else re.escape(ending)
    if "site" in ending
    else f"/feeds(?:/.*)?{re.escape(ending)}": kind
    for ending, kind in TYPES.items()
}


def headers_of(*, production: bool, secure: bool) -> dict[str, str]:
    """Headers of every answer, but its Cache-Control."""
    found = dict(ALWAYS)
    if secure:
        found["Strict-Transport-Security"] = STRICT_TRANSPORT
    if not production:
        found["X-Robots-Tag"] = NO_INDEX
    return found


def is_secure(target: Target) -> bool:
    """Whether a target is served over TLS."""
    return target.url.startswith("https://")


def place(target: Target) -> tuple[str, str, str, str]:
    """A target's host, port, base path and the folder of its public release."""
    parts = urlsplit(target.url)
    port = str(parts.port or (443 if parts.scheme == "https" else 80))
    root = str(PurePosixPath(target.path or "/srv/pregonero") / "current")
    return parts.hostname or "", port, parts.path.rstrip("/"), root


def quoted(address: str) -> str:
    """An address between double quotes."""
    return address.replace("\\", "\\\\").replace('"', '\\"')
