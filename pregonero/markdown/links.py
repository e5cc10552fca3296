"""Where the links and images of a text point."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.markdown.lines import fenced
from pregonero.media_types import ATTACHMENTS
from pregonero.web_addresses import encoded, readable

_TICKS = re.compile(r"`+")
_NO_END = re.compile(r"[^\n]")
_OPENING = re.compile(r"\]\([ \t]*")
_PARENTHESES = re.compile(r"[()\n]")
#: Letters of a target that are looked at: none is longer, and a text may be made to be slow.
LONGEST = 2_000
_WITHIN = re.compile(r"([^<()\n][^()\n]*)\)")
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]^\n]+\]:\s*<?(?P<target>[^\s>]+)", re.MULTILINE)
_MARKUP = re.compile(
    r"<(?P<tag>\w+)[^<>]*?\b(?:href|src)\s*=\s*[\"'](?P<target>[^\"']*)", re.IGNORECASE
)
_EXTERNAL = re.compile(
    r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9/._~?=&+-]*(?:#[A-Za-z0-9/._~?=&+-]*)?)?"
)
#: A path in which every character means itself, as nearly all are that lead inside.
_PLAIN = re.compile(r"/?[A-Za-z0-9_.-][A-Za-z0-9/_.-]*")
#: The ending of what may be linked from a text.
_FILE = re.compile(
    rf"\.(?:md|jpe?g|png|webp|avif|gif|tiff?|{'|'.join(ATTACHMENTS)})\s*$", re.IGNORECASE
)
_OUTWARD = ("http:", "https:", "mailto:", "tel:")
_SAFE = ("http", "https", "mailto", "tel")
PELICAN = re.compile(r"^[{|](?:filename|static|attach)[|}]", re.IGNORECASE)


class TextLink(NamedTuple):
    """A link or image as typed, and its line counted from 1 in the text."""

    target: str
    line: int
    image: bool = False
    alt: str = ""


class LinkTarget(NamedTuple):
    """What a link points to.

    `where` is the whole address for `external`, encoded as protocols want it, and for `anchor` and
    `forbidden` as it was typed. It is decoded, with accents joined, for the others: an address of
    this site for `address`, a path from content/ for `document` and from content/media/ for
    `media`. `query` and `fragment` are as typed.
    """

    kind: Literal["external", "anchor", "address", "document", "media", "forbidden"]
    where: str
    fragment: str = ""
    query: str = ""


def without_code(text: str) -> str:
    """The text with its code blanked, line for line and column for column."""
    if "`" not in text and "~~~" not in text:
        return text
    parts: list[str] = []
    done = 0
    for start, end in code_spans(text):
        parts += text[done:start], _NO_END.sub(" ", text[start:end])
        done = end
    return "".join((*parts, text[done:]))


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each code of a text begins and ends: fenced, or between backticks on one line."""
    if "`" not in text and "~~~" not in text:
        return
    lines = text.split("\n")
    fences = dict(fenced(lines))
    at = number = 0
    while number < len(lines):
        last = fences.get(number)
        if last is None:
            if "`" in lines[number]:
                yield from ((at + start, at + end) for start, end in _ticked(lines[number]))
            at += len(lines[number]) + 1
        else:
            size = sum(map(len, lines[number : last + 1])) + last - number
            yield at, at + size
            at += size + 1
            number = last
        number += 1


def _ticked(line: str) -> Iterator[tuple[int, int]]:
    """Code between two runs of as many backticks: each run is looked at twice."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(line)]
    partner: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        size = runs[index][1] - runs[index][0]
        if size in nearest:
            partner[index] = nearest[size]
        nearest[size] = index
    done = -1
    for index, (start, _) in enumerate(runs):
        if index > done and index in partner and line[start - 1 : start] != "\\":
            done = partner[index]
            yield start, runs[done][1]


def scan(text: str) -> Iterator[TextLink]:
    """Every link and image of a Markdown text, outside code."""
    if "](" not in text and "]:" not in text and "<" not in text:
        return
    plain = without_code(text)
    closing: dict[int, int] | None = None
    line, counted = 1, 0
    for found in _OPENING.finditer(plain):
        if (target := _plain_target(plain, found.end())) is None:
            closing = closings(plain) if closing is None else closing
            end = closing.get(found.start() + 1) or _line_end(plain, found.end())
            end = min(end, found.end() + LONGEST)
            target = _untitled(plain[found.end() : end])
        opened = plain.rfind("[", max(found.start() - LONGEST, 0), found.start())
        alt = plain[opened + 1 : found.start()]
        image = plain[opened - 1 : opened] == "!" and "]" not in alt
        line, counted = line + plain.count("\n", counted, found.start()), found.start()
        if target:
            yield TextLink(target, line, image, alt if image else "")
    for found in _REFERENCE.finditer(plain) if "]:" in plain else ():
        yield TextLink(found["target"], _line(plain, found.start()))
    for found in _MARKUP.finditer(plain) if "<" in plain else ():
        yield TextLink(found["target"], _line(plain, found.start()), found["tag"].lower() == "img")


def _plain_target(text: str, start: int) -> str | None:
    """A link's target as Python-Markdown reads it, without a title: in angles, or with no
    parentheses of its own. None if it has some."""
    if within := _WITHIN.match(text, start):
        return _untitled(within[1])
    if text[start : start + 1] == "<":
        return text[start + 1 : max(text.find(">", start), start + 1)]
    return None


def _untitled(target: str) -> str:
    return (_TITLE.sub("", target) if target[-1:] in " \t\"'" else target).strip()


def closings(text: str) -> dict[int, int]:
    """For each opening parenthesis, where it is closed on the same line."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for sign in _PARENTHESES.finditer(text):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == "\n":
            opened.clear()
        elif opened:
            found[opened.pop()] = sign.start()
    return found


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def inward(links: Iterable[TextLink], home: str) -> list[TextLink]:
    """The links that may not leave the site at `home`, whose host may be in its own letters."""
    starts = tuple({home, readable(home)}) if home else ()
    return [
        link
        for link in links
        if not link.target.startswith(_OUTWARD) or link.target.startswith(starts)
    ]


def composed(paths: Iterable[str]) -> dict[str, str]:
    """Of paths those with accents apart, as a Mac writes them, by the same with them joined."""
    return {
        joined: path
        for path in paths
        if not path.isascii() and (joined := unicodedata.normalize("NFC", path)) != path
    }


def targets(
    links: Iterable[TextLink], path: str, home: str
) -> Iterator[tuple[TextLink, LinkTarget]]:
    """Where the links of the document at `path` lead inside the site; without those that cannot be
    told."""
    for link in inward(links, home):
        with suppress(InvalidValue):
            yield link, resolve(link.target, path, home)


@lru_cache(1 << 16)
def resolve(target: str, path: str, home: str = "") -> LinkTarget:
    """What a link typed in the document at `path` (from content/) points to.

    `home` is the site's own address: a link that begins with it stays inside. Raises `Wrong` for a
    path that climbs out of content/ or an address without its scheme.
    """
    if _PLAIN.fullmatch(target):
        return _inward(target, path)
    if _EXTERNAL.fullmatch(target) and not (home and target.startswith(home)):
        return LinkTarget("external", target)
    target = PELICAN.sub("", target.strip())
    try:
        parts = urlsplit(target)
        if parts.scheme or target.startswith("//"):
            if parts.scheme.lower() not in _SAFE:
                return LinkTarget("forbidden", target)
            whole = encoded(target)
            if not (home and f"{whole}/".startswith((f"{home}/", f"{home}?", f"{home}#"))):
                return LinkTarget("external", whole)
            target = whole.removeprefix(home) or "/"
    except ValueError:  # `Wrong` is one
        return LinkTarget("forbidden", target)
    return _inward(target, path)


def _inward(target: str, path: str) -> LinkTarget:
    """What a link without a scheme points to."""
    typed, query, fragment = _parts(target)
    if not typed:
        return LinkTarget("anchor", target, fragment, query)
    where = unicodedata.normalize("NFC", unquote(typed))
    if where.endswith(".md"):
        return LinkTarget("document", _inside(where, posixpath.dirname(path)), fragment, query)
    if where.startswith("/") and not where.startswith("/media/"):
        return LinkTarget("address", where, fragment, query)
    if where.startswith("www."):
        raise InvalidValue(
            N_("al enlace «{value}» le falta https://"),
            N_("Escríbalo completo, con https:// delante."),
            value=target,
        )
    return LinkTarget("media", _media(where, path), fragment, query)


def _parts(target: str) -> tuple[str, str, str]:
    """The path, query and fragment of a link inside.

    Names of files have `#` and `?` too. Where what is before the first of these has no ending that
    a file has, and the whole has one, it is all a name.
    """
    first = min((at for sign in "#?" if (at := target.find(sign)) >= 0), default=-1)
    whole = first > 0 and target[first - 1] != "/" and _FILE.search(target)
    if first < 0 or (whole and not _FILE.search(target[:first])):
        return target, "", ""
    before, _, fragment = target.partition("#")
    before, _, query = before.partition("?")
    return before, query, fragment


def _media(where: str, path: str) -> str:
    """A media file named from content/media/, from content/, or from the document's folder."""
    if where.startswith("/"):
        where = where[1:]
    elif where.startswith("../"):
        where = _inside(where, posixpath.dirname(path))
    inside = _inside(where, "")
    return inside.removeprefix("media/")


def _inside(where: str, folder: str) -> str:
    joined = where[1:] if where.startswith("/") else posixpath.join(folder, where)
    normal = posixpath.normpath(joined)
    if normal.startswith("..") or "\\" in where:
        raise InvalidValue(
            N_("la ruta «{value}» sale de content/"),
            N_("Copie el archivo a content/media/ y enlácelo desde ahí."),
            value=where,
        )
    return normal
