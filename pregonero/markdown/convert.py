"""Markdown to HTML that is safe to publish, by Python-Markdown and then nh3."""

import re
import xml.etree.ElementTree as ElementTree
from functools import cache
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from pregonero.markdown.tags import others_escaped
from pregonero.newsroom.language_tags import TAG

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
_ALIGNED = re.compile(r"text-align:\s*(right|center)")


def sanitised(text: str, back: str) -> str:
    """A Markdown text as sanitised HTML; `back` names the way back of notes.

    No script, style, event handler, unknown scheme or foreign id.
    """
    return cleaned(converted(text, back))


def cleaned(html: str) -> str:
    """HTML without all that may not be in a page."""
    return str(_cleaner().clean(html))


def converted(text: str, back: str) -> str:
    """A Markdown text as HTML that is not safe yet, what is no tag of HTML as words."""
    converter, patterns = _converter(back)
    converter.reset()
    # Every pattern is tried on every run of text. One whose sign the text lacks cannot match.
    useful = {name for sign, names in _NEEDS.items() if sign in text for name in names}
    inline: Any = converter.treeprocessors["inline"]
    inline.inlinePatterns = [p for p, name in patterns if name is None or name in useful]
    try:
        return others_escaped(converter.convert(text))
    except BaseException:
        _converter.cache_clear()  # one that stopped half-way reads the next text otherwise
        raise


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
        return value if TAG.fullmatch(value) else None
    if name == "role":
        return value if value in _ROLES else None
    return value


class _Aligned(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Alignment(md), "alignment", 5)


class _Alignment(Treeprocessor):
    """Cells aligned by class: a page takes no style of its own. Words in braces, `{en pesos}`,
    which are no attributes, go here: a tag is known later by having none."""

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            for name in [name for name, value in element.items() if value is None]:
                del element.attrib[name]
            if element.tag in ("td", "th") and (style := element.get("style")):
                del element.attrib["style"]
                if aligned := _ALIGNED.search(style):
                    element.set("class", aligned[1])
