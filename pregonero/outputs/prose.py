"""Markdown to HTML that is safe to publish: rendered, sanitised, then given its photographs."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from pregonero.fields import LANGUAGE
from pregonero.slug import slugify

#: Python-Markdown's inline patterns by a sign that any match of theirs must contain. One that is
#: not here is always tried.
_NEEDS = {
    "`": ("backtick",),
    "\\": ("escape",),
    "&": ("entity",),
    "  \n": ("linebreak",),
    "*": ("em_strong",),
    "_": ("em_strong",),
    "<": ("autolink", "automail", "html"),
    "[": (
        "reference",
        "link",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "footnote",
    ),
}

#: Before the ids of headings, so that no heading can take the id of a part of the page.
ANCHOR = "s-"

_EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
)
_TAGS = {
    "h1",
    "a",
    "abbr",
    "aside",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "b",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
}
_ATTRIBUTES = {
    "*": {"lang", "id", "class"},
    "a": {"href", "role", "title"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "div": {"role"},
}
_CLASSES = {"footnote", "footnote-ref", "footnote-backref", "right", "center"}
_ROLES = {"doc-noteref", "doc-backlink", "doc-endnotes"}
_LEVELS = {f"h{level}" for level in range(1, 7)}
_HEADING = re.compile(r"<h([1-6])((?: [^>]*)?)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_MARKUP = re.compile(r"<[^>]*>")
_NOTE = re.compile(r'( id="|href="#)(fn(?:ref\d*)?:)([^"]*)"')
_BLOCK = re.compile(
    r"<(p|h[2-6]|dt|summary)((?: [^>]*)?)>((?:(?!</\1>).)*?<img .*?)</\1>", re.DOTALL
)
_HOLLOW = re.compile(r"<(a|abbr|b|em|i|mark|q|s|small|span|strong|sub|sup)(?: [^>]*)?>\s*</\1>")
_TAG = re.compile(r"<[a-z][^>]*>")
_ALIGNED = re.compile(r"text-align:\s*(right|center)")
_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_IMAGE = re.compile(r"<img ([^>]*)>")
_SRC = re.compile(r'src="([^"]*)"')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_UNSCOPED = re.compile(r"<th(?=[ >])(?![^>]*\sscope=)")
_BACK = re.compile(r'(<a\b[^>]*class="footnote-backref"[^>]*?) title="')
_ABSOLUTE = re.compile(r'(\s(?:href|src)=")([#/])')
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)(")')


@dataclass(frozen=True)
class Place:
    """Where a text stands: how its links and images resolve, and a few words of its language.

    `href` gives the address for a typed link, `figure` the HTML of a photograph by its typed
    name, each None when there is nothing to show.
    """

    href: Callable[[str], str | None]
    figure: Callable[[str], str | None]
    table: str = "Tabla {number}"
    back: str = "Volver a la nota {}"


def render(text: str, place: Place) -> str:
    """A Markdown text as HTML whose headings start at level 2.

    Sanitised after rendering: no script, style, event handler, unknown scheme or foreign id.
    """
    html = _outlined(_cleaner().clean(_converted(text, place.back)))
    html = _HREF.sub(lambda found: _linked(found, place), html)
    if "fn:" in html:
        html = _noted(html)
    if "<img" in html:
        html = _BLOCK.sub(_lifted, html)
        html = _IMAGE.sub(lambda found: _pictured(found, place), html)
    if "<table>" in html:
        html = _framed(html, place.table)
    return html


def absolute(html: str, url: str, page: str) -> str:
    """The same HTML for a reader elsewhere: every address with its host.

    `url` is the site's origin without path; `page` the absolute address of the text's own page.
    """

    def whole(tag: re.Match[str]) -> str:
        made = _ABSOLUTE.sub(lambda m: m[1] + (page + "#" if m[2] == "#" else url + "/"), tag[0])
        return _SRCSET.sub(lambda m: m[1] + re.sub(r"(^|, )/", rf"\1{url}/", m[2]) + m[3], made)

    return _TAG.sub(whole, html)


def _outlined(html: str) -> str:
    """Headings from level 2 without jumps, each with an id of its own."""
    levels: list[int] = []
    taken: set[str] = set()

    def heading(found: re.Match[str]) -> str:
        level = int(found[1])
        while levels and levels[-1] >= level:
            levels.pop()
        levels.append(level)
        wish = _ID.search(found[2])
        words = unescape(_MARKUP.sub("", found[3]))
        base = name = ANCHOR + (slugify(unescape(wish[1]) if wish else words) or "seccion")
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        tag = f"h{min(len(levels) + 1, 6)}"
        return f'<{tag}{_ID.sub("", found[2])} id="{name}">{found[3]}</{tag}>'

    return _HEADING.sub(heading, html)


def _noted(html: str) -> str:
    """Footnotes numbered in the order they are called, whatever their authors named them."""
    numbers: dict[str, int] = {}

    def note(found: re.Match[str]) -> str:
        number = numbers.setdefault(unquote(unescape(found[3])), len(numbers) + 1)
        return f'{found[1]}{found[2]}{number}"'

    # The arrow of a way back says nothing by itself; its title is its name.
    return _NOTE.sub(note, _BACK.sub(r'\1 aria-label="', html))


def _lifted(found: re.Match[str]) -> str:
    """A block without its images, and they after it: a figure cannot stand inside."""
    tag, attributes, inner = found[1], found[2], found[3]
    images = "".join(image[0] for image in _IMAGE.finditer(inner))
    inner = _IMAGE.sub("", inner)
    while (emptied := _HOLLOW.sub("", inner)) != inner:
        inner = emptied
    kept = f"<{tag}{attributes}>{inner.strip()}</{tag}>" if inner.strip() else ""
    return kept + images


def _converted(text: str, back: str) -> str:
    converter, patterns = _converter(back)
    converter.reset()
    # Every pattern is tried on every run of text. One whose sign the text lacks cannot match.
    useful = {name for sign, names in _NEEDS.items() if sign in text for name in names}
    inline: Any = converter.treeprocessors["inline"]
    inline.inlinePatterns = [p for p, name in patterns if name is None or name in useful]
    return converter.convert(text)


@cache
def _converter(back: str) -> tuple[Markdown, tuple[tuple[Any, str | None], ...]]:
    """A converter to use again and again, and its inline patterns, each by its name in _NEEDS."""
    converter = Markdown(
        extensions=[*_EXTENSIONS, _Aligned()],
        output_format="html",
        extension_configs={"footnotes": {"BACKLINK_TITLE": back}},
    )
    patterns = converter.inlinePatterns
    known = {name for names in _NEEDS.values() for name in names}
    by_index = {patterns.get_index_for_name(name): name for name in known}
    return converter, tuple((p, by_index.get(i)) for i, p in enumerate(patterns))


@cache
def _cleaner() -> Any:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        # A heading's is a wish, granted below; the rest are footnotes' or nobody's.
        return value if tag in _LEVELS or value.startswith(("fn:", "fnref")) else None
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name == "lang":
        return value if LANGUAGE.fullmatch(value) else None
    if name == "role":
        return value if value in _ROLES else None
    return value


def _linked(found: re.Match[str], place: Place) -> str:
    typed = unescape(found[2])
    if typed.startswith(("#fn:", "#fnref")):
        return found[0]
    href = place.href(typed)
    if href is None:
        return found[1].removesuffix(' href="')
    return found[1] + escape(href) + found[3]


def _pictured(found: re.Match[str], place: Place) -> str:
    src = _SRC.search(found[1])
    return (place.figure(unescape(src[1])) if src else None) or ""


def _framed(html: str, label: str) -> str:
    """Tables in a frame that scrolls by itself, by keyboard too (WCAG 2.2, 1.4.10 and 2.1.1)."""
    count = 0

    def frame(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        inner = _UNSCOPED.sub('<th scope="col"', found[1])
        name = escape(label.format(number=count))
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{name}">'
            f"<table>{inner}</table></div>"
        )

    return _TABLE.sub(frame, html)


class _Aligned(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Alignment(md), "alignment", 5)


class _Alignment(Treeprocessor):
    """Cells aligned by class: a page takes no style of its own."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag in ("td", "th") and (style := element.get("style")):
                del element.attrib["style"]
                if aligned := _ALIGNED.search(style):
                    element.set("class", aligned[1])
