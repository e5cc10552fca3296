"""The links and images of a Markdown text, each put where it is asked to lead now."""

import re
from collections.abc import Callable
from html import escape, unescape

from pregonero.importing.instructions import address
from pregonero.links import without_code

#: Told alt, target, title and line, and whether it is inside a link; gives what takes its place.
Show = Callable[[str, str, str, int, bool], str]
#: Told a target and its line; gives another, or None if there is nowhere to go.
Lead = Callable[[str, int], str | None]

_IMAGE = re.compile(
    r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([ \t]*(<[^<>\n]*>|(?:[^()\n]|\([^()\n]*\))*?)"
    r"(?:[ \t]+(?:\"([^\n]*?)\"|'([^'\n]*)'))?[ \t]*\)"
)
_REFERRED = re.compile(r"!\[([^\[\]\n]*)\][ ]?\[([^\[\]\n]*)\]")
_DEFINED = re.compile(r"^( {0,3}\[([^\]^\n]+)\]:[ \t]*)<?([^\s>]+)>?([^\n]*)$", re.MULTILINE)
_IMG = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HREF = re.compile(r"(<(?!img\b)\w+[^>]*?\b(?:href|src)\s*=\s*)([\"'])([^\"']*)\2", re.IGNORECASE)
_OPENING = re.compile(r"\]\([ \t]*")
_TITLE = re.compile(r"[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*$")


def images(text: str, show: Show) -> str:
    """A text with each image as `show` gives it."""
    if "![" not in text and "<img" not in text.lower():
        return text
    plain = without_code(text)
    if "][" in text or "] [" in text:
        defined = {m[2].lower(): m[3] for m in _DEFINED.finditer(plain)}
        for found in reversed(list(_REFERRED.finditer(plain))):
            if target := defined.get((found[2] or found[1]).lower()):
                made = f"![{found[1]}]({address(target)})"
                text = text[: found.start()] + made + text[found.end() :]
        plain = without_code(text)
    for found in reversed(list(_IMAGE.finditer(plain))):
        target = text[slice(*found.span(2))].strip("<>")
        linked = plain[found.start() - 1 : found.start()] == "[" and plain.startswith(
            "](", found.end()
        )
        line = plain.count("\n", 0, found.start()) + 1
        made = show(found[1], target, found[3] or found[4] or "", line, linked)
        text = text[: found.start()] + made + text[found.end() :]
    plain = without_code(text)
    for found in reversed(list(_IMG.finditer(plain))):
        given = {m[1].lower(): unescape(m[2] or m[3] or "") for m in _ATTRIBUTE.finditer(found[1])}
        line = plain.count("\n", 0, found.start()) + 1
        made = show(given.get("alt", ""), given.get("src", ""), given.get("title", ""), line, True)
        if shown := re.fullmatch(r"!\[\]\(([^()]+)\)", made):
            made = f'<img src="{escape(shown[1])}" alt="">'
        text = text[: found.start()] + made + text[found.end() :]
    return text


def links(text: str, lead: Lead) -> str:
    """A text with each link as `lead` gives it; one that leads nowhere leaves its words, and where
    it went in a comment."""
    if "](" in text:
        text = _inline(text, lead)
    if "]:" in text:
        text = _spliced(text, _DEFINED, lambda m, line: m[1] + (lead(m[3], line) or "#") + m[4])
    if "<" in text:
        text = _spliced(text, _HREF, lambda m, line: _attribute(m, lead(unescape(m[3]), line)))
    return text


def _attribute(found: re.Match[str], target: str | None) -> str:
    quote = found[2]
    return f"{found[1]}{quote}{escape('#' if target is None else target)}{quote}"


def _spliced(text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str], int], str]) -> str:
    plain = without_code(text)
    for found in reversed(list(pattern.finditer(plain))):
        line = plain.count("\n", 0, found.start()) + 1
        text = text[: found.start()] + make(found, line) + text[found.end() :]
    return text


def _inline(text: str, lead: Lead) -> str:
    plain = without_code(text)
    for found in reversed(list(_OPENING.finditer(plain))):
        start, end = found.end(), _closing(plain, found.end())
        if end < 0 or plain[max(found.start() - 2, 0) : found.start()] == "![":
            continue
        inside = plain[start:end]
        target = _TITLE.sub("", inside).strip()
        title = inside[len(_TITLE.sub("", inside)) :]
        made = lead(target.strip("<>"), plain.count("\n", 0, found.start()) + 1)
        if made is not None:
            text = text[:start] + address(made) + title + text[end:]
            continue
        opened = _opened(plain, found.start())
        note = comment(f"enlace anterior: {target}")
        if opened < 0:
            text = text[: found.start() + 1] + f" {note}" + text[end + 1 :]
        else:
            words = text[opened + 1 : found.start()]
            text = text[:opened] + f"{words} {note}" + text[end + 1 :]
    return text


def _closing(text: str, start: int) -> int:
    if (
        text[start : start + 1] == "<"
        and (end := text.find(">", start)) > 0
        and "\n" not in text[start:end]
    ):
        return text.find(")", end)
    depth = 1
    for at in range(start, min(len(text), start + 4_000)):
        if text[at] == "\n":
            return -1
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at
    return -1


def _opened(text: str, close: int) -> int:
    depth = 0
    for at in range(close, max(close - 4_000, -1), -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if not depth:
            return at
    return -1


def comment(said: str) -> str:
    """A comment in the text, which nothing in it can end."""
    for sign, code in (("--", "%2D%2D"), ("<", "%3C"), (">", "%3E"), ("[", "%5B"), ("]", "%5D"),
                       ("(", "%28"), (")", "%29"), ("{", "%7B"), ("}", "%7D")):  # fmt: skip
        said = said.replace(sign, code)
    return f"<!-- {' '.join(said.split())} -->"
