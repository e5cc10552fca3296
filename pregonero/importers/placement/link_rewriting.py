"""The links and images of a Markdown text, each put where it is asked to lead now."""

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape

from pregonero.importers.transform.shortcodes import address
from pregonero.markdown.links import LONGEST, closings, without_code

#: Told alt, target and title, and whether it is inside a link; gives what takes its place.
Show = Callable[[str, str, str, bool], str]
#: Told a target; gives another, or None if there is nowhere to go.
Lead = Callable[[str], str | None]

_IMAGE = re.compile(
    r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([ \t]*(<[^<>\n]*>|(?:[^()\n]|\([^()\n]*\))*?)"
    r"(?:[ \t]+(?:\"([^\n]*?)\"|'([^'\n]*)'))?[ \t]*\)"
)
_REFERRED = re.compile(r"!\[([^\[\]\n]*)\][ ]?\[([^\[\]\n]*)\]")
#: A definition of a link; a line with more words than a title is running text.
_DEFINED = re.compile(
    r"^( {0,3}\[([^\]^\n]+)\]:[ \t]*)<?([^\s>]+)>?"
    r"((?:[ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*)$",
    re.MULTILINE,
)
_LABEL = re.compile(r"\[([^\[\]^\n]+)\]")
_IMG = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HREF = re.compile(r"(<(?!img\b)\w+[^<>]*?\b(?:href|src)\s*=\s*)([\"'])([^\"']*)\2", re.IGNORECASE)
_OPENING = re.compile(r"\]\([ \t]*")
_TITLE = re.compile(r"[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*$")


def images(text: str, show: Show) -> str:
    """A text with each image as `show` gives it."""
    if "![" not in text and "<img" not in text.lower():
        return text
    plain = without_code(text)
    if "][" in text or "] [" in text:
        defined = {m[2].lower(): m[3] for m in _DEFINED.finditer(plain)}

        def inlined(found: re.Match[str]) -> str:
            target = defined.get((found[2] or found[1]).lower())
            return f"![{found[1]}]({address(target)})" if target else found[0]

        text = _spliced(text, _REFERRED, inlined)
        plain = without_code(text)

    def shown(found: re.Match[str]) -> str:
        linked = plain[found.start() - 1 : found.start()] == "[" and plain.startswith(
            "](", found.end()
        )
        alt = text[slice(*found.span(1))]
        return show(alt, found[2].strip("<>"), found[3] or found[4] or "", linked)

    def tagged(found: re.Match[str]) -> str:
        given = {m[1].lower(): unescape(m[2] or m[3] or "") for m in _ATTRIBUTE.finditer(found[1])}
        made = show(given.get("alt", ""), given.get("src", ""), given.get("title", ""), True)
        declared = re.fullmatch(r"!\[\]\(([^()]+)\)", made)
        return f'<img src="{escape(declared[1])}" alt="">' if declared else made

    return _spliced(_spliced(text, _IMAGE, shown), _IMG, tagged)


def links(text: str, lead: Lead) -> str:
    """A text with each link as `lead` gives it; one that leads nowhere leaves its words, and where
    it went in a comment."""
    if "](" in text:
        text = _inline(text, lead)
    if "]:" in text:
        labels = Counter(m[1].lower() for m in _LABEL.finditer(text))

        def defined(found: re.Match[str]) -> str:
            target = lead(found[3])
            if target is None and labels[found[2].lower()] < 2:  # no link uses it: it is a text
                return found[0].replace("[", "\\[", 1)
            return found[1] + (target or "#") + found[4]

        text = _spliced(text, _DEFINED, defined)
    if "<" in text:
        text = _spliced(text, _HREF, lambda m: _attribute(m, lead(unescape(m[3]))))
    return text


def _attribute(found: re.Match[str], target: str | None) -> str:
    quote = found[2]
    return f"{found[1]}{quote}{escape('#' if target is None else target)}{quote}"


def _spliced(text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], str]) -> str:
    """A text with each match outside its code replaced."""
    parts: list[str] = []
    at = 0
    for found in pattern.finditer(without_code(text)):
        parts += text[at : found.start()], make(found)
        at = found.end()
    return "".join([*parts, text[at:]])


def _inline(text: str, lead: Lead) -> str:
    plain = without_code(text)
    closing = closings(plain)
    for found in reversed(list(_OPENING.finditer(plain))):
        start = found.end()
        end = closing.get(found.start() + 1, -1)
        if plain[start : start + 1] == "<" and (angle := plain.find(">)", start)) > 0:
            end = angle + 1
        if (
            end < 0
            or end > start + LONGEST
            or plain[max(found.start() - 2, 0) : found.start()] == "!["
        ):
            continue
        inside = plain[start:end]
        target = _TITLE.sub("", inside).strip()
        title = inside[len(_TITLE.sub("", inside)) :]
        made = lead(target.strip("<>"))
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


def _opened(text: str, close: int) -> int:
    depth = 0
    for at in range(close, max(close - LONGEST, -1), -1):
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
