"""The lines of a Markdown text: which are code, which begin an item, a heading or a row."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

#: Where Python-Markdown sees the start of fenced code: a name of a language or attributes at most.
_FENCE = re.compile(
    r"(?P<fence>~{3,}|`{3,}) *"
    r"(?:\{[^\n]*\}|\.?[\w#.+-]* *(?:hl_lines=(?P<quot>\"|').*?(?P=quot) *)?)"
)
_CLOSING = re.compile(r"(~{3,}|`{3,}) *")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d+\.)(?P<gap>[ \t]+)(?P<words>\S.*)")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
HEADING = re.compile(r"#{1,6}(?=[^#])")
_UNDERLINE = re.compile(r"[=-]+ *")
#: What parts the cells of a row, and the line below the first row of a table.
CELL = re.compile(r"(?<!\\)\|")
RULER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
#: Columns of a tabulator, and of a level of a list.
TAB = 4


class ListItem(NamedTuple):
    """A line that begins an item of a list: columns before its mark, the mark and the words."""

    indent: int
    mark: str
    words: str

    @property
    def numbered(self) -> bool:
        return self.mark[0].isdecimal()

    def alike(self, other: "ListItem | None") -> bool:
        """Whether another item may be of the same list."""
        return other is not None and other.numbered == self.numbered


def item(line: str) -> ListItem | None:
    """The item that a line begins, if it does."""
    found = _ITEM.fullmatch(line)
    if found is None or RULE.fullmatch(line):
        return None
    return ListItem(len(found["indent"].expandtabs(TAB)), found["mark"], found["words"])


def indent(line: str) -> int:
    """Columns before the words of a line."""
    if line[:1] not in (" ", "\t"):
        return 0
    bare = line.lstrip(" \t")
    return len(line[: len(line) - len(bare)].expandtabs(TAB))


def fenced(lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line of each fenced code, counted from 0; one that is not closed is none."""
    closings: dict[str, list[int]] = {}
    openings: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        if line[:3] in ("```", "~~~"):
            if closing := _CLOSING.fullmatch(line):
                closings.setdefault(closing[1], []).append(at)
            if opening := _FENCE.fullmatch(line):
                openings.append((at, opening["fence"]))
    found: list[tuple[int, int]] = []
    done = -1
    used: dict[str, int] = {}
    for at, fence in openings:
        if at <= done:
            continue
        ends = closings.get(fence, [])
        next_ = used.get(fence, 0)
        while next_ < len(ends) and ends[next_] <= at:
            next_ += 1
        used[fence] = next_
        if next_ < len(ends):
            done = ends[next_]
            found.append((at, done))
    return found


def code_lines(lines: Sequence[str]) -> set[int]:
    """The lines of fenced code, those of its fences too, counted from 0."""
    if not any(line[:3] in ("```", "~~~") for line in lines):
        return set()
    return {at for first, last in fenced(lines) for at in range(first, last + 1)}


def blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First line and the one after the last of each run of lines that are not blank."""
    start = -1
    for at, line in enumerate(lines):
        if line.strip():
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(lines)


def is_underline(line: str) -> bool:
    """Whether a line makes a heading of the one above it."""
    return _UNDERLINE.fullmatch(line) is not None
