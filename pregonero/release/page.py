"""What a built page says, as a browser would take it."""

from typing import NamedTuple

from pregonero.words import N_

_LINKS = {"a": "href", "area": "href", "form": "action"}
_LOADS = {
    "img": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "track": "src",
    "script": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}
#: What a `<link>` makes a browser ask for; the rest are only for those who look.
_FETCHED = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}


class Facts(NamedTuple):
    """A page's anchors, and by line what it links, what it makes a browser load, and what breaks a
    promise of the site."""

    ids: frozenset[str]
    links: tuple[tuple[int, str], ...]
    loaded: tuple[tuple[int, str], ...]
    faults: tuple[tuple[int, str], ...]


def facts(data: bytes) -> Facts:
    """Read a page."""
    from lxml import html

    ids: set[str] = set()
    links: list[tuple[int, str]] = []
    loaded: list[tuple[int, str]] = []
    faults: list[tuple[int, str]] = []
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    for element in root.iter("*"):
        tag, line = element.tag, element.sourceline or 1
        attributes = element.attrib
        if "id" in attributes:
            ids.add(attributes["id"])
        if tag in _LINKS and _LINKS[tag] in attributes:
            links.append((line, attributes[_LINKS[tag]].strip()))
        if tag in _LOADS and _LOADS[tag] in attributes:
            loaded.append((line, attributes[_LOADS[tag]].strip()))
        for one in attributes.get("srcset", "").split(","):
            if one.strip():
                loaded.append((line, one.split()[0]))
        if tag == "video" and "poster" in attributes:
            loaded.append((line, attributes["poster"]))
        if tag == "link":
            rel = set(attributes.get("rel", "").split())
            (loaded if rel & _FETCHED else links).append((line, attributes.get("href", "")))
        faults += [(line, told) for told in _faults(tag, dict(attributes))]
    if root.find(".//title") is None or not (root.findtext(".//title") or "").strip():
        faults.append((1, N_("la página no tiene título")))
    return Facts(frozenset(ids), tuple(links), tuple(loaded), tuple(faults))


def _faults(tag: str, attributes: dict[str, str]) -> list[str]:
    told = []
    data = attributes.get("type") in ("application/ld+json", "application/json")
    if tag == "script" and "src" not in attributes and not data:
        told.append(N_("hay un script escrito en la página"))
    if tag == "style" or "style" in attributes:
        told.append(N_("hay estilos escritos en la página"))
    if any(name.startswith("on") for name in attributes):
        told.append(N_("hay un atributo que ejecuta código"))
    return told
