"""What one text may cost: told in one pass, before anything that could take long is begun.

Rendering looks again and again at what is left open: a bracket, a tag, a list in a list. No text
that somebody wrote comes near these bounds; one that was made to does, or one that was damaged.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.markdown.fast_path import plain
from pregonero.markdown.lines import HEADING, RULE, blocks, fenced, is_underline, item

#: Characters of a text with marks; the longest real ones have a third.
LONGEST = 300_000
#: Lists in lists, quotations in quotations, elements in elements.
DEEPEST = 20
OPEN_TAGS = 100
#: Steps that rendering may take for what is left open, and for a paragraph full of signs: each is
#: half a second at most.
_STEPS = 2_000_000
_TAG_STEPS = 10_000_000
_BLOCK_STEPS = 100_000_000
_SIGN_STEPS = 5_000_000_000
_FENCE_STEPS = 30_000_000
_ACRONYM_STEPS = 50_000_000
COLUMNS, CELLS = 100, 30_000
DEFINITIONS = 1_000
#: Definitions of a list in one block.
DESCRIBED = 150

#: A shorter text cannot take as many steps, whatever its paragraphs.
_CHEAP = 10_000

_LONG_ITEM = re.compile(r"^[ \t]{30,}(?:[-*+]|\d+\.)[ \t]", re.MULTILINE)
_OPENED = re.compile(r"\n(?:[ \t]*+(?:[-*+][ \t]|\d++\.[ \t]|>)){8}")
_WIDE = " " * 20
_MARK = re.compile(r"[ \t]*+(?:[-*+][ \t]|\d++\.[ \t]|>)")
_BRACKETS = re.compile(r"(?<!\\)[\[\]]")
_PARENTHESES = re.compile(r"\]\(|[()]")
_SIGNS = re.compile(r"[\[\]*_`<&\\]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>")
_VOID = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li td th tr dt dd
    thead tbody tfoot option colgroup rp rt""".split()  # noqa: SIM905
)
_ACRONYM = re.compile(r"^ {0,3}\*\[[^\]\n]+\]:", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}(?:\*\[|\[\^?)[^\]\n]+\]:", re.MULTILINE)
_DESCRIPTION = re.compile(r"[ \t]*+(?:>[ \t]*+)*+:[ \t]")
_BLANK = re.compile(r"\n[ \t]*+\n")
_ROW_END = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t|:-]*")

REMEDY = N_("Divida el texto en varias páginas, o páselo a un archivo y enlácelo.")
MARKS = N_("Borre los signos que sobran, o escriba \\ delante de cada uno.")


class Excess(NamedTuple):
    """Why a text costs too much, and the line where that is told, counted from 1."""

    line: int
    wrong: InvalidValue


def excess(text: str) -> Excess | None:
    """The first reason why a text would cost too much to render, if there is one."""
    if len(text) < 2 * DEEPEST:
        return None
    return next(_excesses(text), None)


def _excesses(text: str) -> Iterator[Excess]:
    if len(text) > LONGEST and plain(text) is None:
        yield Excess(
            1,
            InvalidValue(
                N_("el texto mide {size} caracteres con marcas; el máximo es {most}"),
                REMEDY,
                size=len(text),
                most=LONGEST,
            ),
        )
        return
    yield from _nested(text)
    # Each sign has to be there, and often, before it can cost.
    brackets = text.count("[")
    if brackets > 200:
        yield from _left_open(text, _BRACKETS, "[", "]", N_("hay {count} corchetes sin cerrar"))
        yield from _defined(text)
    if "](" in text and text.count("](") > 200:
        yield from _left_open(text, _PARENTHESES, "](", ")", N_("hay {count} enlaces sin cerrar"))
    if "<" in text and text.count("<") > OPEN_TAGS:
        yield from _tags(text)
    if text.count(": ") + text.count(":\t") > DESCRIBED:
        yield from _described(text)
    if len(text) > _CHEAP:
        yield from _in_blocks(text)
    if ("```" in text or "~~~" in text) and text.count("```") + text.count("~~~") > 20:
        yield from _fences(text)
    if "|" in text and text.count("|") > COLUMNS:
        yield from _tables(text)


def _defined(text: str) -> Iterator[Excess]:
    """Notes, references and acronyms: each is looked for in all of the text."""
    if (count := text.count("*[")) * len(text) > _ACRONYM_STEPS:
        count = sum(1 for _ in _ACRONYM.finditer(text))
        if count * len(text) > _ACRONYM_STEPS:
            most = _ACRONYM_STEPS // len(text)
            message = N_(
                "hay {count} siglas con su explicación; en un texto tan largo caben {most}"
            )
            yield Excess(1, InvalidValue(message, REMEDY, count=count, most=most))
            return
    count = text.count("[^")
    if count <= DEFINITIONS < text.count("]:"):
        count = sum(1 for _ in _DEFINITION.finditer(text))
    if count > DEFINITIONS:
        yield Excess(
            1,
            InvalidValue(
                N_("hay {count} notas o referencias; el máximo es {most}"),
                REMEDY,
                count=count,
                most=DEFINITIONS,
            ),
        )


def _nested(text: str) -> Iterator[Excess]:
    """Lists in lists and quotations in quotations."""
    deep = InvalidValue(
        N_("hay más de {most} listas o citas, una dentro de otra"),
        N_("Quite niveles: empiece las líneas más a la izquierda."),
        most=DEEPEST,
    )
    for found in _OPENED.finditer(f"\n{text}"):
        end = text.find("\n", found.start())
        line = text[found.start() : len(text) if end < 0 else end]
        count = at = 0
        while mark := _MARK.match(line, at):
            count, at = count + 1, mark.end()
        if count > DEEPEST and not RULE.fullmatch(line):
            yield Excess(_line(text, found.start()), deep)
            return
    if not (_WIDE in text or "\t" in text) or not _LONG_ITEM.search(text):
        return
    opened: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        typed = item(line)
        if typed:
            while opened and typed.indent - opened[-1] < 2:
                opened.pop()
            opened.append(typed.indent)
            if len(opened) > DEEPEST:
                yield Excess(number, deep)
                return
        elif line[:1] not in (" ", "\t", ""):
            opened.clear()


def _left_open(
    text: str, signs: re.Pattern[str], opening: str, closing: str, message: str
) -> Iterator[Excess]:
    """Signs whose end is looked for as far as that of the paragraph: how far each has to go."""
    steps = 0
    for start, end in _paragraphs(text):
        opened: list[int] = []
        for found in signs.finditer(text, start, end):
            if found[0] == closing:
                if opened:
                    steps += found.start() - opened.pop()
            elif found[0] == opening or opened:
                opened.append(found.start())
        steps += sum(end - at for at in opened)
        if steps > _STEPS:
            at = opened[0] if opened else start
            yield Excess(_line(text, at), InvalidValue(message, MARKS, count=len(opened)))
            return


def _tags(text: str) -> Iterator[Excess]:
    steps = 0
    at = text.find("<")
    while at >= 0:
        end = text.find(">", at)
        if end < 0:
            # None of the rest is closed: each is looked for to the end.
            steps += text.count("<", at) * (len(text) - at) // 2
            break
        steps += end - at
        if steps > _TAG_STEPS:
            break
        at = text.find("<", at + 1)
    if steps > _TAG_STEPS:
        wrong = InvalidValue(N_("hay demasiados signos «<» que no se cierran"), MARKS)
        yield Excess(_line(text, max(at, 0)), wrong)
        return
    opened = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _VOID and not tag[0].endswith("/>"):
            opened = max(opened - 1, 0) if tag[1] else opened + 1
            if opened > OPEN_TAGS:
                yield Excess(
                    _line(text, tag.start()),
                    InvalidValue(
                        N_("hay más de {most} etiquetas de HTML abiertas, una dentro de otra"),
                        N_("Cierre cada una, o bórrelas."),
                        most=OPEN_TAGS,
                    ),
                )
                return


def _in_blocks(text: str) -> Iterator[Excess]:
    """Paragraphs full of signs, and headings or rules without a blank line between them."""
    split = signed = 0
    lines = text.split("\n")
    for first, last in blocks(lines):
        size = sum(len(line) + 1 for line in lines[first:last])
        if size < 1_000:
            continue
        block = lines[first:last]
        parts = sum(
            1 for line in block if HEADING.match(line) or is_underline(line) or RULE.fullmatch(line)
        )
        split += parts * size
        signed += sum(1 for _ in _SIGNS.finditer("\n".join(block))) * size
        if split > _BLOCK_STEPS:
            yield Excess(
                first + 1,
                InvalidValue(
                    N_("hay {count} subtítulos o rayas sin líneas en blanco entre ellos"),
                    N_("Deje una línea en blanco antes y después de cada uno."),
                    count=parts,
                ),
            )
            return
        if signed > _SIGN_STEPS:
            yield Excess(
                first + 1, InvalidValue(N_("el párrafo tiene demasiados signos de Markdown"), MARKS)
            )
            return


def _described(text: str) -> Iterator[Excess]:
    """Definitions of a list without a blank line between them: each is read within the last."""
    lines = text.split("\n")
    for first, last in blocks(lines):
        count = sum(1 for line in lines[first:last] if _DESCRIPTION.match(line))
        if count > DESCRIBED:
            yield Excess(
                first + 1,
                InvalidValue(
                    N_("hay {count} definiciones sin líneas en blanco entre ellas"),
                    N_("Deje una línea en blanco antes de cada palabra que se define."),
                    count=count,
                ),
            )
            return


def _fences(text: str) -> Iterator[Excess]:
    lines = text.split("\n")
    closed = {at for first, last in fenced(lines) for at in (first, last)}
    open_ = [at for at, line in enumerate(lines) if line[:3] in ("```", "~~~") and at not in closed]
    if len(open_) * len(text) > _FENCE_STEPS:
        yield Excess(
            open_[0] + 1,
            InvalidValue(
                N_("hay {count} bloques de código sin cerrar"),
                N_("Cierre cada uno con la misma línea con que empieza, o bórrela."),
                count=len(open_),
            ),
        )


def _tables(text: str) -> Iterator[Excess]:
    lines = text.split("\n")
    for first, last in blocks(lines):
        if last - first < 2 or "|" not in lines[first] or not _RULER.fullmatch(lines[first + 1]):
            continue
        columns = len(_ROW_END.findall(lines[first]))
        if columns > COLUMNS or columns * (last - first) > CELLS:
            yield Excess(
                first + 1,
                InvalidValue(
                    N_("la tabla tiene {columns} columnas y {rows} filas, y nadie podría leerla"),
                    N_("Publíquela como archivo .csv o .xlsx y enlácela."),
                    columns=columns,
                    rows=last - first - 2,
                ),
            )
            return


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """What stands between blank lines."""
    at = 0
    for found in _BLANK.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
