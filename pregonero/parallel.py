"""Work shared among every core, with the same results and the same errors as alone."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Told how much is done, and of how much.
Progress = Callable[[int, int], None]


def spread(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    progress: Progress | None = None,
    *,
    worth: bool = True,
) -> list[Result]:
    """`work` done on every item, results in the order of items.

    If it is `worth` a fork, each core takes a share. A share that fails or whose process is killed
    is done again here, so that its errors are those of one process.
    """
    cores = _cores() if worth else 1
    total = len(items)
    children = [_Child(items[number::cores], work) for number in range(1, cores)]
    results: list[Any] = [None] * total
    try:
        for place, item in zip(range(0, total, cores), items[::cores], strict=True):
            results[place] = work(item)
            if progress:
                progress(min(place + cores, total), total)
        for number, child in enumerate(children, 1):
            found = child.results()
            if found is None:
                found = [work(item) for item in items[number::cores]]
            results[number::cores] = found
    finally:
        for child in children:
            child.end()
    return results


def aside(work: Callable[[], Result], *, worth: bool = True) -> Callable[[], Result]:
    """A work begun on another core, if it is `worth` a fork. What is given waits for its result."""
    return _Aside(work) if worth and _cores() > 1 else work


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class _Aside(Generic[Result]):
    child: "_Child | None" = None
    found: list[Any] | None = None

    def __init__(self, work: Callable[[], Result]) -> None:
        self.work = work
        self.child = _Child([None], lambda _: work())

    def __call__(self) -> Result:
        if self.child:
            self.found = self.child.results()
            self.end()
        if self.found is None:
            self.found = [self.work()]
        result: Result = self.found[0]
        return result

    def end(self) -> None:
        if self.child:
            child, self.child = self.child, None
            child.end()

    __del__ = end  # nobody wants its result any more


class _Child:
    """A forked process that does a share and hands its results back through a pipe without a name,
    which nobody else can write to."""

    def __init__(self, share: Sequence[object], work: Callable[..., object]) -> None:
        reading, writing = os.pipe()
        # What others do at a fork loses an interruption that comes just then: it has to wait.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        parent = os.getpid()
        self.process: int | None = os.fork()
        if self.process:
            self.pipe = reading
            os.close(writing)  # before the next fork, which would keep it open
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        else:
            status = 1  # whatever fails here, the parent does again
            with suppress(BaseException):
                _die_with(parent)
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_SETMASK, held)
                made = [work(item) for item in share]
                _connection(writing).send(made)
                status = 0
            os._exit(status)

    def results(self) -> list[object] | None:
        """Waits for the end. None if it failed."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        made: list[object] | None = None
        with suppress(EOFError, OSError):  # it ended without results
            made = _connection(self.pipe).recv()
        return made if os.waitpid(process, 0)[1] == 0 else None

    def end(self) -> None:
        """Stop it if it still works, and leave nothing behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
        os.close(self.pipe)


def _connection(pipe: int) -> Any:
    """What sends and receives values through a pipe; whoever opened that closes it."""
    from multiprocessing.connection import Connection  # dear, and often not needed in the end

    return Connection(os.dup(pipe))


def _die_with(parent: int) -> None:
    """Have this process killed when the one that made it ends, however that ends: whoever comes
    next writes to the same folders (prctl(2))."""
    import ctypes

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    if os.getppid() != parent:  # it was faster
        os._exit(1)
