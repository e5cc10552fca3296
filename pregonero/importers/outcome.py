"""What an import did or would do, counted: nothing that went in is unaccounted for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pregonero.diagnostics import Problem
from pregonero.importers.source_item import is_pending

#: imported: public as it was · queued: a draft that waits for a person · refused: it did not come.
Fate = Literal["imported", "queued", "refused"]
#: What was done to a text's file: it was written, it was as it is, somebody's work was left alone.
Action = Literal["new", "updated", "same", "edited", "deleted", "none"]


@dataclass
class ImportedText:
    """One text of the source and what became of it. `told` ends with why, if it waits or was
    refused."""

    source: str
    fate: Fate
    path: str = ""
    action: Action = "none"
    told: tuple[Problem, ...] = ()

    @property
    def reasons(self) -> list[Problem]:
        return [problem for problem in self.told if problem.severity == "error"]

    @property
    def repairs(self) -> list[Problem]:
        return [p for p in self.told if p.severity == "warning" and not is_pending(p)]

    @property
    def pending(self) -> list[Problem]:
        """The photographs that a person has to bring, while the text is public."""
        return [problem for problem in self.told if is_pending(problem)]


@dataclass(frozen=True)
class Remotes:
    """Photographs of other machines: to ask for, by host; had before; fetched; and why others could
    not be had."""

    hosts: Mapping[str, int]
    here: int = 0
    fetched: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Outcome:
    """A whole import. `found` is how many texts there were, counted before any was read; `others`
    how many files that are no texts, by their ending; `passed` folders and links not looked at;
    `keys` counts what each old key became, nothing if it stayed as a comment; `remotes` are there
    if somebody asked for them."""

    name: str
    style: str
    found: int
    texts: list[ImportedText] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    media: int = 0
    mapping: str = ""
    keys: Counter[tuple[str, str]] = field(default_factory=Counter)
    dry: bool = False
    remotes: Remotes | None = None

    @property
    def fates(self) -> Counter[str]:
        return Counter(text.fate for text in self.texts)

    @property
    def actions(self) -> Counter[str]:
        return Counter(text.action for text in self.texts)

    def account(self) -> None:
        """Raises `Unaccounted` unless what went in is what came out."""
        fates = self.fates
        if self.found != fates["imported"] + fates["queued"] + fates["refused"]:
            raise Unaccounted(self.found, dict(fates))

    def pending(self) -> Counter[str]:
        """In how many texts a photograph is missing, by why."""
        return _kinds(text.pending for text in self.texts)

    def repairs(self) -> Counter[str]:
        """How many texts were mended in each way."""
        return _kinds(text.repairs for text in self.texts)

    def reasons(self) -> Counter[str]:
        """How many texts wait or were refused for each reason."""
        return _kinds(text.reasons for text in self.texts)


class Unaccounted(AssertionError):
    """The sum of an import does not hold: a fault of this program, before anything is written."""

    def __init__(self, found: int, fates: dict[str, int]) -> None:
        super().__init__(f"{found} texts found, {fates}")


def _kinds(groups: Iterable[list[Problem]]) -> Counter[str]:
    return Counter(message for told in groups for message in {problem.message for problem in told})
