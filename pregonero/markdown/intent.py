"""A Markdown text so written that Python-Markdown reads what its author meant.

Lists may stand right below the line that announces them, and a list inside another needs two
spaces, as CommonMark and every word processor have it. A line of hashtags is no heading.
"""

import re
from collections.abc import Sequence

from pregonero.markdown.lines import HEADING, TAB, ListItem, code_lines, indent, is_underline, item

#: A line without one of these needs nothing.
_SIGN = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]|^#[^\s#]", re.MULTILINE)
HASHTAGS = re.compile(r"#\w[\w-]*(?:[ \t]+#\w[\w-]*)*[ \t]*")
_PREFORMATTED = re.compile(r"<(/?)pre\b", re.IGNORECASE)
_NO_TEXT = ("|", "<", ">", "    ", "\t", ":", "[^", "*[")


def as_meant(text: str) -> str:
    """The same text, its lists apart from what is above them and nested by four spaces."""
    if not _SIGN.search(text):
        return text
    lines = text.split("\n")
    return "\n".join(_Writer(lines).write())


def announced(lines: Sequence[str], at: int, typed: ListItem) -> bool:
    """Whether an item right below a line of text begins a list: the line announces it, or another
    item follows. A dash may begin a line of a sentence, a number too."""
    if typed.numbered and typed.mark != "1.":
        return False
    if typed.mark == "+" and typed.words[:1].isdecimal():
        return False
    if lines[at - 1].rstrip().rstrip("*_").endswith(":"):
        return True
    following = item(lines[at + 1]) if at + 1 < len(lines) else None
    return typed.alike(following) and following is not None and following.indent == typed.indent


class _Writer:
    """Writes lines again, knowing the items that are open."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.code = code_lines(lines)
        self.out: list[str] = []
        #: Items that are open, the outer first, and whether each stands apart inside another.
        self.open: list[ListItem] = []
        self.apart: list[bool] = []
        self.blank = True  # whether the line before was blank
        self.text = False  # whether it was one of a paragraph
        self.preformatted = False

    def write(self) -> list[str]:
        for at, line in enumerate(self.lines):
            if at in self.code or self._raw(line):
                self.out.append(line)
                self.blank = self.text = False
                if line[:1] not in (" ", "\t"):
                    self._close()
            elif not line.strip():
                self.out.append(line)
                self.blank, self.text = True, False
            elif typed := item(line):
                self._item(at, line, typed)
            else:
                self._other(line)
        return self.out

    def _raw(self, line: str) -> bool:
        """Whether a line is in text whose every space counts."""
        before = self.preformatted
        if "<" in line:
            for found in _PREFORMATTED.finditer(line):
                self.preformatted = not found[1]
        return before or self.preformatted

    def _item(self, at: int, line: str, typed: ListItem) -> None:
        begins = announced(self.lines, at, typed) if self.text else typed.indent < TAB
        if not self.open and not begins:
            self.out.append(line)  # code, or a sentence that goes on
            self.blank = False
            return
        if self.text and not self.blank:
            self.out.append("")
        last, apart = None, False
        while self.open and typed.indent - self.open[-1].indent < 2:
            last = self.open.pop()
            apart = self.apart.pop() or apart
        depth = len(self.open)
        other = last is not None and not depth and not typed.alike(last)
        if last and not self.blank and (other or (apart and last.indent - typed.indent >= 2)):
            self.out.append("")  # another list, or an item of the outer one after paragraphs
        self.open.append(typed)
        self.apart.append(self.blank and depth > 0)
        bare = line.lstrip(" \t")
        self.out.append(f"{' ' * (TAB * depth)}{bare}" if depth or typed.indent >= TAB else line)
        self.blank = self.text = False

    def _other(self, line: str) -> None:
        columns = indent(line)
        heading = not columns and (HEADING.match(line) or is_underline(line))
        if self.open and (heading or (self.blank and columns < 2)):
            self._close()
        if self.open and columns and self.blank:
            line = self._continued(line, columns)
        elif HASHTAGS.fullmatch(line):
            line, heading = f"\\{line}", False
        # Within an item its words go on; a paragraph of it that stands apart may announce a list.
        self.text = not heading and not line.startswith(_NO_TEXT) if not self.open else self.blank
        self.out.append(line)
        self.blank = False

    def _close(self) -> None:
        self.open, self.apart = [], []

    def _continued(self, line: str, columns: int) -> str:
        """A paragraph of an item, as deep as the item that it belongs to."""
        while len(self.open) > 1 and columns - self.open[-1].indent < 2:
            self.open.pop()
            self.apart.pop()
        least = TAB * len(self.open)
        if columns % TAB == 0 and columns >= least:
            return line
        inside = columns - self.open[-1].indent - 2
        return " " * (least + (inside if inside >= TAB else 0)) + line.lstrip(" \t")
