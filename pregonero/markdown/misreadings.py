"""What a Markdown text says otherwise than it was typed: words that nobody would read, and what is
read as another kind of thing (a heading, code, running text) than its author meant.

A loss is an error, a change of kind a warning; both say what to type. Nearly all texts have none
of the signs of either, and are done with one look.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pregonero.diagnostics import InvalidValue
from pregonero.git import conflicts
from pregonero.i18n import N_
from pregonero.markdown.bounds import excess
from pregonero.markdown.fault import MOST, Fault
from pregonero.markdown.intent import HASHTAGS, announced
from pregonero.markdown.lines import (
    CELL,
    RULE,
    RULER,
    TAB,
    ListItem,
    code_lines,
    indent,
    is_underline,
    item,
)
from pregonero.markdown.links import without_code
from pregonero.markdown.near_misses import maybe_near, near_misses
from pregonero.markdown.tags import COMMENT, between_signs, tags
from pregonero.markdown.words import Missing, missing

#: Signs with which words can go: a tag, a definition, attributes, code with a name. Each is looked
#: for only where its first character is.
_LOSES = {
    "<": re.compile(r"<[a-zA-Z/!?]"),
    "]:": re.compile(r"^ {0,3}\*?\[[^\]\n]+\]:", re.MULTILINE),
    "{": re.compile(r"\{[^{}\n]*\}"),
    "```": re.compile(r"^`{3}[^\n]", re.MULTILINE),
    "~~~": re.compile(r"^~{3}[^\n]", re.MULTILINE),
}
_HARMLESS = re.compile(
    r"<(?:https?://|mailto:)[^<>\s]+>|<[^<>\s@]+@[^<>\s@]+>"
    r"|</?(?:a|abbr|b|br|cite|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u)\b"
    r"(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
#: Lines that may be read as another kind of thing, after the end of the one before: a heading
#: without space, an item below a line of text, a number, a sign before a number, a rule.
_CHANGES = re.compile(
    r"\n(?:#{1,6}[^\s#]|[ \t]*\d+\.[ \t]|[+>][ \t]?\d|(?:=+|-+)[ \t]*(?:\n|$)"
    r"|[ \t]*\n(?:\t| {4})|[^\s*+#>|-][^\n]*\n[ \t]*[-*+][ \t])"
)
_NO_SPACE = re.compile(r"(#{1,6})([^\s#].*)")
_TIMED = re.compile(r"\*\d+\*")
_TIMES = re.compile(r"\d+(?:\*\d+){2,}")
_MORE_THAN = re.compile(r">[ \t]?\d")
#: An item of a list, its sign and its words parted by a tabulator.
_PASTED_ITEM = re.compile(r"[ \t]*(?:[^\w\s]|o|\w{1,3}[.)])[ ]*\t")
_TABS = re.compile(r"[ ]*\t+[ ]*")
_BRACES = re.compile(r"(?<!\\)\{[^{}\n]*\w[^{}\n]*\}")
_DEFINITION = re.compile(r" {0,3}(\*?)\[([^\]\n]+)\]:\s*(.*)")
_ADDRESS = re.compile(r"\S*[/.#]\S*$")
_NOTED = re.compile(r" {0,3}\[\^[^\]\n]+\]:")
#: A line above a rule that is a sentence, and no title of what follows.
_SENTENCE = 90


def faults(body: str) -> Iterator[Fault]:
    """Everything that would be read otherwise than it was typed; of what costs too much, that."""
    marked = [Fault(line, wrong) for line, wrong in conflicts.markers(body)]
    if marked:
        yield from marked  # what is between them is said twice
    elif too_much := excess(body):
        yield Fault(*too_much)
    else:
        yield from changes(body)


def changes(body: str) -> Iterator[Fault]:
    """The same of a text that is within bounds."""
    losing = _loses(body)
    table = "|" in body
    changing = (
        _CHANGES.search(f"\n\n{body}") is not None
        or "\t" in body
        or ("*" in body and _TIMED.search(body) is not None)
    )
    near = maybe_near(body)
    if not (losing or table or changing or near):
        return
    lines = body.split("\n")
    code = code_lines(lines)
    wide = {fault.line: fault for fault in _wide_rows(lines, code)} if table else {}
    if wide or (losing and _loses(_HARMLESS.sub("", COMMENT.sub("", body)))):
        for one in missing(body):
            yield wide.get(one.line) or _loss(one, lines)
    if losing and "<" in body:
        yield from _unknown_tags(body)
    if changing:
        yield from islice(_changed(lines, code), MOST)
    if near:
        yield from islice(near_misses(lines, code), MOST)


def _loses(body: str) -> bool:
    """Whether a text has a sign with which words can go."""
    return any(sign in body and pattern.search(body) for sign, pattern in _LOSES.items())


def _loss(one: Missing, lines: Sequence[str]) -> Fault:
    line = lines[one.line - 1]
    words = " ".join(one.words)
    if (defined := _DEFINITION.match(line)) and defined[1]:
        return Fault(
            one.line,
            InvalidValue(
                N_("la sigla «{name}» no está en el texto, y no se leería «{value}»"),
                N_("Escríbala en el texto, o borre la línea."),
                name=defined[2],
                value=words,
            ),
        )
    if defined:
        return Fault(
            one.line,
            InvalidValue(
                N_("«{value}» no se leería: la línea parece la dirección de un enlace"),
                N_("Escriba \\ delante del corchete, o borre la línea si sobra: \\{shown}"),
                value=words,
                shown=line.strip(),
            ),
            "warning" if _ADDRESS.fullmatch(defined[3].split(" ")[0] or " ") else "error",
            line.replace("[", "\\[", 1),
        )
    if braces := _BRACES.search(line):
        return Fault(
            one.line,
            InvalidValue(
                N_("«{value}» no se leería: lo que está entre llaves se toma por código"),
                N_("Escriba \\ delante de la llave, o use paréntesis: ({shown})"),
                value=words,
                shown=braces[0].strip("{:} "),
            ),
            fix=line[: braces.start()] + "\\" + line[braces.start() :],
        )
    return Fault(
        one.line,
        InvalidValue(
            N_("no se leería: «{value}»"),
            N_("Escriba \\ delante del signo que está antes, o cambie esa línea."),
            value=words,
        ),
    )


def _wide_rows(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """Rows of a table with more cells than it has headings: those of the end are not shown."""
    at = 1
    while at < len(lines):
        ruler, head = lines[at], lines[at - 1]
        if "|" in head and at not in code and RULER.fullmatch(ruler):
            columns = len(cells(head))
            at += 1
            while at < len(lines) and lines[at].strip() and at not in code:
                row = cells(lines[at])
                if len(row) > columns and any(map(str.strip, row[columns:])):
                    yield Fault(
                        at + 1,
                        InvalidValue(
                            N_("la fila tiene {cells} celdas y la tabla {columns} encabezados: "
                               "no se leería «{value}»"),
                            N_("Añada un encabezado, o escriba \\| si la barra es del texto."),
                            cells=len(row),
                            columns=columns,
                            value=" ".join(" ".join(row[columns:]).split()),
                        ),
                    )  # fmt: skip
                at += 1
        at += 1


def cells(line: str) -> list[str]:
    """The cells of a row, as typed."""
    if "`" in line:
        line = without_code(line)
    line = line.strip()
    return CELL.split(line.removeprefix("|").removesuffix("|" if line[-2:] != "\\|" else ""))


def _unknown_tags(body: str) -> Iterator[Fault]:
    """Words between signs, which are shown as they were typed."""
    text = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), without_code(body))
    known = {tag.start() for tag in tags(text)}
    unknown = [tag for tag in between_signs(text) if tag.start() not in known]
    shown = body.split("\n") if unknown else []
    number, at = 0, 0  # of the line, and where it begins
    for tag in unknown[:MOST]:
        end = text.rfind("\n", at, tag.start())
        if end >= 0:
            number, at = number + text.count("\n", at, end) + 1, end + 1
        line = shown[number]
        yield Fault(
            number + 1,
            InvalidValue(
                N_("«{value}» no es una etiqueta de HTML: se publica como texto"),
                N_("Si es lo que quiere, escriba &lt; en lugar del primer signo: &lt;{rest}"),
                value=tag[0],
                rest=tag[0][1:],
            ),
            "warning",
            f"{line[: tag.start() - at]}&lt;{line[tag.start() - at + 1 :]}",
        )
    if (at := text.find("<!--")) >= 0:
        yield Fault(
            text.count("\n", 0, at) + 1,
            InvalidValue(
                N_("el comentario que empieza con <!-- no se cierra: se publica como texto"),
                N_("Ciérrelo con -->, o bórrelo."),
            ),
            "warning",
        )


def _changed(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """Lines that are read as another kind of thing."""
    opened: list[ListItem] = []  # the items of the list that is open
    blank = True
    noted = False  # whether what is indented goes on with a note
    for at, line in enumerate(lines):
        if at in code or line.lstrip().startswith("<"):
            blank, opened = False, []
            continue
        if not line.strip():
            blank = True
            continue
        noted = noted and (not blank or indent(line) >= TAB)
        typed = item(line)
        odd: Fault | None = None
        if typed and (opened or typed.indent < TAB):
            paragraph = not opened and not blank and at > 0
            if paragraph and not announced(lines, at, typed):
                if typed.mark != "+" and not typed.numbered:
                    odd = _running(line, at)
                typed = None
            else:
                odd = _odd_item(typed, opened, lines, at)
                while opened and typed.indent - opened[-1].indent < 2:
                    opened.pop()
                opened.append(typed)
        elif _NOTED.match(line):
            noted = True
        elif indent(line) >= TAB and blank and not opened and not noted:
            odd = Fault(
                at + 1,
                InvalidValue(
                    N_("el párrafo «{value}» sale como código, porque empieza con espacios"),
                    N_("Quite los espacios del principio. Si es código, póngalo entre dos líneas "
                       "con ```."),
                    value=line.strip(),
                ),
                "warning",
            )  # fmt: skip
        elif opened and blank and indent(line) < 2:
            opened = []
        if odd is None and not typed:
            odd = _odd_line(line, at, lines, blank=blank)
        if odd:
            yield odd
        blank = False
    yield from _renumbered(lines, code)
    yield from _tabbed(lines, code)


def _running(line: str, at: int) -> Fault:
    wrong = InvalidValue(
        N_("«{value}» sale dentro del párrafo, no como lista"),
        N_("Deje una línea en blanco antes. Si no es una lista, una esa línea con la de arriba."),
        value=line.strip(),
    )
    return Fault(at + 1, wrong, "warning")


def _odd_item(
    typed: ListItem, opened: Sequence[ListItem], lines: Sequence[str], at: int
) -> Fault | None:
    """An item that is hardly one: a year, a telephone, the day of a date."""
    words, line = typed.words, lines[at]
    if typed.mark == "+" and words[:1].isdecimal():
        wrong = InvalidValue(
            N_("«{value}» sale como lista y pierde el signo +"),
            N_("Escriba \\ delante: \\{value}"),
            value=line.strip(),
        )
        return Fault(at + 1, wrong, "warning", line.replace("+", "\\+", 1))
    if typed.numbered and not opened:
        number = typed.mark.removesuffix(".")
        alone = not typed.alike(_next_item(lines, at))
        if len(number) > 3 or (alone and number not in ("0", "1") and words[:1].islower()):
            wrong = InvalidValue(
                N_("«{value}» sale como lista numerada"),
                N_("Si no es una lista, escriba \\ antes del punto: {number}\\. {words}"),
                value=line.strip(),
                number=number,
                words=words,
            )
            return Fault(at + 1, wrong, "warning", line.replace(".", "\\.", 1))
    return None


def _next_item(lines: Sequence[str], at: int) -> ListItem | None:
    """The item that comes next, if no other text is between."""
    below = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    return item(below)


def _odd_line(line: str, at: int, lines: Sequence[str], *, blank: bool) -> Fault | None:
    """A line of text that becomes a heading or a quotation, or loses a sign."""
    value = line.strip()
    if (found := _NO_SPACE.fullmatch(line)) and not HASHTAGS.fullmatch(line):
        heading = f"{found[1]} {found[2].strip()}"
        wrong = InvalidValue(
            N_("«{value}» sale como subtítulo"),
            N_("Si lo es, deje un espacio: {heading}. Si es una etiqueta, escriba \\ delante: "
               "\\{value}"),
            value=value,
            heading=heading,
        )  # fmt: skip
        # A number is of a house or of a place in a contest: few headings begin so.
        return Fault(at + 1, wrong, "warning", f"\\{line}" if line[1:2].isdecimal() else heading)
    if _MORE_THAN.match(line):
        wrong = InvalidValue(
            N_("«{value}» sale como cita y pierde el signo >"),
            N_("Escriba \\ delante: \\{value}"),
            value=value,
        )
        return Fault(at + 1, wrong, "warning", f"\\{line}")
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if (
        blank
        and is_underline(below)
        and not RULE.fullmatch(line)
        and (len(below.strip()) == 1 or len(value) > _SENTENCE or value[-1:] in ".;,")
    ):
        wrong = InvalidValue(
            N_("«{value}» sale como subtítulo, por la raya de abajo"),
            N_("Deje una línea en blanco entre el párrafo y la raya."),
            value=value,
        )
        return Fault(at + 1, wrong, "warning")
    if "*" in line and (times := _TIMES.search(line)):
        wrong = InvalidValue(
            N_("los asteriscos de «{value}» no se leerían"),
            N_("Escriba × en su lugar, o \\ delante de cada uno."),
            value=times[0],
        )
        fix = _TIMES.sub(lambda m: m[0].replace("*", "\\*"), line)
        return Fault(at + 1, wrong, "warning", fix)
    return None


def _tabbed(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """Tables whose columns are parted by tabulators, which are read as running text."""
    for first, _ in tabbed(lines, code):
        wrong = InvalidValue(
            N_("hay una tabla hecha con tabuladores, que sale como texto corrido"),
            N_("Escriba sus filas así, y debajo de la primera una de rayas: {row}"),
            row=row(lines[first]),
        )
        yield Fault(first + 1, wrong, "warning")


def tabbed(lines: Sequence[str], code: set[int]) -> Iterator[tuple[int, int]]:
    """First line of each such table and the one after its last: two or more with as many cells."""
    first, columns = 0, 0
    for at, line in enumerate((*lines, "")):
        parted = "\t" in line and at not in code and not _PASTED_ITEM.match(line)
        mine = len(_TABS.findall(line.strip())) if parted else 0
        if mine != columns:
            if columns and at - first > 1:
                yield first, at
            first, columns = at, mine


def row(line: str) -> str:
    """A line of cells parted by tabulators as a row of Markdown."""
    return f"| {' | '.join(_TABS.split(line.strip().replace('|', chr(92) + '|')))} |"


def _renumbered(lines: Sequence[str], code: set[int]) -> Iterator[Fault]:
    """Numbers of a list that are read otherwise than they were typed."""
    last: dict[int, tuple[int, bool]] = {}  # by indent: the number that is read, all are 1 so far
    broken = True
    for at, line in enumerate(lines):
        typed = item(line) if at not in code else None
        if typed is None or (typed.indent >= TAB and not last):
            if line.strip() and broken and indent(line) < 2:
                last = {}
            broken = not line.strip()
            continue
        broken = False
        for deeper in [one for one in last if one > typed.indent + 1]:
            del last[deeper]
        level = next((one for one in last if abs(one - typed.indent) < 2), typed.indent)
        if not typed.numbered:
            last.pop(level, None)
            continue
        number = int(typed.mark[:-1])
        if level in last:
            read, ones = last[level]
            ones = ones and number == 1
            read += 1
            if number != read and not ones:
                yield Fault(
                    at + 1,
                    InvalidValue(
                        N_("el número {typed} de la lista se lee {read}"),
                        N_("Escriba los números seguidos. Si no es una lista, escriba \\ antes de "
                           "cada punto: {typed}\\."),
                        typed=number,
                        read=read,
                    ),
                    "warning",
                )  # fmt: skip
                last[level] = number, False
                continue
            last[level] = read, ones
        else:
            last[level] = number, number == 1
