"""The plain texts that most communiqués are, to HTML without Python-Markdown.

Gives what `convert.safe` gives by the long way, to the byte, or nothing at all: a text with one
thing that is not surely plain is left whole to Python-Markdown.
"""

import re

#: Characters that mean only themselves wherever they stand. Those that open something in Markdown
#: or in our extensions are not here, nor those that the sanitiser writes otherwise.
_LETTERS = "0-9A-Za-z\u00a1-\u00ac\u00ae-\u024f"
_MARKS = r"""\n .,;:¿?¡!()"'%$/+=#@«»–—‘’“”…€*\[\]\-"""
_PLAIN = re.compile(rf"[{_LETTERS}{_MARKS}_]*")

#: Lines made of signs only, such as a rule or the line under a title.
_SIGNS = re.compile(r"\n[-=*+][-=*+ ]*(?:\n|$)")
_OPENING = re.compile(r"[#:=+*-]|\d+\.")
_HEADING = re.compile(r"(#{1,6}) ([^#\s][^#\n]*)")
_ITEM = re.compile(r"([-*]) (.+)")
_NUMBER = re.compile(r"\d+\. (.+)")

_EMPHASIS = re.compile(r"\*(?:\*([^*\s](?:[^*]*[^*\s])?)\*\*|([^*\s](?:[^*]*[^*\s])?)\*)(?!\*)")
_HOST = r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}"
_PATH = r"[A-Za-z0-9/._=?#%-]"
_LINK = re.compile(
    rf"\[([^\[\]_*\s](?:[^\[\]_*\n]*[^\[\]_*\s])?)\]\(({_HOST}(?:/{_PATH}*)?|/?[A-Za-z0-9]{_PATH}*)\)"
)


def plain(text: str) -> str | None:
    """The safe HTML of a text if it is surely plain: paragraphs of one or more lines, headings,
    tight lists, simple emphasis and simple links. None for any other."""
    if not _PLAIN.fullmatch(text):
        return None
    text = text.strip("\n")
    # A space where a line begins or ends may mean something too.
    if " \n" in text or "\n " in text or text[:1] == " " or text[-1:] == " ":
        return None
    if _SIGNS.search(f"\n{text}"):
        return None
    made: list[str] = []
    listed = False
    for block in re.split(r"\n\n+", text) if text else ():
        html = _block(block, listed)
        if html is None:
            return None
        listed = html.endswith("l>")
        made.append(html)
    return "\n".join(made)


def _block(block: str, listed: bool) -> str | None:
    """A block between blank lines. A list after a list would be one with it."""
    if heading := _HEADING.fullmatch(block):
        level, words = len(heading[1]), _inline(heading[2])
        return words and f"<h{level}>{words}</h{level}>"
    lines = block.split("\n")
    opened = _OPENING.match(block) is not None
    if opened and block[:2] not in ("**", "*" + block[1:2].strip()):
        return None if listed else _list(lines)
    if any(map(_OPENING.match, lines[1:])):
        return None
    words = _inline(block)
    return words and f"<p>{words}</p>"


def _list(lines: list[str]) -> str | None:
    """Items of one line each, with the same sign or numbered from 1."""
    numbered = lines[0].startswith("1. ")
    items = [(_NUMBER if numbered else _ITEM).fullmatch(line) for line in lines]
    if not numbered and len({item and item[1] for item in items}) > 1:
        return None
    rows: list[str] = []
    for item in items:
        words = item and item[item.re.groups]
        if not words or words[0] == " " or _OPENING.match(words):
            return None
        html = _inline(words)
        if html is None:
            return None
        rows.append(f"<li>{html}</li>\n")
    tag = "ol" if numbered else "ul"
    return f"<{tag}>\n{''.join(rows)}</{tag}>"


def _inline(text: str) -> str | None:
    """Links and emphasis. None if a sign is left that did not belong to one."""
    if "[" in text or "]" in text or "_" in text:
        rest = _LINK.sub("", text)
        if "[" in rest or "]" in rest or "_" in rest or "![" in text:
            return None
        text = _LINK.sub(r'<a href="\2">\1</a>', text)
    if "*" in text:
        text = _EMPHASIS.sub(_emphasised, text)
        if "*" in text:
            return None
    return text


def _emphasised(found: re.Match[str]) -> str:
    return f"<strong>{found[1]}</strong>" if found[1] else f"<em>{found[2]}</em>"
