"""A WordPress export (WXR), read one item at a time."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pregonero.content.scan import LARGEST
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.fingerprint import digest
from pregonero.i18n import N_
from pregonero.importers.readers.clean_xml import CleanXml, broken, marked, put_right, unmarked
from pregonero.importers.readers.docx import entities
from pregonero.importers.source_item import (
    TEXT,
    HeaderPair,
    Refused,
    SourceItem,
    mended,
    parts_of,
    tidy,
    undecided,
)
from pregonero.importers.transform import characters
from pregonero.importers.transform.wording import untagged

_HEAD = 65_536
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded")
_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}(\w+)")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<rss\b")
_COMMENTS = re.compile(r"^(?:<!--.*?-->\s*)+", re.DOTALL)
_PAGE_BREAK = re.compile(r"<!--\s*(?:nextpage|more[^>]*?)\s*-->", re.IGNORECASE)
_BLOCKS = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|table|blockquote|pre|figure|hr|section|!--)\b", re.I
)


@dataclass
class Export:
    """What an export says besides its texts: the site's address, and its pictures by number.

    `others` counts items that are no texts, by what they are. `closed` are those that not everybody
    could read, by number, each with its title; `parents` the number of what an item hangs from;
    `broken` is why what comes after the last of them cannot be read.
    """

    home: str = ""
    closed: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    language: str = ""
    broken: str = ""
    pictures: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    texts: int = 0


def is_export(path: Path) -> bool:
    """Whether a file is a WordPress export, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return b"<rss" in head and b"wordpress.org/export" in head


def check(path: Path) -> None:
    """Refuse what is not plain XML, or declares entities. Raises `Refused`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head[:2] in (b"PK", b"\x1f\x8b"):
        raise Refused(
            InvalidValue(N_("está comprimido"), N_("Descomprímalo usted y traiga el archivo .xml."))
        )
    root = _ROOT.search(head)
    if _DECLARES.search(head[: root.start()] if root else head):
        raise Refused(entities())
    if root is None:
        raise Refused(
            InvalidValue(
                N_("no es una exportación de WordPress"),
                N_("En WordPress elija Herramientas, Exportar, Todo el contenido."),
            )
        )


def survey(path: Path) -> Export:
    """Read an export once, for what its texts need to know. Raises `Refused`, OSError."""
    found = Export()
    for item in _items(path, found):
        kind = item.get("post_type", "")
        if kind == "attachment":
            url = item.get("attachment_url") or item.get("guid", "")
            alt = item["meta"].get("_wp_attachment_image_alt", "")
            found.pictures[item.get("post_id", "")] = (url, alt, item.get("excerpt", ""))
        number = item.get("post_id", "")
        if item.get("post_parent", "0") not in ("", "0"):
            found.parents[number] = item["post_parent"]
        if kind != "attachment" and (item.get("post_password") or item.get("status") != "publish"):
            found.closed[number] = tidy(item.get("title", "")) or number
        if kind in ("post", "page") or _public(item):
            found.texts += 1
        else:
            found.others[kind or "?"] = found.others.get(kind or "?", 0) + 1
    found.texts += bool(found.broken)
    return found


def _public(item: dict[str, Any]) -> bool:
    """Whether an item of a kind of the site's own is a text: it has words and an address."""
    own = (
        "attachment",
        "revision",
        "nav_menu_item",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
    )
    kind = item.get("post_type", "")
    return not kind.startswith("wp_") and kind not in own and bool(item.get("content", "").strip())


def read(
    path: Path, source: str, export: Export
) -> Iterator[SourceItem | tuple[str, InvalidValue]]:
    """Each text of an export, or its path and why it is refused. Raises `Refused`, OSError."""
    for item in _items(path, Export()):
        kind = item.get("post_type", "")
        if kind in ("post", "page") or _public(item):
            where = f"{source}#{item.get('post_id') or item.get('guid') or item.get('link')}"
            if item.get("status") == "trash":
                yield (
                    where,
                    InvalidValue(
                        N_("estaba en la papelera de WordPress"),
                        N_("Sáquelo de ahí si hace falta."),
                    ),
                )
            elif len(item.get("content", "").encode("utf-8", "replace")) > LARGEST:
                yield where, characters.too_large(len(item["content"])).wrong
            else:
                yield _found(item, where, export)
    if export.broken:
        yield f"{source}#fin", broken(export.broken, export.texts - 1)


def _found(item: dict[str, Any], where: str, export: Export) -> SourceItem:
    pairs = [HeaderPair("title", tidy(item.get("title", "")))]

    def add(key: str, value: Any) -> None:
        if value:
            pairs.append(HeaderPair(key, value))

    day = item.get("post_date", "")
    add("date", "" if day.startswith("0000") else day)
    add("summary", item.get("excerpt", ""))
    add("slug", unquote(item.get("post_name", "")))
    add("categories", item["category"])
    add("tags", item["post_tag"])
    add("author", item.get("creator", ""))
    signs = [
        HeaderPair(key, value)
        for key, value in item["meta"].items()
        if key.startswith("_") and value
    ]
    signs.append(HeaderPair("post_type", item.get("post_type", "")))
    signs.append(HeaderPair("post_password", item.get("post_password", "")))
    if item.get("status") != "publish":
        signs.append(HeaderPair("status", item.get("status", "")))
    picture = export.pictures.get(item["meta"].get("_thumbnail_id", ""))
    if picture:
        add("image", picture[0])
        add("image_alt", picture[1])
        add("image_caption", untagged(picture[2]).strip())
    for name, value in sorted(item["meta"].items()):
        if not name.startswith("_"):
            add(name, value)
    first = [mended(where, 1, TEXT, put_right())] if item.get("mended") else []
    body, told = characters.mend(_paragraphs(item.get("content", "")), where)
    return SourceItem(
        where,
        "page" if item.get("post_type") == "page" else "bulletin",
        tuple(pairs),
        body,
        markup="html",
        addresses=tuple(_addresses(item)),
        lang=item.get("language", "") or export.language,
        group=item.get("post_translations", ""),
        told=(*first, *told, *_under(item, where, export)),
        signs=tuple(signs),
        raw=digest(repr(sorted(item.items(), key=str)).encode("utf-8", "replace")),
    )


def _addresses(item: dict[str, Any]) -> Iterator[str]:
    """Where a text was, and where it was under each of the names it had before."""
    parts = parts_of(item.get("link", ""))
    if len(parts.path) < 2 or parts.query:
        return
    yield parts.path
    found = re.fullmatch(r"(.*/)([^/]+)(/?)", parts.path)
    above, name, end = found.groups() if found else ("", "", "")
    if name and unquote(name) == unquote(item.get("post_name", "")):
        yield from (f"{above}{unquote(old)}{end}" for old in item["old_slugs"] if old != name)


def _under(item: dict[str, Any], where: str, export: Export) -> Iterator[Problem]:
    """A page under one that not everybody could read."""
    seen: set[str] = set()
    number = export.parents.get(item.get("post_id", ""), "")
    while number and number not in seen:
        seen.add(number)
        if number in export.closed:
            wrong = InvalidValue(
                N_("estaba debajo de una página que no era pública: {title}"),
                N_("Apruébelo si debe publicarse, o bórrelo."),
                title=export.closed[number],
            )
            yield undecided(where, 1, "post_parent", wrong)
            return
        number = export.parents.get(number, "")


def _paragraphs(content: str) -> str:
    """What WordPress itself does when it shows a text: an empty line ends a paragraph."""
    content = _PAGE_BREAK.sub("\n\n", content)
    if re.search(r"<p\b", content, re.IGNORECASE):
        return content
    made = []
    for block in re.split(r"\n[ \t]*\n", content.replace("\r\n", "\n")):
        if block.strip() and not _BLOCKS.match(_COMMENTS.sub("", block.strip())):
            lines = block.strip().replace("\n", "<br>\n")
            block = f"<p>{lines}</p>"
        made.append(block)
    return "\n\n".join(made)


def _items(path: Path, found: Export) -> Iterator[dict[str, Any]]:
    """Each item as its texts by name, freed as soon as it is read. What comes after a place that
    cannot be read is told in `found.broken`. Raises `Refused` if nothing could be."""
    from lxml import etree

    count = 0
    with path.open("rb") as file:  # a stream: by its name a packed file would be unpacked
        try:
            walk = etree.iterparse(
                CleanXml(file),
                events=("end",),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in walk:
                name = _WP.sub(r"\1", str(element.tag))
                if name == "base_blog_url" and not found.home:
                    found.home = (element.text or "").strip()
                if name == "language" and not found.language:
                    found.language = (element.text or "").strip()
                if name != "item":
                    continue
                count += 1
                yield _item(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            if not count:
                raise Refused(
                    InvalidValue(
                        N_("el XML no se puede leer ({reason})"),
                        N_("Expórtelo de nuevo desde WordPress."),
                        reason=str(error),
                    )
                ) from None
            found.broken = str(error)


def _item(element: Any) -> dict[str, Any]:
    item: dict[str, Any] = {"meta": {}, "category": [], "post_tag": [], "old_slugs": []}
    for child in element:
        tag = str(child.tag)
        text = child.text or ""
        if tag == "category":
            kind = child.get("domain", "category")
            if kind in ("category", "post_tag") and text.strip():
                item[kind].append(tidy(text))
            elif kind in ("language", "post_translations"):  # Polylang's
                item[kind] = child.get("nicename", "")
        elif tag == _CONTENT:
            item["content"] = text
        elif _EXCERPT.fullmatch(tag):
            item["excerpt"] = text.strip()
        elif tag.endswith("}postmeta"):
            values = [inner.text or "" for inner in child]
            if len(values) == 2:
                item["meta"][values[0]] = values[1]
                if values[0] == "_wp_old_slug":
                    item["old_slugs"].append(values[1].strip())
        else:
            item[tag.rpartition("}")[2]] = text.strip()
    return _whole(item)


def _whole(item: dict[str, Any]) -> dict[str, Any]:
    """An item without the marks of what was put right in its XML, which is told."""
    if not marked(json.dumps(item, ensure_ascii=False)):
        return item

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {unmarked(key): clean(inner) for key, inner in value.items()}
        return list(map(clean, value)) if isinstance(value, list) else unmarked(value)

    return {**clean(item), "mended": "yes"}
