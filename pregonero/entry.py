"""A document and its file: what is needed to speak of one by the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from pregonero.bulletin import Document
from pregonero.frontmatter import Path_, named, nearest
from pregonero.links import Link
from pregonero.problem import Problem, Wrong
from pregonero.words import N_


@dataclass(frozen=True)
class Entry:
    """A document with what is needed to speak of its file: lines, keys as typed, links."""

    document: Document
    file: str
    lines: Mapping[Path_, int]
    body_line: int
    keys: Mapping[str, str]
    links: tuple[Link, ...]

    def line(self, *path: str | int) -> int:
        return nearest(self.lines, path)

    def problem(self, wrong: Wrong, *path: str | int, warning: bool = False) -> Problem:
        typed = tuple(self.keys.get(part, part) if isinstance(part, str) else part for part in path)
        return wrong.at(
            self.file,
            self.line(*path),
            named(typed) or N_("archivo"),
            "warning" if warning else "error",
        )

    def body_problem(self, wrong: Wrong, line: int, *, warning: bool = False) -> Problem:
        return wrong.at(
            self.file, self.body_line + line - 1, N_("texto"), "warning" if warning else "error"
        )
