"""What a target of any kind can do: its lock, its releases, and who ships to it."""

import fcntl
import getpass
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pregonero.diagnostics import UNTOUCHED, ExternalError
from pregonero.i18n import N_
from pregonero.release.manifest import UNREADABLE, Manifest

#: Told what is being done, how much of it, and of how much.
Progress = Callable[[str, int, int], None]

#: Something to do while a target answers.
Work = Callable[[], object]

#: Seconds that two clocks may differ by: an embargo is not to end early on either.
SKEW = 300

#: Releases that a target keeps to go back to.
KEPT = 20


def nothing() -> None:
    """There is nothing to do meanwhile."""


#: Seconds without a sign of life after which a lock is nobody's, and the most that one file, or
#: what a remote does with what it was sent, may take.
PATIENCE = 300
#: Seconds that a host may keep quiet, of whatever kind the target is; PREGONERO_TIMEOUT is another.
SILENCE = 30


def silence() -> float:
    """How long a host may keep quiet, in seconds."""
    with suppress(ValueError):
        asked = float(os.environ.get("PREGONERO_TIMEOUT", ""))
        if 0.1 <= asked <= PATIENCE:
            return asked
    return SILENCE


class Silent(ExternalError):
    """A host took the connection, or should have, and said nothing."""

    def __init__(self, host: str, seconds: float, state: str = UNTOUCHED) -> None:
        super().__init__(
            N_("{host} no contestó en {seconds} segundos"),
            N_("Revise la red y ese servidor, y repita: lo que ya se envió no se envía otra vez."),
            state,
            host=host,
            seconds=f"{seconds:g}",
        )


class Busy(ExternalError):
    """Somebody else is shipping to the target."""

    def __init__(self, owner: "LockOwner | None", patience: int = PATIENCE) -> None:
        super().__init__(
            N_("otra publicación de este destino está en marcha, de {by} en {host} desde {since}"),
            N_("Espere a que termine y repita; si nadie publica, en {minutes} minutos se libera."),
            by=owner.by if owner else "?",
            host=owner.host if owner else "?",
            since=owner.since if owner else "?",
            minutes=patience // 60,
        )


@dataclass(frozen=True)
class LockOwner:
    """Who holds a lock, on which machine, since when (ISO 8601 in UTC)."""

    by: str
    host: str
    since: str

    def dumped(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode() + b"\n"


def owner(now: datetime) -> LockOwner:
    """This person, on this machine."""
    return LockOwner(
        who(), platform.node() or "?", now.astimezone(UTC).isoformat(timespec="seconds")
    )


def owned(data: bytes | None) -> LockOwner | None:
    """Who wrote a lock, if it can be read."""
    try:
        plain = json.loads(data or b"")
        return LockOwner(str(plain["by"]), str(plain["host"]), str(plain["since"]))
    except UNREADABLE:
        return None


@contextmanager
def holding(path: Path, now: datetime) -> Iterator[None]:
    """Hold a lock that is a file of this machine. Raises Busy, or OSError.

    The kernel lets go of it when its holder dies, however it dies; what that started has no part in
    it.
    """
    with path.open("a+b") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Busy(owned(lock.read())) from None
        lock.truncate(0)
        lock.write(owner(now).dumped())
        lock.flush()
        yield


def who() -> str:
    """Who asks: in a hosted job the person who started it, else this machine's user."""
    for name in ("GITHUB_ACTOR", "GITLAB_USER_LOGIN", "SUDO_USER"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())


@dataclass(frozen=True)
class Shipment:
    """One release as a target knows it: `shipped` is when, ISO 8601 in UTC; `live` if it is the one
    that is public, `pinned` if it is held there."""

    release: str
    shipped: str
    by: str
    commit: str | None
    files: int
    live: bool = False
    pinned: bool = False

    def dumped(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode() + b"\n"


def shipment(manifest: Manifest, now: datetime) -> Shipment:
    """A release about to be shipped, by this person."""
    commit = f"{manifest.commit}+" if manifest.commit and manifest.dirty else manifest.commit
    # Two may be shipped within a second: this is what tells which came first.
    shipped = now.astimezone(UTC).isoformat(timespec="milliseconds")
    return Shipment(manifest.release, shipped, who(), commit, len(manifest.files))


def shipped(data: bytes, name: str) -> Shipment:
    """What a target wrote of a release; only its name if that cannot be read."""
    try:
        plain = json.loads(data)
        return Shipment(
            name,
            str(plain["shipped"]),
            str(plain["by"]),
            plain["commit"] and str(plain["commit"]),
            int(plain["files"]),
        )
    except UNREADABLE:
        return Shipment(name, "?", "?", None, 0)


class Driver(Protocol):
    """A target of one kind. Every method but `locked` may be called only while its lock is held,
    unless it only reads. All raise Outside.
    """

    #: Whether pages are sent with their compressed forms beside them, and which.
    encodings: tuple[str, ...]
    #: What state the public site is in after a deploy that was stopped.
    stopped: str

    def locked(
        self, now: datetime, meanwhile: Work = nothing, *, ahead: bool = False
    ) -> AbstractContextManager[None]:
        """Keep other deploys out. Raises Busy. Does what there is to do `meanwhile` if it has to
        wait for an answer.

        Goes `ahead`, if a site is to be shipped, with what that takes whatever is in it. Nothing of
        it is left if nothing is shipped."""

    def clock(self) -> datetime | None:
        """What time it is there, if it tells."""

    def live(self) -> bytes | None:
        """The manifest of what is public; None if nothing of ours is."""

    def edited(self, live: Manifest) -> list[str]:
        """Files of the public site that somebody changed or put there by hand, as far as it can
        tell without reading them all."""

    def ship(
        self, outbox: Path, release: Manifest, before: Manifest | None, of: Shipment, tell: Progress
    ) -> int:
        """Send a release and make it the public one. Gives the bytes that were sent."""

    def check(self, release: Manifest, some: list[str]) -> list[str]:
        """Which of some files are not as the public release says."""

    def releases(self) -> list[Shipment]:
        """What was shipped, newest first."""

    def manifest_of(self, name: str) -> bytes:
        """The manifest of a release that is kept."""

    def put_back(self, name: str, manifest: Manifest, pin: bytes, tell: Progress) -> None:
        """Make a release that is kept the public one, and hold the target there: the pin is in
        place before the release is."""

    def pin(self) -> bytes | None:
        """What holds the target at a release, if anything does."""

    def unpin(self) -> None:
        """Let the target go."""
