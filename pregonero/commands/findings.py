"""Problems shown to people, to programs or to a hosted check."""

import json
import sys
from collections.abc import Sequence

from pregonero.commands.speech import say
from pregonero.problem import Problem
from pregonero.words import N_, operator_language


def show(problems: Sequence[Problem], shape: str, *, own: bool = False) -> None:
    """Problems on standard output, for people, programs or a hosted check. `own` says that somebody
    asked for these files by name, and so wants to know what will hinder their approval."""
    lang = operator_language()
    if shape == "json":
        json.dump([_record(p, lang) for p in problems], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    for problem in problems:
        if shape == "github":
            message, remedy = problem.text(lang)
            text = f"{problem.place(lang)}: {message}. {remedy}{_rule(problem)}"
            sys.stdout.write(
                f"::{problem.severity} file={_escaped(problem.file, ':,')},line={problem.line},"
                f"title={_escaped(problem.place(lang), ':,')}::{_escaped(text)}\n"
            )
        else:
            kind = _kind(problem, own=own)
            sys.stdout.write(problem.show(lang) + _rule(problem) + kind + "\n")


def _kind(problem: Problem, *, own: bool) -> str:
    if problem.severity == "error":
        return ""
    if not problem.unapproved:
        return say(N_(" (aviso)"))
    if own:
        return say(N_(" (antes de aprobarlo)"))
    return say(N_(" (borrador; no detiene el sitio)"))


def _rule(problem: Problem) -> str:
    return f" [{problem.rule}]" if problem.rule else ""


def _record(problem: Problem, lang: str) -> dict[str, object]:
    message, remedy = problem.text(lang)
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.place(lang),
        "severity": problem.severity,
        "rule": problem.rule or None,
        "unapproved": bool(problem.unapproved),
        "message": message,
        "remedy": remedy,
        "values": dict(problem.values),
    }


def _escaped(text: str, more: str = "") -> str:
    """A value as GitHub's workflow commands take it."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
