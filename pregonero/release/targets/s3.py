"""A bucket of Amazon S3 or of anything that speaks as it does.

A bucket has no link to turn: files change one by one, in an order in which no page that can be
reached points at what is not there yet. A journal says which were on their way, so that a deploy
that died is made whole by the next. What a release replaces is put aside inside the bucket.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pregonero.diagnostics import UNTOUCHED, ExternalError
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.newsroom.urls import INDEX
from pregonero.release.manifest import (
    NAME,
    UNREADABLE,
    Manifest,
    NotAManifest,
    ReleaseFile,
    item,
    loaded,
)
from pregonero.release.package import ENDINGS, PACKED
from pregonero.release.plan import ReleasePlan
from pregonero.release.targets.base import (
    KEPT,
    Progress,
    Shipment,
    Work,
    nothing,
    shipment,
    shipped,
)
from pregonero.release.targets.bucket import Bucket, BucketLock

Result = TypeVar("Result")

#: Requests under way at once.
TOGETHER = 16
PRIVATE = ".pregonero"
PIN = f"{PRIVATE}/pin.json"
HALF = N_("El sitio público tiene parte de los cambios; al repetir se completan.")


class S3:
    """A site in a bucket."""

    encodings: tuple[str, ...] = ("gzip",)
    stopped = HALF

    def __init__(self, target: DeployTarget) -> None:
        self.bucket = Bucket(target)
        self.lock: BucketLock | None = None

    @contextmanager
    def locked(
        self, now: datetime, meanwhile: Work = nothing, *, ahead: bool = False
    ) -> Iterator[None]:
        with BucketLock(self.bucket, f"{PRIVATE}/lock", now) as self.lock:
            yield

    def clock(self) -> datetime | None:
        return self.lock.time if self.lock else None

    def live(self) -> bytes | None:
        data = self.bucket.get(NAME)
        return None if data is None else _plain(data)

    def edited(self, live: Manifest) -> list[str]:
        # What a deploy that died left half done.
        return sorted(self._uncertain())

    def ship(
        self, outbox: Path, release: Manifest, before: Manifest | None, of: Shipment, tell: Progress
    ) -> int:
        if before is None and not self._log():
            self._refuse_foreign(release)

        def put(name: str) -> int:
            data, encoding = _packed(outbox, name)
            return self._put(name, data, release.files.get(name), encoding)

        return self._turn(release, before, of, put, tell)

    def _refuse_foreign(self, release: Manifest) -> None:
        """Stop before a bucket where something else is at the addresses of the site: nothing here
        knows what it was, and no way back could bring it again. Raises ExternalError."""
        other = next((name for name in self.bucket.names("") if name in release.files), None)
        if other is not None:
            raise ExternalError(
                N_("el almacén ya tiene {name}, que no puso este programa"),
                N_("Escriba en prefix una carpeta libre, u otro bucket; o quite antes lo que hay."),
                UNTOUCHED,
                name=other,
            )

    def check(self, release: Manifest, some: list[str]) -> list[str]:
        wanted = {name: release.files[name].sha256 for name in some}
        wanted[NAME] = hashlib.sha256(release.dumped()).hexdigest()
        found = self._each(wanted, lambda name: _plain(self.bucket.get(name) or b"", name))
        return [n for n, data in found.items() if hashlib.sha256(data).hexdigest() != wanted[n]]

    def releases(self) -> list[Shipment]:
        live = self._live()
        records = self._each(
            self._log(), lambda number: self.bucket.get(f"{PRIVATE}/log/{number}/shipment.json")
        )
        found = [
            (number, replace(shipped(_plain(data), _name(data)), live=number == live))
            for number, data in records.items()
            if data is not None
        ]
        return [one for _, one in sorted(found, reverse=True)]

    def manifest_of(self, name: str) -> bytes:
        return self._manifest(self._number(name))

    def put_back(self, name: str, manifest: Manifest, pin: bytes, tell: Progress) -> None:
        number, live = self._number(name), self._live() or ""
        before = loaded(self._manifest(live))
        later = [one for one in self._log() if number <= one < live]
        kept: dict[str, str] = {}
        for one in reversed(later):  # the earliest is what that release had
            root = f"{PRIVATE}/replaced/{one}/"
            kept |= {key.removeprefix(root): key for key in self.bucket.names(root)}

        def put(name: str) -> int:
            wanted = manifest.files[name]
            data = self.bucket.get(kept.get(name, name)) or b""
            if hashlib.sha256(_plain(data, name)).hexdigest() != wanted.sha256:
                raise ExternalError(
                    N_("ya no está guardado {name} de esa versión"),
                    N_("Elija otra con «python cli.py releases»."),
                    name=name,
                )
            return self._put(name, data, wanted, _encoding(data, name))

        assert self.lock and self.lock.time
        self._write(PIN, pin)
        self._turn(manifest, before, shipment(manifest, self.lock.time), put, tell)

    def pin(self) -> bytes | None:
        data = self.bucket.get(PIN)
        return None if data is None else _plain(data)

    def unpin(self) -> None:
        self.bucket.delete([PIN])

    # How the public files become others

    def _turn(
        self,
        release: Manifest,
        before: Manifest | None,
        of: Shipment,
        put: Callable[[str], int],
        tell: Progress,
    ) -> int:
        """Put what differs, in order, then remove what the release does not have."""
        old = before.files if before else {}
        doubtful = self._uncertain()
        plan = ReleasePlan(release, before)
        changed = set(plan.sent) | (doubtful & release.files.keys())
        removed = (old.keys() | doubtful) - release.files.keys() - {NAME}
        live = self._live()
        number = f"{int(max(self._log(), default='0')) + 1:06}"
        manifest = f"{PRIVATE}/log/{number}/manifest.json"
        sent = self._put(manifest, gzip.compress(release.dumped(), 6, mtime=0), None, "gzip")
        aside = sorted(((changed | removed) & old.keys()) - doubtful)
        if live and aside:
            root = f"{PRIVATE}/replaced/{live}/"
            self._each(aside, lambda name: self.bucket.copy(name, f"{root}{name}"))
        # From here on the public files are neither the old ones nor the new.
        self._write(f"{PRIVATE}/journal.json", json.dumps({"from": live, "to": number}).encode())
        done, total = 0, len(changed)
        with self.bucket.state(HALF):
            for stage in _stages(changed, old.keys()):
                for size in self._each(stage, put).values():
                    sent, done = sent + size, done + 1
                    tell(N_("Enviando"), done, total)
            self.bucket.copy(manifest, NAME)
            self.bucket.delete(sorted(removed))
            record = of.dumped()
            self._write(f"{PRIVATE}/log/{number}/shipment.json", record)
            self.bucket.delete([f"{PRIVATE}/journal.json"])
        self._sweep()
        return sent

    def _put(self, name: str, data: bytes, one: ReleaseFile | None, encoding: str) -> int:
        one = one or item(name, "", 0)
        self.bucket.put(name, data, one.type, one.cache, encoding)
        return len(data)

    def _uncertain(self) -> set[str]:
        """Files that a deploy that died may have changed."""
        journal = self.bucket.get(f"{PRIVATE}/journal.json")
        if journal is None:
            return set()
        try:
            plain = json.loads(_plain(journal))
            sides = [self._files(plain["from"]), self._files(plain["to"])]
        except UNREADABLE:
            return set()
        return {n for n in sides[0].keys() | sides[1].keys() if sides[0].get(n) != sides[1].get(n)}

    def _files(self, number: str | None) -> dict[str, ReleaseFile]:
        return dict(loaded(self._manifest(number)).files) if number else {}

    def _manifest(self, number: str) -> bytes:
        data = self.bucket.get(f"{PRIVATE}/log/{number}/manifest.json")
        if data is None:
            raise NotAManifest(number)
        return _plain(data)

    def _log(self) -> list[str]:
        """The numbers of what was shipped, first to last; of deploys that died too."""
        return sorted(n for n in self.bucket.folders(f"{PRIVATE}/log/") if n.isdigit())

    def _live(self) -> str | None:
        """The number of the last that was shipped whole."""
        for number in reversed(self._log()):
            if self.bucket.get(f"{PRIVATE}/log/{number}/shipment.json") is not None:
                return number
        return None

    def _number(self, name: str) -> str:
        live = self._live()
        for number in reversed(self._log()):
            data = self.bucket.get(f"{PRIVATE}/log/{number}/shipment.json")
            if data is not None and _name(data) == name and number != live:
                return number
        return live or ""

    def _sweep(self) -> None:
        for number in self._log()[:-KEPT]:
            for folder in (f"{PRIVATE}/log/{number}/", f"{PRIVATE}/replaced/{number}/"):
                self.bucket.delete(list(self.bucket.names(folder)))

    def _write(self, name: str, data: bytes) -> None:
        self.bucket.put(
            name, gzip.compress(data, 6, mtime=0), "application/json", "no-store", "gzip"
        )

    def _each(self, names: Iterable[str], work: Callable[[str], Result]) -> dict[str, Result]:
        """Work on many at once. The first failure is raised when those under way have ended."""
        if self.lock:
            self.lock.held()
        with ThreadPoolExecutor(TOGETHER) as pool:
            under_way = {pool.submit(work, name): name for name in names}
            try:
                return {under_way[one]: one.result() for one in as_completed(under_way)}
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _stages(changed: set[str], old: Iterable[str]) -> Iterator[list[str]]:
    """Files in the order in which they may become public: what pages load, and of it what is new
    before what leads to it; pages that nothing leads to yet, pages that did exist, feeds and what
    else machines read."""
    known = set(old)
    pages = {name for name in changed if name.endswith(".html")}
    machines = {n for n in changed if n.startswith("feeds/") or n.endswith((".xml", ".txt"))}
    machines |= changed & {INDEX[1:]}  # which names volumes of the search index
    for some in (changed - pages - machines, pages):
        yield sorted(some - known)
        yield sorted(some & known)
    yield sorted(machines)


def _packed(outbox: Path, name: str) -> tuple[bytes, str]:
    """A file's bytes as they are stored, and how they are encoded.

    A bucket asks nobody what they can read. Every browser reads gzip; what fetches feeds may not.
    """
    small = outbox / f"{name}{ENDINGS['gzip']}"
    if small.exists() and not name.startswith("feeds/"):
        return small.read_bytes(), "gzip"
    return (outbox / name).read_bytes(), ""


def _encoding(data: bytes, name: str) -> str:
    """How the bytes of a file are stored: those that are gzip by themselves are as they are."""
    return "gzip" if data[:2] == b"\x1f\x8b" and not name.endswith(PACKED) else ""


def _plain(data: bytes, name: str = "") -> bytes:
    if not _encoding(data, name):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):  # cut short, or not gzip after all
        return data


def _name(data: bytes) -> str:
    try:
        return str(json.loads(_plain(data))["release"])
    except UNREADABLE:
        return "?"
