"""A folder of this machine: a directory for each release, and a link to the one that is public."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pregonero import files
from pregonero.diagnostics import UNKNOWN, UNTOUCHED, ExternalError, why
from pregonero.files import contents
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.parallel import aside
from pregonero.release.manifest import NAME, Manifest
from pregonero.release.package import Parcel
from pregonero.release.targets.base import KEPT, Progress, Shipment, Work, holding, nothing, shipped
from pregonero.release.targets.hard_links import change, clone, fill
from pregonero.release.targets.layout import (
    AFTERWARDS,
    AHEAD,
    CURRENT,
    INCOMING,
    LOCK,
    OLD,
    PIN,
    READY,
    RELEASES,
)


class Disk:
    """A site on a disk of this machine. A release's files are links to those of the one before."""

    encodings: tuple[str, ...] = ("br", "gzip")
    stopped = UNKNOWN

    def __init__(self, target: DeployTarget) -> None:
        assert target.path
        self.root = Path(target.path).expanduser()
        self.all = self.root / RELEASES
        self.link = self.root / CURRENT
        self._as_left = False
        # Its own name for each process: what one that is killed leaves is nobody's.
        self._links = self.all / f"{AHEAD}{os.getpid()}"
        self._begun: Callable[[], None] | None = None

    @contextmanager
    def locked(
        self, now: datetime, meanwhile: Work = nothing, *, ahead: bool = False
    ) -> Iterator[None]:
        with ExitStack() as stack:
            stack.callback(os.umask, os.umask(0o022))  # a site is for every reader
            with told(self.root):
                self.all.mkdir(parents=True, exist_ok=True)
                stack.enter_context(holding(self.root / LOCK, now))
            if ahead:
                self._ahead()
            try:
                yield
            finally:
                self._begun = None
                shutil.rmtree(self._links, ignore_errors=True)

    def clock(self) -> datetime | None:
        return None  # this machine's own

    def live(self) -> bytes | None:
        if self.link.exists() and not self.link.is_symlink():
            raise ExternalError(
                N_("{path} no es un enlace: no lo puso este programa"),
                N_("Muévalo a otro lugar y repita."),
                path=self.link,
            )
        with told(self.root):
            try:
                return contents(self.link / NAME)
            except (FileNotFoundError, NotADirectoryError):
                return None

    def _ahead(self) -> None:
        if self.link.is_symlink():
            # One process for it: the other cores are building.
            self._begun = aside(partial(self._link, alone=True))

    def _link(self, *, alone: bool = False) -> None:
        """Have links to the public release: those that are ready, or new ones."""
        last = os.path.realpath(self.link)
        try:
            (self.all / f"{READY}{Path(last).name}").rename(self._links)
        except OSError:
            clone(last, str(self._links), alone=alone)

    def edited(self, live: Manifest) -> list[str]:
        found = []
        release = Path(os.path.realpath(self.link))
        record = release.with_name(f"{release.name}.json")
        shipped_at = record.stat().st_mtime_ns if record.is_file() else 0
        for name, item in live.files.items():
            try:
                stat = os.stat(f"{release}/{name}")  # noqa: PTH116 - there are thousands
                if stat.st_size == item.size and stat.st_mtime_ns <= shipped_at:
                    continue
            except OSError:
                pass
            found.append(name)
        self._as_left = not found
        return found

    def ship(
        self, outbox: Path, release: Manifest, before: Manifest | None, of: Shipment, tell: Progress
    ) -> int:
        incoming, last = self.all / INCOMING, os.path.realpath(self.link)
        parcel = Parcel.of(outbox, release, before) if self._as_left else None
        with told(self.root):
            if parcel:
                shutil.rmtree(incoming, ignore_errors=True)
                (self._begun or self._link)()
                self._links.rename(incoming)
                sent = change(parcel, outbox, incoming)
            else:
                sent = fill(outbox, incoming, last, tell)
            name, again = release.release, 2
            while (self.all / name).exists():  # the same release in the same second
                name, again = f"{release.release}-{again}", again + 1
            incoming.rename(self.all / name)
            (self.all / f"{name}.json").write_bytes(of.dumped())
            self._point(name)
        with suppress(OSError):  # the site is out; what stays behind is taken another time
            self._sweep(incoming)
        return sent

    def check(self, release: Manifest, some: list[str]) -> list[str]:
        wrong = []
        with told(self.root, UNKNOWN):
            for name in some:
                file = self.link / name
                data = file.read_bytes() if file.is_file() else b""
                if hashlib.sha256(data).hexdigest() != release.files[name].sha256:
                    wrong.append(name)
            if contents(self.link / NAME) != release.dumped():
                wrong.append(NAME)
        return wrong

    def releases(self) -> list[Shipment]:
        live = Path(os.path.realpath(self.link)).name
        found = []
        with told(self.root):
            for record in self.all.glob("*.json") if self.all.is_dir() else ():
                if (self.all / record.stem / NAME).is_file():
                    one = shipped(contents(record), record.stem)
                    found.append(replace(one, live=record.stem == live))
        return sorted(found, key=lambda one: (one.shipped, one.release), reverse=True)

    def manifest_of(self, name: str) -> bytes:
        with told(self.root):
            return contents(self.all / name / NAME)

    def put_back(self, name: str, manifest: Manifest, pin: bytes, tell: Progress) -> None:
        with told(self.root):
            files.put(self.root / PIN, pin)
            self._point(name)

    def pin(self) -> bytes | None:
        with told(self.root):
            try:
                return contents(self.root / PIN)
            except (FileNotFoundError, NotADirectoryError):
                return None

    def unpin(self) -> None:
        with told(self.root, UNKNOWN):
            (self.root / PIN).unlink(missing_ok=True)

    def _point(self, name: str) -> None:
        """Make a release the public one: a link takes the place of another in one rename."""
        new = self.root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(f"{RELEASES}/{name}")
        new.replace(self.link)
        folder = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _sweep(self, incoming: Path) -> None:
        """Take the oldest releases away, each whole or not at all: its record goes first."""
        for left in self.all.glob(f"{OLD}*"):  # of one that was not let go on afterwards
            shutil.rmtree(left, ignore_errors=True)
        old = self.all / f"{OLD}{os.getpid()}"
        old.mkdir(exist_ok=True)
        for one in self.releases()[KEPT:]:
            if not one.live:
                (self.all / f"{one.release}.json").unlink()
                (self.all / one.release).rename(old / one.release)
        for left in (incoming, *self.all.glob(f"{AHEAD}*"), *self.all.glob(f"{READY}*")):
            if left.exists():
                left.rename(old / left.name)
        subprocess.run(["sh", "-c", AFTERWARDS], cwd=self.root, start_new_session=True, check=False)


@contextmanager
def told(root: Path, state: str = UNTOUCHED) -> Iterator[None]:
    """Say what a disk's refusal means for the site."""
    try:
        yield
    except OSError as error:
        raise ExternalError(
            N_("no se puede escribir en {path} ({reason})"),
            N_("Revise el espacio y los permisos de esa carpeta, y repita."),
            state,
            path=error.filename or root,
            reason=why(error),
        ) from error
