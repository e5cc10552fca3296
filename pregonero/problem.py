"""What is wrong with a file, said so that its author can mend it."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from typing import Literal

from pregonero.words import N_, catalog

Severity = Literal["error", "warning"]
#: What a file says of its approval. `unsaid` is one in which nothing says anything: what it was
#: before has to be asked elsewhere.
Approval = Literal["approved", "draft", "unsaid"]
#: Why a problem stops nothing: its file says that it is a draft, or nothing of its approval.
Unapproved = Literal["", "draft", "unsaid"]

#: Values that are messages themselves.
WORDS = ("reason", "pair", "other", "whose")

#: How many choices are worth repeating.
CHOICES = 20

#: How much of a bad value is repeated back.
SHOWN = 60


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: where, what is wrong, and what to do.

    `file` is a POSIX path from the newsroom's folder; `line` counts from 1. `message` and
    `remedy` are message ids with `{named}` places filled from `values`. `rule` names the one that
    found it, if it is one that may be switched off and decided upon. `unapproved` is given for what
    would be an error if its file were approved, and is a warning because it is not.
    """

    file: str
    line: int
    field: str
    message: str
    remedy: str
    values: tuple[tuple[str, str], ...] = ()
    _: KW_ONLY
    severity: Severity = "error"
    rule: str = ""
    unapproved: Unapproved = ""

    def text(self, lang: str) -> tuple[str, str]:
        """Message and remedy in a language."""
        translate = catalog(lang).gettext
        values = {n: translate(v) if n in WORDS and v else v for n, v in self.values}
        # gettext has its catalog's own header for an empty text.
        remedy = translate(self.remedy).format(**values) if self.remedy else ""
        return translate(self.message).format(**values), remedy

    def place(self, lang: str) -> str:
        """The field's name as it was typed, or what part of a file it is, in a language."""
        return catalog(lang).gettext(self.field) if self.field else ""

    def show(self, lang: str) -> str:
        """`file:line: field: what is wrong. What to do.`"""
        message, remedy = self.text(lang)
        return f"{self.file}:{self.line}: {self.place(lang)}: {message}. {remedy}"


def warned(problem: Problem, state: Unapproved) -> Problem:
    """A problem as that of a file that is not approved: it stops nothing."""
    if problem.severity == "warning":
        return problem
    return replace(problem, severity="warning", unapproved=state)


class Wrong(ValueError):
    """A value that does not hold, with its remedy; whoever knows the file makes it a `Problem`."""

    def __init__(self, message: str, remedy: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.values = tuple((name, shown(value)) for name, value in values.items())

    def __str__(self) -> str:
        return self.at("", 0, "").show("es").removeprefix(":0: : ")

    def at(self, file: str, line: int, name: str, severity: Severity = "error") -> Problem:
        return Problem(file, line, name, self.message, self.remedy, self.values, severity=severity)


class ProblemsFound(Exception):
    """The content cannot be published as it stands."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.show("es") for problem in self.problems)


def shown(value: object) -> str:
    """A value as a message repeats it: on one line, cut when long; a list of choices whole."""
    if isinstance(value, dict):
        value = ", ".join(f"{name}: {given}" for name, given in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "—"
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def suggestion(word: str, known: Sequence[str]) -> str | None:
    """The known word nearest to a mistyped one."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return near[0] if near else None


def unknown(word: str, known: Iterable[str], message: str) -> Wrong:
    """A word that is none of the known ones, with "did you mean" where one is near.

    `message` may use `{value}`.
    """
    names = sorted(set(known))
    near = suggestion(word, names)
    if near:
        return Wrong(message, N_("¿Quiso decir «{near}»?"), value=word, near=near)
    if len(names) > CHOICES:
        return Wrong(message, N_("Bórrelo, o busque su nombre en la guía de editores."), value=word)
    return Wrong(message, N_("Escriba uno de estos: {known}."), value=word, known=names)
