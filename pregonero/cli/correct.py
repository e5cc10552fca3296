"""`correct`: the text of a public bulletin mended, and its readers told."""

import shutil
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path

from pregonero.cli import editor
from pregonero.cli.content_lock import writing
from pregonero.cli.edit_bulletin import Subject, note, put, remind, subject, write
from pregonero.cli.edit_bulletin import tell as tell_readers
from pregonero.cli.errors import CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.content import reader
from pregonero.content.frontmatter_edit import amended
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.source import SourceDocument
from pregonero.content.text_diff import TEXT, BulletinState, Difference, differences, read_state
from pregonero.diagnostics import ExternalError, InvalidValue, Problem, ProblemsFound, named
from pregonero.git import repository
from pregonero.i18n import N_


def run(place: Project, name: str, text: str, at: str | None, *, edit: bool) -> None:
    edited = edit and editor.somebody_is_there()
    # Nobody else waits while somebody writes: only what is there then is compared.
    with nullcontext() if edited else writing(place):
        _run(place, name, text, at, edited=edited)


def _run(place: Project, name: str, text: str, at: str | None, *, edited: bool) -> None:
    found = subject(place, name, at)
    public = note(text, found)
    desk = Path(tempfile.mkdtemp(prefix="correct-", dir=_cache(place))) if edited else None
    raw: bytes | None = None
    try:
        raw = _edited(found, desk) if desk else found.raw
        try:
            new = amended(raw, {"modified": public.date}, public)
        except (UnicodeDecodeError, InvalidValue) as error:
            raise ProblemsFound(_unread(found, raw, error)) from None
        entry = put(found, new)
    except (CallError, ProblemsFound):
        if desk and raw is not None:
            where = (desk / found.path.name).relative_to(place.root)
            tell(say(N_("Lo que escribió quedó en {path}, y el boletín como estaba."), path=where))
            desk = None
        raise
    finally:
        if desk:
            shutil.rmtree(desk)
    write(found.entry.file)
    _changes(found, entry, new)
    tell_readers(found, N_("Corregido"), public)
    remind(found)


def _cache(place: Project) -> Path:
    place.cache.mkdir(exist_ok=True)
    return place.cache


def _unread(subject: Subject, raw: bytes, error: Exception) -> list[Problem]:
    """Why a text could not even be amended: what `check` would say of it."""
    _, problems = subject.read(raw)
    errors = [p for p in problems if p.severity == "error"]
    if not errors and isinstance(error, InvalidValue):
        errors = [error.at(subject.entry.file, 1, N_("encabezado"))]
    return errors


def _edited(subject: Subject, desk: Path) -> bytes:
    """The file as somebody leaves it in the editor, which opens a copy. Raises CallError."""
    words = editor.chosen(subject.place.root)
    if not words:
        raise CallError(
            N_("no hay un editor de textos elegido"),
            N_("Corrija {file} con el que use y repita la orden con --no-edit."),
            file=subject.entry.file,
        )
    copy = desk / subject.path.name
    copy.write_bytes(subject.raw)
    if not editor.edit(words, copy) or not copy.is_file():
        raise CallError(
            N_("el editor no terminó bien y nada cambió"),
            N_("Corrija {file} y repita la orden con --no-edit."),
            file=subject.entry.file,
        )
    raw = copy.read_bytes()
    if not raw.strip():
        raise CallError(N_("el texto quedó vacío y nada cambió"), N_("Repita sin borrarlo."))
    if raw == subject.raw:
        raise CallError(
            N_("el texto quedó igual y no se añadió la nota"),
            N_("Corrija y guarde; si ya lo había corregido, repita la orden con --no-edit."),
        )
    return raw


def _changes(subject: Subject, entry: SourceDocument, raw: bytes) -> None:
    """Tell what changed: since the file was opened or, if it had been corrected already, since it
    was last saved in git."""
    before = BulletinState(subject.bulletin, reader.words(subject.raw, subject.entry.body_line))
    assert isinstance(entry.document, Bulletin)
    after = BulletinState(entry.document, reader.words(raw, entry.body_line))
    found = differences(before, after)
    if not found:
        with suppress(ExternalError):
            name = f"HEAD:./{subject.entry.file}"
            old = repository.contents(subject.place.root, [name])[name]
            saved = read_state(old, subject.bulletin.path, subject.newsroom.zone)
            found = differences(saved, after) if saved else []
    for one in found:
        if one.substantive:
            write(f"  {shown(one)}")
    if found and not any(one.substantive for one in found):
        write(say(N_("  Cambió cómo está escrito, no lo que dice.")))


def shown(one: Difference) -> str:
    """A difference as it is told at a terminal."""
    place = say(N_("texto")) if one.at == TEXT else named(one.at)
    return f"{place}: «{one.before}» → «{one.after}»"
