"""What a reader finds in a source: one record for each text, before anything is decided.

What an import tells is a `Problem` of the source's file: a *warning* for what it mended by itself,
an *error* for what a person has to decide.
"""

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.invisible_characters import REFUSED, visible
from pregonero.slug import slugify

Kind = Literal["bulletin", "page"]
Markup = Literal["markdown", "html", "whatsapp"]
#: Who read the Markdown of a source: CommonMark, or Python-Markdown as here.
MarkdownReader = Literal["commonmark", "markdown"]

HEADER = N_("encabezado")
TEXT = N_("texto")
FILE = N_("archivo")

#: What no header may hold, nor any text that is published.
CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff{REFUSED}]")


class Refused(Exception):
    """A source's text that cannot be brought in; it is told why."""

    def __init__(self, wrong: InvalidValue) -> None:
        super().__init__(str(wrong))
        self.wrong = wrong


@dataclass(frozen=True)
class HeaderPair:
    """A datum of a header as it was typed: every scalar is text. `line` counts from 1; `origin` is
    the file that says it, if it is not the text's own."""

    key: str
    value: Any
    line: int = 1
    origin: str = ""

    @property
    def name(self) -> str:
        """The key without capitals, accents or hyphens."""
        return normal(self.key)


@dataclass(frozen=True)
class DateClaim:
    """What one place of a source says of a text's date. `typed` is as it is there."""

    where: str
    typed: str


@dataclass(frozen=True)
class SourceItem:
    """One text of a source. `source` is its path there, POSIX, with `#` and a number for one of
    many in a file; `addresses` are where it was on the old site, `unsure` those that are likely
    but not certain, `claims` what its path says of its date. `signs` are data that only say who
    could read it: those of its folder, and values that a repeated key took the place of. `lang`
    is its language by its place, `group` what it has in common with its versions in others."""

    source: str
    kind: Kind = "bulletin"
    pairs: tuple[HeaderPair, ...] = ()
    body: str = ""
    body_line: int = 1
    markup: Markup = "markdown"
    addresses: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    claims: tuple[DateClaim, ...] = ()
    told: tuple[Problem, ...] = ()
    raw: str = ""
    signs: tuple[HeaderPair, ...] = ()
    reader: MarkdownReader = "commonmark"
    lang: str = ""
    group: str = ""


def normal(key: str) -> str:
    """A key as it is compared: `Título`, `titulo` and `titulo` are one."""
    return slugify(key).replace("-", "_")


def mended(source: str, line: int, field: str, wrong: InvalidValue) -> Problem:
    """Something the import did by itself, and tells."""
    return wrong.at(source, line, field, "warning")


def undecided(source: str, line: int, field: str, wrong: InvalidValue) -> Problem:
    """Something that a person has to decide before the text may be public."""
    return wrong.at(source, line, field)


#: What a public text waits for: its photographs. They are told of this field.
PENDING = "photos"


def pending(source: str, line: int, wrong: InvalidValue) -> Problem:
    """A photograph that a person has to bring; the text is public meanwhile."""
    return wrong.at(source, line, PENDING, "warning")


def is_pending(problem: Problem) -> bool:
    return problem.severity == "warning" and problem.field == PENDING


def tidy(text: str) -> str:
    """A text of one line: joined accents, no control characters, single spaces."""
    text = CONTROL.sub("", visible(text)[0])
    return " ".join(unicodedata.normalize("NFC", text).split())


def parts_of(address: str) -> SplitResult:
    """The parts of an address; of one that cannot be, all of it as a path."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", address, "", "")
    return parts


def shown_path(path: str) -> str:
    """A path that can be printed, whatever bytes its name has."""
    return path.encode("utf-8", "backslashreplace").decode()


#: A date at the start of a name.
_DATED = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{8})[-_ ]?")


def stem_of(path: str) -> str:
    """What a file is called: its folder's name if it is a bundle's `index.md`."""
    folder, name = posixpath.split(path)
    stem = name.rpartition(".")[0] if not name.startswith(".") else name
    if stem in ("index", "_index") and folder:
        stem = posixpath.basename(folder)
    return stem


def undated(stem: str) -> str:
    """A name without the date that it starts with."""
    return _DATED.sub("", stem, count=1) if _DATED.match(stem) else stem
