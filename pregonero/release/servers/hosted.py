"""Files with which a site tells its host what to say: Netlify's forms, which others took up."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from pregonero.addresses import SEARCH
from pregonero.headers import BRIEFLY, FOREVER, SEARCH_POLICY
from pregonero.release.manifest import Manifest
from pregonero.release.servers.common import PLACES, POLICY_HEADER, TYPES, headers_of


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
            lines += [f"/feeds/*{ending}", f"  Content-Type: {kind}; charset=utf-8"]
    for place, kind in PLACES.items():
        lines += [place, f"  Content-Type: {kind}"]
    return "\n".join(lines) + "\n"


def hosted_redirects(base: str, moved: Mapping[str, str]) -> str:
    return "".join(f"{base}{quote(old)} {base}{new} 301\n" for old, new in sorted(moved.items()))
