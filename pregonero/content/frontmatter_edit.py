"""A header changed where it has to be and nowhere else: every other byte of the file stays.

Nothing is written out again from what was read: the places of values in the file are asked of the
YAML parser, and the new words put there. So comments, quotes, order, ends of lines and whatever
else an editor likes are as they were.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from pregonero.content import key_aliases
from pregonero.content.frontmatter import FENCE, parse
from pregonero.content.model.bulletin import QUESTION_STATES, STATUSES, Bulletin, Document
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.markdown.cleanup import mend
from pregonero.slug import slugify

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_BREAK = re.compile(r"\r\n|\r|\n")
#: Characters that YAML does not take, and that are mended, one for one, before it is asked.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SPANISH = {english: spanish for spanish, english in reversed(list(key_aliases.ALIASES.items()))}
#: What is written where the word before was Spanish, in its gender: by key, by English word.
_WORDS = {
    "status": {"withdrawn": ("retirado", "retirada"), "approved": ("aprobado", "aprobada")},
    "state": {"answered": ("respondida",) * 2, "declined": ("declinada",) * 2},
}
_CHOICES = {"status": STATUSES, "state": QUESTION_STATES}
#: After which key a new one goes; one of another name goes last.
_AFTER = {"modified": "date", "replaced_by": "status", "answered": "asked", "state": "answered"}


class Note(NamedTuple):
    """A dated note to add to `changes`: both as they are to be written."""

    date: str
    text: str


@dataclass
class _Header:
    """Where the header of a file is in its text, and what is to be put where."""

    text: str
    start: int
    end: int
    root: yaml.MappingNode
    kind: type[Document] = Bulletin
    puts: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, words: str) -> None:
        """Have words in place of those between two places of the header."""
        self.puts.append((self.start + start, self.start + end, words))

    def made(self) -> str:
        """The text with everything in its place, what goes to one place in the order it came."""
        parts: list[str] = []
        at = 0
        for start, end, words in sorted(self.puts, key=lambda put: put[:2]):
            parts += (self.text[at:start], words)
            at = end
        return "".join((*parts, self.text[at:]))

    @property
    def newline(self) -> str:
        """How lines end here."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    @property
    def flow(self) -> bool:
        """Whether it is all between braces."""
        return bool(self.root.flow_style)

    def line_after(self, at: int) -> int:
        """Where the line after that of a place begins."""
        found = _LINE.match(self.text, self.start + at, self.end)
        return (found.end() if found else self.end) - self.start


def amended(
    raw: bytes,
    values: Mapping[str, str],
    note: Note | None = None,
    kind: type[Document] = Bulletin,
) -> bytes:
    """A record's file with other values of one line, by English key, and one more note if any.

    Keys that are there keep their name and their quotes; new ones are in the language of the
    others. Raises `Wrong` if the header has not the shape that it must.
    """
    header = _header(raw.decode("utf-8"))
    header.kind = kind
    spanish = _is_spanish(header)
    found = {_canonical(key, kind): (key, value) for key, value in header.root.value}
    for name, value in values.items():
        typed = found.get(name)
        if typed:
            _replace(header, *typed, value, spanish=spanish)
        else:
            key = _SPANISH.get(name, name) if spanish else name
            word = _WORDS[name][value][0] if spanish and name in _WORDS else value
            _add(header, found.get(_AFTER.get(name, "")), key, word)
    if note:
        _append(header, found.get("changes"), note, spanish=spanish)
    made = header.made()
    changed = {*values, "changes"} if note else {*values}
    if _rest(header.text, changed, kind) != _rest(made, changed, kind):
        raise InvalidValue(
            N_("el encabezado no se puede cambiar sin tocar lo demás"),
            N_("Escríbalo a mano, como dice la guía."),
        )
    return made.encode("utf-8")


def _rest(text: str, changed: Collection[str], kind: type[Document]) -> tuple[object, ...]:
    """What a file says under other keys than those, and below its header."""
    read = parse(mend(text)[0], "")
    return read.body, [
        (key, str(value).strip())
        for key, value in read.values.items()
        if _named(key, kind) not in changed
    ]


def _header(text: str) -> _Header:
    """Find the header as `frontmatter.parse` does, at its places in the file as it is."""
    spans: list[tuple[int, int]] = []
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        line = _LINE.match(text, at)
        assert line
        if line[0].rstrip() == FENCE:
            spans.append((at, line.end()))
        if len(spans) == 2 or (line[0].strip() and not spans):
            break
        at = line.end()
    if len(spans) < 2:
        raise InvalidValue(
            N_("falta el encabezado"), N_("La primera línea debe ser --- y sus datos van debajo.")
        )
    start, end = spans[0][1], spans[1][0]
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root = yaml.compose(_REFUSED.sub("_", text[start:end]), Loader=loader)
    except yaml.YAMLError:
        root = None
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise InvalidValue(
            N_("el encabezado no tiene la forma «clave: valor»"),
            N_("Escriba un dato por línea, así: title: Un título."),
        )
    return _Header(text, start, end, root)


def _canonical(key: yaml.Node, kind: type[Document]) -> str:
    return _named(str(key.value), kind) if isinstance(key, yaml.ScalarNode) else ""


def _named(typed: str, kind: type[Document]) -> str:
    """The English name of a key."""
    if typed in kind.model_fields:
        return typed
    return key_aliases.of(kind).get(slugify(typed).replace("-", "_"), "")


def _is_spanish(header: _Header) -> bool:
    """Whether most keys that have a name in each language are in Spanish."""
    typed = [key.value for key, _ in header.root.value if isinstance(key, yaml.ScalarNode)]
    english = sum(name in _SPANISH for name in typed)
    return sum(name not in header.kind.model_fields for name in typed) > english


def _replace(
    header: _Header, key: yaml.Node, node: yaml.Node, value: str, *, spanish: bool
) -> None:
    """Have another value under a key that is there."""
    if not isinstance(node, yaml.ScalarNode):
        raise InvalidValue(N_("el dato no es de una línea"), N_("Escríbalo en una sola línea."))
    start, end = node.start_mark.index, node.end_mark.index
    if (name := _canonical(key, header.kind)) in _CHOICES:
        typed = slugify(node.value)
        if typed in _CHOICES[name] or (spanish and not typed):
            value = _WORDS[name][value][typed.endswith("a")]
    if start == end:  # a key left empty
        colon = ":" in header.text[header.start + key.end_mark.index : header.start + start]
        header.put(start, start, f" {_written(value, header)}" if colon else f": {value!r}")
        return
    words = header.text[header.start + start : header.start + end]
    quote = node.style if node.style in ("'", '"') else ""
    kept = words[len(words.rstrip()) :]
    written = f"{quote}{value}{quote}" if quote else _written(value, header)
    header.put(start, end, written + kept)


def _add(header: _Header, after: tuple[yaml.Node, yaml.Node] | None, key: str, value: str) -> None:
    """Have a key that was not there, after another or at the end."""
    written = _written(value, header)
    if header.flow:
        at = header.root.value[-1][1].end_mark.index
        header.put(at, at, f", {key}: {written}")
        return
    line = f"{' ' * header.root.start_mark.column}{key}: {written}{header.newline}"
    place = header.line_after(_last(after[1], header)) if after else header.end - header.start
    header.put(place, place, line)


def _append(
    header: _Header, typed: tuple[yaml.Node, yaml.Node] | None, note: Note, *, spanish: bool
) -> None:
    """Have one more note, under `changes` if it is there."""
    day, words = ("fecha", "nota") if spanish else ("date", "note")
    text = json.dumps(note.text, ensure_ascii=False)
    flow = f'{{{day}: "{note.date}", {words}: {text}}}'
    if typed is None:
        name = "cambios" if spanish else "changes"
        if header.flow:
            at = header.root.value[-1][1].end_mark.index
            header.put(at, at, f", {name}: [{flow}]")
            return
        margin = " " * header.root.start_mark.column
        end = header.end - header.start
        header.put(end, end, f"{margin}{name}:{header.newline}")
        header.put(end, end, _item(f"{margin}  ", day, words, note.date, text, header.newline))
        return
    key, node = typed
    empty = isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        at = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
        header.put(at, at, f", {flow}" if node.value else flow)
    elif empty and header.flow:
        at = node.start_mark.index
        colon = ":" in header.text[header.start + key.end_mark.index : header.start + at]
        header.put(at, at, f"{'' if colon else ':'} [{flow}]")
    elif empty or isinstance(node, yaml.SequenceNode):
        column = header.root.start_mark.column + 2 if empty else node.start_mark.column
        if isinstance(node, yaml.SequenceNode) and isinstance(node.value[-1], yaml.MappingNode):
            names = {k.value for k, _ in node.value[-1].value if isinstance(k, yaml.ScalarNode)}
            if names & {"date", "note", "fecha", "nota"}:  # as the ones before
                day = "fecha" if "fecha" in names else "date"
                words = "nota" if "nota" in names else "note"
        at = header.line_after(_last(node, header))
        header.put(at, at, _item(" " * column, day, words, note.date, text, header.newline))
    else:
        raise InvalidValue(
            N_("debe ser una lista"), N_("Escriba cada nota así: - date: …, y debajo note: …")
        )


def _item(margin: str, day: str, words: str, date: str, text: str, newline: str) -> str:
    return f"{margin}- {day}: {date}{newline}{margin}  {words}: {text}{newline}"


def _written(value: str, header: _Header) -> str:
    """A value between quotes where a bare one could be read otherwise."""
    return f'"{value}"' if header.flow else value


def _last(node: yaml.Node, header: _Header) -> int:
    """The place of the last character of a node's own, without the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(header.text[header.start + start : header.start + end].rstrip()))
