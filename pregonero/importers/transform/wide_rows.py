"""Rows of a table with more cells than headings: readers of Markdown show none of those at the end,
so here their bars become part of the last cell and every word is read."""

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import TEXT, mended
from pregonero.markdown.lines import CELL, RULER, code_lines
from pregonero.markdown.links import without_code
from pregonero.markdown.misreadings import cells


def narrowed(body: str, source: str, line: int) -> tuple[str, list[Problem]]:
    """A Markdown text whose rows have no more cells than headings; `line` is its first one's."""
    if "|" not in body:
        return body, []
    lines = body.split("\n")
    code = code_lines(lines)
    told: list[Problem] = []
    at = 1
    while at < len(lines):
        if "|" in lines[at - 1] and at not in code and RULER.fullmatch(lines[at]):
            columns = len(cells(lines[at - 1]))
            at += 1
            while at < len(lines) and lines[at].strip() and at not in code:
                row = cells(lines[at])
                if len(row) > columns and any(map(str.strip, row[columns:])):
                    lines[at] = _joined(lines[at], columns)
                    told.append(_told(source, line + at, row, columns))
                at += 1
        at += 1
    return "\n".join(lines) if told else body, told


def _joined(line: str, columns: int) -> str:
    """A row whose cells from the last heading on are one."""
    bars = [found.start() for found in CELL.finditer(without_code(line))]
    if line[: bars[0]].strip() == "":
        bars = bars[1:]
    if bars and line[bars[-1] + 1 :].strip() == "":
        bars = bars[:-1]
    for bar in reversed(bars[columns - 1 :]):
        line = f"{line[:bar]}\\{line[bar:]}"
    return line


def _told(source: str, line: int, row: list[str], columns: int) -> Problem:
    wrong = InvalidValue(
        N_("la fila tenía más celdas que encabezados: «{value}» no se leería"),
        N_("Esas palabras pasaron a la última celda."),
        value=" ".join(" ".join(row[columns:]).split()),
    )
    return mended(source, line, TEXT, wrong)
