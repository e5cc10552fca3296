"""`serve`, measured: from saving a text until the browser that shows it is told."""

import re
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from benchmarks.edits import Edits
from benchmarks.measure import Command, Failed, started, watched

#: Seconds to leave a server alone between two edits.
PAUSE = 0.5
#: Seconds after which an edit will not be taken up any more.
PATIENCE = 300.0
_EVENTS = "/_pregonero/events?page="


def served(command: Command, edits: Edits, times: int) -> tuple[list[float], float]:
    """Seconds of each of some edits, and megabytes at the most during one more."""
    with started(command, subprocess.PIPE) as process:
        host = _address(process)
        took = [_told(host, edits) for _ in range(times)]
        with watched(process.pid) as most:
            _told(host, edits)
        return took, most()


def _address(process: subprocess.Popen[str]) -> str:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if found := re.search(r"http://([\d.]+:\d+)", line):
            return found[1]
    raise Failed(f"serve: gave no address\n{''.join(said)[-2000:]}")


def _told(host: str, edits: Edits) -> float:
    time.sleep(PAUSE)
    page = edits.one.address
    stream = HTTPConnection(host, timeout=PATIENCE)
    stream.request("GET", _EVENTS + quote(page))
    events = stream.getresponse()
    shown = edits.body()
    saved = time.perf_counter()
    while b"changed" not in (line := events.readline()):
        if not line or time.perf_counter() - saved > PATIENCE:
            raise Failed("serve: never told the browser")
    took = time.perf_counter() - saved
    stream.close()
    asked = HTTPConnection(host, timeout=PATIENCE)
    asked.request("GET", page)
    if shown.text not in asked.getresponse().read().decode():
        raise Failed("serve: told the browser of a page that was still the old one")
    asked.close()
    return took


def serve(program: Path, site: Path) -> Command:
    words = (sys.executable, str(program), "--config", str(site / "newsroom.toml"))
    return Command("serve", (*words, "serve", "--port", "0"), site)
