"""Markdown of generators that read CommonMark (Hugo, Jekyll, Astro, Eleventy), for our own reader.

What both read alike stays as it was typed. A block that ours would read otherwise is written again
from what CommonMark makes of it: nothing else of the text changes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pregonero.importers.readers.html import FRAMES
from pregonero.importers.transform.fidelity import Render, alike, reading
from pregonero.importers.transform.shortcodes import image
from pregonero.markdown.links import without_code
from pregonero.markdown.tags import ELEMENTS

#: What stands in angles and is no tag was typed to be read.
_TAGS = ELEMENTS | {"g", "path"}
_ANGLES = re.compile(r"</?([a-zA-Z][\w-]*)((?:\s[^<>\n]*|/)?)>")
_BREAK = re.compile(r"(?<=[^\s\\])[ ]*\\\n(?=[ \t]*\S)")
_STRUCK = re.compile(r"(?<![~\\\w])~~(?=[^\s~])([^~\n]+?)(?<=[^\s~])~~(?![~\w])")
#: Attributes of kramdown: a class, a name, a value, or one word alone. Other words are a text.
_ATTRIBUTE = r"[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+)"
_ATTRIBUTES = rf"\{{:[ ]*((?:[\w-]+|(?:{_ATTRIBUTE})(?:[ ]*(?:{_ATTRIBUTE}))*)?)[ ]*\}}"
_LINE_ATTRIBUTES = re.compile(rf"^[ ]{{0,3}}{_ATTRIBUTES}[ \t]*$\n?", re.MULTILINE)
_RUN_ATTRIBUTES = re.compile(rf"(?<=[)\]*_`\w.])[ ]?{_ATTRIBUTES}")
_START = re.compile(r"\bstart=[\"']?(\d{1,6})")
_NUMBERED = re.compile(r"^([ ]{0,3})\d+(?=[.)]\s)")
#: What more than CommonMark every one of those generators reads, and ours too.
_NOTE = re.compile(r"\[\^[^\]\s]+\](?::[ \t]*)?")
_SHARED = re.compile(r"^\*\[[^\]\n]+\]:.*$|\{:?\s*[.#][^{}\n]*\}[ \t]*$", re.MULTILINE)
_COUNTED = re.compile(r"<ol\b[^<>]*\btype\s*=\s*[\"']?[aAiI]\b")
_HEADING = re.compile(r"#{1,6} ")
#: An address with spaces, which only a strict reader does not take for one.
_SPACED = re.compile(r"\]\((?=[^()<>\n\"']*[/.])[^()<>\n\"' ]+(?: [^()<>\n\"' ]+)+\)")
_FRAMED = re.compile(rf"<(?:{'|'.join(sorted(FRAMES))}|script|style|form|input)\b", re.IGNORECASE)
_MORE = re.compile(r"\[\^|^[ ]{0,3}:\s|^\*\[|\{:?\s*[.#]", re.MULTILINE)
_WHOLE = re.compile(r"<(/?)(?:table|ul|ol|dl|details|pre|blockquote|div)\b", re.IGNORECASE)


#: A text of more is not written again, only compared: nobody wrote it by hand.
MOST_BLOCKS, LONGEST, MOST_STARTS = 1_500, 200_000, 200


@dataclass(frozen=True)
class _Block:
    """A block at the top of a text: its first line, the line after its last, and its HTML."""

    start: int
    end: int
    html: str


def literal(text: str) -> tuple[str, list[str]]:
    """A text in which angles around what is no tag of HTML are shown, and what they hold. A tag
    with a hyphen is a component of somebody's."""
    if "<" not in text:
        return text, []
    plain = without_code(text)
    parts: list[str] = []
    found: list[str] = []
    at = 0
    for match in _ANGLES.finditer(plain):
        name = match[1].lower()
        if name in _TAGS or "-" in name or (match[2].strip(" /") and "=" in match[2]):
            continue
        found.append(match[0])
        parts += text[at : match.start()], f"&lt;{match[0][1:-1]}&gt;"
        at = match.end()
    return "".join([*parts, text[at:]]), found


def plainer(text: str) -> str:
    """A text with what its generator read and ours does not: breaks by a bar, words struck out,
    attributes of kramdown."""
    if "~~" in text:
        text = _outside_code(text, _STRUCK, lambda m: f"<del>{m[1]}</del>")
    if "\\\n" in text:
        text = _outside_code(text, _BREAK, lambda _: "  \n")
    if "{:" in text:
        text = _attributed(text)
    return text


def _outside_code(text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> str:
    parts: list[str] = []
    at = 0
    for found in pattern.finditer(without_code(text)):
        parts += text[at : found.start()], by(found)
        at = found.end()
    return "".join([*parts, text[at:]])


def _attributed(text: str) -> str:
    """A text without kramdown's attributes: a list that is told where it starts does."""
    told = [m for m in _LINE_ATTRIBUTES.finditer(without_code(text)) if _START.search(m[1])]
    for found in reversed(told[:MOST_STARTS]):
        before, after = text[: found.start()], text[found.end() :]
        if start := _START.search(found[1]):
            lines = before.rstrip("\n").split("\n")
            first = next(
                (i for i in range(len(lines) - 1, -1, -1) if not lines[i].strip()), -1
            ) + 1  # fmt: skip
            if _NUMBERED.match(after):
                after = _NUMBERED.sub(rf"\g<1>{start[1]}", after, count=1)
            elif first < len(lines) and _NUMBERED.match(lines[first]):
                lines[first] = _NUMBERED.sub(rf"\g<1>{start[1]}", lines[first])
                before = "\n".join(lines) + "\n"
        text = before + after
    text = _outside_code(text, _LINE_ATTRIBUTES, lambda _: "")
    return _outside_code(text, _RUN_ATTRIBUTES, lambda _: "")


@dataclass(frozen=True)
class Faithful:
    """A text for our reader: the line of the first block that was written again, 0 if none was,
    and the words that are lost all the same."""

    text: str
    line: int = 0
    lost: tuple[str, ...] = ()


def faithful(text: str, made: str, render: Render, mixed: Callable[[str], str]) -> Faithful:
    """What `made` of a CommonMark text shows as CommonMark does.

    `mixed` turns a part of the text into what `made` is of all of it.
    """
    blocks, balanced = _blocks(text)
    if "<ol" in text and _COUNTED.search(text):
        blocks = [replace(block, html=_lettered(block.html)) for block in blocks]
    html = "".join(block.html for block in blocks)
    ours = render(_common(made))
    if alike(html, ours):
        return Faithful(made)
    source, shown = reading(html), reading(ours)
    if source.agrees(shown):
        return Faithful(made)
    line = 0
    if balanced and len(blocks) <= MOST_BLOCKS and len(text) <= LONGEST:
        again, first = _rewritten(text, blocks, render, mixed)
        seen = _shown(again, render)
        if source.agrees(seen):
            return Faithful(again, first)
        if len(source.lacks(seen)) <= len(source.lacks(shown)):
            made, line, shown = again, first, seen
    # What is framed or left out is told in another way.
    lost = () if _FRAMED.search(text) else tuple(source.lacks(shown))
    return Faithful(made, line, lost)


def _lettered(html: str) -> str:
    """The HTML of a block whose lists count with letters, with those letters."""
    if not _COUNTED.search(html):
        return html
    from bs4 import BeautifulSoup

    from pregonero.importers.transform.to_markdown import lettered

    soup = BeautifulSoup(html, "lxml")
    lettered(soup)
    return soup.body.decode_contents() if soup.body else html


def _shown(text: str, render: Render) -> Any:
    return reading(render(_common(text)))


def _common(text: str) -> str:
    """A text without what CommonMark alone does not read: notes are where they were typed."""
    if "[^" in text:
        text = _NOTE.sub("", text)
    if "](" in text:
        text = _SPACED.sub(lambda m: m[0].replace(" ", "%20"), text)
    return _SHARED.sub("", text) if "{" in text or "*[" in text else text


def _rewritten(
    text: str, blocks: list[_Block], render: Render, mixed: Callable[[str], str]
) -> tuple[str, int]:
    """The text with each block that ours reads otherwise written again; the line of the first."""
    from bs4 import BeautifulSoup

    from pregonero.importers.transform.to_markdown import written

    lines = text.split("\n")
    gaps = [
        "\n".join(lines[start:end]).strip("\n")
        for start, end in zip(
            [0, *(b.end for b in blocks)], [*(b.start for b in blocks), len(lines)], strict=True
        )
    ]
    defined = "\n".join(gap for gap in gaps if gap)
    made = gaps[0]
    first = 0
    kept = True
    for block, gap in zip(blocks, gaps[1:], strict=True):
        typed = "\n".join(lines[block.start : block.end]).strip("\n")
        piece = mixed(typed).strip("\n")
        before, kept = kept, piece == typed
        shown = _shown(f"{piece}\n\n{defined}", render)
        if not reading(block.html).agrees(shown) and not (
            _MORE.search(typed) or _FRAMED.search(typed)
        ):
            piece = written(BeautifulSoup(block.html, "lxml"), image, render)[0].strip("\n")
            first, kept = first or block.start + 1, False
        near = block.start > 0 and lines[block.start - 1].strip()
        below = before and kept and near and _HEADING.match(lines[block.start - 1])
        made += (("\n" if below else "\n\n") if made else "") + piece if piece else ""
        made += f"\n\n{gap}" if gap else ""
    return f"{made.strip(chr(10))}\n", first


def _blocks(text: str) -> tuple[list[_Block], bool]:
    """The blocks of a text as CommonMark reads it, and whether each stands by itself: HTML that
    begins in one block and ends in another does not."""
    parser = _parser()
    env: dict[str, Any] = {}
    tokens = parser.parse(_common(text), env)
    return list(_top(parser, tokens, env)), all(
        _even(token.content) for token in tokens if token.type == "html_block"
    )


def _top(parser: Any, tokens: list[Any], env: dict[str, Any]) -> Iterator[_Block]:
    first = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting != 1:
            group = tokens[first : index + 1]
            if group[0].map:
                html = parser.renderer.render(group, parser.options, env)
                yield _Block(group[0].map[0], group[0].map[1], html)
            first = index + 1


def _even(html: str) -> bool:
    opened = [match[1] for match in _WHOLE.finditer(html)]
    return opened.count("") == opened.count("/")


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60})
    parser.enable(["table", "strikethrough"])
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: bool(url) or True  # type: ignore[method-assign]
    return parser
