"""A document and its file: what is needed to speak of one by the other."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import msgspec

from pregonero.content.model.bulletin import Document
from pregonero.diagnostics import InvalidValue, Path_, Problem, named, nearest
from pregonero.i18n import N_


@dataclass(frozen=True)
class SourceDocument:
    """A document with what is needed to speak of its file.

    `where` is JSON of the line of each value, and of keys typed otherwise: few are ever spoken of.
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
    ) -> "SourceDocument":
        other = {name: typed for name, typed in keys.items() if name != typed}
        return cls(document, body_line, msgspec.json.encode((tuple(lines.items()), other)))

    @property
    def file(self) -> str:
        return f"content/{self.document.path}"

    @cached_property
    def _where(self) -> tuple[dict[Path_, int], dict[str, str]]:
        with suppress(msgspec.DecodeError):
            lines, keys = _where().decode(self.where)
            return dict(lines), keys
        return {}, {}

    def line(self, *path: str | int) -> int:
        return nearest(self._where[0], path)

    def empty(self, name: str) -> bool:
        """Whether a key that says nothing has a line of its own all the same."""
        return (name,) in self._where[0]

    def problem(self, wrong: InvalidValue, *path: str | int, warning: bool = False) -> Problem:
        keys = self._where[1]
        typed = tuple(keys.get(part, part) if isinstance(part, str) else part for part in path)
        return wrong.at(
            self.file,
            self.line(*path),
            named(typed) or N_("archivo"),
            "warning" if warning else "error",
        )

    def body_problem(self, wrong: InvalidValue, line: int, *, warning: bool = False) -> Problem:
        return wrong.at(
            self.file, self.body_line + line - 1, N_("texto"), "warning" if warning else "error"
        )


@cache
def _where() -> Any:
    lines = tuple[tuple[tuple[str | int, ...], int], ...]
    return msgspec.json.Decoder(tuple[lines, dict[str, str]])


class Incomplete(NamedTuple):
    """What can be told of a file that is no record: an entry with stand-ins for the keys in
    `failed`, and the names of all that depends on them, as they were typed."""

    entry: SourceDocument
    failed: frozenset[str]

    def holds(self, problem: Problem) -> bool:
        """Whether a problem of the entry is one of its file, and not of a stand-in."""
        return problem.field.partition(".")[0] not in self.failed
