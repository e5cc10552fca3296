"""One file into one record: the same reading and the same rules for every command."""

import posixpath
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pregonero import debris, fields, links
from pregonero.bulletin import ALIASES, Bulletin, Campaign, Document, Photo, groups, kind_of
from pregonero.frontmatter import FrontMatter, Path_, named, parse
from pregonero.links import Link
from pregonero.newsroom import Newsroom
from pregonero.problem import Problem, Wrong, unknown
from pregonero.slug import slugify
from pregonero.words import N_

#: Bytes a Markdown file may have: the longest real communiqués are near 100 kB.
LARGEST = 1_000_000

_DATED_STEM = re.compile(r"(\d{4}-\d\d-\d\d)-")
_FILE_NAME_ALT = re.compile(
    r"[\w-]+\.(jpe?g|png|webp|gif|avif)|(img|dsc|image|foto|wa)[-_ ]?\d+.*", re.IGNORECASE
)
_BOILERPLATE = {
    "imagen",
    "image",
    "foto",
    "fotografia",
    "photo",
    "picture",
    "img",
    "sin-texto",
    "imagen-destacada",
    "imagen-del-evento",
    "foto-del-evento",
    "fotografia-del-evento",
    "imagen-de-portada",
    "portada",
    "banner",
    "logo",
    "galeria",
    "texto-alternativo",
    "alt",
    "descripcion",
    "descripcion-de-la-imagen",
    "descripcion-de-la-foto",
}


@dataclass(frozen=True)
class Entry:
    """A document with what is needed to speak of its file: lines, keys as typed, links."""

    document: Document
    file: str
    lines: Mapping[Path_, int]
    body_line: int
    keys: Mapping[str, str]
    links: tuple[Link, ...]

    def line(self, *path: str | int) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, wrong: Wrong, *path: str | int, warning: bool = False) -> Problem:
        typed = tuple(self.keys.get(part, part) if isinstance(part, str) else part for part in path)
        return wrong.at(
            self.file,
            self.line(*path),
            named(typed) or N_("archivo"),
            "warning" if warning else "error",
        )

    def body_problem(self, wrong: Wrong, line: int, *, warning: bool = False) -> Problem:
        return wrong.at(
            self.file, self.body_line + line - 1, N_("texto"), "warning" if warning else "error"
        )


def read(raw: bytes, path: str, newsroom: Newsroom) -> tuple[Entry | None, list[Problem]]:
    """A file's bytes as a record, and everything wrong with it alone.

    `path` is POSIX, from content/. The record is None when it cannot be one.
    """
    file = f"content/{path}"
    kind = kind_of(path)
    assert kind, path
    decoded = _decode(raw, file)
    if isinstance(decoded, Problem):
        return None, [decoded]
    text, mended = debris.mend(decoded)
    problems = [wrong.at(file, line, N_("archivo"), "warning") for line, wrong in mended]
    source = parse(text, file)
    problems += source.problems
    if source.problems and not source.values:
        return None, problems
    values, keys, lines = _canonical(kind, source, file, problems)
    if values.get("slug") is None:
        values["slug"] = slugify(_DATED_STEM.sub("", posixpath.basename(path)[:-3])) or "sin-nombre"
    try:
        document = kind.model_validate(
            {**values, "path": path, "body": source.body}, context={"zone": newsroom.zone}
        )
    except ValidationError as error:
        known = {**ALIASES, **dict.fromkeys(n for g in groups(kind).values() for n in g)}
        for loc, wrong in fields.reasons(error, kind, known):
            if loc == ("id",) and "id" not in values:
                wrong = _missing_id(path)
            typed = tuple(keys.get(p, p) if isinstance(p, str) else p for p in loc)
            problems.append(wrong.at(file, _line(lines, loc), named(typed) or N_("encabezado")))
        return None, problems
    entry = Entry(document, file, lines, source.body_line, keys, tuple(links.scan(source.body)))
    problems += _alone(entry, newsroom)
    return entry, problems


def _decode(raw: bytes, file: str) -> str | Problem:
    if len(raw) > LARGEST:
        return Wrong(
            N_("pesa {size} MB; el máximo es {most} MB"),
            N_("Deje en el archivo solo el texto; las fotos van en content/media/."),
            size=f"{len(raw) / 1e6:.1f}",
            most=f"{LARGEST / 1e6:g}",
        ).at(file, 1, N_("archivo"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Wrong(
            N_("no está en UTF-8 (byte {byte})"),
            N_("Ábralo y guárdelo eligiendo la codificación UTF-8."),
            byte=f"0x{raw[error.start]:02X}",
        ).at(file, raw[: error.start].count(b"\n") + 1, N_("archivo"))


def _missing_id(path: str) -> Wrong:
    return Wrong(
        N_("falta el identificador permanente"),
        N_("Añada esta línea: id: {id}"),
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"content/{path}"),
    )


def _line(lines: Mapping[Path_, int], path: Path_) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


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
            if name in renamed:
                problems.append(
                    Wrong(
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
        group = groups(kind).get(name)
        if isinstance(value, list):
            for index, _ in enumerate(value):
                lines[(*at, index)] = source.line((*typed_at, index))
            return [inside(name, item, (*at, i), (*typed_at, i)) for i, item in enumerate(value)]
        if isinstance(value, dict) and group is not None:
            return rename(value, group, dict.fromkeys(group.values()), at, typed_at)
        return value

    values = rename(source.values, ALIASES, kind.model_fields, (), ())
    values.pop("path", None), values.pop("body", None)
    return values, keys, lines


def _folded(key: str) -> str:
    return slugify(key).replace("-", "_")


def _alone(entry: Entry, newsroom: Newsroom) -> Iterator[Problem]:
    """The rules that need no other file."""
    document = entry.document
    for wrong in debris.in_line(document.title, headline=True):
        yield entry.problem(wrong, "title", warning=True)
    if document.summary:
        for wrong in debris.in_line(document.summary):
            yield entry.problem(wrong, "summary", warning=True)
    for line, wrong in debris.in_text(document.body):
        yield entry.body_problem(wrong, line, warning=True)
    if document.lang and document.lang not in newsroom.languages:
        yield entry.problem(
            unknown(document.lang, newsroom.languages, N_("el idioma «{value}» no está declarado")),
            "lang",
        )
    for index, photo in enumerate(document.photos):
        yield from _photo(entry, photo, index)
    if isinstance(document, Campaign) and document.topic:
        yield from _declared(entry, "topic", document.topic, newsroom.topics)
    if isinstance(document, Bulletin):
        yield from _bulletin(entry, document, newsroom)


def _declared(entry: Entry, key: str, value: str, known: Mapping[str, object]) -> Iterator[Problem]:
    messages = {
        "topic": N_("el tema «{value}» no existe"),
        "type": N_("el tipo «{value}» no existe"),
        "contacts": N_("el contacto «{value}» no existe"),
    }
    if value not in known:
        yield entry.problem(unknown(value, known, messages[key]), key)


def _bulletin(entry: Entry, bulletin: Bulletin, newsroom: Newsroom) -> Iterator[Problem]:
    for index, line in enumerate(bulletin.deck):
        for wrong in debris.in_line(line):
            yield entry.problem(wrong, "deck", index, warning=True)
    if bulletin.topic:
        yield from _declared(entry, "topic", bulletin.topic, newsroom.topics)
    for contact in bulletin.contacts or ():
        yield from _declared(entry, "contacts", contact, newsroom.press_contacts)
    if bulletin.type not in newsroom.types:
        yield from _declared(entry, "type", bulletin.type, newsroom.types)
        return
    kind = newsroom.types[bulletin.type]
    for name in kind.requires:
        if not getattr(bulletin, name):
            yield entry.problem(
                Wrong(
                    N_("falta; el tipo «{type}» lo necesita"),
                    N_("Añada una línea con él."),
                    type=kind.name,
                ),
                name,
            )
    if kind.folio and bulletin.folio is None and bulletin.status != "draft":
        yield entry.problem(
            Wrong(N_("falta el folio"), N_("Escriba el siguiente de la serie.")), "folio"
        )
    if bulletin.folio is not None and not kind.folio:
        yield entry.problem(
            Wrong(N_("el tipo «{type}» no lleva folio"), N_("Borre la línea."), type=kind.name),
            "folio",
        )
    if not bulletin.body.strip() and not bulletin.event and not bulletin.call:
        yield entry.problem(
            Wrong(N_("el boletín no tiene texto"), N_("Escríbalo debajo del segundo ---.")),
            warning=True,
        )
    yield from _dates_elsewhere(entry, bulletin)


def _dates_elsewhere(entry: Entry, bulletin: Bulletin) -> Iterator[Problem]:
    """A file's name and folder that say another date than its header."""
    day = bulletin.date.date().isoformat()
    stem = _DATED_STEM.match(posixpath.basename(bulletin.path))
    folder = bulletin.path.split("/")[1]
    if stem and stem[1] != day:
        yield entry.problem(
            Wrong(
                N_("la fecha {date} no coincide con el nombre del archivo, {name}"),
                N_("Corrija la que esté mal."),
                date=day,
                name=stem[1],
            ),
            "date",
            warning=True,
        )
    elif folder.isdecimal() and folder != day[:4]:
        yield entry.problem(
            Wrong(
                N_("la fecha {date} no coincide con la carpeta {name}"),
                N_("Corrija la fecha o mueva el archivo."),
                date=day,
                name=folder,
            ),
            "date",
            warning=True,
        )


def _photo(entry: Entry, photo: Photo, index: int) -> Iterator[Problem]:
    if not photo.alt:
        yield entry.problem(
            Wrong(
                N_("la foto {file} no tiene texto alternativo"),
                N_("Describa en una frase lo que se ve, para quien no puede verla."),
                file=photo.file,
            ),
            "photos",
            index,
            "alt",
        )
    elif boilerplate(photo.alt, photo.file) or slugify(photo.alt) == slugify(entry.document.title):
        yield entry.problem(
            Wrong(
                N_("el texto alternativo «{value}» no describe la foto"),
                N_("Diga en una frase quién o qué se ve y qué ocurre."),
                value=photo.alt,
            ),
            "photos",
            index,
            "alt",
        )
    elif any(photo.alt == other.alt for other in entry.document.photos[:index]):
        yield entry.problem(
            Wrong(N_("dos fotos tienen el mismo texto alternativo"), N_("Describa cada una.")),
            "photos",
            index,
            "alt",
        )
    if photo.minors and not photo.consent:
        yield entry.problem(
            Wrong(
                N_("en la foto {file} aparecen menores y no hay consentimiento registrado"),
                N_("Añada consent con el folio del consentimiento, o quite la foto."),
                file=photo.file,
            ),
            "photos",
            index,
            "consent",
        )
    if not photo.credit:
        yield entry.problem(
            Wrong(
                N_("la foto {file} no tiene crédito"),
                N_("Añada credit con quien la tomó."),
                file=photo.file,
            ),
            "photos",
            index,
            warning=True,
        )


def boilerplate(alt: str, file: str = "") -> bool:
    """Whether a text alternative says nothing: a file name, or a word such as "imagen"."""
    slug = slugify(alt)
    return (
        slug in _BOILERPLATE
        or len(slug) < 4
        or bool(_FILE_NAME_ALT.fullmatch(alt.strip()))
        or (bool(file) and slug == slugify(posixpath.basename(file).rpartition(".")[0]))
    )
