"""One file into one record: the same reading and the same rules for every command."""

import posixpath
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from pydantic import ValidationError

from pregonero.content import key_aliases
from pregonero.content.frontmatter import FrontMatter, parse
from pregonero.content.model.bulletin import FILLED_IN, Bulletin, Document, kind_of
from pregonero.content.rules import document as alone
from pregonero.content.scaffold import is_pending, placeholders
from pregonero.content.scan import LARGEST
from pregonero.content.source import Incomplete, SourceDocument
from pregonero.diagnostics import InvalidValue, Path_, Problem, named, nearest, unknown
from pregonero.fingerprint import digest
from pregonero.git.conflicts import markers
from pregonero.i18n import N_
from pregonero.markdown import cleanup, fixes, links
from pregonero.markdown.bounds import excess
from pregonero.newsroom.pydantic_errors import MISSING, reasons
from pregonero.slug import slugify

_ENDS = re.compile(r"\r\n|\r|\n")

#: What stands for a value that cannot be read while the others are looked at.
_STAND_INS: Mapping[str, str] = {
    "id": str(uuid.UUID(int=0)),
    "title": "—",
    "slug": "sin-nombre",
    "summary": "—",
    "type": "—",
    "date": "2000-01-01",
    "asked": "2000-01-01",
    "status": "approved",
}
#: Keys that decide whether a text is public.
_DECIDES = ("status", "embargo", "expires")
#: Keys of which two may contradict each other, those that say when, and what depends on these.
_BETWEEN = {"expires", "modified", "status"}
_MOMENTS = {"date", "embargo", "asked"}
_DATED = {"date", "embargo", "expires", "modified", "call", "claim", "answered", "state", "live"}

#: What rules of another room say of a record: it, its whole file, and what is below its header.
Checks = Callable[[SourceDocument, str, str], Sequence[Problem]]


def unchecked(_entry: SourceDocument, _text: str, _body: str) -> Sequence[Problem]:
    """No such rules: for texts that are compared, never published."""
    return ()


def read(
    raw: bytes, path: str, zone: tzinfo, checks: Checks = unchecked
) -> tuple[SourceDocument | None, list[Problem]]:
    """A file's bytes as a record, and everything wrong with it alone.

    `path` is POSIX, from content/; `zone` holds for dates without one, `checks` are more
    rules to look at. The record is None when it cannot be one.
    """
    problems, found = _read(raw, path, zone, checks)
    return found if isinstance(found, SourceDocument) else None, problems


def incomplete(raw: bytes, path: str, zone: tzinfo) -> Incomplete | None:
    """What the rules between files may be asked of a file that is no record, if anything."""
    found = _read(raw, path, zone, unchecked)[1]
    return found if isinstance(found, Incomplete) else None


def _read(
    raw: bytes, path: str, zone: tzinfo, checks: Checks
) -> tuple[list[Problem], SourceDocument | Incomplete | None]:
    file = f"content/{path}"
    kind = kind_of(path)
    assert kind, path
    decoded = _decode(raw, file)
    if isinstance(decoded, Problem):
        return [decoded], None
    text, mended = cleanup.mend(decoded)
    problems = [wrong.at(file, line, N_("archivo"), "warning") for line, wrong in mended]
    if marked := [wrong.at(file, line, N_("archivo")) for line, wrong in markers(text)]:
        return problems + marked, None
    source = parse(text, file)
    problems += source.problems
    if source.problems and not source.values:
        return problems, None
    too_much = excess(source.body)
    problems += alone.text(file, source.body, source.body_line, too_much)
    values, keys, lines = _canonical(kind, source, file, problems)
    for name in FILLED_IN & values.keys():
        known = {*kind.model_fields, *key_aliases.of(kind)} - FILLED_IN
        wrong = unknown(name, known, N_("la clave «{value}» no existe"))
        del values[name]
        problems.append(wrong.at(file, lines[(name,)], name))
    if values.get("slug") is None:
        values["slug"] = (
            slugify(alone.DATED_STEM.sub("", posixpath.basename(path)[:-3])) or "sin-nombre"
        )
    found = () if too_much else tuple(links.scan(source.body))
    head = text[: len(text) - len(source.body)]
    places = [(link.target, link.line, link.image) for link in found]
    values |= {
        "path": path,
        "outside": digest("\0".join((path, head, repr(places))).encode()),
        "text": digest(source.body.encode()) if source.body.strip() else "",
        "links": found,
    }
    try:
        document = kind.model_validate(values, context={"zone": zone})
    except ValidationError as error:
        told = reasons(error, kind, lambda at: _spanish(kind, at), FILLED_IN)
        for loc, wrong in told:
            if loc == ("id",) and "id" not in values:
                wrong = _missing_id(path)
            elif wrong.message == MISSING and loc in lines:
                wrong = InvalidValue(N_("está vacío"), N_("Escriba el dato en esta línea."))
            typed = tuple(keys.get(p, p) if isinstance(p, str) else p for p in loc)
            problems.append(wrong.at(file, nearest(lines, loc), named(typed) or N_("encabezado")))
        parts = (source.body_line, lines, keys)
        made = _incomplete(kind, values, {loc for loc, _ in told}, parts, zone)
        if made is None:
            return problems, None
        found_ = [*alone.alone(made.entry), *checks(made.entry, text, source.body)]
        return [*problems, *filter(made.holds, found_)], made
    if isinstance(document, Bulletin):
        _ = document.address, document.updated  # kept with it from here on
    entry = SourceDocument.of(document, source.body_line, lines, keys)
    if document.status == "approved":
        problems += untouched(entry, values, source.body)
        problems += _left_empty(entry, values, lines)
    problems += alone.alone(entry)
    if not too_much:
        problems += checks(entry, text, source.body)
    return problems, entry


def _incomplete(
    kind: type[Document],
    values: Mapping[str, Any],
    places: Collection[Path_],
    parts: tuple[int, Mapping[Path_, int], Mapping[str, str]],
    zone: tzinfo,
) -> Incomplete | None:
    """An entry without the values at these places, where something takes the place of those that
    it cannot be without."""
    failed = {str(place[0]) for place in places if place}
    if len(failed) < len(places):  # something is wrong between two of them
        failed |= _BETWEEN
    left = {k: v for k, v in values.items() if k in kind.model_fields and k not in failed}
    needed = {n: v for n, v in _STAND_INS.items() if n in kind.model_fields and n not in left}
    for name, value in needed.items():
        if kind.model_fields[name].is_required() or name in failed:
            left[name] = value
    try:
        document = kind.model_validate(left, context={"zone": zone})
    except ValidationError:
        return None
    if failed & _MOMENTS:
        failed |= _DATED
    keys = parts[2]
    return Incomplete(
        SourceDocument.of(document, *parts), frozenset(keys.get(n, n) for n in failed)
    )


def ruled(entry: SourceDocument, raw: bytes, checks: Checks = unchecked) -> list[Problem]:
    """What the rules for one file say of a record that was read from these bytes."""
    text, _ = cleanup.mend(raw.decode("utf-8"))
    body = below(text, entry.body_line)
    problems = [*alone.alone(entry)]
    if not excess(body):
        problems += checks(entry, text, body)
    return problems


def untouched(entry: SourceDocument, values: Mapping[str, Any], body: str) -> Iterator[Problem]:
    """What `new` wrote as an example and nobody wrote anew: it would be published."""
    examples, document = placeholders(), entry.document
    for name, value in values.items():
        for place, typed in _strings(value, (name,)):
            if typed in examples:
                yield entry.problem(_example(typed), *place)
    if document.summary and is_pending(document.summary, document.title):
        yield entry.problem(_example(document.summary), "summary")
    lines = [line.strip(" -*#>\t") for line in body.split("\n")]
    if not examples.isdisjoint(lines):
        for number, line in enumerate(lines, 1):
            if line in examples:
                yield entry.body_problem(_example(line), number)


def _left_empty(
    entry: SourceDocument, values: Mapping[str, Any], lines: Mapping[Path_, int]
) -> Iterator[Problem]:
    """Keys that say from when or until when a text may be read, with nothing after them: whoever
    began to write one meant something."""
    for name in _DECIDES:
        if (name,) in lines and name not in values:
            wrong = InvalidValue(N_("está vacío"), N_("Escriba el dato, o borre la línea."))
            yield entry.problem(wrong, name)


def _strings(value: object, place: Path_) -> Iterator[tuple[Path_, str]]:
    """Every text of a value of a header, with its path."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, (*place, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*place, index))


def _example(value: str) -> InvalidValue:
    return InvalidValue(
        N_("«{value}» es el ejemplo que trae un archivo nuevo"),
        N_("Escriba en su lugar el dato, o borre la línea."),
        value=value,
    )


def words(raw: bytes, body_line: int) -> str:
    """The Markdown text of a file that was `read`, from the line where it begins."""
    return below(cleanup.mend(raw.decode("utf-8"))[0], body_line)


def below(text: str, body_line: int) -> str:
    """The Markdown text of a whole file that is mended already."""
    parts = text.split("\n", body_line - 1)
    return parts[-1] if len(parts) == body_line else ""


def mended_text(raw: bytes, path: str) -> bytes:
    """A file whose text has what is mechanical mended; its header and every other byte stay. As it
    is if it cannot be read."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    source = parse(cleanup.mend(text)[0], path)
    if len(raw) > LARGEST or (source.problems and not source.values):
        return raw
    at = 0
    for _, end in zip(range(source.body_line - 1), _ENDS.finditer(text), strict=False):
        at = end.end()
    return (text[:at] + fixes.fixed(text[at:])).encode()


def _decode(raw: bytes, file: str) -> str | Problem:
    if len(raw) > LARGEST:
        return InvalidValue(
            N_("pesa más de {most} MB, que es lo más que puede pesar"),
            N_("Deje en el archivo solo el texto; las fotos van en content/media/."),
            most=f"{LARGEST / 1e6:g}",
        ).at(file, 1, N_("archivo"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return InvalidValue(
            N_("no está en UTF-8 (byte {byte})"),
            N_("Ábralo y guárdelo eligiendo la codificación UTF-8."),
            byte=f"0x{raw[error.start]:02X}",
        ).at(file, raw[: error.start].count(b"\n") + 1, N_("archivo"))


def _missing_id(path: str) -> InvalidValue:
    return InvalidValue(
        N_("falta el identificador permanente"),
        N_("Añada esta línea: id: {id}"),
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"content/{path}"),
    )


def _canonical(
    kind: type[Document], source: FrontMatter, file: str, problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, str], dict[Path_, int]]:
    """Values and lines under the English keys, and the keys as they were typed."""
    keys: dict[str, str] = {}
    lines: dict[Path_, int] = {}

    def rename(
        values: dict[str, Any],
        aliases: Mapping[str, str],
        known: Mapping[str, Any],
        at: Path_,
        typed_at: Path_,
    ) -> dict[str, Any]:
        renamed: dict[str, Any] = {}
        for typed, value in values.items():
            name = typed if typed in known else aliases.get(_folded(typed), typed)
            line = source.line((*typed_at, typed))
            if value is None:  # a key left empty is a key not yet written
                if name in known:
                    lines.setdefault((*at, name), line)
                    keys.setdefault(name, typed)
                continue
            if name in renamed:
                problems.append(
                    InvalidValue(
                        N_("la clave está repetida; {other} es lo mismo"),
                        N_("Deje una sola."),
                        other=keys.get(name, name),
                    ).at(file, line, typed)
                )
                continue
            keys.setdefault(name, typed)
            lines[(*at, name)] = line
            renamed[name] = inside(name, value, (*at, name), (*typed_at, typed))
        return renamed

    def inside(name: str, value: Any, at: Path_, typed_at: Path_) -> Any:
        group = key_aliases.groups(kind).get(name)
        if isinstance(value, list):
            for index, _ in enumerate(value):
                lines[(*at, index)] = source.line((*typed_at, index))
            return [inside(name, item, (*at, i), (*typed_at, i)) for i, item in enumerate(value)]
        if isinstance(value, dict) and group is not None:
            return rename(value, group, dict.fromkeys(group.values()), at, typed_at)
        return value

    values = rename(source.values, key_aliases.of(kind), kind.model_fields, (), ())
    return values, keys, lines


def _spanish(kind: type[Document], at: Path_) -> Iterable[str]:
    """The Spanish keys of the record at a path."""
    if not at:
        return key_aliases.of(kind)
    groups = key_aliases.groups(kind)
    return next((groups[str(name)] for name in reversed(at) if name in groups), ())


def _folded(key: str) -> str:
    return slugify(key).replace("-", "_")
