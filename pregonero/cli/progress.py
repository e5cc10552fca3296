"""Progress of long work, for somebody at a terminal; silence for anything else."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pregonero.cli.messages import say

#: Seconds of work before a bar is worth showing.
PATIENCE = 0.8


@contextmanager
def watching() -> Iterator[Callable[[str, int, int], None]]:
    """A function to be told what is being done, how much of it, and of how much.

    The bar appears once the work has taken `PATIENCE`, so quick work stays quiet.
    """
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    started = time.monotonic()
    bar: Any = None
    tasks: dict[str, Any] = {}

    def tell(what: str, done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - started < PATIENCE:
                return
            from rich.progress import Progress

            from pregonero.cli.terminal import console

            bar = Progress(console=console(stderr=True), transient=True)
            bar.start()
        if what not in tasks:
            tasks[what] = bar.add_task(say(what), total=total or None)
        bar.update(tasks[what], completed=done, total=total or None)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()
