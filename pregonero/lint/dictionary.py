"""The words that are spelled right: hunspell's es_MX where it is installed, and our own."""

import gc
import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pregonero.content.scan import WORDS
from pregonero.fingerprint import digest
from pregonero.lint.suggest import nearest

#: The dictionary, without its endings.
LANGUAGE = "es_MX"
#: Where dictionaries are, unless DICPATH says (hunspell(1)).
FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "~/Library/Spelling",
    "/Library/Spelling",
)
LARGEST = 1_000_000


def installed(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The dictionary of this machine, without its endings; None if there is none."""
    given = environ.get("DICPATH")
    for folder in given.split(os.pathsep) if given else FOLDERS:
        path = Path(folder).expanduser() / LANGUAGE
        if path.with_suffix(".aff").is_file() and path.with_suffix(".dic").is_file():
            return path
    return None


def own(content: Path) -> list[str]:
    """The words of content/dictionary.txt, if there is one: one a line, each once; `#` begins a
    comment. Raises OSError."""
    path = content / WORDS
    if not path.is_file():
        return []
    text = path.read_bytes()[:LARGEST].decode("utf-8-sig", "replace")
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return list(dict.fromkeys(word for line in lines for word in line))


@dataclass
class Verdicts:
    """What a dictionary said of words: whether it has them, and what is near those it has not."""

    has: dict[str, bool] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)

    def __or__(self, other: "Verdicts") -> "Verdicts":
        return Verdicts(self.has | other.has, self.near | other.near)

    def __bool__(self) -> bool:
        return bool(self.has or self.near)


class Dictionary:
    """A dictionary of hunspell. `kept` are the verdicts of earlier times, `new` those since; the
    file, which takes a while, is opened for the first word that has none."""

    def __init__(self, path: Path, kept: Verdicts | None = None) -> None:
        self.path = path
        self.kept = kept or Verdicts()
        self.new = Verdicts()
        self._opened: Any = None

    def has(self, word: str) -> bool:
        known = self.kept.has.get(word)
        if known is None:
            known = self.kept.has[word] = self.new.has[word] = self._lookup(word)
        return known

    def near(self, word: str) -> str:
        found = self.kept.near.get(word)
        if found is None:
            found = self.kept.near[word] = self.new.near[word] = nearest(word, self._lookup)
        return found

    def _lookup(self, word: str) -> bool:
        if self._opened is None:
            from spylls.hunspell import Dictionary as Hunspell

            with warnings.catch_warnings():
                # spylls leaves its files for the collector to close.
                warnings.simplefilter("ignore", ResourceWarning)
                self._opened = Hunspell.from_files(str(self.path))
                gc.collect()
        return bool(self._opened.lookup(word))


def print_of(path: Path) -> str:
    """What a dictionary is told by. Raises OSError."""
    return digest(path.with_suffix(".aff").read_bytes() + path.with_suffix(".dic").read_bytes())
