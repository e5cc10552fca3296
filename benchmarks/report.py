"""RESULTS.md: a table for each size measured, and how time grows from one to the other."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rows
from benchmarks.rows import Row, cold, rebuilt

SMALL, LARGE = 1_000, 10_000
PEERS = ("Hugo", "Eleventy", "Pelican")
MEGABYTES = 600
EXPONENT = 1.0
_GROWTH = f"## Growth from {SMALL:,} to {LARGE:,}"
_INTRODUCTION = """\
# Results

Written by `make bench`; `benchmarks/` has all it needs. One seeded archive goes to every program,
each started anew for every figure and in turn within each round; medians. Compare ratios, not
seconds.

- *Cold* has no output and no cache of ours. What follows an edit is divided by Hugo's own build
  over its output after the same edit, and by the cold builds of Eleventy and Pelican.
- Every program makes the same set: bulletins, a home, lists of 20 a page of all, by topic, type,
  year and month, feeds of the site and of each topic and type in RSS, Atom and JSON Feed, and a
  sitemap. Stock Pelican has no JSON Feed, and its years and months have no pages. The *equal set*
  prints ours with templates of the size of theirs; *as shipped* is with our own theme.
- None makes an index to search; ours is measured apart, in SEARCH.md.
- MB is the most that all processes of a command held together (PSS, looked at every 20 ms, in a
  run of its own that is not timed). A command of more than 15 s is timed once: see *runs*.
- *Serve* is from saving a text until the page that shows it is told to load again.
"""


@dataclass(frozen=True)
class Goal:
    """At most so many times what a peer takes; seconds if no peer is named."""

    limit: float
    peer: str = ""
    row: str = ""

    def told(self, row: Row, found: Mapping[str, Row]) -> str:
        if not self.row:
            return f"≤ {self.limit:g} s{_mark(row.median <= self.limit)}"
        if self.row not in found:
            return ""
        met = row.median <= self.limit * found[self.row].median
        return f"≤ {self.limit:g} {self.peer}{_mark(met)}"


def _cold(limit: float, peer: str) -> Goal:
    return Goal(limit, peer, cold(peer))


def _again(limit: float) -> tuple[Goal, ...]:
    return (Goal(limit, "Hugo", rebuilt("Hugo")),)


#: What is wanted at the large size.
GOALS: dict[str, tuple[Goal, ...]] = {
    rows.SHIPPED: (_cold(2, "Hugo"),),
    rows.EQUAL: (_cold(1, "Hugo"), _cold(1.7, "Hugo"), _cold(0.5, "Eleventy")),
    rows.NOTHING: _again(0.10),
    rows.BODY: _again(0.15),
    rows.TITLE: _again(0.25),
    rows.TOPIC: _again(0.25),
    rows.DATE: _again(0.25),
    rows.ADDED: _again(0.3),
    rows.TEMPLATE: _again(1.5),
    rows.NEWSROOM: _again(1.5),
    rows.SERVE: (Goal(0.15),),
}


def _mark(met: bool) -> str:
    return " ✓" if met else " ✗"


def table(
    measured: Sequence[Row], missing: Sequence[str], machine: str, *, goals: bool = False
) -> str:
    """The rows of one size, ours first."""
    found = {row.name: row for row in measured}
    last = " goal |" if goals else ""
    lines = [
        machine,
        "",
        f"| | s | runs | {' | '.join(f'÷ {peer}' for peer in PEERS)} | MB | files |{last}",
        f"|---|---|---|---|---|---|---|---|{'---|' if goals else ''}",
    ]
    for row in measured:
        cells = [row.name, _seconds(row.median), str(len(row.seconds))]
        cells += [_ratio(row, found.get(name)) for name in _against(row.name, found)]
        cells += [f"{row.megabytes:.0f}", f"{row.files:,}" if row.files else ""]
        if goals:
            wanted = (goal.told(row, found) for goal in GOALS.get(row.name, ()))
            cells.append(", ".join(filter(None, wanted)))
        lines.append(f"| {' | '.join(cells)} |")
    lines += [f"| {what} |" + " |" * (8 if goals else 7) for what in missing]
    if goals:
        most = max(row.megabytes for row in measured if not row.name.startswith(PEERS))
        lines += ["", f"Our memory, at most {MEGABYTES} MB: {most:.0f}{_mark(most <= MEGABYTES)}"]
    return "\n".join(lines) + "\n"


def _against(name: str, found: Mapping[str, Row]) -> Sequence[str]:
    """The row of each peer that a row is divided by."""
    whole = name in (rows.SHIPPED, rows.EQUAL) or name in map(cold, PEERS)
    hugo = cold("Hugo") if whole else rebuilt("Hugo")
    return ("", "", "") if name in (rows.CHECK, rows.SERVE) else (hugo, *map(cold, PEERS[1:]))


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def _ratio(row: Row, peer: Row | None) -> str:
    return f"{row.median / peer.median:.2f}" if peer else ""


def write(path: Path, heading: str, text: str) -> None:
    """Put a size's section in the file, in place of the one it had, and work out growth anew."""
    known = path.read_text("utf-8") if path.exists() else ""
    sections = dict(part.split("\n\n", 1) for part in re.split(r"^(?=## )", known, flags=re.M)[1:])
    sections[f"## {heading}"] = text
    sections.pop(_GROWTH, None)
    if growth := _growth(sections):
        sections[_GROWTH] = growth
    ordered = sorted(sections, key=_place)
    parts = (f"{name}\n\n{sections[name].strip()}\n" for name in ordered)
    path.write_text("\n".join([_INTRODUCTION, *parts]), "utf-8")


def heading(count: int, *, real: bool = False) -> str:
    return f"{count:,} bulletins" + (" of real text" if real else "")


def _place(name: str) -> tuple[bool, bool, int]:
    size = re.search(r"\d[\d,]*", name)
    return name == _GROWTH, "real" in name, int(size[0].replace(",", "")) if size else 0


def _growth(sections: Mapping[str, str]) -> str:
    """The exponent of each row: 1 is linear."""
    small, large = (_times(sections.get(f"## {heading(count)}", "")) for count in (SMALL, LARGE))
    both = [name for name in large if name in small]
    if not both:
        return ""
    lines = [
        "log₁₀ of the ratio of seconds; 1 is linear.",
        "",
        "| | exponent | goal |",
        "|---|---|---|",
    ]
    for name in both:
        exponent = math.log10(large[name] / small[name])
        goal = "" if name.startswith(PEERS) else f"≤ {EXPONENT:g}{_mark(exponent <= EXPONENT)}"
        lines.append(f"| {name} | {exponent:.2f} | {goal} |")
    return "\n".join(lines) + "\n"


def _times(section: str) -> dict[str, float]:
    found = re.findall(r"^\| ([^|]+) \| (\d+\.\d+) \|", section, re.M)
    return {name: float(seconds) for name, seconds in found if float(seconds)}
