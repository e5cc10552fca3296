"""Strict front matter: YAML between `---` lines, every value with its line.

YAML 1.1 turns `no`, `12:30` and `010` into other types. Nothing is guessed here: such a value
stays a `Ambiguous` that no field accepts, and the message says to put it in quotes.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from pregonero.diagnostics import Ambiguous, InvalidValue, Path_, Problem, named, nearest
from pregonero.i18n import N_
from pregonero.invisible_characters import FORBIDDEN, refusals, removal, visible

FENCE = "---"

#: Characters a header may have. The YAML parser recurses in C: a deeper nest than this
#: could hold would end the process.
LARGEST = 20_000

#: Characters of a number: any that an office counts, and degrees to a millimetre, have fewer.
#: Python refuses to read whole numbers of thousands, and caches hold none beyond eighteen digits.
LONGEST_NUMBER = 18

_PLAIN_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_SWALLOWED = re.compile(r"\s*#[^\s#]")
_KEY = re.compile(r"[\s-]*([\w-]+)\s*:")
#: A value that begins with a quote of books and not of keyboards.
_CURLY = re.compile(r"([:-][ \t]+)([“”„‟«‘’‚‹])(.*)")
_CLOSING = "“”„‟»‘’‚›\"' \t"
_PLAIN_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")


@dataclass
class FrontMatter:
    """A document's header and text.

    `values` holds plain Python values under the keys as typed; `lines` the line of each value by
    its path from the root, counted from 1 in the file; `body_line` is where the text starts.
    """

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing that holds it."""
        return nearest(self.lines, path)


def parse(text: str, file: str) -> FrontMatter:
    """Read a document's header strictly; what is wrong with it is in `problems`."""
    found = FrontMatter()
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)

    def fail(line: int, wrong: InvalidValue) -> FrontMatter:
        found.problems.append(wrong.at(file, line, N_("encabezado")))
        return found

    if first is None:
        return fail(
            1,
            InvalidValue(
                N_("el archivo está vacío"), N_("Créelo con «python cli.py nuevo» o bórrelo.")
            ),
        )
    if lines[first].rstrip() != FENCE:
        return fail(
            first + 1,
            InvalidValue(
                N_("falta el encabezado"),
                N_("La primera línea debe ser --- y sus datos van debajo."),
            ),
        )
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == FENCE), None)
    if last is None:
        return fail(
            first + 1,
            InvalidValue(
                N_("el encabezado no se cierra"),
                N_("Escriba una línea con --- donde terminan los datos."),
            ),
        )
    found.body = "\n".join(lines[last + 1 :])
    found.body_line = last + 2
    offset = first + 2
    header = "\n".join(lines[first + 1 : last])
    for line, wrong in refusals(header):
        key = _KEY.match(lines[first + line])
        found.problems.append(wrong.at(file, first + 1 + line, key[1] if key else N_("encabezado")))
    header = FORBIDDEN.sub("", header)
    if len(header) > LARGEST:
        return fail(
            first + 1,
            InvalidValue(
                N_("el encabezado mide {size} caracteres; el máximo es {most}"),
                N_("Pase el texto largo debajo del segundo ---."),
                size=len(header),
                most=LARGEST,
            ),
        )
    try:
        root = yaml.compose(header, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in str(error.context)
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        return fail((mark.line if mark else 0) + offset, _not_yaml(error, lines, mark, offset))
    except yaml.YAMLError as error:
        return fail(
            offset,
            InvalidValue(
                N_("hay un carácter que no se puede leer ({reason})"),
                N_("Borre la línea y escríbala de nuevo a mano."),
                reason=str(error),
            ),
        )
    if root is None:
        return fail(
            first + 1,
            InvalidValue(N_("el encabezado está vacío"), N_("Escriba al menos title y date.")),
        )
    if not isinstance(root, yaml.MappingNode):
        return fail(
            offset,
            InvalidValue(
                N_("el encabezado no tiene la forma «clave: valor»"),
                N_("Escriba un dato por línea, así: title: Un título."),
            ),
        )
    try:
        found.values = _Reader(found, file, header.split("\n"), offset).mapping(root, ())
    except RecursionError:
        return fail(
            offset,
            InvalidValue(
                N_("hay demasiadas listas dentro de listas"),
                N_("Escriba los datos sin anidarlos tanto."),
            ),
        )
    return found


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _not_yaml(
    error: yaml.MarkedYAMLError, lines: list[str], mark: Any, offset: int
) -> InvalidValue:
    index = (mark.line if mark else 0) + offset - 1
    typed = lines[index] if index < len(lines) else ""
    if "\t" in typed[: len(typed) - len(typed.lstrip())]:
        return InvalidValue(
            N_("la línea empieza con un tabulador"), N_("Use espacios en lugar del tabulador.")
        )
    if curly := _CURLY.search(typed):
        return _curly(typed, curly)
    if "quoted scalar" in str(error.context):
        return InvalidValue(
            N_("las comillas no se cierran: {value}"),
            N_("Ponga comillas al principio y al final del valor."),
            value=typed.strip(),
        )
    if "mapping values are not allowed" in str(error.problem):
        return InvalidValue(
            N_("hay dos puntos dentro del valor: {value}"),
            N_("Ponga todo el valor entre comillas."),
            value=typed.strip(),
        )
    return InvalidValue(
        N_("no se entiende esta línea: {value}"),
        N_("Revise comillas, sangría y que cada dato sea «clave: valor»."),
        value=typed.strip(),
    )


def _curly(typed: str, found: re.Match[str]) -> InvalidValue:
    """That a value is between quotes that people see as such and YAML does not."""
    inside = found[3].rstrip(_CLOSING)
    if any(sign in _CLOSING and sign != " " for sign in inside):
        inside = found[2] + found[3].rstrip()  # they are of some of its words
    quote = "'" if '"' in inside else '"'
    return InvalidValue(
        N_("las comillas {quotes} son tipográficas y aquí no valen: {value}"),
        N_("Use comillas rectas: {fixed}"),
        quotes=found[2],
        value=typed.strip(),
        fixed=f"{typed[: found.start(2)].strip()} {quote}{inside}{quote}",
    )


class _Reader:
    """Turns YAML nodes into plain values, noting lines and refusing what YAML would guess."""

    def __init__(self, found: FrontMatter, file: str, header: list[str], offset: int) -> None:
        self.found = found
        self.file = file
        self.header = header
        self.offset = offset
        self.seen: set[int] = set()

    def fail(self, node: yaml.Node, name: str, wrong: InvalidValue) -> None:
        self.found.problems.append(wrong.at(self.file, self.line(node), name))

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.offset

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.found.lines[path] = self.line(node)
        # An alias gives the same node twice: nobody needs one, and nested ones are a bomb.
        if id(node) in self.seen:
            self.fail(
                node,
                named(path),
                InvalidValue(
                    N_("no se admiten anclas ni referencias (& y *)"),
                    N_("Escriba el valor completo o póngalo entre comillas."),
                ),
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self.scalar(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if not name.isprintable():
                name = self.seen_only(key, name, path)
            if name in values:
                self.fail(
                    key,
                    named((*path, name)),
                    InvalidValue(
                        N_("la clave está repetida; ya estaba en la línea {line}"),
                        N_("Deje una sola."),
                        line=first[name],
                    ),
                )
                continue
            first[name] = self.line(key)
            values[name] = self.value(value, (*path, name))
            self.found.lines[(*path, name)] = self.line(key)
        return values

    def swallowed(self, node: yaml.ScalarNode) -> bool:
        """Whether a bare value is followed by a `#` that its author meant as text: `Calle #1`."""
        mark = node.end_mark
        line = self.header[mark.line] if mark.line < len(self.header) else ""
        return bool(_SWALLOWED.match(line, mark.column))

    def seen_only(self, node: yaml.ScalarNode, typed: str, path: Path_) -> str:
        """A value without what nobody sees: here only what was written as an escape (`\\u202e`)."""
        for _, wrong in refusals(typed):
            self.fail(node, named(path), wrong)
        allowed = FORBIDDEN.sub("", typed)
        text, silent = visible(allowed)
        if silent >= 0:
            wrong = removal(allowed[silent])
            problem = wrong.at(self.file, self.line(node), named(path), "warning")
            self.found.problems.append(problem)
        return text

    def scalar(self, node: yaml.ScalarNode, path: Path_) -> Any:
        typed: str = node.value
        if not node.style and self.swallowed(node):
            line = self.header[node.start_mark.line]
            curly = _CURLY.search(line)
            wrong = InvalidValue(
                N_("lo que sigue a # no se lee, porque YAML lo toma por comentario"),
                N_("Ponga todo el valor entre comillas; o deje un espacio después de #."),
            )
            self.fail(node, named(path), _curly(line, curly) if curly else wrong)
        if not typed.isprintable():
            typed = self.seen_only(node, typed, path)
        kind = node.tag.rpartition(":")[2]
        if kind in ("str", "timestamp", "value"):
            return typed
        if kind == "null":
            return None
        if kind in ("int", "float") and len(typed) > LONGEST_NUMBER:
            self.fail(
                node,
                named(path),
                InvalidValue(
                    N_("el número tiene {size} cifras; el máximo es {most}"),
                    N_("Revíselo; si es un texto, póngalo entre comillas."),
                    size=len(typed),
                    most=LONGEST_NUMBER,
                ),
            )
            return None
        if kind == "int" and _PLAIN_INTEGER.fullmatch(typed):
            return int(typed)
        if kind == "float" and _PLAIN_FLOAT.fullmatch(typed):
            return Decimal(typed)  # exactly what was typed
        if kind == "bool" and typed in ("true", "false"):
            return typed == "true"
        if kind in ("int", "float", "bool", "merge"):
            return Ambiguous(typed)
        self.fail(
            node,
            named(path),
            InvalidValue(
                N_("no se admite la etiqueta {tag}"), N_("Escriba solo el valor."), tag=node.tag
            ),
        )
        return None
