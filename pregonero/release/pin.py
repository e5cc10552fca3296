"""A target held at a release that somebody went back to: until it is let go, nothing else is
shipped there, or the next scheduled deploy would undo the way back."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pregonero.release.manifest import UNREADABLE, Manifest, NotAManifest, loaded
from pregonero.release.targets.base import Driver, who


@dataclass(frozen=True)
class Pin:
    """The release that is to stay public, since when (ISO 8601 in UTC), and who said so."""

    release: str
    since: str
    by: str

    def dumped(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode() + b"\n"


def pin_to(release: Manifest, now: datetime) -> Pin:
    """A pin of this person."""
    return Pin(release.release, now.astimezone(UTC).isoformat(timespec="seconds"), who())


def pinned(driver: Driver, live: Manifest | None = None) -> Pin | None:
    """What a target is held at, if it is. `live` is what is public, if that is known already.
    Raises Outside.

    A pin is written before its release becomes the public one, and taken away after another did:
    one of another release than the public one holds nothing. Whoever is killed in between leaves a
    target that is held or is not, never one that was put back and is not held.
    """
    data = driver.pin()
    if data is None:
        return None
    pin = parsed(data)
    if live is None:
        try:
            live = loaded(driver.live() or b"")
        except NotAManifest:
            return pin  # nobody can tell: nothing is shipped over it unasked
    return pin if pin.release in ("?", live.release) else None


def parsed(data: bytes) -> Pin:
    """A pin as a target has it. One that cannot be read holds all the same."""
    try:
        plain = json.loads(data)
        return Pin(str(plain["release"]), str(plain["since"]), str(plain["by"]))
    except UNREADABLE:
        return Pin("?", "?", "?")
