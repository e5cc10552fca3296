"""A document and its file: what is needed to speak of one by the other."""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pregonero.bulletin import Document
from pregonero.problem import Problem, Wrong
from pregonero.typed import Path_, named, nearest
from pregonero.words import N_


@dataclass(frozen=True)
class Entry:
    """A document with what is needed to speak of its file.

    `where` holds the line of each value and the keys as typed, packed: few are ever spoken of.
    """

    document: Document
    body_line: int
    where: bytes

    @classmethod
    def of(
        cls,
        document: Document,
        body_line: int,
        lines: Mapping[Path_, int],
        keys: Mapping[str, str],
    ) -> "Entry":
        return cls(document, body_line, marshal.dumps((dict(lines), dict(keys))))

    @property
    def file(self) -> str:
        return f"content/{self.document.path}"

    @cached_property
    def _where(self) -> tuple[dict[Path_, int], dict[str, str]]:
        found: tuple[dict[Path_, int], dict[str, str]] = marshal.loads(self.where)  # noqa: S302
        return found

    def line(self, *path: str | int) -> int:
        return nearest(self._where[0], path)

    def problem(self, wrong: Wrong, *path: str | int, warning: bool = False) -> Problem:
        keys = self._where[1]
        typed = tuple(keys.get(part, part) if isinstance(part, str) else part for part in path)
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
