"""Measure a cold build against stock Pelican on the same archive, and write RESULTS.md.

    make bench          (1,000 bulletins)
    make bench N=10000

The programs run in turn within each round, so that the machine's drift touches both alike. What
counts is the ratio in the same run; seconds are of whatever machine this was.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generate import write_ours, write_pelican  # noqa: E402

ROUNDS = 3
Command = tuple[list[str], Path]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="pregonero-bench-") as folder:
        work = Path(folder)
        ours, theirs = work / "ours", work / "theirs"
        ours.mkdir()
        shutil.copyfile(ROOT / "newsroom.toml", ours / "newsroom.toml")
        write_ours(ours / "content", count)
        shutil.copytree(HERE / "pelican", theirs)
        write_pelican(theirs / "content", count)
        cli = [sys.executable, str(ROOT / "cli.py"), "--config", str(ours / "newsroom.toml")]
        commands: dict[str, tuple[list[str], Path, Callable[[], None]]] = {
            "pregonero build": (
                [*cli, "build", "--at", "2026-11-22"],
                ours,
                lambda: shutil.rmtree(ours / "output", ignore_errors=True),
            ),
            "pelican 4.12, stock": (
                [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-q"],
                theirs,
                lambda: shutil.rmtree(theirs / "output", ignore_errors=True),
            ),
            "pregonero check": ([*cli, "check"], ours, lambda: None),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, (command, cwd, before) in commands.items():
                before()
                times[name].append(_seconds(command, cwd))
        memory = {name: _peak(command, cwd) for name, (command, cwd, _) in commands.items()}
        files = {
            "pregonero build": _files(ours / "output"),
            "pelican 4.12, stock": _files(theirs / "output"),
        }
    report = _table(count, times, memory, files)
    sys.stdout.write(report)
    _keep(count, report)


def _seconds(command: list[str], cwd: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        command,
        cwd=cwd,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    return time.perf_counter() - started


def _peak(command: list[str], cwd: Path) -> float:
    """Megabytes at the most, of a run in a process of its own that reports its children."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=cwd, check=True, capture_output=True, text=True
    )
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return int(found.stdout) / scale


def _files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _table(
    count: int, times: dict[str, list[float]], memory: dict[str, float], files: dict[str, int]
) -> str:
    peer = statistics.median(times["pelican 4.12, stock"])
    rows = [
        f"## {count:,} bulletins\n",
        "| command | median s | ratio to stock Pelican | peak MB | files |",
        "|---|---|---|---|---|",
    ]
    for name, found in times.items():
        median = statistics.median(found)
        rows.append(
            f"| {name} | {median:.2f} | {median / peer:.2f} | {memory[name]:.0f} | "
            f"{files.get(name, '')} |"
        )
    return "\n".join(rows) + "\n"


def _keep(count: int, report: str) -> None:
    """Put a size's table in RESULTS.md, in place of the one it had."""
    path = HERE / "RESULTS.md"
    text = (
        path.read_text("utf-8")
        if path.exists()
        else (
            "# Results\n\nWritten by `make bench`. Medians of three rounds, the programs in turn "
            "within each.\nCompare ratios, not seconds.\n"
        )
    )
    head = report.split("\n", 1)[0]
    before, found, after = text.partition(head + "\n")
    rest = after[after.find("\n## ") :] if found and "\n## " in after else ""
    path.write_text(f"{before.rstrip()}\n\n{report}{rest}", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
