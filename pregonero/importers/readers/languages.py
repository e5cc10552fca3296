"""The language of a text by where it is in its source, and what its versions have in common."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pregonero.diagnostics import InvalidValue, Problem
from pregonero.i18n import N_
from pregonero.importers.source_item import FILE, undecided

_SUFFIX = re.compile(r"^(.+)\.([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)$")
#: Languages that a folder may be named by where no configuration tells.
_USUAL = {"es", "en", "fr", "pt", "de", "it"}


@dataclass(frozen=True)
class Languages:
    """The languages of a source. `folders` are the folders of each, from the root; `first` is
    that without a part of the address, unless `all_apart`; `known` are codes that count as such,
    `left` those that the site did not show."""

    folders: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    all_apart: bool = False
    known: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    def reasons(self, path: str, code: str) -> Iterator[Problem]:
        """Why its generator made no page of a text in a language."""
        if code and code.lower() in self.left:
            wrong = InvalidValue(
                N_("el sitio anterior no publicaba {name}"),
                N_("Apruébelo si debe publicarse, o bórrelo."),
                name=code,
            )
            yield undecided(path, 1, FILE, wrong)

    def of(self, path: str) -> tuple[str, str]:
        """A text's language, nothing if its path tells none, and its path without it."""
        for folder, code in self.folders.items():
            if path.startswith(f"{folder}/"):
                return code, path.removeprefix(f"{folder}/")
        folder, name = posixpath.split(path)
        stem, ending = posixpath.splitext(name)
        if (found := _SUFFIX.match(stem)) and self._is(found[2]):
            return found[2].replace("_", "-"), posixpath.join(folder, f"{found[1]}{ending}")
        return "", path

    def prefix(self, code: str) -> str:
        """The part of an address for a language."""
        return f"/{code.lower()}" if code and (self.all_apart or code != self.first) else ""

    def _is(self, code: str) -> bool:
        if self.known and code.lower() in self.known:
            return True
        return _exists(code)


@cache
def _exists(code: str) -> bool:
    from babel.localedata import exists

    return len(code.split("-")[0].split("_")[0]) == 2 and exists(code.split("-")[0].split("_")[0])


def of_hugo(config: Mapping[str, Any], base: str, folders: frozenset[str]) -> Languages:
    """Hugo's languages by its configuration; `folders` are those at the top of its content."""
    given = config.get("languages")
    given = given if isinstance(given, dict) else {}
    first = str(config.get("defaultContentLanguage") or "en") if given else ""
    found: dict[str, str] = {}
    for code, values in given.items():
        own = (
            values.get("contentDir") or values.get("contentdir") if isinstance(values, dict) else ""
        )
        if own:
            found[str(own).strip("/")] = str(code)
    declared = bool(found)
    for folder in sorted(folders):
        if not declared and (folder in given or (not given and folder in _USUAL)):
            found[f"{base}{folder}"] = folder
    apart = str(config.get("defaultContentLanguageInSubdir") or "").lower() == "true"
    off = config.get("disableLanguages") or config.get("disablelanguages") or ()
    left = {str(code).lower() for code in ([off] if isinstance(off, str) else off)}
    left |= {
        str(code).lower()
        for code, values in given.items()
        if isinstance(values, dict) and str(values.get("disabled") or "").lower() == "true"
    }
    known = frozenset(str(code).lower() for code in given)
    return Languages(found, first, apart, known, frozenset(left))


def of_folders(base: str, folders: frozenset[str]) -> Languages:
    """The languages of any other source: two folders at its top that are named by one."""
    named = folders & _USUAL
    if len(named) < 2 and not (named and "en" in named):
        named = frozenset()
    return Languages({f"{base}{name}": name for name in sorted(named)})
