"""Seconds, memory and files of a command run as a new process."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

#: A RAM disk with at least this much room is worked on.
ROOM = 4 * 2**30
#: Seconds between two looks at memory.
EVERY = 0.02
_RAM = Path("/dev/shm")
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Command:
    """What is run, where, and its name to whoever must be told that it failed."""

    name: str
    words: tuple[str, ...]
    cwd: Path


class Failed(Exception):
    """A command did not end well, or did not do its work."""


def ram_disk(room: int = ROOM) -> Path | None:
    """The RAM disk, if there is one with room (in bytes) where programs may be written and run."""
    if not os.access(_RAM, os.W_OK) or os.statvfs(_RAM).f_flag & os.ST_NOEXEC:
        return None
    return _RAM if shutil.disk_usage(_RAM).free >= room else None


def environment() -> dict[str, str]:
    """This process's, without what would steer the programs measured: Python among them, which a
    test machine may forbid to keep the bytecode that everybody's keeps."""
    steering = ("SITEURL", "PREGONERO_", "HUGO_", "ELEVENTY_", "NODE_OPTIONS", "PYTHON")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(steering)}
    return kept | {"LC_ALL": "C.UTF-8"}


def seconds(command: Command) -> float:
    """Run a command to its end. Raises Failed with what it said."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        with started(command, said.fileno()) as process:
            process.wait()
        took = time.perf_counter() - begun
        _must_be_well(command, process, said.fileno())
    return took


def peak(command: Command) -> float:
    """Megabytes at the most of a command run to its end. Raises Failed with what it said."""
    with tempfile.TemporaryFile() as said:
        with started(command, said.fileno()) as process, watched(process.pid) as most:
            process.wait()
        _must_be_well(command, process, said.fileno())
    return most()


@contextmanager
def started(command: Command, output: int) -> Iterator[subprocess.Popen[str]]:
    """A command in a session of its own, which ends with the block."""
    process = subprocess.Popen(
        command.words,
        cwd=command.cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=environment(),
        start_new_session=True,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def watched(session: int) -> Iterator[Callable[[], float]]:
    """Look at a session's memory all the while. Gives what tells the most found so far: megabytes
    of all its processes together (PSS, which counts once what they share); 0 where the system
    does not tell."""
    found = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            found[0] = max(found[0], _resident(session))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: found[0]
    finally:
        done.set()
        thread.join()


def _must_be_well(command: Command, process: subprocess.Popen[str], output: int) -> None:
    if process.returncode:
        os.lseek(output, 0, os.SEEK_SET)
        end = os.read(output, 1_000_000).decode(errors="replace")[-2000:]
        raise Failed(f"{command.name}: exit {process.returncode}\n{end}")


def _resident(session: int) -> float:
    total = 0
    for entry in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getsid(int(entry.name)) == session:
                lines = (entry / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def files(folder: Path) -> int:
    """How many files there are under a folder."""
    return sum(len(names) for _, _, names in os.walk(folder))
