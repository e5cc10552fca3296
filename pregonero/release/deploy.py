"""The whole road from a built site to the public one, and back: each step once, in one order."""

import gzip
import json
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from http.client import HTTPException
from pathlib import Path

from pregonero.diagnostics import ExternalError, Problem
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.git.repository import Sources
from pregonero.i18n import N_
from pregonero.newsroom.urls import save_as
from pregonero.release.manifest import NAME, UNREADABLE, Manifest, NotAManifest, item, loaded
from pregonero.release.package import OUTBOX, assemble
from pregonero.release.plan import ReleasePlan
from pregonero.release.targets.base import SKEW, Driver, Progress, Shipment, shipment
from pregonero.release.verify.built_site import Verifier

#: Seconds to wait for the public site.
ANSWER = 15
#: Bytes of its manifest, at most: what never ends is not waited for.
_LONGEST = 64_000_000
#: Files that are read back from the public site.
SOME = 12


@dataclass(frozen=True)
class BuiltSite:
    """A site built for a target: where, what its ledger says, and when it is of. `renamed` says
    which id was once at an address."""

    output: Path
    ledger: BuildManifest
    moment: datetime
    url: str
    sources: Sources
    renamed: Mapping[str, str]
    #: The commit of each page whose text is not that of this one's; see `Manifest.origins`.
    origins: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def manifest(self) -> Manifest:
        made = self.ledger.made
        ids = {save_as(address): one for address, one in self.ledger.ids().items()}
        return Manifest(
            moment=self.moment.isoformat(),
            url=self.url,
            files={n: item(n, one.digest, one.size, ids.get(n, "")) for n, one in made.items()},
            commit=self.sources.commit,
            dirty=bool(self.sources.changed),
            gone=self.ledger.gone,
            suspended=self.ledger.suspended,
            moved=self.ledger.moved,
            renamed=self.renamed,
            states=self.ledger.states,
            origins={**self._unsaved, **self.origins},
        )

    @property
    def _unsaved(self) -> dict[str, str]:
        """The pages of texts that are not as in the commit."""
        if not self.sources.changed:
            return {}
        parts = (file.partition("content/") for file in self.sources.changed)
        changed = {path for _, found, path in parts if found}  # a theme is no text
        where = self.ledger.addressed()
        return {at: "" for path, at in where.items() if _among(path, changed)}


def _among(path: str, changed: Collection[str]) -> bool:
    """Whether git named a text, or a folder of new ones that it is in."""
    parts = path.split("/")
    folders = ("/".join(parts[:n]) + "/" for n in range(1, len(parts)))
    return path in changed or any(folder in changed for folder in folders) or "" in changed


#: Builds the site for a target, given which ids were once at other addresses.
Build = Callable[[Mapping[str, str]], BuiltSite]


@dataclass
class LiveSite:
    """What a target says that is public: its manifest; or why that cannot be used, and then what
    was shipped last, if that is known, with no digest of any file: all of it has to be sent."""

    driver: Driver
    manifest: Manifest | None = None
    broken: str = ""

    @cached_property
    def edited(self) -> list[str]:
        """Files that are not as they were shipped, as far as the target can tell."""
        return self.driver.edited(self.manifest) if self.manifest and not self.broken else []


def look(driver: Driver, now: datetime) -> LiveSite:
    """Ask a target what is public. Raises Outside, also for a clock that is far from ours."""
    there = driver.clock()
    if there is not None:
        compare_clocks(now, there)
    live, data = LiveSite(driver), driver.live()
    if data is not None:
        try:
            live.manifest = loaded(data)
        except NotAManifest as error:
            live.broken = str(error)
    if live.manifest is None and (last := _last(driver)):
        live.manifest, live.broken = last, live.broken or N_("falta")
    return live


def _last(driver: Driver) -> Manifest | None:
    """What was shipped last, as far as it can be read, without digests."""
    with suppress(ExternalError):
        for one in driver.releases():
            with suppress(NotAManifest):
                last = loaded(driver.manifest_of(one.release))
                files = {name: file._replace(sha256="") for name, file in last.files.items()}
                return replace(last, files=files)
    return None


def compare_clocks(ours: datetime, theirs: datetime) -> None:
    """Raise Outside if two clocks do not agree."""
    if abs((theirs - ours).total_seconds()) > SKEW:
        raise ExternalError(
            N_("los relojes no coinciden: aquí son las {ours} y en el destino las {theirs}"),
            N_("Ponga en hora la máquina que esté mal: de su reloj dependen los embargos."),
            ours=ours.astimezone(UTC).isoformat(timespec="seconds"),
            theirs=theirs.astimezone(UTC).isoformat(timespec="seconds"),
        )


def prepare(live: LiveSite, build: Build) -> tuple[BuiltSite, ReleasePlan]:
    """Build for a target, with a redirect from every public address of a record that has another
    now. A rename is known only once the site is built, and then it is built again."""
    renamed = dict(live.manifest.renamed) if live.manifest else {}
    while True:
        site = build(renamed)
        plan = ReleasePlan(site.manifest, live.manifest)
        new = {old: one for old, one in plan.renamed() if renamed.get(old) != one}
        new = {old: one for old, one in new.items() if old not in plan.release.moved}
        if not new:
            return site, plan
        renamed |= new


def verify(
    site: BuiltSite, plan: ReleasePlan, withheld: Collection[str], room: Path
) -> list[Problem]:
    """What must not leave. Raises OSError."""
    return Verifier(site.output, plan.release, withheld, room).problems()


def pack(
    driver: Driver, site: BuiltSite, plan: ReleasePlan, room: Path, extra: Mapping[str, bytes]
) -> None:
    """Have a release as it is sent, on this machine; `extra` are files for its root besides."""
    made = site.ledger.made
    assemble(site.output, made, plan.release, room / OUTBOX, driver.encodings, extra)


def ship(
    driver: Driver, plan: ReleasePlan, room: Path, now: datetime, tell: Progress
) -> tuple[Shipment, int]:
    """Send what is packed and make it the public site. Gives what was shipped and the bytes."""
    of = shipment(plan.release, now)
    return of, driver.ship(room / OUTBOX, plan.release, plan.before, of, tell)


def read_back(driver: Driver, plan: ReleasePlan) -> list[str]:
    """Which files of the target are not those of the release that was just shipped."""
    chosen = (*plan.sent[:SOME], "index.html")
    return driver.check(plan.release, list(dict.fromkeys(chosen)))


def public(release: Manifest) -> str:
    """Whether the public address answers with a release: `same`, `other`, or what hinders."""
    request = urllib.request.Request(  # noqa: S310 - an http address, by the model
        f"{release.url}/{NAME}", headers={"Cache-Control": "no-cache", "User-Agent": "Pregonero"}
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER) as answer:  # noqa: S310
            data = answer.read(_LONGEST)
            if answer.headers["Content-Encoding"] == "gzip":  # a bucket asks nobody
                data = gzip.decompress(data)
        return "same" if json.loads(data)["release"] == release.release else "other"
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}"
    except (OSError, HTTPException, EOFError, zlib.error, *UNREADABLE) as error:
        return str(getattr(error, "reason", "") or error)
