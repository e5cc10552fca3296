"""Lighthouse on a telephone, throttled: our pages, and the same text in a municipal theme.

`python benchmarks/lighthouse.py SITE` reads the output folder of a site (San Jacinto, by default,
made as the browser tests make it) and writes LIGHTHOUSE.md. It needs Node and Chromium.
"""

import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent
SITE = PROGRAM / "tests/sites/san-jacinto"
sys.path[:0] = [str(PROGRAM), str(PROGRAM / "tests")]

from browser import media  # noqa: E402 - the site that the browser tests open

from benchmarks.peers import CACHE, installed, note  # noqa: E402
from pregonero.render.http_headers import BRIEFLY, FOREVER, headers  # noqa: E402 - those of a live server

MOMENT = "2026-11-22T12:00"
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
BULLETIN = "/comunicado/2026/rehabilitacion-del-pozo-tres/"
PAGES = {
    "home": "/",
    "bulletin": BULLETIN,
    "campaign": "/campanas/agua-para-todas/",
    "agenda": "/agenda/",
    "search": "/buscar/",
}
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".webmanifest")
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@contextmanager
def served(folder: Path, *, ours: bool = True) -> Iterator[str]:
    """A site as a live server gives it: compressed, with the headers it is told to send.

    One that is not `ours` was not made for our policy; what it loads is kept for as long.
    """

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            address = self.path.partition("?")[0]
            file = folder / (address[1:] + ("index.html" if address.endswith("/") else ""))
            if not file.is_file():
                self.send_error(404)
                return
            data = file.read_bytes()
            self.send_response(200)
            if file.suffix in _TEXT:
                data = gzip.compress(data, 9, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            kept = {"Cache-Control": BRIEFLY if address.endswith("/") else FOREVER}
            for name, value in (headers(address) if ours else kept).items():
                self.send_header(name, value)
            kind = self.guess_type(str(file))
            text = file.suffix in (".html", ".txt")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def install() -> Path:
    """The folder with Lighthouse and the theme that its lock names."""
    folder, lock = CACHE / "lighthouse", HERE / "lighthouse" / "package-lock.json"
    if not installed(folder, lock):
        folder.mkdir(parents=True, exist_ok=True)
        for name in (lock.name, "package.json"):
            shutil.copyfile(lock.with_name(name), folder / name)
        flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        subprocess.run(("npm", "ci", *flags), cwd=folder, check=True)
        note(folder, lock)
    return folder


def san_jacinto(room: Path) -> Path:
    """The fictional town's site, built with an address of its own."""
    shutil.copytree(SITE, room, dirs_exist_ok=True)
    media.make(room / "content/media")
    # A production target: a site on trial tells search engines to stay away.
    words = ("--config", room / "newsroom.toml", "build", "--at", MOMENT)
    subprocess.run((sys.executable, PROGRAM / "cli.py", *words), cwd=room, check=True)
    return room / "output"


def peer(output: Path, theme: Path, room: Path) -> Path:
    """The text and photographs of our bulletin, in a page of Bootstrap Italia, as it comes."""
    source = (output / BULLETIN[1:] / "index.html").read_text("utf-8")
    dist = theme / "node_modules/bootstrap-italia/dist"
    shutil.copytree(dist, room / "dist", ignore=shutil.ignore_patterns("*.map", "plugins"))
    shutil.copytree(output / "media", room / "media")

    def one(pattern: str) -> str:
        found = re.search(pattern, source, re.DOTALL)
        return found[1] if found else ""

    body = one(r'<div class="prose body"[^>]*>(.*?)</div>\s*(?:<p class="end"|<section)')
    title, lead = one(r"<h1[^>]*>(.*?)</h1>"), one(r'<p class="lead"[^>]*>(.*?)</p>')
    page = (HERE / "lighthouse" / "bulletin.html").read_text("utf-8")
    figure = one(r"(<figure.*?</figure>)").replace("<img ", '<img class="img-fluid" ')
    for name, value in (("title", title), ("lead", lead), ("figure", figure), ("body", body)):
        page = page.replace(f"[[{name}]]", value)
    (room / "index.html").write_text(page, "utf-8")
    return room


def measured(program: Path, url: str) -> dict[str, float]:
    """The medians of some runs: scores from 0 to 100, figures in ms, bytes and requests."""
    rows: list[dict[str, float]] = []
    environ = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    for _ in range(RUNS):
        words = (
            "node", program / "node_modules/lighthouse/cli/index.js", url, "--quiet",
            "--output=json", "--form-factor=mobile", f"--chrome-flags={CHROMIUM}",
            f"--only-categories={','.join(CATEGORIES)}",
        )  # fmt: skip
        done = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)
        row = {name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES}
        row |= {name: told["audits"][name]["numericValue"] for name in FIGURES}
        items = told["audits"]["network-requests"]["details"]["items"]
        row["bytes"] = sum(one["transferSize"] for one in items)
        row["requests"] = len(items)
        rows.append(row)
        lost = [
            f"{name}: {told['audits'][ref['id']]['title']}"
            for name in CATEGORIES
            for ref in told["categories"][name]["auditRefs"]
            if ref["weight"] and (told["audits"][ref["id"]]["score"] or 0) < 0.9
            and told["audits"][ref["id"]]["scoreDisplayMode"] != "notApplicable"
        ]  # fmt: skip
        print(url, row, *lost, sep="\n  ", flush=True)
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def report(rows: Mapping[str, Mapping[str, float]], versions: Sequence[str]) -> str:
    lines = [
        "# Lighthouse",
        "",
        "Written by `python benchmarks/lighthouse.py`: mobile, simulated slow 4G and a processor",
        "four times slower, medians of three runs. Served compressed, with the headers that our",
        f"configurations of servers send. {', '.join(versions)}. The last row is the text and the",
        "photograph of the bulletin in Bootstrap Italia, the theme of Italy's town halls.",
        "",
        "| | performance | accessibility | best practices | SEO | FCP s | LCP s | TBT ms | KB "
        "| requests |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        scores = " | ".join(f"{row[one]:.0f}" for one in CATEGORIES)
        first, largest, blocked = (row[one] for one in FIGURES)
        lines.append(
            f"| {name} | {scores} | {first / 1000:.1f} | {largest / 1000:.1f} | {blocked:.0f}"
            f" | {row['bytes'] / 1000:.0f} | {row['requests']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main(words: Sequence[str]) -> None:
    program = install()
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as room:
        output = Path(words[0]) if words else san_jacinto(Path(room) / "site")
        (Path(room) / "peer").mkdir()
        other = peer(output, program, Path(room) / "peer")
        with served(output) as origin:
            for name, address in PAGES.items():
                if (output / address[1:] / "index.html").is_file():
                    rows[name] = measured(program, origin + address)
        with served(other, ours=False) as origin:
            rows["bulletin in Bootstrap Italia"] = measured(program, f"{origin}/")
    named = json.loads((HERE / "lighthouse" / "package.json").read_text())["dependencies"]
    versions = [
        f"Lighthouse {named['lighthouse']}",
        f"Bootstrap Italia {named['bootstrap-italia']}",
    ]
    (HERE / "LIGHTHOUSE.md").write_text(report(rows, versions), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
