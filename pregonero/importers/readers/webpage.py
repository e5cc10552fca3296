"""A text that is HTML from beginning to end, as Markdown."""

import posixpath
import re
from urllib.parse import unquote

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.readers.html import DROPPED, FRAMES, SCHEME, Walker, tell
from pregonero.importers.source_item import TEXT, parts_of, undecided
from pregonero.importers.transform.fidelity import Render, bounded, uncompared
from pregonero.importers.transform.footnotes import called, settled
from pregonero.importers.transform.shortcodes import image
from pregonero.importers.transform.to_markdown import written

_RECORDED = re.compile(r"\.(?:mp3|mp4|m4a|m4v|ogg|oga|ogv|wav|webm|flac|mov)$", re.IGNORECASE)


def whole(html: str, source: str, render: Render) -> tuple[str, list[Problem]]:
    """A text that is HTML from beginning to end, as Markdown that `render` shows as it was."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(called(html, html=True), "lxml")
    dropped = dict.fromkeys(tag.name for tag in soup.find_all(list(DROPPED - {"head"})))
    framed = {}
    for tag in soup.find_all(list(DROPPED)):
        tag.decompose()
    for tag in soup.find_all(list(FRAMES)):
        src = (
            tag.get("src")
            or tag.get("data")
            or next((s.get("src") for s in tag.find_all("source")), "")
        )
        framed[tag.name] = 1
        if src and not SCHEME.match(str(src)):
            link = soup.new_tag("a", href=f"https:{src}" if str(src).startswith("//") else str(src))
            link.string = _named(str(link["href"]))
            tag.replace_with(link)
        else:
            tag.decompose()
    compared = bounded(html)
    made, lost, kept = written(soup, image, render if compared else None)
    walker = Walker()
    walker.dropped, walker.framed = dict.fromkeys(dropped, 1), framed
    walker.kept = dict.fromkeys(sorted(kept), 1)
    walker.turned = {"html": 1} if "<" in html else {}
    told = tell(walker, source, 1)
    if not compared:
        told.append(undecided(source, 1, TEXT, uncompared()))
    if lost:
        told.append(unshown(source, 1, lost))
    return settled(made).strip("\n") + "\n", told


def _named(where: str) -> str:
    """What a link to something framed is called: a file by its name, a page by its site."""
    parts = parts_of(where)
    name = unquote(posixpath.basename(parts.path))
    return name if _RECORDED.search(name) else parts.hostname or where


def unshown(source: str, line: int, lost: list[str]) -> Problem:
    """Words of a source that our reader would not show as they were."""
    wrong = InvalidValue(
        N_("hay palabras que no quedan como estaban: {value}"),
        N_("Compare el texto con el original, corríjalo y apruébelo."),
        value=lost[:12],
    )
    return undecided(source, line, TEXT, wrong)
