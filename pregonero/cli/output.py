"""Problems shown to people, to programs or to a hosted check."""

import sys
from collections.abc import Sequence

from pregonero.cli.messages import say
from pregonero.cli.terminal import console, has_colours, visible, write_json
from pregonero.diagnostics import Problem
from pregonero.i18n import N_, operator_language


def show(problems: Sequence[Problem], shape: str, *, own: bool = False) -> None:
    """Problems on standard output, for people, programs or a hosted check. `own` says that somebody
    asked for these files by name, and so wants to know what will hinder their approval."""
    lang = operator_language()
    if shape == "json":
        write_json([_record(p, lang) for p in problems])
        return None
    if shape == "text" and has_colours():
        return _show_in_colour(problems, lang, own)
    for problem in problems:
        if shape == "github":
            message, remedy = problem.text(lang)
            text = f"{problem.place(lang)}: {message}. {remedy}{_rule(problem)}"
            sys.stdout.write(
                f"::{problem.severity} file={_escaped(problem.file, ':,')},line={problem.line},"
                f"title={_escaped(problem.place(lang), ':,')}::{_escaped(text)}\n"
            )
        else:
            sys.stdout.write(problem.show(lang) + _rule(problem) + _kind(problem, own=own) + "\n")
    return None


def _show_in_colour(problems: Sequence[Problem], lang: str, own: bool) -> None:
    """The same words, told apart by colour for whoever reads them at a terminal."""
    from rich.text import Text

    screen = console()
    for problem in problems:
        message, remedy = problem.text(lang)
        what = "bold red" if problem.severity == "error" else "yellow"
        parts = (
            (f"{problem.file}:{problem.line}: ", "bold"),
            (f"{problem.place(lang)}: ", "cyan"),
            (message, what),
            (f". {remedy}", ""),
            (_rule(problem), "dim"),
            (_kind(problem, own=own), what),
        )
        screen.print(Text.assemble(*((visible(text), style) for text, style in parts)))


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
