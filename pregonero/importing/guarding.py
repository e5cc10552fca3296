"""What no HTML parser may see of a Markdown text: its code, its addresses in angles, components."""

import re

from pregonero.importing.instructions import COMPONENT
from pregonero.links import LONGEST, without_code

_AUTOLINK = re.compile(rf"<(?:https?://|mailto:)[^<>\s]+>|<[^<>\s@]+@[^<>\s]+>|{COMPONENT}")
_LESS = re.compile("<")
_HOLD = re.compile("\x02(\\d+)\x03")


def guard(text: str) -> tuple[str, list[str]]:
    """The text with those put away, and what was."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\x02{len(held) - 1}\x03"

    made = _AUTOLINK.sub(hold, _without_code(text, held))
    # A sign that opens no tag: the parser would look for its end as far as the text goes.
    return _LESS.sub(
        lambda m: m[0] if made.find(">", m.start(), m.start() + LONGEST) > 0 else hold(m), made
    ), held


def given_back(text: str, held: list[str]) -> str:
    """The text with what was put away in its place."""
    while _HOLD.search(text):
        text = _HOLD.sub(lambda m: held[int(m[1])], text)
    return text


def _without_code(text: str, held: list[str]) -> str:
    """The text with its code put away."""
    plain = without_code(text)
    if plain == text:
        return text
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = at
        if plain[at] == text[at]:
            while end < len(text) and plain[end] == text[end]:
                end += 1
            parts.append(text[at:end])
        else:
            while end < len(text) and (plain[end] != text[end] or text[end].isspace()):
                end += 1
            held.append(text[at:end])
            parts.append(f"\x02{len(held) - 1}\x03")
        at = end
    return "".join(parts)
