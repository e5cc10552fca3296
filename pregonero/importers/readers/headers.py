"""The header of any site generator's file: YAML, TOML, JSON or `Key: value` lines, read as people
left them: what repeats or breaks is told, and the values stay as they were typed."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import yaml

from pregonero.content.frontmatter import LARGEST
from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import HEADER, HeaderPair, Refused, mended, normal, undecided

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY_LINE = re.compile(r"([^\W\d][\w .-]{0,40}?)\s*:(?:\s+(.*)|\s*)$")
_TOP = re.compile(r"([\w.-]+)\s*:\s+(?![\"'\[{|>])(.+)$")
#: One of these begins a `Key: value` header; prose that has a colon does not.
_FIRST_KEYS = {"title", "titulo", "date", "fecha", "slug", "category", "status", "author"}
_QUOTED_FLAG = re.compile(r"([\"'])(true|false|yes|no|sí|si)\1", re.IGNORECASE)
_NESTED = 60


@dataclass
class Header:
    """A file's header and text; each of `pairs` once, the last of those repeated. `before` are the
    others: what they said of who may read the text still counts. `plain` if it is `Key: value`
    lines."""

    pairs: list[HeaderPair] = field(default_factory=list)
    before: list[HeaderPair] = field(default_factory=list)
    body: str = ""
    body_line: int = 1
    told: list[Problem] = field(default_factory=list)
    plain: bool = False


def read(text: str, source: str) -> Header:
    """Split a text from its header. Raises `Refused`."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise Refused(InvalidValue(N_("el archivo está vacío"), N_("Bórrelo si no hace falta.")))
    found = Header(body=text)
    opening = lines[first].rstrip()
    if opening in ("---", "+++"):
        _fenced(found, lines, first, opening, source)
    elif opening.startswith("{") and not opening.startswith(("{{", "{%", "{filename")):
        _json(found, text, source)
    else:
        _key_values(found, lines, first, source)
    if found.pairs and first:
        found.told.append(
            mended(
                source,
                1,
                HEADER,
                InvalidValue(N_("había líneas vacías antes del encabezado"), N_("Se quitaron.")),
            )
        )
    every = found.pairs
    found.pairs = list(_once(every, found.told, source))
    kept = set(map(id, found.pairs))
    found.before = [pair for pair in every if id(pair) not in kept]
    return found


def _fenced(found: Header, lines: list[str], first: int, fence: str, source: str) -> None:
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == fence), None)
    if last is None:
        wrong = InvalidValue(
            N_("el encabezado no se cierra"),
            N_("Revise dónde terminan los datos; todo entró como texto."),
        )
        found.told.append(undecided(source, first + 1, HEADER, wrong))
        found.body = "\n".join(lines[first + 1 :])
        found.body_line = first + 2
        return
    found.body = "\n".join(lines[last + 1 :])
    found.body_line = last + 2
    head = "\n".join(lines[first + 1 : last])
    _measured(head)
    if fence == "+++":
        _toml(found, head, first + 2, source)
    else:
        _yaml(found, head, first + 2, source)


def _measured(head: str) -> None:
    if len(head) > LARGEST:
        raise Refused(
            InvalidValue(
                N_("el encabezado mide {size} caracteres; el máximo es {most}"),
                N_("Pase el texto largo debajo del encabezado."),
                size=len(head),
                most=LARGEST,
            )
        )


def _yaml(found: Header, head: str, offset: int, source: str) -> None:
    quoted: set[int] = set()
    typed = head.split("\n")
    while True:
        try:
            root = yaml.compose("\n".join(typed), Loader=_LOADER)
            break
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            at = mark.line if mark else -1
            line = _TOP.match(typed[at]) if 0 <= at < len(typed) and at not in quoted else None
            if line is None:
                return _loose(found, head, offset, source, str(error).split("\n", 1)[0])
            quoted.add(at)
            typed[at] = f"{line[1]}: {json.dumps(line[2].strip(), ensure_ascii=False)}"
    for at in sorted(quoted):
        wrong = InvalidValue(
            N_("al valor le faltaban comillas: {value}"),
            N_("Se leyó completo."),
            value=head.split("\n")[at],
        )
        found.told.append(mended(source, at + offset, HEADER, wrong))
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        return _loose(found, head, offset, source, N_("no tiene la forma «clave: valor»"))
    seen: set[int] = set()
    for key, value in root.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        line = key.start_mark.line + offset
        if isinstance(value, yaml.ScalarNode) and value.style in ("'", '"'):
            _flag(found, name, value.value, line, source)
        found.pairs.append(HeaderPair(str(name), _plain(value, seen), line))
    return None


def _flag(found: Header, name: str, value: str, line: int, source: str) -> None:
    if value.lower() in ("true", "false"):
        wrong = InvalidValue(
            N_("{name} estaba entre comillas, como texto: «{value}»"),
            N_("Se leyó como sí o no."),
            name=name,
            value=value,
        )
        found.told.append(mended(source, line, name, wrong))


def _plain(node: yaml.Node, seen: set[int], depth: int = 0) -> Any:
    """A YAML node as text, lists and dictionaries. An alias to more than a word is a bomb."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag.endswith(":null") else str(node.value)
    if id(node) in seen or depth > _NESTED:
        raise Refused(
            InvalidValue(
                N_("el encabezado tiene referencias o listas una dentro de otra sin fin"),
                N_("Escriba los valores completos."),
            )
        )
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen, depth + 1) for item in node.value]
    return {str(k.value): _plain(v, seen, depth + 1) for k, v in node.value}


def _loose(found: Header, head: str, offset: int, source: str, reason: str) -> None:
    """A header that is not YAML: line by line, and told."""
    for number, line in enumerate(head.split("\n"), offset):
        if (item := _KEY_LINE.match(line)) and item[2]:
            found.pairs.append(HeaderPair(item[1], item[2].strip().strip("\"'"), number))
    wrong = InvalidValue(
        N_("el encabezado no se entiende completo ({reason})"),
        N_("Compare los datos con los del archivo original."),
        reason=reason,
    )
    found.told.append(undecided(source, offset, HEADER, wrong))


def _toml(found: Header, head: str, offset: int, source: str) -> None:
    try:
        values = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        loose = re.sub(r"^([\w.-]+)\s*=\s*", r"\1: ", head, flags=re.MULTILINE)
        return _loose(found, loose, offset, source, str(error))
    lines = head.split("\n")
    for key, value in values.items():
        start = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}\b")
        at = next((i for i, line in enumerate(lines) if start.match(line)), 0)
        if isinstance(value, str):
            _flag(found, key, value, at + offset, source)
        found.pairs.append(HeaderPair(key, _typed(value), at + offset))
    return None


def _json(found: Header, text: str, source: str) -> None:
    begin = text.index("{")
    _measured(text[begin : begin + LARGEST + 1] if "\n}" not in text[:LARGEST] else "")
    try:
        values, end = json.JSONDecoder(object_pairs_hook=list).raw_decode(text, begin)
    except (ValueError, RecursionError):
        return  # a text that begins with a brace
    found.body = text[end:].lstrip("\n")
    found.body_line = text.count("\n", 0, len(text) - len(found.body)) + 1
    for key, value in values:
        at = text.find(json.dumps(key, ensure_ascii=False), begin)
        line = text.count("\n", 0, max(at, 0)) + 1
        if isinstance(value, str):
            _flag(found, key, value, line, source)
        found.pairs.append(HeaderPair(key, _typed(value), line))


def _typed(value: Any) -> Any:
    """A value of TOML or JSON as text, lists and dictionaries."""
    if isinstance(value, dict):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(v, tuple) and len(v) == 2 for v in value):
            return {key: _typed(inner) for key, inner in value}
        return [_typed(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _key_values(found: Header, lines: list[str], first: int, source: str) -> None:
    """`Key: value` lines up to the first empty one, as Pelican and MultiMarkdown have them."""
    pairs: list[HeaderPair] = []
    end = first
    for end in range(first, len(lines) + 1):
        line = lines[end] if end < len(lines) else ""
        if not line.strip():
            break
        if pairs and line[0] in " \t":
            last = pairs[-1]
            pairs[-1] = HeaderPair(last.key, f"{last.value}\n{line.strip()}".strip(), last.line)
        elif item := _KEY_LINE.match(line):
            pairs.append(HeaderPair(item[1], (item[2] or "").strip(), end + 1))
        else:
            return
    names = [normal(pair.key) for pair in pairs]
    if names and (names[0] in _FIRST_KEYS or "title" in names or "titulo" in names):
        for pair in pairs:
            if flag := _QUOTED_FLAG.fullmatch(pair.value):
                _flag(found, pair.key, flag[2], pair.line, source)
        _measured("\n".join(lines[first:end]))
        found.plain = True
        found.pairs = [HeaderPair(p.key, p.value.strip("\"'"), p.line) for p in pairs]
        found.body = "\n".join(lines[end:])
        found.body_line = end + 1


def _once(pairs: list[HeaderPair], told: list[Problem], source: str) -> Iterator[HeaderPair]:
    """Each key once, whatever its capitals: the last one wins, and both are told."""
    last: dict[str, HeaderPair] = {}
    for pair in pairs:
        before = last.pop(pair.name, None)
        if before is not None and pair.value in (None, "", []):
            pair = before  # a key left empty says nothing
        elif before is not None and before.value != pair.value:
            wrong = InvalidValue(
                N_("la clave está repetida: decía «{first}» y «{value}»"),
                N_("Queda la última."),
                first=before.value,
                value=pair.value,
            )
            told.append(mended(source, pair.line, pair.key, wrong))
        last[pair.name] = pair
    yield from last.values()
