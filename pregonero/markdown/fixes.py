"""A text with what is mechanical mended: signs escaped, lists apart, pasted bullets and tables.

Only what is sure is touched: every other byte stays, and nothing that is read goes.
"""

import re
from collections import Counter
from collections.abc import Sequence

from pregonero.git.conflicts import markers
from pregonero.markdown.bare_addresses import bare, linked
from pregonero.markdown.bounds import excess
from pregonero.markdown.cleanup import BULLET
from pregonero.markdown.intent import announced
from pregonero.markdown.lines import HEADING, RULE, code_lines, indent, is_underline, item
from pregonero.markdown.misreadings import faults, row, tabbed
from pregonero.markdown.near_misses import listed
from pregonero.markdown.words import missing, reached, shown, words

_END = re.compile(r"\r\n|\r|\n")
#: How often a text is looked at again: a line may have two faults, and few have three.
_TIMES = 8
#: Above what a list may stand without a blank line, because it is no text.
_NO_TEXT = ("|", "<", ">", "#", ":", "[^", "*[", "```", "~~~")


def fixed(body: str) -> str:
    """A Markdown text, mended. The same again if nothing is to be mended, or if it cannot be
    without a word being lost."""
    if excess(body) or next(markers(body), None):
        return body
    ends = _END.findall(body)
    newline = ends[0] if ends else "\n"
    lines = _END.split(body)
    marked = [*ends, ""]
    for _ in range(_TIMES):
        changed = _changes(lines)
        if not changed:
            break
        new_lines: list[str] = []
        new_ends: list[str] = []
        for at, (line, end) in enumerate(zip(lines, marked, strict=True)):
            mine = changed.get(at, [line])
            new_lines += mine
            new_ends += [*([newline] * (len(mine) - 1)), end]
        lines, marked = new_lines, new_ends
    made = "".join(line + end for line, end in zip(lines, marked, strict=True))
    return made if _keeps(body, made) else body


def _changes(lines: Sequence[str]) -> dict[int, list[str]]:
    """Lines by their number that are to be others."""
    text = "\n".join(lines)
    code = code_lines(lines)
    changed: dict[int, list[str]] = {}
    for first, last, typed in listed(lines, code):
        for at, line in enumerate(typed, first):
            changed[at] = [line]
        if first and lines[first - 1].strip():
            changed[first].insert(0, "")
        if last < len(lines) and lines[last].strip():
            changed[last - 1].append("")
    for first, last in tabbed(lines, code):
        for at in range(first, last):
            changed[at] = [row(lines[at])]
        changed[first].append(
            f"|{'---|' * (row(lines[first]).replace(chr(92) + '|', '').count('|') - 1)}"
        )
        if first and lines[first - 1].strip():
            changed[first].insert(0, "")
        if last < len(lines) and lines[last].strip():
            changed[last - 1].append("")
    for fault in faults(text):
        if fault.fix is not None and fault.line - 1 not in changed:
            changed[fault.line - 1] = fault.fix.split("\n")
    at = start = 0
    for where, address in bare(text):
        at += text.count("\n", start, where)
        start = where
        if at not in changed:
            column = where - (text.rfind("\n", 0, where) + 1)
            line = lines[at]
            if line[column : column + len(address)] == address:
                end = column + len(address)
                changed[at] = [line[:column] + linked(address) + line[end:]]
    for at, line in enumerate(lines):
        if at in changed or at in code:
            continue
        if new := _item(lines, at, line):
            changed[at] = [new]
        elif _crowded(lines, at, line):
            changed[at] = ["", line]
    return changed


def _item(lines: Sequence[str], at: int, line: str) -> str:
    """An item whose sign was pasted, with a hyphen; empty if it is none. Word's circles and squares
    stand in the items of its dots."""
    found = BULLET.match("\n".join((line, *lines[at + 1 : at + 2])))
    if not found and at and BULLET.match("\n".join((lines[at - 1], line))):
        # The last of some dashes has none after it.
        found = re.match(r"[ \t]*([–—])[ \t]+(?=\S)", line)
    if not found:
        return ""
    sign = line[: found.end()].strip()
    inner = sign in ("o", "§") and any(_dotted(above) for above in lines[max(at - 20, 0) : at])
    return f"{'  ' if inner else ''}- {line[found.end() :].lstrip()}"


def _dotted(line: str) -> bool:
    return line.startswith("- ") or line.lstrip()[:1] in ("•", "·")


def _crowded(lines: Sequence[str], at: int, line: str) -> bool:
    """Whether a list begins right below the line of text that announces it."""
    typed = item(line) if at else None
    above = lines[at - 1] if at else ""
    return (
        typed is not None
        and bool(above.strip())
        and not indent(above)
        and not above.startswith(_NO_TEXT)
        and item(above) is None
        and not RULE.fullmatch(above)
        and not HEADING.match(above)
        and not is_underline(above)
        and typed.indent == 0
        and not _within_list(lines, at)
        and announced(lines, at, typed)
    )


def _within_list(lines: Sequence[str], at: int) -> bool:
    """Whether the line above goes on with an item."""
    for line in reversed(lines[max(at - 50, 0) : at]):
        if not line.strip():
            return False
        if item(line):
            return True
    return False


def _keeps(before: str, after: str) -> bool:
    """Whether all that is read of a text is still read, and no more is lost."""
    if before == after:
        return True
    gone = Counter([*words(shown(before)), *_numbers(before)])
    gone.subtract([*reached(after), *_numbers(after)])
    if any(count > 0 for word, count in gone.items() if word != "o"):
        return False
    return len(missing(after)) <= len(missing(before))


def _numbers(text: str) -> list[str]:
    """The numbers of lists, which are read without being words."""
    return [
        typed.mark[:-1]
        for line in _END.split(text)
        if line.lstrip()[:1].isdecimal() and (typed := item(line)) and typed.numbered
    ]
