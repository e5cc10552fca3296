"""Markdown without what is not prose: every letter that stays keeps its place."""

import re
from collections.abc import Iterator

from pregonero.markdown.links import without_code

COMMENT = ("<!--", "-->")
_FOREIGN = re.compile(r"<(\w+)\b[^<>]{0,200}\blang=[\"'](?!es\b)[^<>]{0,200}>[^<>]{0,2000}</\1>")
_ENTITY = re.compile(r"&#?\w{2,10};")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,1000}\}\}")
#: A tag of HTML; `<prensa@sanjacinto.example>` is an address that is read.
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\n]*\)")
_TARGET = re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\]\[[^\[\]\n]*\]")
_DEFINED = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[^\n]*$|^ {0,3}\*\[[^\]\n]+\]:[^\n]*$", re.MULTILINE
)
_NOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_BARE = re.compile(r"<?\b(?:https?://|www\.)[^\s<>()]+>?")
_QUOTED = re.compile(r"^(?:[ \t]*>)+", re.MULTILINE)
_MARKS = re.compile(r"\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|[\[\]]|~~|\\(?=[^\w\s])")
_ABBREVIATED = re.compile(r"^ {0,3}\*\[([^\]\n]+)\]:", re.MULTILINE)


def abbreviations(body: str) -> set[str]:
    """The acronyms that a Markdown text explains in lines of their own."""
    return set(_ABBREVIATED.findall(body)) if "*[" in body else set()


def without_comments(text: str) -> str:
    """The text with its HTML comments blanked. One that is not closed is no comment."""
    opening, closing = COMMENT
    parts: list[str] = []
    done = 0
    while (start := text.find(opening, done)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        end += len(closing)
        parts += text[done:start], _blank(text[start:end])
        done = end
    return "".join((*parts, text[done:]))


def prose(body: str) -> str:
    """The words of a Markdown text, in their places: all else is spaces.

    Goes: code, comments, tags, what is in another language, targets of links, addresses, images,
    definitions, marks of emphasis and of quotations. Stays: bars of tables, signs of headings and
    of lists, which say what a line is.
    """
    text = without_comments(without_code(body))
    if "<" in text:
        text = _TAG.sub(_gone, _FOREIGN.sub(_gone, text))
    if "&" in text:
        text = _ENTITY.sub(_gone, text)
    if "{{" in text:
        text = _TEMPLATE.sub(_gone, text)
    if "]" in text:
        for pattern in (_DEFINED, _IMAGE, _NOTE, _TARGET):
            text = pattern.sub(_gone, text)
    if "://" in text or "www." in text:
        text = _BARE.sub(_gone, text)
    if ">" in text:
        text = _QUOTED.sub(_gone, text)
    return _starred(text)


def _starred(text: str) -> str:
    """The text without marks of emphasis; a star that begins an item of a list stays."""
    if not any(mark in text for mark in "*_[]~\\"):
        return text
    return "\n".join(_unmarked(line) for line in text.split("\n"))


def _unmarked(line: str) -> str:
    begun = len(line) - len(line.lstrip())
    if line[begun : begun + 2] in ("* ", "- ", "+ "):
        begun += 2
    return line[:begun] + _MARKS.sub(_gone, line[begun:])


def _gone(found: re.Match[str]) -> str:
    return _blank(found[0])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text) if "\n" in text else " " * len(text)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with where it starts."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
