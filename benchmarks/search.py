"""What search costs: to who builds, in seconds; to who searches, in bytes.

`python benchmarks/search.py [N]` writes SEARCH.md. What is downloaded needs Chromium.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent
sys.path[:0] = [str(PROGRAM)]

from benchmarks import dialects  # noqa: E402
from benchmarks.edits import middle  # noqa: E402
from benchmarks.generate import Bulletin, bulletins  # noqa: E402
from benchmarks.lighthouse import CHROMIUM, served  # noqa: E402
from benchmarks.measure import environment, ram_disk  # noqa: E402

ROUNDS = 3
MOMENT = "2026-11-22T12:00"
OFF = "search = false\n"
QUERIES = {"a word": "drenaje", "three words": "escuela parque biblioteca"}


class Site:
    """A newsroom of so many bulletins."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.archive = folder, bulletins(count)
        dialects.write(folder, self.archive, dialects.ours)
        texts = {path: path.read_text("utf-8") for path in folder.rglob("*.md")}
        self.files = {text.partition("id: ")[2][:36]: path for path, text in texts.items()}

    def searching(self, *, wanted: bool) -> None:
        toml = (HERE / "newsroom.toml").read_text("utf-8")
        (self.folder / "newsroom.toml").write_text(toml.replace(OFF, "" if wanted else OFF))

    def build(self, *more: str) -> float:
        words = (sys.executable, PROGRAM / "cli.py", "--config", self.folder / "newsroom.toml")
        begun = time.perf_counter()
        subprocess.run(
            (*words, "build", "--at", MOMENT, *more),
            env=environment(), cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - begun

    def cold(self) -> float:
        for name in (".cache", "output"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.build()

    def edited(self, one: Bulletin, word: str) -> tuple[float, float]:
        """Seconds until the page of an edited bulletin is in its place, and until all is done."""
        file = self.files[one.id]
        file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{word}.\n", "utf-8")
        page, begun = self.folder / "output" / one.address[1:] / "index.html", time.perf_counter()
        live: list[float] = []

        def watch() -> None:
            while not live:
                with suppress(OSError):
                    if word in page.read_text("utf-8"):
                        live.append(time.perf_counter() - begun)
                time.sleep(0.005)

        watching = threading.Thread(target=watch)
        watching.start()
        done = self.build()
        watching.join()
        return live[0], done


def downloads(output: Path) -> Iterator[tuple[str, float, int, float]]:
    """For each search: kilobytes and requests of a first visit, without images, and of another
    search of the same visitor."""
    from playwright.sync_api import Page, sync_playwright

    program = shutil.which("chromium")
    if not program:
        return
    with served(output) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM.split())
        for name, words in QUERIES.items():
            context = browser.new_context()
            page: Page = context.new_page()
            session = context.new_cdp_session(page)
            sizes: list[float] = []
            session.on("Network.loadingFinished", partial(_add, sizes))
            session.send("Network.enable")
            page.goto(f"{origin}/buscar/?q={words}", wait_until="networkidle")
            page.wait_for_selector("#resultados li")
            first, count = sum(sizes) / 1000, len(sizes)
            sizes.clear()
            page.fill("#q", f"{words} jornada")
            page.wait_for_timeout(1500)
            yield name, first, count, sum(sizes) / 1000
            context.close()
        browser.close()


def _add(sizes: list[float], event: dict[str, float]) -> None:
    sizes.append(event["encodedDataLength"])


def spent() -> float:
    """Seconds of processors that commands took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(times: int, run: Callable[[], float]) -> float:
    return statistics.median(run() for _ in range(times))


def main(count: int) -> None:
    lines = [
        "# Search",
        "",
        "Written by `python benchmarks/search.py`: seconds of whole commands, medians; of an edit,",
        "until its page is in its place, and until it can be found too. KB as they travel, in an",
        "archive of made-up sentences: its sixty words are all in most bulletins, and the list of",
        "where a word stands is as long as it can be.",
        "",
        f"## {count:,} bulletins",
        "",
        "| | without search | with search |",
        "|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="pregonero-search-", dir=ram_disk()) as room:
        site = Site(Path(room) / "site", count)
        columns: list[list[str]] = []
        for wanted in (False, True):
            site.searching(wanted=wanted)
            before = spent()
            column = [
                f"{site.cold():.2f}",
                f"{spent() - before:.2f}",
                f"{median(ROUNDS, site.build):.2f}",
            ]
            for place, one in (("newest", site.archive[0]), ("old", middle(site.archive))):
                took = [site.edited(one, f"{place}{wanted}{n}") for n in range(ROUNDS)]
                column += [f"{statistics.median(part):.2f}" for part in zip(*took, strict=True)]
            columns.append(column)
        names = (
            "cold",
            "… of processors",
            "nothing changed",
            "newest text edited: in place",
            "… and found",
            "old text edited: in place",
            "… and found",
        )
        lines += [f"| {' | '.join(row)} |" for row in zip(names, *columns, strict=True)]
        index = [p for p in (site.folder / "output/buscar").rglob("*") if p.is_file()]
        size = sum(path.stat().st_size for path in index) / 1e6
        lines += ["", f"The index is {len(index)} files, {size:.1f} MB.", ""]
        lines += ["| first search | KB | requests | one more word, KB |", "|---|---|---|---|"]
        lines += [
            f"| {name} | {first:.0f} | {requests} | {more:.0f} |"
            for name, first, requests, more in downloads(site.folder / "output")
        ]
    (HERE / "SEARCH.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
