"""How often the rules of the desk are right: measured on sentences labelled by hand.

`python tests/lint/labelled.py` (make lint-report) prints precision and recall by rule, and with
`--mistakes` every sentence that a rule took for another thing.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from town import bulletin, newsroom

from pregonero.content import reader
from pregonero.diagnostics import Problem
from pregonero.lint import dictionary
from pregonero.lint.dictionary import Dictionary
from pregonero.lint.loading import checks, load_newsroom
from pregonero.lint.registry import RULES
from pregonero.lint.rule import LintContext, Names, Spelling
from pregonero.lint.runner import look_at_all
from pregonero.newsroom.editorial import EditorialConfig
from pregonero.newsroom.model import Newsroom

SENTENCES = Path(__file__).with_name("sentences.txt")
OFFICIALS = ["Rosalía Montes Cuapio"]
LINT = f"\n[lint]\nofficials = {json.dumps(OFFICIALS, ensure_ascii=False)}\n"
PATH = "bulletins/2026/ejemplo.md"
TITLE = "Una tarde en la plaza"


@dataclass(frozen=True)
class Case:
    """A text, where it stands, and the rules that should find something there."""

    line: int
    expected: frozenset[str]
    where: str
    text: str


@dataclass
class Score:
    """What one rule found: rightly, wrongly, and not."""

    hits: int = 0
    false: list[Case] = field(default_factory=list)
    missed: list[Case] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        found = self.hits + len(self.false)
        return self.hits / found if found else None

    @property
    def recall(self) -> float | None:
        there = self.hits + len(self.missed)
        return self.hits / there if there else None


def cases() -> Iterator[Case]:
    for number, line in enumerate(SENTENCES.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            expected, where, text = line.split(" | ", 2)
            rules = frozenset(expected.split(", ")) - {"-"}
            yield Case(number, rules, where, text.replace("\\n", "\n").replace("\\|", "|"))


@cache
def house(folder: Path) -> Newsroom:
    toml = folder / "newsroom.toml"
    toml.write_text(newsroom(LINT), "utf-8")
    return load_newsroom(toml, {})


def written(where: str, text: str) -> str:
    """A bulletin's file with a text in its place."""
    photo = {"file": "a.jpg", "alt": "Una mesa con libros.", "credit": "Oficina", "caption": text}
    values: dict[str, dict[str, object]] = {
        "text": {},
        "title": {"title": text},
        "summary": {"summary": text},
        "deck": {"deck": [text]},
        "caption": {"photos": [photo]},
        "minors": {"photos": [photo | {"minors": True, "consent": "CM-1"}]},
    }
    body = text if where == "text" else "El agua vuelve hoy."
    return bulletin(body, **{"title": TITLE, **values[where]})


def findings(
    file: str, room: Newsroom, spelling: Spelling | None = None, names: str = ""
) -> tuple[Problem, ...]:
    """What all rules say of a file, those that are off as well."""
    entry, problems = reader.read(file.encode(), PATH, room.zone, checks(room))
    assert entry, [p.show("es") for p in problems]
    everything = tuple((rule.id, "warning") for rule in RULES.values() if rule.level == "off")
    all_on = EditorialConfig(**{**vars(room.house), "levels": everything})
    body = reader.words(file.encode(), entry.body_line)
    sheet = LintContext(entry.document, body, all_on, spelling, Names.of(names.split()))
    return look_at_all(entry, file, sheet, RULES).problems


def measured(room: Newsroom, spelling: Spelling | None) -> dict[str, Score]:
    """The score of each rule. Rules of one text say nothing of a sentence: media's are left out."""
    scores = {name: Score() for name, rule in RULES.items() if spelling or not rule.needs_words}
    for case in cases():
        found = {p.rule for p in findings(written(case.where, case.text), room, spelling)}
        for name, score in scores.items():
            if name in found & case.expected:
                score.hits += 1
            elif name in found:
                score.false.append(case)
            elif name in case.expected:
                score.missed.append(case)
    return scores


def main(mistakes: bool) -> None:
    import tempfile

    installed = dictionary.installed()
    with tempfile.TemporaryDirectory() as folder:
        room = house(Path(folder))
        scores = measured(room, Dictionary(installed) if installed else None)
    print(f"{sum(1 for _ in cases())} textos en {SENTENCES.name}")
    print(f"{'regla':<22} aciertos  de más de menos  precisión  exhaust.")
    for name, score in scores.items():
        rates = ("—" if r is None else f"{r:.0%}" for r in (score.precision, score.recall))
        off = "  (apagada)" if RULES[name].level == "off" else ""
        counts = f"{score.hits:>8} {len(score.false):>7} {len(score.missed):>8}"
        print(f"{name:<22} {counts} {next(rates):>10} {next(rates):>9}{off}")
        for kind, texts in (("de más", score.false), ("de menos", score.missed)):
            for case in texts if mistakes else ():
                print(f"    {kind}, línea {case.line}: {case.text[:110]!r}")
    if not installed:
        print("Sin diccionario es_MX no se miden las reglas de ortografía.")


if __name__ == "__main__":
    main("--mistakes" in sys.argv)
