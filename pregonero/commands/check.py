"""`check`: read everything, list every problem at once."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pregonero.archive import load
from pregonero.commands.ending import CONTENT, CallError, tell
from pregonero.commands.place import Place, moment
from pregonero.commands.progress import watching
from pregonero.commands.speech import say
from pregonero.edition import compose, premature
from pregonero.problem import Problem, ProblemsFound
from pregonero.words import N_, operator_language


def run(place: Place, files: Sequence[Path], at: str | None, shape: str) -> None:
    try:
        newsroom = place.newsroom()
    except ProblemsFound as error:
        report(error.problems, shape)
        sys.exit(CONTENT)
    with watching() as progress:
        archive = load(place.content, newsroom, lambda d, t: progress(N_("Leyendo"), d, t))
    edition = compose(archive, newsroom, moment(at, newsroom))
    problems = sorted({*archive.problems, *premature(archive, edition)})
    if files:
        wanted = {_named(file, place) for file in files}
        problems = [p for p in problems if p.file in wanted]
    report(problems, shape)
    errors = sum(p.severity == "error" for p in problems)
    if shape == "text":
        tell(
            say(
                N_("Archivos: {files}. Errores: {errors}. Avisos: {warnings}."),
                files=len(wanted) if files else archive.count,
                errors=errors,
                warnings=len(problems) - errors,
            )
        )
    if errors:
        sys.exit(CONTENT)


def _named(file: Path, place: Place) -> str:
    path = file.resolve()
    if not path.is_file() or not path.is_relative_to(place.root.resolve()):
        raise CallError(
            N_("{file} no es un archivo de este sitio"),
            N_("Escriba una ruta como content/bulletins/2026/archivo.md."),
            file=file,
        )
    return path.relative_to(place.root.resolve()).as_posix()


def report(problems: Sequence[Problem], shape: str) -> None:
    """Problems on standard output, for people, programs or a hosted check."""
    lang = operator_language()
    if shape == "json":
        json.dump([_record(p, lang) for p in problems], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    for problem in problems:
        if shape == "github":
            message, remedy = problem.text(lang)
            text = f"{problem.place(lang)}: {message}. {remedy}"
            sys.stdout.write(
                f"::{problem.severity} file={_escaped(problem.file, ':,')},line={problem.line},"
                f"title={_escaped(problem.place(lang), ':,')}::{_escaped(text)}\n"
            )
        else:
            kind = "" if problem.severity == "error" else say(N_(" (aviso)"))
            sys.stdout.write(problem.show(lang) + kind + "\n")


def _record(problem: Problem, lang: str) -> dict[str, object]:
    message, remedy = problem.text(lang)
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.place(lang),
        "severity": problem.severity,
        "message": message,
        "remedy": remedy,
        "values": dict(problem.values),
    }


def _escaped(text: str, more: str = "") -> str:
    """A value as GitHub's workflow commands take it."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
