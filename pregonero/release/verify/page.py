"""What a built page says, as a browser would take it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pregonero.i18n import N_

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


class PageFacts(NamedTuple):
    """A page's anchors, and by line what it links, what it makes a browser load, and what breaks a
    promise of the site."""

    ids: frozenset[str]
    links: tuple[tuple[int, str], ...]
    loaded: tuple[tuple[int, str], ...]
    faults: tuple[tuple[int, str], ...]


@cache
def _reader() -> tuple[Any, Any]:
    from lxml import etree

    return etree.HTMLParser(encoding="utf-8"), etree.XPath("//*[@*] | //style | //script | //title")


def facts(data: bytes) -> PageFacts:
    """Read a page."""
    from lxml import etree

    parser, telling = _reader()
    ids: list[str] = []
    links: list[tuple[int, str]] = []
    loaded: list[tuple[int, str]] = []
    faults: list[tuple[int, str]] = []
    titled = False
    for element in telling(etree.fromstring(data, parser)):
        tag, attributes = element.tag, dict(element.items())
        line = element.sourceline or 1
        titled = titled or (tag == "title" and bool((element.text or "").strip()))
        if "id" in attributes:
            ids.append(attributes["id"])
        if tag == "link":
            rel = attributes.get("rel", "").split()
            wanted = not _FETCHED.isdisjoint(rel)
            (loaded if wanted else links).append((line, attributes.get("href", "")))
        elif tag in _LINKS and _LINKS[tag] in attributes:
            links.append((line, attributes[_LINKS[tag]].strip()))
        elif tag in _LOADS:
            loaded += [(line, one) for one in _loaded(tag, attributes)]
        faults += [(line, told) for told in _faults(tag, attributes)]
    if not titled:
        faults.append((1, N_("la página no tiene título")))
    return PageFacts(frozenset(ids), tuple(links), tuple(loaded), tuple(faults))


def _loaded(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name in (_LOADS[tag], "poster"):
        if name in attributes:
            yield attributes[name].strip()
    for one in attributes.get("srcset", "").split(","):
        if one.strip():
            yield one.split()[0]


def _faults(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    data = attributes.get("type") in ("application/ld+json", "application/json")
    if tag == "script" and "src" not in attributes and not data:
        yield N_("hay un script escrito en la página")
    if tag == "style" or "style" in attributes:
        yield N_("hay estilos escritos en la página")
    for name in attributes:
        if name.startswith("on"):
            yield N_("hay un atributo que ejecuta código")
