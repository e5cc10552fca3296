"""What is wrong, said so that somebody can mend it: a value, or what is outside of this program."""

import difflib
import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from typing import Literal

from pregonero.i18n import N_, catalog

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


class InvalidValue(ValueError):
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


def unknown(word: str, known: Iterable[str], message: str) -> InvalidValue:
    """A word that is none of the known ones, with "did you mean" where one is near.

    `message` may use `{value}`.
    """
    names = sorted(set(known))
    near = suggestion(word, names)
    if near:
        return InvalidValue(message, N_("¿Quiso decir «{near}»?"), value=word, near=near)
    if len(names) > CHOICES:
        return InvalidValue(
            message, N_("Bórrelo, o busque su nombre en la guía de editores."), value=word
        )
    return InvalidValue(message, N_("Escriba uno de estos: {known}."), value=word, known=names)


UNTOUCHED = N_("El sitio público sigue como estaba.")
UNKNOWN = N_("El sitio público quedó como estaba o con la versión nueva, nunca a medias.")

#: What a system says when it cannot, which it says in a language of its own.
_REASONS = {
    errno.ENOENT: N_("no existe"),
    errno.EISDIR: N_("es una carpeta"),
    errno.ENOTDIR: N_("algo de esa ruta no es una carpeta"),
    errno.EEXIST: N_("ya existe"),
    errno.EACCES: N_("no hay permiso"),
    errno.EPERM: N_("no hay permiso"),
    errno.EROFS: N_("el disco es de solo lectura"),
    errno.ENOSPC: N_("el disco está lleno"),
    errno.EDQUOT: N_("se acabó la cuota de disco"),
    errno.EFBIG: N_("el archivo es demasiado grande"),
    errno.EIO: N_("el disco falla al leer o escribir"),
    errno.ENAMETOOLONG: N_("el nombre es demasiado largo"),
    errno.ELOOP: N_("el enlace da vueltas"),
    errno.EBUSY: N_("está en uso"),
    errno.EMFILE: N_("hay demasiados archivos abiertos"),
    errno.ENFILE: N_("hay demasiados archivos abiertos"),
    errno.ENOMEM: N_("no alcanza la memoria"),
    errno.EADDRINUSE: N_("ese puerto está ocupado"),
    errno.ECONNREFUSED: N_("nadie responde en esa dirección"),
    errno.ETIMEDOUT: N_("nadie responde a tiempo"),
}


def why(error: OSError) -> str:
    """The reason of a refusal as a message id; the system's own words for one that is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class ExternalError(Exception):
    """Something that is not ours failed. Tells what happened, what state the public site is in,
    and what to do: message ids with places for `values`. `quoted` are the lines that git said, if
    it was git."""

    quoted: tuple[str, ...] = ()

    def __init__(self, message: str, remedy: str, state: str = UNTOUCHED, **values: object) -> None:
        super().__init__(message)
        self.message, self.state, self.remedy = message, state, remedy
        self.values = values


Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Ambiguous:
    """A plain YAML scalar whose type surprises people, as it was typed."""

    typed: str

    def __str__(self) -> str:
        return self.typed


def nearest(lines: Mapping[Path_, int], path: Path_) -> int:
    """The line of a value, or of the nearest thing that holds it; the first if nothing does."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def named(path: Path_) -> str:
    """A field's path as people read it: `photos.2.alt`, items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
