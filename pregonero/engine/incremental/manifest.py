"""What the last build made: each file's key, and all that says whether it would be made again.

The second store. It is bound to nothing but digests: a file that is there, with the digest noted
here under the key it would have now, need not be made.
"""

import os
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pregonero.diagnostics import Problem
from pregonero.edition.report import Report
from pregonero.signed_json import packed, unpacked

#: What a ledger is signed for.
_PLACE = "ledger"
_FAR = datetime.max.replace(tzinfo=UTC)


class Made(NamedTuple):
    """A file as it was left: `key` of all it was made of, `digest` of its bytes, size and time."""

    key: str
    digest: str
    size: int
    mtime: int


class Recipe(NamedTuple):
    """What Pelican's settings said of a site in which nobody else has a part; `pelican` is whether
    its templates need Pelican all the same."""

    site_url: str
    unapproved: bool
    indexed: bool
    notice: str
    retained: tuple[str, ...]
    surroundings: str
    pelican: bool = False


class Standby(NamedTuple):
    """The folder that the last build replaced, where it is not as the ledger says of its own: a
    file or folder that it lacks is None. `seal` is empty if nothing is known of one."""

    seal: str
    made: Mapping[str, Made | None]
    folders: Mapping[str, int | None]
    carried: frozenset[str]


class Intact(NamedTuple):
    """What is not as a ledger says: files `lost`, and the times of those that were only touched."""

    lost: set[str]
    touched: dict[str, int]


@dataclass
class BuildManifest:
    """A build's outputs by their path from the output folder, and what they were made from.

    `call` is what it was asked, with which program, as a command knows it, and `asked` as the
    engine does; `recipe` builds it without Pelican, if that can be. `commit` is what git had
    checked out, and `chronicle` a digest of what it told then. `content` is all of the content
    but its texts, and `texts` those, as `Survey.lines` has them; `prints` are the digests of the
    media it looked at, `own` what was wrong in a file by itself. All holds from `since` and before
    `until`, in the newsroom's `zone`. `listed` has the bulletins of lists, newest first; `kin` the
    versions of each, and the calls and results that its page names; `alerts` those that every page
    names; `menu` those without which the menu would lack an entry; `feeds` the bulletins of each
    feed, `deleted` those that it tells were withdrawn and `feed_facts` what else it says of
    itself: its date, its archive and whether it is whole. `addresses` has a line for each record
    that is shown, of its brief id and its address; `gone` and `suspended` are where a notice of
    withdrawal or a veda's stands for one, `moved` says where each old address leads; `withheld` are
    addresses of what may not be shown. `states` has how things are shown that are not public
    records with an id.

    `volumes` are those of the search index, indexed or not, by their first and last month and key.

    `made` are the files, bound to a folder by `seal`; `carried` those of others, kept in place;
    `folders` the times of every folder; `standby` the folder that was there before. `file` is the
    file it was loaded from.
    """

    call: str = ""
    asked: str = ""
    recipe: Recipe | None = None
    commit: str = ""
    chronicle: str = ""
    content: str = ""
    since: datetime = _FAR
    until: datetime = _FAR
    zone: str = ""
    texts: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    kin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    feeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deleted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feed_facts: Mapping[str, tuple[datetime | None, str, bool]] = field(default_factory=dict)
    addresses: str = ""
    places: str = ""
    gone: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    volumes: tuple[tuple[str, str, str], ...] = ()
    seal: str = ""
    made: dict[str, Made] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    folders: dict[str, int] = field(default_factory=dict)
    standby: Standby = field(default_factory=lambda: Standby("", {}, {}, frozenset()))
    file: tuple[int, int] = (0, 0)
    #: When it was saved, in nanoseconds.
    saved: int = 0

    def save(self, path: Path) -> None:
        """Written whole or not at all; a build that cannot keep one is only not helped by it."""
        self.saved = time.time_ns()
        new = path.with_name(f"{path.name}.new")
        with suppress(OSError):
            new.write_bytes(packed(self, _PLACE))
            new.replace(path)

    @classmethod
    def load(cls, path: Path, known: "BuildManifest | None" = None) -> "BuildManifest":
        """The ledger in a file; an empty one if it is not there, not whole or of another form.

        `known` is one loaded before, which will do if the file is still that one.
        """
        with suppress(OSError):
            file = _file_of(path)
            if known and known.file == file:
                return known
            found = unpacked(path.read_bytes(), cls, _PLACE)
            if found:
                found.file = file
                return found
        return cls()

    def ids(self) -> dict[str, str]:
        """The brief id of each record that is shown and has one, by its address."""
        lines = (line.split("/", 1) for line in self.addresses.splitlines())
        return {f"/{at}": one for one, at in lines if one}

    def addressed(self) -> dict[str, str]:
        """The address of each record that is shown, by its path from content/."""
        addresses = (f"/{line.partition('/')[2]}" for line in self.addresses.split("\n"))
        return dict(zip(self.places.split("\n"), addresses, strict=False))

    def around(self, path: str) -> tuple[str, str]:
        """The bulletins next to one in lists, newer and older; empty where there is none."""
        if path not in self.listed:
            return "", ""
        at = self.listed.index(path)
        newer, _, older = ("", *self.listed, "")[at : at + 3]
        return newer, older


#: Makes the digest of an output's bytes: the one that a release is told by.
HASH = sha256


def digest(data: bytes) -> str:
    """A digest of an output's bytes."""
    return HASH(data).hexdigest()


def intact(live: Path, ledger: BuildManifest) -> Intact:
    """Which files are as they were made. Times are a short cut; digests decide.

    Anybody may set back when a file's content was changed, nobody when its inode was: what was
    changed or linked since the ledger was saved is read.
    """
    root = f"{live}/"
    lost: set[str] = set()
    touched: dict[str, int] = {}
    for name, made in ledger.made.items():
        try:
            found = os.stat(root + name)  # noqa: PTH116 - thrice as fast, and there are thousands
            if (
                found.st_mtime_ns == made.mtime
                and found.st_size == made.size
                and found.st_ctime_ns <= ledger.saved
            ):
                continue
            if digest(Path(root + name).read_bytes()) == made.digest:
                touched[name] = found.st_mtime_ns
                continue
        except OSError:
            pass
        lost.add(name)
    return Intact(lost, touched)


def _file_of(path: Path) -> tuple[int, int]:
    """What tells a ledger's file from any other that was there. Raises OSError."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise FileNotFoundError(path)
    return found.st_ino, found.st_mtime_ns


def folders_of(names: Iterable[str]) -> set[str]:
    """Every folder that holds files of these names; the root is empty."""
    found = {""}
    for name in names:
        folder = name.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
