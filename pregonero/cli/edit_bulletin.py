"""A public bulletin that a command changes: found, read again as `check` does, written whole."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pregonero import files
from pregonero.cli.content_lock import writing
from pregonero.cli.errors import CallError
from pregonero.cli.lookup import named
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.content import reader
from pregonero.content.archive import Archive, shelf_in
from pregonero.content.frontmatter_edit import Note
from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.content.rules.archive import together
from pregonero.content.source import SourceDocument
from pregonero.diagnostics import InvalidValue, Problem, ProblemsFound
from pregonero.i18n import N_, operator_language
from pregonero.lint.loading import checks, load
from pregonero.newsroom.model import Newsroom
from pregonero.slug import slugify

#: Characters that a note may have.
LONGEST = 500
#: What somebody writes who has yet to write it.
_PLACEHOLDERS = frozenset(
    """la-nota una-nota el-motivo por-escribir por-definir escriba-aqui sin-nota sin-motivo
    una-correccion se-corrige se-retira se-corrigio se-retiro the-note the-reason to-do
    lorem-ipsum""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Subject:
    """A bulletin that is public at a moment, and its file's bytes."""

    place: Project
    newsroom: Newsroom
    archive: Archive
    entry: SourceDocument
    raw: bytes
    now: datetime

    @property
    def bulletin(self) -> Bulletin:
        assert isinstance(self.entry.document, Bulletin)
        return self.entry.document

    @property
    def document(self) -> Document:
        return self.entry.document

    @property
    def path(self) -> Path:
        return (self.place.root / self.entry.file).resolve()

    def read(self, raw: bytes) -> tuple[SourceDocument | None, list[Problem]]:
        """Other bytes of the file, as `check` reads them."""
        room = self.newsroom
        return reader.read(raw, self.document.path, room.zone, checks(room))


def subject(place: Project, name: str, at: str | None) -> Subject:
    """The bulletin that somebody names, if the public has read it. Raises CallError or
    ProblemsFound."""
    newsroom = place.newsroom()
    now = moment(at, newsroom)
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    entry = named(name, place, newsroom, archive)
    found = Subject(place, newsroom, archive, entry, (place.root / entry.file).read_bytes(), now)
    if found.bulletin.status == "withdrawn":
        raise CallError(
            N_("{file} ya está retirado"),
            N_("Para aclarar el motivo, añada una nota a changes en el archivo."),
            file=entry.file,
        )
    unread(found, entry)
    return found


def unread(subject: Subject, entry: SourceDocument) -> None:
    """Refuse a bulletin that nobody has read yet. Raises CallError."""
    one = entry.document
    assert isinstance(one, Bulletin)
    if one.status == "draft" or one.published > subject.now:
        raise CallError(
            N_("{file} todavía no es público"),
            N_("Cámbielo en el archivo: nadie lo ha leído."),
            file=entry.file,
        )


def note(text: str, subject: Subject) -> Note:
    """The dated note of a moment, if it says something. Raises CallError."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    slug = slugify(words)
    if not slug:
        raise CallError(N_("la nota está vacía"), N_("Diga en una frase qué decía y qué dice."))
    if slug in _PLACEHOLDERS or words[0] + words[-1] in ("<>", "[]", "{}") or "-" not in slug:
        raise CallError(
            N_("«{value}» no le explica nada a quien lee"),
            N_("Diga en una frase qué decía y qué dice: Decía «martes»; es el miércoles."),
            value=words,
        )
    if len(words) > LONGEST:
        raise CallError(
            N_("la nota mide {size} caracteres; el máximo es {most}"),
            N_("Acórtela: lo demás va en el texto."),
            size=len(words),
            most=LONGEST,
        )
    minute = subject.now.replace(second=0, microsecond=0)
    short = minute >= subject.bulletin.published
    return Note(f"{subject.now:{'%Y-%m-%d %H:%M' if short else '%Y-%m-%d %H:%M:%S'}}", words)


def put(subject: Subject, raw: bytes) -> SourceDocument:
    """Write the file's new bytes, whole, if they pass. Raises ProblemsFound or CallError, and then
    the file is as it was."""
    entry = _passing(subject, raw)
    with writing(subject.place) as desk:
        if subject.path.read_bytes() != subject.raw:
            raise CallError(
                N_("{file} cambió mientras tanto"), N_("Repita la orden."), file=subject.entry.file
            )
        files.put(subject.path, raw, desk=desk)
    return entry


def _passing(subject: Subject, raw: bytes) -> SourceDocument:
    """The record of a file as it would be. Raises ProblemsFound."""
    before = subject.document
    entry, problems = subject.read(raw)
    errors = [p for p in problems if p.severity == "error"]
    if errors or entry is None:
        raise ProblemsFound(errors)
    if entry.document.id != before.id:
        wrong = InvalidValue(
            N_("cambió el identificador, que es permanente"),
            N_("Deje esta línea como estaba: id: {id}"),
            id=before.id,
        )
        raise ProblemsFound([entry.problem(wrong, "id")])
    archive = subject.archive
    entries = {**archive.entries, before.path: entry}
    found = [p for p in together(entries, archive.media, subject.newsroom) if p not in problems]
    known = {_said(problem) for problem in archive.errors}
    new = [p for p in found if p.severity == "error" and _said(p) not in known]
    if new:
        raise ProblemsFound(new)
    return entry


def _said(problem: Problem) -> tuple[object, ...]:
    """What a problem says, on whichever line."""
    return problem.file, problem.field, problem.message, problem.values


def tell(subject: Subject, heading: str, note: Note) -> None:
    """Show what the public will read, and what is left to do."""
    from babel.dates import format_date

    from pregonero.render.babel_locale import locale_of

    day = format_date(subject.now, "long", locale=locale_of(operator_language()))
    address = subject.newsroom.url + subject.bulletin.address
    write(say(N_("El público leerá en {address}:"), address=address))
    write(f"  {say(heading)} · {day}, {note.date[11:16]}")
    write(f"  {note.text}")


def remind(subject: Subject) -> None:
    """Say what is left to do."""
    write(say(N_("Para revisarlo: python cli.py revisar")))
    write(
        say(N_("Para publicarlo, guárdelo en git y construya: git add {file}"),
            file=subject.entry.file)
    )  # fmt: skip


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
