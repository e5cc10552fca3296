"""Texts rendered ahead by other processes, while this one makes pages of those that are ready."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe

#: Texts from which a second process wins: a fork and its pipe cost what some thirty take.
WORTH = 64

Render = Callable[[str], str]


@contextmanager
def rendered_ahead(paths: Sequence[str], render: Render) -> Iterator[Render]:
    """`render`, by path, answering sooner when it is asked in the order of `paths`.

    One process for every core but this one's own. One that fails or is killed only leaves its
    share to this process; one whose reader is gone ends when it next writes.
    """
    workers = (os.cpu_count() or 1) - 1 if sys.platform == "linux" else 0
    if len(paths) < WORTH or workers < 1:
        yield render
        return
    # What rendering loads once, it loads before the fork: for every process, and under no lock.
    ready = {paths[0]: render(paths[0])}
    shares = [paths[1 + number :: workers] for number in range(workers)]
    pipes = [_started(share, render) for share in shares]
    which = {path: pipes[number % workers] for number, path in enumerate(paths[1:])}

    def ahead(path: str) -> str:
        source = which.get(path)
        with suppress(EOFError, OSError):
            while source and path not in ready:
                found, html = source[0].recv()
                ready[found] = html
        return ready.pop(path) if path in ready else render(path)

    try:
        yield ahead
    finally:
        for pipe, _ in pipes:
            pipe.close()
        for _, child in pipes:
            with suppress(ChildProcessError):
                os.waitpid(child, 0)


def _started(paths: Sequence[str], render: Render) -> "tuple[Connection, int]":
    """A child that renders its share in order: the end to read from, and its process id."""
    reader, writer = Pipe(duplex=False)
    child = os.fork()
    if child:
        writer.close()
        return reader, child
    try:
        reader.close()
        for path in paths:
            writer.send((path, render(path)))
    except BaseException:
        # The parent finds the pipe ended and renders the rest itself, with its own errors.
        os._exit(1)
    os._exit(0)
