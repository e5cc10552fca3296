"""The prose of a record as rules see it: passages, sentences and words, each with its place."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.lint.masking import lines

Kind = Literal[
    "title",
    "summary",
    "deck",
    "presides",
    "caption",
    "alt",
    "heading",
    "paragraph",
    "item",
    "quote",
    "row",
]
#: Kinds that are read as running text.
RUNNING = ("summary", "paragraph", "item", "quote")

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)]|:)[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")

_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZÁÉÍÓÚÑ]|Lic|Licda|Ing|Arq|Mtro|Mtra|Dr|Dra|Prof|Profa|Sr|Sra|Srta|Gral|"
    r"Cap|Tte|Sgto|Av|Avda|Blvd|Col|Fracc|Priv|Prol|[Nn]úm|[Nn]o|[Tt]el|[Tt]els|[Aa]rt|[Aa]rts|"
    r"[Ee]xt|[Ii]nt|pág|págs|p|vol|cap|ed|etc|ej|aprox|máx|mín|a|m|EE|UU|Tlax|Pue|Méx|Edo|Hgo|Mor|"
    r"Ver|Mich|Gto|Qro|Jal|Oax|Gro|Sto|Sta|Fco|Ma|Ma|Depto|Dpto|Cía|S|C|V|R|L|fracc?)$"
)
_END = re.compile(r"(?<![.!?…])[.!?…]++[»”\"')\]]*+(?=\s+[«“\"'(\[]*[¿¡A-ZÁÉÍÓÚÑ0-9]|\s*$)")
#: A word in letters, no part of an address, a name of account or a compound.
SPELLED = re.compile(r"(?<![\w@#/.'’-])[^\W\d_]{3,}(?![\w@/'’]|[-.]\w)")
#: Without one there is no date, amount or key in a text: most have none.
DIGIT = re.compile(r"\d")
WORD = re.compile(r"\w+(?:[.,:/’'-]\w+)*")


class Match(NamedTuple):
    """What a rule found: the path of a value of the header, or without one the place in the text;
    and what its message says."""

    path: tuple[str | int, ...]
    at: int
    values: dict[str, str]


class Passage(NamedTuple):
    """Some words of a record. `path` leads to a value of its header; without one, `start` is their
    place in the text. `level` is that of a heading."""

    kind: Kind
    text: str
    path: tuple[str | int, ...] = ()
    start: int = 0
    level: int = 0

    def found(self, at: int = 0, **values: object) -> Match:
        return Match(self.path, self.start + at, {name: str(v) for name, v in values.items()})


class Sentence(NamedTuple):
    text: str
    at: int
    words: list[str]

    @classmethod
    def of(cls, text: str, at: int) -> "Sentence":
        return cls(text, at, WORD.findall(text))


def header(document: Document) -> Iterator[Passage]:
    """The passages of a record's header."""
    yield Passage("title", document.title, ("title",))
    if document.summary:
        yield Passage("summary", document.summary, ("summary",))
    if isinstance(document, Bulletin):
        for index, line in enumerate(document.deck):
            yield Passage("deck", line, ("deck", index))
        if document.event and document.event.presides:
            yield Passage("presides", document.event.presides, ("event", "presides"))
    for index, photo in enumerate(document.photos):
        if photo.caption:
            yield Passage("caption", photo.caption, ("photos", index, "caption"))
        if photo.alt:
            yield Passage("alt", photo.alt, ("photos", index, "alt"))


def passages(prose: str) -> Iterator[Passage]:
    """The passages of a text that is already `markup.prose`."""
    begun: tuple[Kind, int] | None = None
    last = 0

    def done() -> Iterator[Passage]:
        if begun and prose[begun[1] : last].strip():
            yield Passage(begun[0], prose[begun[1] : last], start=begun[1])

    for at, line in lines(prose):
        end = at + len(line)
        if not line.strip():
            yield from done()
            begun = None
        elif heading := _HEADING.match(line):
            yield from done()
            text = line[heading.end() :].rstrip(" \t#")
            yield Passage("heading", text, start=at + heading.end(), level=len(heading[1]))
            begun = None
        elif begun and begun[0] == "paragraph" and (under := _UNDERLINE.match(line)):
            level = 1 if under[1][0] == "=" else 2
            yield Passage("heading", prose[begun[1] : last], start=begun[1], level=level)
            begun = None
        elif "|" in line and (line.lstrip()[0] == "|" or (begun and begun[0] == "row")):
            yield from done()
            begun = None
            if not is_ruler(line):
                yield Passage("row", line, start=at)
        elif item := _ITEM.match(line):
            yield from done()
            begun = "item", at + item.end()
        elif begun is None:
            begun = "paragraph", at
        last = end
    yield from done()


def is_ruler(line: str) -> bool:
    """Whether a line of a table is the one below its headings."""
    return "-" in line and "|" in line and not line.strip("|:- \t")


@lru_cache(maxsize=512)  # several rules ask it of each passage of a text
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage; an abbreviation's dot ends none."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for end in _END.finditer(text):
        before = text[max(start, end.start() - 8) : end.start()]
        if end[0] == "." and end.end() < len(text.rstrip()) and _ABBREVIATION.search(before):
            continue
        if text[start : end.end()].strip():
            yield Sentence.of(text[start : end.end()], start)
        start = end.end()
    if text[start:].strip():
        yield Sentence.of(text[start:], start)
