"""What the configurations of all web servers have in common."""

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from pregonero.edition.record_states import MEDIA as _MEDIA
from pregonero.newsroom.model import DeployTarget
from pregonero.newsroom.urls import SEARCH
from pregonero.release.manifest import media_type
from pregonero.render.http_headers import ALWAYS, NO_INDEX, STRICT_TRANSPORT, policy

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


def is_secure(target: DeployTarget) -> bool:
    """Whether a target is served over TLS."""
    return target.url.startswith("https://")


def place(target: DeployTarget) -> tuple[str, str, str, str]:
    """The host, port, base path (decoded, as servers compare it) and folder of the public release
    of a target that has one."""
    assert target.path
    parts = urlsplit(target.url)
    port = str(parts.port or (443 if parts.scheme == "https" else 80))
    # On this machine a home is known; on another the path has none.
    root = str(PurePosixPath(os.path.expanduser(target.path)) / "current")  # noqa: PTH111
    return parts.hostname or "", port, unquote(parts.path).rstrip("/"), root


def redirects(base: str, moved: Mapping[str, str]) -> dict[str, str]:
    """Where old addresses lead, each once: from paths as a server compares them, decoded, to paths
    as they are sent (RFC 3986). What no configuration can hold has its page all the same."""
    found = {f"{base}{unquote(old)}": sent(f"{base}{new}") for old, new in sorted(moved.items())}
    return {old: new for old, new in found.items() if old.isprintable()}


def sent(path: str) -> str:
    """A path with everything percent-encoded that is not a letter, a digit or of `/-._~`."""
    return quote(unquote(path), safe="/-._~")


def pattern(text: str) -> str:
    """A regular expression of a text alone, in which no letter means anything else to a server."""
    return "".join(
        one if one.isalnum() or one in "/-_" or not one.isascii() else f"\\x{ord(one):02X}"
        for one in text
    )


def quoted(text: str) -> str:
    """A text between double quotes, where a backslash makes the next character plain."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


#: Media types of all that a site may have by the ending of its name: what servers know differs.
ENDINGS = {
    ending: media_type(f"{_MEDIA}a.{ending}").partition(";")[0]
    for ending in (
        "html", "css", "js", "json", "xml", "svg", "txt", "md", "csv", "vtt", "srt", "ics",
        "geojson", "webmanifest", "wasm", "woff2", "png", "jpg", "jpeg", "gif", "ico", "webp",
        "avif", "mp3", "ogg", "opus", "m4a", "mp4", "webm", "pdf", "zip", "docx", "xlsx", "odt",
        "ods",
    )
}  # fmt: skip
#: Those that are text, and so come in UTF-8 and compressed.
TEXTS = tuple(
    ending
    for ending, kind in ENDINGS.items()
    if kind.startswith("text/") or ending in ("json", "xml", "svg", "srt", "geojson", "webmanifest")
)
#: The address of a folder, of its page or of the notice in its place; the folder is the group.
FOLDER = r"((?:/.*)?/)(?:index\.html|410\.html)?"
