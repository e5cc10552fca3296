"""Folders of a built site: the live one, and one beside it that takes its place in one rename.

The one that is replaced stays in the cache. The next build brings it up to date with links to what
has not changed, so that its cost is that of what did.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pregonero import parallel
from pregonero.engine.incremental.manifest import (
    BuildManifest,
    Intact,
    Made,
    Standby,
    folders_of,
    intact,
)
from pregonero.files import replace

#: Files to link from which other processes win.
WORTH = 2000

#: Seconds after which an unfinished build is nobody's.
LEFT_BEHIND = 86_400

#: What says that a folder holds a site of ours, which may be replaced whole.
MARKS = ("index.html", "feeds/rss.xml")


@dataclass
class Trees:
    """The live folder of a site, the one being built, and what is known of both.

    `room` is the cache's folder for this live one; `ledger` what the last build says of it, as far
    as it is still so: `intact` are the names of files that are there as it left them. `same` are
    those that the folder being built had already, and `folders` the times it knew of its own.
    `strays` looks for what others may have left in the live one.
    """

    live: Path
    room: Path
    work: Path
    lock: IO[bytes] | None
    ledger: BuildManifest
    intact: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    folders: dict[str, int] = field(default_factory=dict)
    strays: Callable[[], set[str]] = set
    #: Whether the folder being built was begun empty, and holds whatever others wrote.
    bare: bool = False

    @property
    def known(self) -> bool:
        """Whether the live folder is the very one that the ledger is of, and no other's."""
        return bool(self.ledger.seal) and self.ledger.seal == seal(self.live)

    @property
    def apart(self) -> bool:
        """Whether the folder being built is not in the cache, and so is not kept."""
        return self.work.parent != self.room

    @property
    def standby(self) -> Path:
        """The folder that was live before this one."""
        return self.room / "standby"

    def close(self, *, failed: bool = False) -> None:
        if failed or self.apart:
            shutil.rmtree(self.work, ignore_errors=True)
        self.strays = set
        if self.lock:
            self.lock.close()


def room_of(live: Path, cache: Path) -> Path:
    """The folder of the cache that is about one live folder."""
    name = hashlib.sha256(os.fsencode(live.resolve())).hexdigest()[:16]
    return cache / "outputs" / name


def begin(
    live: Path,
    room: Path,
    *,
    cold: bool = False,
    known: BuildManifest | None = None,
    looked: Callable[[], Intact] | None = None,
    waiting: Callable[[], None] | None = None,
) -> Trees:
    """Take the site of a live folder in hand, after any other build of it has ended. `waiting` is
    called if one has not. Raises OSError.

    `known` is its ledger, if it was loaded before, and `looked` gives what is `intact` by it.
    """
    live = live.resolve() if live.is_symlink() else live
    live.parent.mkdir(parents=True, exist_ok=True)
    lock: IO[bytes] | None = None
    with suppress(OSError):  # a cache that cannot be written only helps nobody
        room.mkdir(parents=True, exist_ok=True)
        lock = (room / "lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
    _sweep(live)
    if lock and room.stat().st_dev == live.parent.stat().st_dev and not os.path.ismount(live):
        work = room / "next"
    else:
        work = Path(tempfile.mkdtemp(prefix=f".{live.name}-", dir=live.parent))
    ledger = BuildManifest() if cold else BuildManifest.load(room / "ledger", known)
    trees = Trees(live, room, work, lock, ledger)
    trees.strays = lambda: set(strays(str(live), ledger.folders))
    found = looked() if looked and ledger is known else intact(live, ledger)
    trees.intact = ledger.made.keys() - found.lost
    for name, mtime in found.touched.items():
        ledger.made[name] = ledger.made[name]._replace(mtime=mtime)
    return trees


def empty(trees: Trees) -> None:
    """Begin the folder to build as an empty one: of the live site nothing will do."""
    trees.bare, trees.intact = True, set()
    if not trees.apart:
        shutil.rmtree(trees.work, ignore_errors=True)  # of a build that was killed
        shutil.rmtree(trees.standby, ignore_errors=True)
        trees.work.mkdir()


def lay(trees: Trees, keep: set[str]) -> dict[str, Made]:
    """Make the folder to build in hold these files of the live one, and nothing else: what each is
    there. Links, not copies: one that is to be different must be a new file. Raises OSError.
    """
    if trees.bare:
        return {}
    ledger = trees.ledger
    made, before = ledger.made, ledger.standby
    found: dict[str, Made] = {}
    if _taken(trees):
        found = {name: made[name] for name in keep - before.made.keys()}
        for name, one in before.made.items():
            if one and name in keep and one.digest == made[name].digest:
                found[name] = made[name]._replace(mtime=one.mtime)
        found = {name: one for name, one in found.items() if _one_file(trees, name)}
        unwanted = [*(made.keys() | before.made.keys()) - found.keys(), *before.carried]
        for name in unwanted:
            (trees.work / name).unlink(missing_ok=True)
        touched = folders_of(unwanted)
        for folder in sorted(touched - {""}, key=len, reverse=True):
            with suppress(OSError):  # it holds something else, or is not there
                (trees.work / folder).rmdir()
        known = {**ledger.folders, **before.folders}
        trees.folders = {f: t for f, t in known.items() if t is not None and f not in touched}
    _link(trees.live, trees.work, sorted(keep - found.keys()))
    trees.same = set(found)
    return {name: made[name] for name in keep} | found


def _one_file(trees: Trees, name: str) -> bool:
    """Whether a file of the folder to build in is the very one of the live site, of which it is
    known what it holds: the standby lies in a cache, where somebody may have put another."""
    try:
        here, there = os.lstat(f"{trees.work}/{name}"), os.lstat(f"{trees.live}/{name}")
    except OSError:
        return False
    return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)


def _taken(trees: Trees) -> bool:
    """Whether the folder to build in is the standby, as it is known; if not, it is a bare one."""
    if trees.apart:
        return False
    standby, known = trees.standby, trees.ledger.standby.seal
    shutil.rmtree(trees.work, ignore_errors=True)  # of a build that was killed
    if known and known == seal(standby):
        # It has another name from here on, so that nobody takes it for what it was.
        standby.rename(trees.work)
        return True
    shutil.rmtree(standby, ignore_errors=True)
    trees.work.mkdir()
    return False


def _link(source: Path, target: Path, names: list[str]) -> None:
    """Link files, in folders of the same times: then two folders are told apart by few of them."""
    folders = sorted(folders_of(names)) if names else []
    for folder in folders:
        (target / folder).mkdir(exist_ok=True)

    def link(name: str) -> None:
        os.link(f"{source}/{name}", f"{target}/{name}")

    parallel.spread(names, link, worth=len(names) >= WORTH)
    for folder in folders:
        time = os.stat(f"{source}/{folder}").st_mtime_ns  # noqa: PTH116 - there are thousands
        os.utime(f"{target}/{folder}", ns=(time, time))


def finish(trees: Trees, ledger: BuildManifest, retained: Iterable[str] = ()) -> None:
    """Put the built folder in place of the live one, with what is `retained` of that one.

    Raises OSError; the live one is then as it was.
    """
    live, work, room = trees.live, trees.work, trees.room
    work.chmod(0o755)
    ledger.carried = frozenset(_carry(trees, ledger.made.keys(), retained))
    ledger.seal = seal(work)
    ledger.folders = _times(trees, ledger)
    ledger.standby = _replaced(trees, ledger)
    new = not live.exists()
    # Until it is saved, a build that is killed leaves a site that nothing is known of: never a
    # ledger of another, by which what is withheld now could pass for somebody's.
    if trees.lock:
        (room / "ledger").unlink(missing_ok=True)
    replace(work, live)
    if new and not trees.apart:
        ledger.save(room / "ledger")
        _mirror(trees, ledger)
    elif not trees.apart:
        work.rename(trees.standby)
    ledger.save(room / "ledger")


def _replaced(trees: Trees, new: BuildManifest) -> Standby:
    """What is known of the live folder, that is to be replaced, beside a new ledger."""
    old = trees.ledger
    if trees.apart or not trees.known:
        return BuildManifest().standby
    made: dict[str, Made | None] = {
        name: one if name in trees.intact else one._replace(digest="")  # not what it was
        for name, one in old.made.items()
        if new.made.get(name) is not one or name not in trees.intact
    }
    made |= dict.fromkeys(new.made.keys() - old.made.keys())
    folders: dict[str, int | None] = {
        folder: time for folder, time in old.folders.items() if new.folders.get(folder) != time
    }
    folders |= dict.fromkeys(new.folders.keys() - old.folders.keys())
    return Standby(old.seal, made, folders, old.carried | new.carried)


def _times(trees: Trees, ledger: BuildManifest) -> dict[str, int]:
    """When each folder that is to be put in place was last written to."""
    written = folders_of(ledger.carried | (ledger.made.keys() - trees.same))
    return {
        folder: trees.folders[folder]
        if folder in trees.folders and folder not in written
        else os.stat(f"{trees.work}/{folder}").st_mtime_ns  # noqa: PTH116 - there are thousands
        for folder in folders_of((*ledger.made, *ledger.carried))
    }


def _mirror(trees: Trees, ledger: BuildManifest) -> None:
    """A second folder of the same files, ready for the next build."""
    with suppress(OSError):
        shutil.rmtree(trees.standby, ignore_errors=True)
        trees.work.mkdir()
        _link(trees.live, trees.work, sorted(ledger.made))
        lacking = dict.fromkeys(ledger.folders.keys() - folders_of(ledger.made))
        ledger.standby = Standby(seal(trees.work), {}, lacking, frozenset())
        trees.work.rename(trees.standby)


def _carry(trees: Trees, made: Iterable[str], retained: Iterable[str]) -> Iterator[str]:
    """Copy what somebody left in the live site and this program did not make.

    Without the ledger of that very folder nothing can be told apart, and nothing else is kept: what
    a build no longer makes may be withheld now.
    """
    live, ledger = str(trees.live), trees.ledger
    found = {name for top in retained for name in under(f"{live}/{top}", live)}
    if trees.known:
        found |= {*ledger.carried, *trees.strays()} - ledger.made.keys()
    for name in found.difference(made):
        source, target = trees.live / name, trees.work / name
        if source.is_file() or source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
            yield name


def seal(folder: Path) -> str:
    """What tells one build's folder from any other's: its own number, and its first page with the
    instant it was written. Numbers of folders are given again to others; instants are not."""
    with suppress(OSError):
        found = (folder / MARKS[0]).stat()
        return f"{folder.stat().st_ino}:{found.st_ino}:{found.st_mtime_ns}"
    return ""


def ours(folder: Path) -> bool:
    """Whether a folder may be replaced whole: it holds a site of ours, or nothing."""
    if folder.is_symlink() or folder.exists():
        if not folder.is_dir():
            return False
        return not any(folder.iterdir()) or all((folder / mark).is_file() for mark in MARKS)
    return True


def _sweep(live: Path) -> None:
    """Remove what a build that was killed left behind; one of today may still be running."""
    for left in live.parent.glob(f".{live.name}-*"):
        with suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(left)


def strays(live: str, folders: Mapping[str, int]) -> Iterator[str]:
    """Names of files that may be new: those of folders whose time is another, or that are new."""
    for folder, mtime in folders.items():
        path = f"{live}/{folder}"
        with suppress(OSError):
            if os.stat(path).st_mtime_ns != mtime:  # noqa: PTH116 - there are thousands
                for item in os.scandir(path):
                    name = f"{folder}/{item.name}".lstrip("/")
                    if not item.is_dir(follow_symlinks=False):
                        yield name
                    elif name not in folders:
                        yield from under(item.path, live)


def under(path: str, root: str) -> Iterator[str]:
    """The files of a folder, or one file, by their names from a root."""
    if not os.path.isdir(path):  # noqa: PTH112
        yield os.path.relpath(path, root)
    for at, _, files in os.walk(path):
        yield from (os.path.relpath(f"{at}/{file}", root) for file in files)
