"""Notes written as links of HTML, there and back, as the notes of our Markdown: an id that is not a
heading's is no place to go to in a page of ours."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from pregonero.slug import slugify

#: Stand for `[^`, `]` and `[^`, `]:` while HTML is written as Markdown.
_CALL, _CALLED, _NOTE, _NOTED = "\ue010", "\ue011", "\ue012", "\ue013"
_LINK = re.compile(
    r"(?:<sup\b[^<>]*>\s*)?<a\b(?P<given>[^<>]*)>\s*(?:<sup\b[^<>]*>)?\s*"
    r"[\[(]?(?:\d{1,3}|\*{1,3}|[a-z]|[↩↑^])[\])]?\.?\s*(?:</sup>)?\s*</a>(?:\s*</sup>)?",
    re.IGNORECASE,
)
_HREF = re.compile(r"\bhref\s*=\s*[\"']#([^\"'\s]{1,80})[\"']", re.IGNORECASE)
_ID = re.compile(r"\b(?:id|name)\s*=\s*[\"']([^\"'\s]{1,80})[\"']", re.IGNORECASE)
_BLOCK = re.compile(r"<(p|div)\b(?P<given>[^<>]*)>", re.IGNORECASE)
#: What a note begins after, and how far before its link that is looked for.
_OPENED = re.compile(r"(?:<(p|div)\b[^<>]*>\s*|^[ \t]*)\Z", re.MULTILINE)
_NEAR = 300
_LABEL = re.compile(r"\s*[\[(]?(?:\d{1,3}|\*{1,3})[\]).:]?[\])]?\s*")


@dataclass
class _Note:
    """A note: where its call is, and the opening of its block with the label that it has."""

    name: str
    call: tuple[int, int]
    opening: tuple[int, int]
    tag: str


def called(text: str, *, html: bool) -> str:
    """A text whose notes are called and given as Markdown's; in `html`, with signs for them."""
    if "#" not in text or "<a" not in text.lower():
        return text
    links = [link for link in _LINK.finditer(text) if _target(link)]
    if not links:
        return text
    notes = _found(text, links)
    if not notes:
        return text
    changes: list[tuple[int, int, str]] = []
    for note in notes:
        call, begin = f"{_CALL}{note.name}{_CALLED}", f"{_NOTE}{note.name}{_NOTED} "
        if not html:
            call, begin = f"[^{note.name}]", f"\n\n[^{note.name}]: "
        changes.append((*note.call, call))
        changes.append((*note.opening, f"<{note.tag}>{begin}" if html and note.tag else begin))
    changes.sort()
    starts = [start for start, _, _ in changes]
    calls = {note.call for note in notes}
    names = {_named(link) for link in links if link.span() in calls}
    ways: list[tuple[int, int, str]] = []
    for link in links:  # ways back, which our page makes itself
        place = bisect_right(starts, link.start()) - 1
        inside = place >= 0 and link.start() < changes[place][1]
        if not inside and _target(link) in names:
            ways.append((*link.span(), ""))
    parts: list[str] = []
    at = 0
    for start, end, by in sorted((*changes, *ways)):
        if start >= at:
            parts += text[at:start], by
            at = end
    made = "".join([*parts, text[at:]])
    return made if html else re.sub(r"(\n\n\[\^[^\n]*?)</(?:p|div)>", r"\1\n\n", made)


def settled(text: str) -> str:
    """Markdown with its notes in place of their signs."""
    if _CALL not in text and _NOTE not in text:
        return text
    text = re.sub(rf"{_NOTE}([^{_NOTED}\n]+){_NOTED}[ ]?", r"[^\1]: ", text)
    return re.sub(rf"{_CALL}([^{_CALLED}\n]+){_CALLED}", r"[^\1]", text)


def _target(link: re.Match[str]) -> str:
    found = _HREF.search(link["given"])
    return found[1] if found else ""


def _named(link: re.Match[str]) -> str:
    found = _ID.search(link["given"])
    return found[1] if found else ""


def _found(text: str, links: list[re.Match[str]]) -> list[_Note]:
    blocks = {
        named[1]: block for block in _BLOCK.finditer(text) if (named := _ID.search(block["given"]))
    }
    anchors = {name: link for link in links if (name := _named(link))}
    notes: list[_Note] = []
    seen: set[str] = set()
    for link in links:
        target = _target(link)
        name = slugify(target) or "nota"
        if name in seen:
            continue
        if (block := blocks.get(target)) and block.start() > link.end():
            end = block.end()
            if (label := _LINK.match(text, end)) or (label := _LABEL.match(text, end)):
                end = label.end()
            notes.append(_Note(name, link.span(), (block.start(), end), block[1]))
        elif (anchor := anchors.get(target)) and anchor.start() > link.end():
            near = max(anchor.start() - _NEAR, 0)
            before = _OPENED.search(text[near : anchor.start()])
            if before is None:
                continue
            opening = (near + before.start(), anchor.end())
            notes.append(_Note(name, link.span(), opening, before[1] or ""))
        else:
            continue
        seen.add(name)
    return notes
