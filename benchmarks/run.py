"""Measure a build beside Hugo, Eleventy and stock Pelican on the same archive: RESULTS.md.

    make bench                                      1,000 and 10,000 bulletins
    make bench N=1000                               one size alone
    python benchmarks/run.py 1000 --text FOLDER     the words of that folder's Markdown files

What counts is the ratio in the same run; seconds are of whatever machine this was.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks import report  # noqa: E402
from benchmarks.generate import bulletins  # noqa: E402
from benchmarks.measure import Failed, ram_disk  # noqa: E402
from benchmarks.peers import Eleventy, Hugo, Missing, Peer, Pelican  # noqa: E402
from benchmarks.rows import Row, live, measured, ours, theirs  # noqa: E402
from benchmarks.texts import bodies  # noqa: E402


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("counts", nargs="*", type=int, default=[report.SMALL, report.LARGE])
    wanted.add_argument("--text", type=Path, help="a folder of Markdown files: their words")
    given = wanted.parse_args()
    peers, missing = _installed((Hugo(), Eleventy(), Pelican()))
    for count in given.counts:
        with tempfile.TemporaryDirectory(prefix="pregonero-bench-", dir=ram_disk()) as folder:
            texts = bodies(given.text.resolve(), Path(folder)) if given.text else []
            rows = _size(Path(folder), count, texts, peers)
        machine = _machine(peers) + (f" {len(texts)} texts in turn." if texts else "")
        section = report.table(rows, missing, machine, goals=count >= report.LARGE)
        print(f"\n{section}")
        report.write(HERE / "RESULTS.md", report.heading(count, real=bool(texts)), section)


def _installed(peers: Sequence[Peer]) -> tuple[list[Peer], list[str]]:
    """The programs that are here, and a line for each that cannot be."""
    here, missing = [], []
    for peer in peers:
        try:
            peer.install()
            here.append(peer)
        except Missing as error:
            _tell(str(error))
            missing.append(str(error).splitlines()[0])
    return here, missing


def _size(work: Path, count: int, texts: Sequence[str], peers: Sequence[Peer]) -> list[Row]:
    _tell(f"{count:,} bulletins")
    archive = bulletins(count, texts)
    first, second, *rest = ours(work, archive)
    others = [
        row for peer in peers for row in theirs(work, archive, peer, again=peer.name == "Hugo")
    ]
    # In turn: what is cold beside what is cold, what is edited beside what is edited.
    whole = [row for row in others if row.whole]
    again = [row for row in others if not row.whole]
    measured([first, *whole[:1], second, *whole[1:], *again, *rest], _tell)
    return [first, second, *rest, live(work, archive), *whole[:1], *again, *whole[1:]]


def _machine(peers: Sequence[Peer]) -> str:
    versions = ", ".join(f"{peer.name} {peer.version()}" for peer in peers)
    where = "RAM disk" if ram_disk() else "disk"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {where}. {versions}."


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
