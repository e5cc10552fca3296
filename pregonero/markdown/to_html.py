"""Markdown to HTML that is safe to publish: rendered, sanitised, then given its photographs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from pregonero.markdown.postprocess import IMAGE, framed, lifted, noted, outlined
from pregonero.markdown.rendering import safe

_TAG = re.compile(r"<[a-z][^>]*>")
_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_SRC = re.compile(r'src="([^"]*)"')
_ABSOLUTE = re.compile(r'(\s(?:href|src)=")([#/])')
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)(")')


@dataclass(frozen=True)
class LinkResolver:
    """Where a text stands: how its links and images resolve, and a few words of its language.

    `href` gives the address for a typed link, `figure` the HTML of a photograph by its typed
    name, each None when there is nothing to show.
    """

    href: Callable[[str], str | None]
    figure: Callable[[str], str | None]
    table: str = "Tabla {number}"
    back: str = "Volver a la nota {}"


def render(text: str, place: LinkResolver) -> str:
    """A Markdown text as HTML whose headings start at level 2.

    Sanitised after rendering: no script, style, event handler, unknown scheme or foreign id.
    """
    return placed(safe(text, place.back), place)


def placed(html: str, place: LinkResolver) -> str:
    """Safe HTML given its outline, links, notes, photographs and tables."""
    html = outlined(html)
    html = _HREF.sub(lambda found: _linked(found, place), html)
    if "fn:" in html:
        html = noted(html)
    if "<img" in html:
        html = lifted(html)
        html = IMAGE.sub(lambda found: _pictured(found, place), html)
    if "<table>" in html:
        html = framed(html, place.table)
    return html


def absolute(html: str, url: str, page: str) -> str:
    """The same HTML for a reader elsewhere: every address with its host.

    `url` is the site's origin without path; `page` the absolute address of the text's own page.
    """

    def whole(tag: re.Match[str]) -> str:
        made = _ABSOLUTE.sub(lambda m: m[1] + (page + "#" if m[2] == "#" else url + "/"), tag[0])
        return _SRCSET.sub(lambda m: m[1] + re.sub(r"(^|, )/", rf"\1{url}/", m[2]) + m[3], made)

    return _TAG.sub(whole, html)


def _linked(found: re.Match[str], place: LinkResolver) -> str:
    typed = unescape(found[2])
    if typed.startswith(("#fn:", "#fnref")):
        return found[0]
    href = place.href(typed)
    if href is None:
        return found[1].removesuffix(' href="')
    return found[1] + escape(href) + found[3]


def _pictured(found: re.Match[str], place: LinkResolver) -> str:
    src = _SRC.search(found[1])
    return (place.figure(unescape(src[1])) if src else None) or ""
