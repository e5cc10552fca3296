"""Folders that hold what another holds, as links to the same files."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pregonero.i18n import N_
from pregonero.parallel import spread
from pregonero.release.manifest import NAME
from pregonero.release.package import Parcel, prune
from pregonero.release.targets.base import Progress

#: Copied files that are written through to the disk one by one; beyond, all the machine's are.
FEW = 500
#: Files that one hand links.
HANDFUL = 500


def fill(outbox: Path, incoming: Path, last: str, tell: Progress) -> int:
    """Make a folder hold what another has: files that are the same in the last release as links to
    those, others as copies. One that was begun and not finished is gone on with."""
    names = list(_files(str(outbox), ""))
    wanted = {name for name, _, _ in names}
    here = {name: (size, time) for name, size, time in _files(str(incoming), "")}
    left = here.keys() - wanted
    for name in left:
        (incoming / name).unlink()
    prune(incoming, left)
    sent, copied = 0, []
    folders: set[str] = set()
    for done, (name, size, time) in enumerate(names, 1):
        if here.get(name) == (size, time):
            continue
        folder, target = name.rpartition("/")[0], f"{incoming}/{name}"
        if folder not in folders:
            folders.add(folder)
            os.makedirs(f"{incoming}/{folder}", exist_ok=True)  # noqa: PTH103
        if name in here:
            os.unlink(target)  # noqa: PTH108
        if not _linked(f"{last}/{name}", target, size, time):
            shutil.copy2(f"{outbox}/{name}", target)
            os.chmod(target, 0o644)  # noqa: PTH101
            copied.append(target)
            sent += size
        tell(N_("Enviando"), done, len(names))
    _through(copied)
    return sent


def clone(source: str, target: str, *, alone: bool = False) -> None:
    """Make a folder of links to all the files of another, and of nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    names: list[str] = []
    for at, _, files in os.walk(source):
        inside = at[len(source) :]
        os.mkdir(target + inside)  # noqa: PTH102
        names += [f"{inside}/{name}" for name in files]
    hands = [names[at : at + HANDFUL] for at in range(0, len(names), HANDFUL)]

    def link(hand: list[str]) -> None:
        for name in hand:
            os.link(source + name, target + name)

    spread(hands, link, worth=len(hands) > 2 and not alone)


def change(parcel: Parcel, outbox: Path, folder: Path) -> int:
    """Have a folder of links hold what differs. Gives the bytes that were copied."""
    for name in (*parcel.removed, *parcel.sent):
        (folder / name).unlink(missing_ok=True)
    sent = 0
    for name in parcel.sent:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        # Nothing writes into a manifest once it is made, and it is larger than all the rest.
        if name != NAME or not _hard(outbox / name, folder / name):
            shutil.copy2(outbox / name, folder / name)
            sent += (folder / name).stat().st_size
        (folder / name).chmod(0o644)
    prune(folder, parcel.removed)
    _through([str(folder / name) for name in parcel.sent])
    return sent


def _hard(source: Path, target: Path) -> bool:
    """Link a file to another, where both are on one file system."""
    with suppress(OSError):
        target.hardlink_to(source)
        return True
    return False


def _linked(old: str, new: str, size: int, time: int) -> bool:
    """Link a file to one that is the same: its size and time say so."""
    try:
        stat = os.stat(old)  # noqa: PTH116 - there are thousands
        if (stat.st_size, stat.st_mtime_ns) != (size, time):
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _files(root: str, under: str) -> Iterator[tuple[str, int, int]]:
    """Every file of a folder: name from its root, size, time in nanoseconds."""
    try:
        found = os.scandir(f"{root}/{under}")
    except FileNotFoundError:
        return
    with found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, f"{under}{entry.name}/")
            else:
                stat = entry.stat(follow_symlinks=False)
                yield f"{under}{entry.name}", stat.st_size, stat.st_mtime_ns


def _through(files: list[str]) -> None:
    """Have files on the disk itself before anything points at them."""
    if len(files) > FEW:
        os.sync()
        return
    for name in files:
        file = os.open(name, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
