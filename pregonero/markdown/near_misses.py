"""What is nearly a mark of Markdown, and is read as running text: lists whose signs make none here,
tables without their rule, links with a space in them, notes that are not there.

No word is lost; but lines run together, and signs are read that nobody meant to show.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.markdown.fault import Fault
from pregonero.markdown.lines import CELL, HEADING, RULER, TAB, blocks, indent, item
from pregonero.markdown.links import without_code

_EMOJI = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
#: The signs that people put before items, and that make none here.
_ITEM = re.compile(
    r"(?P<gap> {0,3})(?:(?P<number>\d{1,2})(?:\)|\.-)[ \t]*(?=\S)|(?P<glued>\d{1,2})\.(?=[^\W\d_])"
    r"|(?P<letter>[a-z]|[ivx]{1,4})\)[ \t]*(?=\S)|(?P<hyphen>[-*])(?=[^\W\d_])(?![^*\n]*\*)"
    rf"|(?P<hour>\d{{1,2}}:\d\d(?=[ \t]\S|[ \t]?h))|(?P<picture>{_EMOJI})[ \t]*(?=\S))"
)
#: A datum and its name, as in the invitation to an event.
_LABELLED = re.compile(
    rf"(?:{_EMOJI}[ \t]*)*[*_]{{0,2}}[^\W\d_](?:[^\n:.;,|*\[\]]|\.(?=:)){{0,23}}"
    r":[*_]{0,2}[ \t]+\S.{0,80}"
)
_BREAK = re.compile(r"(?: {2,}|<br ?/?>)$")
#: What somebody types for a rule.
_NEARLY_RULER = re.compile(r"[ \t]*\|?[ \t]*[:=_–—-]+[ \t]*(?:\|[ \t]*[:=_–—-]*[ \t]*)*")
_ADDRESS = r"(?:https?://|mailto:|www\.)[^\s()\[\]]+|[^\s()\[\]]+\.(?:md|pdf|docx?|xlsx?|jpe?g|png)"
_PARTED = re.compile(rf"(!?\[[^\[\]\n]+\])[ \t]+(\((?:{_ADDRESS})\))")
_TURNED = re.compile(rf"\(([^()\n]+)\)\[({_ADDRESS})\]")
_UNCLOSED = re.compile(rf"\[[^\[\]\n]+\]\((?:{_ADDRESS})(?=\s|$)[^()\"'\n]*$")
_NOTE = re.compile(r"\[\^([^\]\n]+)\](:?)")
_BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)")
#: Signs of all that is told here. Each expression begins with what is quickly looked for.
_LINES = re.compile(
    rf"\n {{0,3}}(?:\d{{1,2}}(?:\)|\.-|\.[^\W\d_])|\d{{1,2}}:\d\d|\w{{1,4}}\)|[-*][^\W\d_]|{_EMOJI}"
    r"|[*_]*[^\W\d_][^\n:;,|]{0,23}:[^\n]*\n[^\n:]+:)"
)
_BRACKETS = re.compile(r"\][ \t]+\(|\)\[|\]\([^)\n]*(?:\n|$)")
#: A space inside the stars: stars that begin have none of this before them.
_STARS = re.compile(r"(?<![^\s(¿¡«\"'])\*\*(?:[ \t]|[^*\n]+[ \t]\*\*\w)|[ \t]\*\*(?:\W|$)")


class Listed(NamedTuple):
    """Lines that nearly make a list: the first, the one after the last, and how they make one;
    empty if that is not sure."""

    first: int
    last: int
    typed: list[str]


def maybe_near(body: str) -> bool:
    """Whether a text has a sign of any of it."""
    return (
        "|" in body
        or "[^" in body
        or _LINES.search(f"\n{body}") is not None
        or ("[" in body and _BRACKETS.search(body) is not None)
        or ("**" in body and _STARS.search(body) is not None)
    )


def near_misses(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """All of it, kind by kind."""
    plain = without_code("\n".join(lines)).split("\n")
    for run in _items(plain, code):
        yield _joined(run.first, plain[run.first])
    yield from _data(lines, code)
    yield from _tables(lines, code)
    for at, line in enumerate(plain):
        linked, starred = "[" in line, "**" in line
        if (linked or starred) and at not in code and indent(line) < TAB:
            yield from _links(at, line, lines[at]) if linked else ()
            yield from _bold(at, line, lines[at]) if starred else ()
    yield from _notes(plain)


def listed(lines: Sequence[str], code: set[int]) -> Iterator[Listed]:
    """The lists that are made with the right signs, each surely one."""
    return (run for run in _items(lines, code) if run.typed)


def _items(lines: Sequence[str], code: set[int]) -> Iterator[Listed]:
    """Two or more such lines of a paragraph, one below the other."""
    for first, last in blocks(lines):
        if first in code:
            continue
        at = first
        while at < last:
            kind = _kind(lines[at])
            end = at + 1
            while kind and end < last and _kind(lines[end]) == kind:
                end += 1
            if end - at > 1 and not all(_BREAK.search(line) for line in lines[at : end - 1]):
                inside = any(item(line) or indent(line) >= TAB for line in lines[first:at])
                yield Listed(at, end, [] if inside else _written(lines[at:end]))
            at = end


def _kind(line: str) -> str:
    found = _ITEM.match(line)
    return (found.lastgroup or "") if found else ""


def _written(lines: Sequence[str]) -> list[str]:
    """Such lines as items; none if their numbers do not follow each other, or they have none."""
    found = [match for line in lines if (match := _ITEM.match(line))]
    if found[0]["hyphen"]:
        return [f"- {line[one.end() :]}" for one, line in zip(found, lines, strict=True)]
    numbers = [int(one["number"] or one["glued"] or -1) for one in found]
    if numbers[0] not in (0, 1) or any(b - a != 1 for a, b in pairwise(numbers)):
        return []
    return [
        f"{number}. {line[one.end() :]}"
        for number, one, line in zip(numbers, found, lines, strict=True)
    ]


def _joined(at: int, line: str, fix: str | None = None) -> Fault:
    wrong = InvalidValue(
        N_("«{value}» y la línea de abajo salen en un solo renglón"),
        N_("Para una lista, empiece cada línea con «- » o con «1. ». Para dos renglones, termine "
           "la primera con dos espacios."),
        value=line.strip(),
    )  # fmt: skip
    return Fault(at + 1, wrong, "warning", fix)


def _data(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """Data each with its name, one a line."""
    for first, last in blocks(lines):
        if first in code or not all(map(_LABELLED.fullmatch, lines[first:last])):
            continue
        for at in range(first, last - 1):
            if not _BREAK.search(lines[at]):
                yield _joined(at, lines[at], f"{lines[at].rstrip()}  ")


def _cells(line: str) -> int:
    line = without_code(line).strip()
    return len(CELL.split(line.removeprefix("|").removesuffix("|")))


def _barred(line: str) -> bool:
    """Whether a line stands between bars, as a row does."""
    bare = line.strip()
    return len(bare) > 2 and bare[0] == "|" and bare[-1] == "|"


def _tables(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    for first, last in blocks(lines):
        if first in code or not any("|" in line for line in lines[first:last]):
            continue
        block = lines[first:last]
        start = next((at for at, line in enumerate(block) if HEADING.match(line) is None), 0)
        if _is_table(block[start:]):
            after = next((at for at in range(start + 2, len(block)) if "|" not in block[at]), 0)
            if after and not block[after].lstrip().startswith(("{:", "*[", "[^")):
                yield _pasted(first + after, block[after])
            continue
        head = next((at for at, line in enumerate(block) if _barred(line)), -1)
        if head < 0 and len(block) > 1 and len(set(map(_cells, block))) == 1:
            head = 0
        if head < 0 or indent(block[head]) >= TAB or any(map(item, block[:head])):
            continue
        yield _no_table(first + head, block, head)


def _is_table(block: Sequence[str]) -> bool:
    return (
        len(block) > 1
        and "|" in block[0]
        and RULER.fullmatch(block[1]) is not None
        and _cells(block[0]) == _cells(block[1])
    )


def _pasted(at: int, line: str) -> Fault:
    wrong = InvalidValue(
        N_("«{value}» sale como una fila de la tabla de arriba"),
        N_("Deje una línea en blanco después de la tabla."),
        value=line.strip(),
    )
    return Fault(at + 1, wrong, "warning", f"\n{line}")


def _no_table(at: int, block: Sequence[str], head: int) -> Fault:
    """A table that is none, and what it needs: a blank line, a rule or the right one. `block` is
    what stands together, and `head` its first row."""
    row = block[head].rstrip()
    below = block[head + 1] if head + 1 < len(block) else ""
    rule = f"|{'---|' * _cells(row)}"
    if head and _is_table(block[head:]):
        wrong = InvalidValue(
            N_("la tabla que empieza con «{value}» sale como texto corrido"),
            N_("Deje una línea en blanco antes."),
            value=row.strip(),
        )
        return Fault(at + 1, wrong, "warning", f"\n{block[head]}")
    wrong = InvalidValue(
        N_("«{value}» sale con sus barras, no como tabla"),
        N_(
            "Ponga las filas juntas, sin líneas en blanco entre ellas. Debajo de la primera: {rule}"
        ),
        value=row.strip(),
        rule=rule,
    )
    if below and "|" in below and _NEARLY_RULER.fullmatch(below):
        return Fault(at + 2, wrong, "warning", rule)
    same = len({_cells(line) for line in block[head:]}) == 1
    sure = len(block) - head > 1 and same and all(map(_barred, block[head:]))
    return Fault(at + 1, wrong, "warning", f"{block[head]}\n{rule}" if sure else None)


def _links(at: int, plain: str, line: str) -> Iterator[Fault]:
    """Links that are none, because of a space or of turned brackets. `plain` is the line without
    its code."""
    for pattern, right in ((_PARTED, r"\1\2"), (_TURNED, r"[\1](\2)")):
        if found := pattern.search(plain):
            link = found.expand(right)
            wrong = InvalidValue(
                N_("«{value}» no es un enlace: se lee tal cual"),
                N_("Escríbalo así: {link}"),
                value=found[0],
                link=link,
            )
            whole = f"{line[: found.start()]}{link}{line[found.end() :]}"
            yield Fault(at + 1, wrong, "warning", whole)
    if found := _UNCLOSED.search(plain):
        wrong = InvalidValue(
            N_("al enlace «{value}» le falta cerrar el paréntesis: se lee tal cual"),
            N_("Escriba ) donde termina la dirección."),
            value=found[0].strip(),
        )
        yield Fault(at + 1, wrong, "warning")


def _bold(at: int, plain: str, line: str) -> Iterator[Fault]:
    """Bold with a space inside its stars, which are read."""
    stars = [found.start() for found in _BOLD.finditer(plain)]
    if len(stars) % 2:
        return
    for start, end in zip(stars[::2], stars[1::2], strict=True):
        inner = line[start + 2 : end]
        words = inner.strip(" \t")
        # One that comes after a word is the end of what a line above began.
        if not words or words == inner or line[:start][-1:].isalnum():
            continue
        before, after = inner.partition(words)[::2]
        left, right = line[:start], line[end + 2 :]
        if before and left.strip() and left[-1] not in " \t":
            left += " "
        if after and right[:1].isalnum():
            right = f" {right}"
        wrong = InvalidValue(
            N_("los asteriscos de «{value}» se leen, porque tienen un espacio al lado"),
            N_("Escriba **{words}**, sin espacios por dentro."),
            value=f"**{inner}**",
            words=words,
        )
        yield Fault(at + 1, wrong, "warning", f"{left}**{words}**{right}")
        return


def _notes(lines: Sequence[str]) -> Iterator[Fault]:
    """Notes that are called and are not there, and those that nothing calls."""
    called: dict[str, int] = {}
    there: dict[str, int] = {}
    for at, line in enumerate(lines):
        if "[^" not in line:
            continue
        for found in _NOTE.finditer(line):
            begins = not line[: found.start()].strip() and found[2]
            (there if begins else called).setdefault(found[1], at)
    for name, at in called.items():
        if name not in there:
            wrong = InvalidValue(
                N_("falta la nota «[^{name}]»: se lee la marca tal cual"),
                N_("Escriba la nota al final, en su línea: [^{name}]: El texto de la nota."),
                name=name,
            )
            yield Fault(at + 1, wrong, "warning")
    for name, at in there.items():
        if name not in called:
            wrong = InvalidValue(
                N_("nada en el texto lleva a la nota «[^{name}]»"),
                N_("Escriba [^{name}] donde corresponde, o borre la nota."),
                name=name,
            )
            yield Fault(at + 1, wrong, "warning")
