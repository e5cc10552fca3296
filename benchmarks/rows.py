"""What is measured: each row's change, command and check, run in turn, round after round."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import dialects
from benchmarks.edits import Edit, Edits, Shown
from benchmarks.generate import Bulletin
from benchmarks.live import serve, served
from benchmarks.measure import Command, Failed, files, peak, seconds
from benchmarks.peers import Peer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROGRAM = ROOT / "cli.py"
MOMENT = "2026-11-22"

ROUNDS = 3
#: A command that takes longer, in seconds, is not repeated.
LONG = 15.0
EDITS_SERVED = 7

SHIPPED, EQUAL = "cold, as shipped", "cold, equal set"
NOTHING, BODY, ADDED = "nothing changed", "one text edited", "one bulletin added"
TITLE, TOPIC, DATE = "one title edited", "one topic changed", "one date changed"
TEMPLATE, NEWSROOM = "a template changed", "newsroom.toml changed"
CHECK, SERVE = "check", "serve, until the browser is told"


def cold(peer: str) -> str:
    return f"{peer}, cold"


def rebuilt(peer: str) -> str:
    return f"{peer}, one text edited"


@dataclass
class Row:
    """A row of the results: what is done before its command, and what its output must show."""

    name: str
    command: Command
    output: Path
    change: Edit
    whole: bool = False
    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    files: int = 0

    @property
    def median(self) -> float:
        return median(self.seconds)

    def time(self) -> None:
        if not self.seconds or self.seconds[0] < LONG:
            self._done(lambda: self.seconds.append(seconds(self.command)))

    def weigh(self) -> None:
        self._done(lambda: setattr(self, "megabytes", peak(self.command)))

    def _done(self, run: Callable[[], None]) -> None:
        shown = self.change()
        run()
        shown.check(self.output)
        if self.whole:
            self.files = files(self.output)


def ours(work: Path, archive: Sequence[Bulletin]) -> Iterator[Row]:
    """Our program: as shipped, and with a theme that prints what the peers print."""
    site, light = work / "ours", work / "light"
    for folder, theme in ((site, ROOT / "theme"), (light, HERE / "theme")):
        dialects.write(folder, archive, dialects.ours)
        shutil.copytree(theme, folder / "theme")
        shutil.copyfile(HERE / "newsroom.toml", folder / "newsroom.toml")
    (light / "theme/static").mkdir(exist_ok=True)
    shutil.copyfile(HERE / "site.css", light / "theme/static/site.css")
    edits = Edits(site, archive)
    build, output = _ours(site, "build", "--at", MOMENT), site / "output"
    yield Row(SHIPPED, build, output, _emptied(edits, "output", ".cache"), whole=True)
    yield Row(
        EQUAL,
        _ours(light, "build", "--at", MOMENT),
        light / "output",
        _emptied(Edits(light, archive), "output", ".cache"),
        whole=True,
    )
    for name, edit in (
        (NOTHING, edits.nothing),
        (BODY, edits.body),
        (TITLE, edits.title),
        (TOPIC, edits.topic),
        (DATE, edits.date),
        (ADDED, edits.added),
        (TEMPLATE, edits.template),
        (NEWSROOM, edits.newsroom),
    ):
        yield Row(name, build, output, edit)
    yield Row(CHECK, _ours(site, "check"), output, edits.nothing)


def theirs(work: Path, archive: Sequence[Bulletin], peer: Peer, *, again: bool) -> Iterator[Row]:
    """A peer: from nothing and, with `again`, over its own output after an edit."""
    site = work / peer.name.lower()
    peer.write(site, archive)
    edits = Edits(site, archive, type(peer).dialect)
    output, command = site / peer.output, peer.command(site)
    yield Row(cold(peer.name), command, output, _emptied(edits, peer.output), whole=True)
    if again:
        yield Row(rebuilt(peer.name), command, output, edits.body)


def measured(rows: Sequence[Row], tell: Callable[[str], None]) -> None:
    """Time every row in every round, so that the machine's drift touches all alike; then look at
    the memory of each in a round of its own, which is not timed."""
    for number in range(1, ROUNDS + 1):
        for row in rows:
            row.time()
            tell(f"{number}/{ROUNDS} {row.name}: {row.seconds[-1]:.2f} s")
    for row in rows:
        row.weigh()
        tell(f"{row.name}: {row.megabytes:.0f} MB")


def live(work: Path, archive: Sequence[Bulletin]) -> Row:
    """The preview, on a site of its own that no other row has edited."""
    site = work / "served"
    dialects.write(site, archive, dialects.ours)
    shutil.copyfile(HERE / "newsroom.toml", site / "newsroom.toml")
    edits, command = Edits(site, archive), serve(PROGRAM, site)
    row = Row(SERVE, command, site / "output", edits.body)
    row.seconds, row.megabytes = served(command, edits, EDITS_SERVED)
    return row


def _ours(site: Path, *words: str) -> Command:
    config = str(site / "newsroom.toml")
    return Command(
        f"ours, {words[0]}", (sys.executable, str(PROGRAM), "--config", config, *words), site
    )


def _emptied(edits: Edits, *folders: str) -> Edit:
    def change() -> Shown:
        for name in folders:
            shutil.rmtree(edits.site / name, ignore_errors=True)
            if (edits.site / name).exists():
                raise Failed(f"{name} could not be emptied")
        return edits.nothing()

    return change
