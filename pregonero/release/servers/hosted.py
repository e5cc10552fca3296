"""Files with which a site tells its host what to say: Netlify's forms, which others took up."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from pregonero.newsroom.urls import SEARCH
from pregonero.release.manifest import Manifest
from pregonero.release.servers.common import (
    ENDINGS,
    PLACES,
    POLICY_HEADER,
    TEXTS,
    TYPES,
    headers_of,
    redirects,
    sent,
)
from pregonero.render.http_headers import BRIEFLY, CROSS_ORIGIN, FOREVER, SEARCH_POLICY

#: Endings of what other sites may read.
_OPEN = ("geojson", "csv", "ics", "json")


def hosted(release: Manifest, *, production: bool, form: str = "") -> dict[str, bytes]:
    """Those of a release, for the root of its site."""
    parts = urlsplit(release.url)
    return {
        "_headers": hosted_headers(
            production=production, secure=parts.scheme == "https", form=form
        ).encode(),
        "_redirects": hosted_redirects(parts.path.rstrip("/"), release.moved).encode(),
        ".nojekyll": b"\n",  # the host has nothing to make of the files
    }


def hosted_headers(*, production: bool, secure: bool, form: str = "") -> str:
    said = headers_of(production=production, secure=secure, form=form)
    every = {**said, "Cache-Control": BRIEFLY}
    lines = ["/*", *(f"  {name}: {value}" for name, value in every.items())]
    # Later rules add to earlier ones: what is said twice is taken back first.
    policies = {
        "/theme/*": FOREVER,
        f"{SEARCH}:volume/*": FOREVER,
        f"{SEARCH}:volume/pagefind-entry.json": BRIEFLY,
    }
    for named, policy in policies.items():
        lines += [named, "  ! Cache-Control", f"  Cache-Control: {policy}"]
    lines += [SEARCH, f"  ! {POLICY_HEADER}", f"  {POLICY_HEADER}: {SEARCH_POLICY}"]
    for ending, kind in TYPES.items():
        if ending.startswith("/site"):
            lines += [ending, f"  Content-Type: {kind}"]
        else:
            # A star stands for something: the channels of the whole site are named apart.
            for at in (f"/feeds{ending}", f"/feeds/*{ending}"):
                lines += [at, f"  Content-Type: {kind}; charset=utf-8"]
    for place, kind in PLACES.items():
        lines += [place, f"  Content-Type: {kind}"]
    name, value = CROSS_ORIGIN
    for place in ("/feeds/*", "/data/*", *(f"/*.{ending}" for ending in _OPEN), "/*/cap.xml"):
        lines += [place, f"  ! {name}", f"  {name}: {value}"]
    for ending in ("vtt", "srt", "opus", "m4a", "avif"):
        kind = f"{ENDINGS[ending]}{'; charset=utf-8' if ending in TEXTS else ''}"
        lines += [f"/media/*.{ending}", f"  Content-Type: {kind}"]
    return "\n".join(lines) + "\n"


def hosted_redirects(base: str, moved: Mapping[str, str]) -> str:
    found = redirects(base, moved)
    return "".join(f"{sent(old)} {new} 301\n" for old, new in found.items())
