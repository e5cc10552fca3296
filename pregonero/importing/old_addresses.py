"""Every address that a text says it had on its old site, from the root of that site's host."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from pregonero.importing.folder import Folder
from pregonero.importing.found import Pair, normal, parts_of
from pregonero.importing.wording import word
from pregonero.slug import slugify

#: Keys that say where a text is, instead of its generator's rule.
_OWN = ("url", "permalink", "save_as")
#: Keys that say where it was besides.
_MORE = (
    "aliases", "alias", "redirect_from", "redirects_from", "redirects", "old_url", "old_urls",
    "oldurl", "legacy_url", "direcciones_anteriores", "wp_old_link",
)  # fmt: skip
_TEMPLATES = (
    (re.compile(r"\{\{-?\s*page\.fileSlug\s*-?\}\}"), "stem"),
    (re.compile(r"\{\{-?\s*title\s*\|\s*slug(?:ify)?\s*-?\}\}"), "title"),
)


@dataclass(frozen=True)
class Declared:
    """The addresses that a text's own data give; `placed` if one of them is where it was, so that
    its generator's rule was not used."""

    addresses: tuple[str, ...] = ()
    placed: bool = False


def is_address(key: str, mapped: str = "") -> bool:
    """Whether a key gives an address; `mapped` is the datum of ours that the editor says it is."""
    return mapped == "addresses" or normal(key) in (*_OWN, *_MORE)


def declared(
    pairs: Iterable[Pair],
    names: Callable[[str], str],
    folder: Folder,
    usual: str,
    fill: Callable[[str], str],
    title: str,
) -> Declared:
    """What the data of a text say of its addresses.

    `usual` is where its generator's rule puts it, without the site's own path; `fill` gives a
    permalink's places their values, or nothing.
    """
    root = site_path(folder.home)
    made: list[str] = []
    placed = False
    for pair in pairs:
        name = pair.name
        if not is_address(name, names(name)):
            continue
        own = name in _OWN
        for typed in _typed(pair, own=own):
            address = _whole(typed, folder, usual, fill, title, own=own)
            if not address:
                continue
            placed = placed or own
            made.append(_under(address, root, typed))
    return Declared(tuple(dict.fromkeys(made)), placed)


def site_path(home: str) -> str:
    """The path of a site on its host, without its last slash."""
    return parts_of(home).path.rstrip("/") if home else ""


def _typed(pair: Pair, *, own: bool) -> Iterator[str]:
    values = pair.value if isinstance(pair.value, list) else [pair.value]
    for value in values:
        text = word(value).strip()
        if own or isinstance(pair.value, list) or pair.name.startswith("redirect"):
            yield text
        else:
            yield from (part.strip() for part in text.strip("[]").split(","))


def _whole(
    typed: str,
    folder: Folder,
    usual: str,
    fill: Callable[[str], str],
    title: str,
    *,
    own: bool,
) -> str:
    """One address from the root of the site; nothing if it is none, or another site's."""
    if not typed or typed.lower() in ("false", "true", "none", "null"):
        return ""
    parts = parts_of(typed)
    if parts.scheme or typed.startswith("//"):
        host = parts_of(folder.home).hostname or ""
        if parts.scheme not in ("", "http", "https") or (host and parts.hostname != host):
            return ""
        path = parts.path
        return path if len(path) > 1 else ""
    for pattern, name in _TEMPLATES:
        typed = pattern.sub(_stem(usual) if name == "stem" else slugify(title), typed)
    if ":" in typed or (own and typed in ("pretty", "date", "none", "ordinal", "weekdate")):
        typed = fill(typed)
    if not typed or "{" in typed or "?" in typed:
        return ""
    if not typed.startswith("/"):
        relative = folder.style == "hugo" and not own
        typed = urljoin(usual.rstrip("/") or "/", typed) if relative and usual else f"/{typed}"
    made = re.sub("/{2,}", "/", unquote(typed))
    return re.sub(r"(?<=/)index\.html?$", "", made)


def _under(address: str, root: str, typed: str) -> str:
    """An address with the path of its site, unless it was typed with it."""
    if not root or parts_of(typed).scheme or f"{address}/".startswith(f"{root}/"):
        return address
    return root + address


def _stem(usual: str) -> str:
    return posixpath.basename(usual.rstrip("/"))
