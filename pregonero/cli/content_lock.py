"""One command at a time writes under content/: what it read is what it replaces."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pregonero import files
from pregonero.cli.errors import tell
from pregonero.cli.messages import say
from pregonero.cli.project import Project
from pregonero.i18n import N_

#: Seconds after which somebody is told why nothing happens.
_PATIENCE = 2.0


@contextmanager
def writing(place: Project) -> Iterator[Path]:
    """Hold the right to write, waiting for whoever has it; it may be held already. Gives a folder
    for files that are not whole yet: what a killed command left there is removed. Raises OSError.
    """
    from filelock import FileLock, Timeout

    place.cache.mkdir(exist_ok=True)
    lock = FileLock(place.cache / "content.lock", is_singleton=True)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        tell(say(N_("Otra orden está escribiendo en content/; se espera a que termine.")))
        lock.acquire()
    try:
        desk = place.cache / "writing"
        desk.mkdir(exist_ok=True)
        if lock.lock_counter == 1:
            for left in desk.glob(files.NAMES):
                left.unlink(missing_ok=True)
        yield desk
    finally:
        lock.release()
