"""What the program writes, made fit for where it goes: a terminal, a file, another program.

Texts come from content, from archives of others and from servers, so nothing that a terminal would
obey reaches it (ECMA-48), and no letter that its encoding lacks stops a command.
"""

import codecs
import io
import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pregonero.cli.messages import say

#: C0 but line feed and tab, DEL, C1, and what turns the direction of a line round (UAX #9).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
#: What stands for letters and signs that an encoding lacks.
_PLAIN = {
    **dict.fromkeys("«»“”„", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—−·•■─", "-"),
    **dict.fromkeys("¿¡", ""), "…": "...", "→": "->", "←": "<-", "ñ": "ni", "Ñ": "NI", "│": "|",
}  # fmt: skip
#: The least width in which a column is worth reading.
_NARROWEST = 28
_GAP = 2


def visible(text: str) -> str:
    """A text whose control characters are shown instead of obeyed: `\\x1b`, `\\u202e`."""
    return _CONTROLS.sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def _plain(error: UnicodeError) -> tuple[str, int]:
    """An error handler of codecs: the nearest that ASCII has, or else the character's number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


def _nearest(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    apart = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return apart or character.encode("ascii", "backslashreplace").decode()


class Screen(io.TextIOWrapper):
    """Standard output or error, on which only our own styles are control sequences."""

    def __init__(self, beneath: io.TextIOWrapper) -> None:
        beneath.flush()
        super().__init__(
            beneath.buffer,
            encoding=beneath.encoding,
            errors="pregonero.plain",
            line_buffering=beneath.line_buffering or beneath.write_through,
        )
        self._beneath = beneath  # were it dropped, it would close what both write to

    def write(self, text: str) -> int:
        return super().write(visible(text))

    def write_styled(self, text: str) -> int:
        return super().write(text)


class _Styled:
    """A screen as rich is handed it. Whatever rich prints of others' words is `visible()`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.write = getattr(stream, "write_styled", stream.write)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guard() -> None:
    """From here on, standard output and error are `Screen`s."""
    codecs.register_error("pregonero.plain", _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, Screen):
            setattr(sys, name, Screen(stream))
        elif stream is None:  # whoever started the program closed it
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def has_colours() -> bool:
    """Whether standard output is a terminal whose owner takes colours (no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return sys.stdout.isatty() and wanted


def console(*, stderr: bool = False) -> Any:
    """A console of rich, for styles of ours."""
    from rich.console import Console

    file: Any = _Styled(sys.stderr if stderr else sys.stdout)
    return Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=True)


def write_json(value: object) -> None:
    """A value for a program, as it is in every encoding."""
    universal = codecs.lookup(sys.stdout.encoding or "ascii").name.startswith("utf")
    text = json.dumps(value, ensure_ascii=not universal, indent=1)
    # In JSON these stand in strings alone.
    text = _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(f"{text}\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], main: str) -> None:
    """Rows below the names (message ids) of their columns.

    A file or pipe gets whole lines. At a terminal the column `main` is folded; where even so the
    others leave it too little, each row is its `main` and, below, the rest.
    """
    at = columns.index(main)
    cells = [[visible(cell) for cell in row] for row in rows]
    if not cells:
        return
    lines = [[say(name) for name in columns], *cells]
    widths = [max(_width(row[column]) for row in lines) for column in range(len(columns))]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        rest = sum(widths) - widths[at] + _GAP * (len(columns) - 1)
        if rest + min(widths[at], _NARROWEST) > room:
            _stacked(cells, at, room)
            return
        widths[at] = min(widths[at], room - rest)
    head, *body = ("\n".join(_beside(row, widths)) for row in lines)
    rule = "─" * (sum(widths) + _GAP * (len(columns) - 1))
    sys.stdout.writelines(f"{line}\n" for line in (head, rule, *body))


def _width(text: str) -> int:
    """Columns of a terminal that the longest line of a text takes."""
    if text.isascii():
        return max(map(len, text.split("\n")))
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")))


def _folded(text: str, width: int) -> list[str]:
    return [
        part for line in text.split("\n") for part in textwrap.wrap(line, max(width, 1)) or [""]
    ]


def _beside(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    """The lines of a row, its cells beside each other."""
    cells = [
        [cell] if _width(cell) <= width and "\n" not in cell else _folded(cell, width)
        for cell, width in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        spaced = (p + " " * (w - _width(p)) for p, w in zip(parts, widths, strict=True))
        yield (" " * _GAP).join(spaced).rstrip()


def _stacked(rows: Iterable[Sequence[str]], at: int, room: int) -> None:
    """Each row as its main cell and, indented below, the others that say something."""
    for row in rows:
        rest = " · ".join(cell for n, cell in enumerate(row) if n != at and cell)
        lines = [*_folded(row[at], room), *(f"  {part}" for part in _folded(rest, room - 2))]
        sys.stdout.writelines(f"{line}\n" for line in lines)
