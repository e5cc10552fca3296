"""`question answer`: the answer below a question's header, and when it was given."""

import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path

from pregonero.cli import editor
from pregonero.cli.content_lock import writing
from pregonero.cli.edit_bulletin import Subject, put, remind, write
from pregonero.cli.errors import CallError, tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project, moment
from pregonero.cli.questions.add import given
from pregonero.cli.questions.list_questions import named
from pregonero.content import reader
from pregonero.content.archive import shelf_in
from pregonero.content.frontmatter_edit import amended
from pregonero.content.model.bulletin import Question
from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.i18n import N_, operator_language
from pregonero.lint.loading import load


def run(
    place: Project, name: str, text: str | None, at: str | None, *, decline: bool, approve: bool
) -> None:
    words = given(text) if text is not None else None
    with nullcontext() if words is None else writing(place):
        _run(place, name, words, at, decline=decline, approve=approve)


def _run(
    place: Project, name: str, words: str | None, at: str | None, *, decline: bool, approve: bool
) -> None:
    found = _subject(place, name, at)
    raw = _with(found, words) if words is not None else _edited(found)
    try:
        _answer(found, raw, decline=decline, approve=approve)
    except (CallError, ProblemsFound):
        if raw != found.raw:
            kept = place.cache / found.path.name
            place.cache.mkdir(exist_ok=True)
            kept.write_bytes(raw)
            where = kept.relative_to(place.root)
            tell(say(N_("Lo que escribió quedó en {path}, y la pregunta como estaba."), path=where))
        raise


def _answer(found: Subject, raw: bytes, *, decline: bool, approve: bool) -> None:
    question = found.document
    assert isinstance(question, Question)
    values = {
        "answered": f"{found.now:%Y-%m-%d %H:%M}",
        "state": "declined" if decline else "answered",
    }
    if found.now < question.asked:
        raise CallError(N_("se respondería antes de preguntarse"), N_("Revise --at."))
    if found.now.replace(second=0) < question.asked:  # within the same minute
        values["answered"] = f"{found.now:%Y-%m-%d %H:%M:%S}"
    if approve:
        values["status"] = "approved"
    try:
        new = amended(raw, values, None, Question)
    except (UnicodeDecodeError, InvalidValue) as error:
        wrong = (
            error if isinstance(error, InvalidValue) else InvalidValue(N_("no está en UTF-8"), "")
        )
        raise ProblemsFound([wrong.at(found.entry.file, 1, N_("encabezado"))]) from None
    entry, problems = found.read(new)
    if entry and not entry.document.text:
        raise CallError(
            N_("falta la respuesta y nada cambió"),
            N_("Escríbala con --text, o en el editor, debajo del segundo ---."),
        )
    put(found, new)
    for problem in problems:
        tell(problem.show(operator_language()))
    write(found.entry.file)
    assert entry and isinstance(entry.document, Question)
    write(say(N_("Días que tardó la respuesta: {count}."), count=entry.document.days))
    if entry.document.status == "approved":
        address = found.newsroom.url + entry.document.address
        write(say(N_("El público leerá en {address}:"), address=address))
        write(f"  {entry.document.title}")
    else:
        write(say(N_("Es un borrador: para publicarla, cambie status: draft por approved.")))
    remind(found)


def _subject(place: Project, name: str, at: str | None) -> Subject:
    """The question that somebody names, if it waits for an answer. Raises CallError."""
    newsroom = place.newsroom()
    now = moment(at, newsroom)
    archive = load(place.content, newsroom, None, shelf_in(place.cache, newsroom))
    entry = named(name, place, newsroom, archive)
    found = Subject(place, newsroom, archive, entry, (place.root / entry.file).read_bytes(), now)
    question = entry.document
    assert isinstance(question, Question)
    if question.state != "received" or question.status == "withdrawn":
        raise CallError(
            N_("{file} ya no espera respuesta"),
            N_("Para cambiarla, edite el archivo y añada modified con la fecha."),
            file=entry.file,
        )
    return found


def _with(subject: Subject, text: str) -> bytes:
    """The file with a text below its header. Raises CallError."""
    if reader.words(subject.raw, subject.entry.body_line).strip():
        raise CallError(
            N_("{file} ya tiene un texto debajo del encabezado"),
            N_("Repita sin --text para tomarlo como respuesta."),
            file=subject.entry.file,
        )
    crlf = b"\r\n" in subject.raw
    words = "\n".join(text.strip().splitlines())
    made = subject.raw.rstrip() + f"\n\n{words}\n".encode()
    return made.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if crlf else made


def _edited(subject: Subject) -> bytes:
    """The file as somebody leaves it in the editor; as it is where there is nobody or no editor."""
    words = editor.chosen(subject.place.root) if editor.somebody_is_there() else []
    if not words:
        return subject.raw
    subject.place.cache.mkdir(exist_ok=True)
    desk = Path(tempfile.mkdtemp(prefix="answer-", dir=subject.place.cache))
    try:
        copy = desk / subject.path.name
        copy.write_bytes(subject.raw)
        if not editor.edit(words, copy) or not copy.is_file():
            raise CallError(N_("el editor no terminó bien y nada cambió"), N_("Repita la orden."))
        return copy.read_bytes()
    finally:
        shutil.rmtree(desk)
