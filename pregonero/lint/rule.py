"""A rule of the desk: what it looks for, why, and an example of each side."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from pregonero.content.model.bulletin import Document
from pregonero.diagnostics import Severity
from pregonero.lint.masking import abbreviations, prose
from pregonero.lint.prose import RUNNING, SPELLED, Match, Passage, header, passages
from pregonero.newsroom.editorial import EditorialConfig, Level


@dataclass(frozen=True)
class Names:
    """Names and other words that the office writes: as they are spelled, and by their letters
    without accents."""

    spelled: frozenset[str] = frozenset()
    bare: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[str]) -> "Names":
        spelled = frozenset(words)
        return cls(spelled, {plain(word): word for word in sorted(spelled)})


def plain(text: str) -> str:
    """A text in small letters without accents, letter for letter."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text).lower()


class Spelling(Protocol):
    """A dictionary: whether it has a word, and which of its words is near one; empty if none."""

    def has(self, word: str) -> bool: ...

    def near(self, word: str) -> str: ...


class LintContext:
    """A record laid out for reading: its document, its Markdown text and its passages.

    `spelling` is None where there is no dictionary.
    `names` are those of content/dictionary.txt.
    """

    def __init__(
        self,
        document: Document,
        body: str,
        house: EditorialConfig,
        spelling: Spelling | None = None,
        names: Names | None = None,
    ) -> None:
        self.document, self.body, self.house = document, body, house
        self.spelling, self.names = spelling, names or Names()

    @cached_property
    def prose(self) -> str:
        """The text without marks, each word in its place."""
        return prose(self.body)

    @cached_property
    def header(self) -> tuple[Passage, ...]:
        return tuple(header(self.document))

    @cached_property
    def inside(self) -> tuple[Passage, ...]:
        """The passages of the text."""
        return tuple(passages(self.prose))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All of what is printed: header and text, without text alternatives."""
        return (*(p for p in self.header if p.kind != "alt"), *self.inside)

    @cached_property
    def whole(self) -> str:
        """All passages in one text, to ask once of a record what few of them have."""
        return "\n".join([passage.text for passage in self.passages])

    @cached_property
    def running(self) -> tuple[Passage, ...]:
        """The passages that are sentences."""
        return tuple(p for p in self.passages if p.kind in RUNNING)

    @cached_property
    def abbreviations(self) -> set[str]:
        return abbreviations(self.body)

    @cached_property
    def words(self) -> Mapping[str, tuple[Passage, int]]:
        """Each word that can be spelled, and where it stands first."""
        found: dict[str, tuple[Passage, int]] = {}
        for passage in self.passages:
            if not passage.text.isupper():
                for word in SPELLED.finditer(passage.text):
                    found.setdefault(word[0], (passage, word.start()))
        return found

    def found(self, at: int, **values: object) -> Match:
        """A find at a place of the text."""
        return Match((), at, {name: str(value) for name, value in values.items()})

    @staticmethod
    def told(*path: str | int, **values: object) -> Match:
        """A find at a value of the header."""
        return Match(path, 0, {name: str(value) for name, value in values.items()})


@dataclass(frozen=True)
class Rule:
    """One thing to look for.

    `reason`, `message` (a clause; may use {words} and what else `find` gives) and `remedy` are
    message ids. `wrong` and `right` are texts in Markdown, or lines of a header if `header`.
    `level` is what it is unless newsroom.toml says otherwise, never above `most`. `spanish` rules
    look at Spanish alone. One with `sign` is also looked at by `build`: it says cheaply, of a
    record and its whole file, whether there may be something. A decision on a `signed` one has to
    say whose it is. `needs_words` rules look only where there is a dictionary.
    """

    id: str
    reason: str
    message: str
    remedy: str
    wrong: str
    right: str
    find: Callable[[LintContext], Iterator[Match]]
    level: Level = "warning"
    most: Severity = "error"
    spanish: bool = True
    header: bool = False
    signed: bool = False
    needs_words: bool = False
    sign: Callable[[Document, str], bool] | None = None

    def level_in(self, house: EditorialConfig) -> Level:
        return dict(house.levels).get(self.id, self.level)

    def reads(self, document: Document, house: EditorialConfig) -> bool:
        """Whether a record is in a language that the rule knows."""
        return not self.spanish or (document.lang or house.lang).split("-")[0] == "es"
