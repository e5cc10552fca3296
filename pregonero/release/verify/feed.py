"""What must hold of a feed's bytes."""

import json
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree import ElementTree

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.release.manifest import Manifest

_ATOM = "{http://www.w3.org/2005/Atom}"


def feed_faults(name: str, data: bytes, release: Manifest) -> Iterator[InvalidValue]:
    """A feed that cannot be read, entries without an id, files it offers that are not there."""
    try:
        ids, files = _json(data) if name.endswith(".json") else _xml(data)
    except (ValueError, LookupError, TypeError, ElementTree.ParseError) as error:
        yield InvalidValue(
            N_("el canal no se puede leer ({reason})"), N_("Construya de nuevo."), reason=error
        )
        return
    if len(set(ids)) < len(ids) or not all(ids):
        yield InvalidValue(
            N_("el canal repite u omite un identificador"), N_("Revise id en los boletines.")
        )
    for url, length in files:
        if not url.startswith(f"{release.url}/"):
            continue
        found = release.files.get(unquote(url.removeprefix(f"{release.url}/")))
        if found is None or (length and str(found.size) != length):
            yield InvalidValue(
                N_("el canal ofrece «{value}», que no está o mide otra cosa"),
                N_("Construya de nuevo con --cold."),
                value=url,
            )


def _xml(data: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    root = ElementTree.fromstring(data)  # noqa: S314 - our own bytes
    if root.tag == "rss":
        ids = [item.findtext("guid", "") for item in root.iter("item")]
        files = [(e.attrib["url"], e.attrib["length"]) for e in root.iter("enclosure")]
        return ids, files
    ids = [entry.findtext(f"{_ATOM}id", "") for entry in root.iter(f"{_ATOM}entry")]
    links = [e.attrib for e in root.iter(f"{_ATOM}link")]
    return ids, [(e["href"], e["length"]) for e in links if e.get("rel") == "enclosure"]


def _json(data: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    items = json.loads(data)["items"]
    return [item["id"] for item in items], [
        (one["url"], str(one.get("size_in_bytes", "")))  # of other forms it is not told
        for item in items
        for one in item.get("attachments", ())
    ]
