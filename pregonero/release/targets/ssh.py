"""A machine reached by OpenSSH, with rsync: the same directories and link as on a disk of this one.

One session holds the lock and does every change of the site, so that nothing of it is changed
without the lock.
"""

import hashlib
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pregonero.diagnostics import UNKNOWN, ExternalError
from pregonero.engine.incremental.manifest import folders_of
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.newsroom.site_files import GONE
from pregonero.release.manifest import NAME, Manifest
from pregonero.release.package import Parcel
from pregonero.release.targets.base import (
    KEPT,
    SKEW,
    Busy,
    Progress,
    Shipment,
    Work,
    nothing,
    owned,
    owner,
    shipped,
)
from pregonero.release.targets.connection import Connection, Lost
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
from pregonero.release.targets.session import Session

#: Times that a broken transfer is taken up again, and seconds before each.
PAUSES = (1, 4, 10)
#: What rsync says of a transfer that broke, or of a connection that was lost (rsync(1)).
_BROKEN = {10, 12, 20, 23, 24, 30, 35, 255}

_RECORDS = (
    f"now=$(readlink {CURRENT}); for record in {RELEASES}/*.json; do name=${{record%.json}}; "
    f'[ -f "$name/{NAME}" ] || continue; '
    "[ \"$name\" = \"$now\" ] && printf '* ' || printf -- '- '; "
    f"printf '%s ' \"${{name#{RELEASES}/}}\"; tr -d '\\n' < \"$record\"; echo; done"
)
#: How many files the public release has, but compressed forms, and those that were written to well
#: after it was shipped: by the seconds that the two clocks may differ by.
_GLANCE = (
    f"record=$(readlink {CURRENT}).json; late=$(($(stat -c %Y $record) + {SKEW})); "
    f"cd {CURRENT}/ && find . -type f \\( -newermt @$late -printf '/%P\\n' -o "
    f"! -name '*.br' ! -name '*.gz' ! -name {GONE} -printf '.\\n' \\) | "
    "awk '/^[/]/ {print} /^[.]/ {n++} END {print n}'"
)
#: Every file of it, by its size.
_LOOK = f"cd {CURRENT}/ && find . -type f -printf '%s %P\\n'"
#: Where links are made, by another name in each session: what a lost one began may go on.
_LINKS = f"{RELEASES}/{AHEAD}$$"
#: Those that are ready, or new ones. Folders get the modes of a site, whatever this host gives;
#: files keep those of what they link to. Where nothing is public yet nothing is linked: without
#: its name, the folder to link would be the root of the host.
_CLONE = (
    f'now=$(readlink {CURRENT}) && [ -n "$now" ] && rm -rf {_LINKS} && '
    f'{{ mv -T "{RELEASES}/{READY}${{now##*/}}" {_LINKS} || '
    f'(umask 022; cp -rl "$now/." {_LINKS}); }}'
)
_LEFT = " ".join(f"{RELEASES}/{name}" for name in (INCOMING, f"{AHEAD}*", f"{READY}*"))
#: A release goes whole or not at all, its record first. What one left that was not let go on
#: afterwards is removed at once.
_SWEEP = (
    f"now=$(readlink {CURRENT}); rm -rf {RELEASES}/{OLD}*; old={RELEASES}/{OLD}$$; mkdir -p $old; "
    f"ls -t {RELEASES}/*.json | tail -n +{KEPT + 1} | while read -r record; do "
    'name=${record%.json}; [ "$name" = "$now" ] && continue; '
    'rm -f "$record" && mv "$name" $old; done; '
    f'for left in {_LEFT}; do [ ! -e "$left" ] || mv "$left" $old; done; '
    f"{AFTERWARDS} :"
)


class Ssh:
    """A site on another machine. `last` is the manifest that was packed for it last, if any."""

    encodings: tuple[str, ...] = ("br", "gzip")
    stopped = UNKNOWN

    def __init__(self, target: DeployTarget, connection: Connection, last: Path) -> None:
        assert target.path
        for program in ("ssh", "rsync"):
            if not shutil.which(program):
                raise ExternalError(
                    N_("falta el programa {program}"),
                    N_("Instálelo: apt install {package}"),
                    program=program,
                    package="openssh-client" if program == "ssh" else program,
                )
        self.root = target.path.rstrip("/") or "/"
        self.connection, self.last = connection, last
        self.session: Session | None = None
        self._me = ""
        self._seen: bytes | None = None
        self._as_left = self._begun = False

    @contextmanager
    def locked(
        self, now: datetime, meanwhile: Work = nothing, *, ahead: bool = False
    ) -> Iterator[None]:
        self._me = shlex.quote(owner(now).dumped().decode().strip())
        try:
            self._open(meanwhile, ahead=ahead)
            yield
        finally:
            self._close()

    def _open(self, meanwhile: Work = nothing, *, ahead: bool = False) -> None:
        """Take the lock. Raises Busy."""
        self.session = Session(self.connection, self.root, LOCK, self._me)
        self.session.add(f"mkdir -p {RELEASES}")
        if ahead:
            quiet = "</dev/null 2>/dev/null"
            self.session.add(f"({_GLANCE}) >{_LINKS}.seen {quiet} & seen=$!")
            self.session.add(f"{{ {_CLONE}; }} >/dev/null {quiet} & links=$!")
            self._begun = True
        meanwhile()  # a host takes its time to answer
        self.session.begin()
        if self.session.refused is not None:
            raise Busy(owned(self.session.refused))

    def _close(self) -> None:
        if self.session:
            if self._begun:
                with suppress(ExternalError):
                    self._do(f"wait $seen $links; rm -rf {_LINKS}*")
            self.session.end()
        self.session, self._begun = None, False

    def clock(self) -> datetime | None:
        _, said = self._ask("date +%s")
        return datetime.fromtimestamp(int(said), UTC) if said.strip().isdigit() else None

    def live(self) -> bytes | None:
        path = shlex.quote(f"{self.root}/{CURRENT}")
        last = self.last.read_bytes() if self.last.is_file() else b""
        digest = hashlib.sha256(last).hexdigest()
        # Of what is here already only the digest has to come.
        status, said = self._ask(
            f"if [ -e {path} ] && [ ! -L {path} ]; then (exit 3); elif [ -f {path}/{NAME} ]; then "
            f'if [ "$(sha256sum < {path}/{NAME})" = "{digest}  -" ]; then (exit 4); '
            f"else cat {path}/{NAME}; fi; else (exit 1); fi"
        )
        if status == 3:
            raise ExternalError(
                N_("{path} no es un enlace: no lo puso este programa"),
                N_("Muévalo a otro lugar y repita."),
                path=f"{self.root}/{CURRENT}",
            )
        self._seen = said if status == 0 else last if status == 4 else None
        return self._seen

    def edited(self, live: Manifest) -> list[str]:
        root = shlex.quote(self.root)
        look = f"wait $seen; cat {_LINKS}.seen" if self._begun else f"(cd {root} && {_GLANCE})"
        _, said = self._ask(look)
        *later, count = said.decode("utf-8", "surrogateescape").splitlines() or [""]
        own = sum(not name.endswith((".br", ".gz")) for name in live.files) + 1
        self._as_left = count.strip() == str(own) and not later
        if self._as_left:
            return []
        _, said = self._ask(f"(cd {root} && {_LOOK})")
        lines = said.decode("utf-8", "surrogateescape").splitlines()
        sizes = {name: size for size, _, name in (line.partition(" ") for line in lines)}
        wrong = {name for name, one in live.files.items() if sizes.get(name) != str(one.size)}
        return sorted(wrong.union(name[1:] for name in later) - {NAME})

    def ship(
        self, outbox: Path, release: Manifest, before: Manifest | None, of: Shipment, tell: Progress
    ) -> int:
        sent = self._send(
            Parcel.of(outbox, release, before) if self._as_left else None, outbox, tell
        )
        self.connection.state = UNKNOWN
        name, record = shlex.quote(release.release), shlex.quote(of.dumped().decode().strip())
        self._do(
            f"name={name}; again=2; while [ -e {RELEASES}/$name ]; do "
            f"name={name}-$again; again=$((again + 1)); done; "
            f"chmod 755 {RELEASES}/{INCOMING} && mv {RELEASES}/{INCOMING} {RELEASES}/$name && "
            f"printf '%s\\n' {record} > {RELEASES}/$name.json && "
            f"ln -sfn {RELEASES}/$name {CURRENT}.new && mv -T {CURRENT}.new {CURRENT}"
        )
        with suppress(ExternalError):  # the site is out; what stays behind is taken another time
            self._do(_SWEEP)
        return sent

    def check(self, release: Manifest, some: list[str]) -> list[str]:
        right = {name: release.files[name].sha256 for name in some}
        right[NAME] = hashlib.sha256(release.dumped()).hexdigest()
        path = shlex.quote(f"{self.root}/{CURRENT}")
        names = " ".join(map(shlex.quote, right))
        _, said = self._ask(
            f'(cd {path} && for name in {names}; do sha256sum < "$name" || echo -; done)'
        )
        digests = [line.split()[0] for line in said.decode().splitlines() if line.strip()]
        if len(digests) != len(right):
            return list(right)
        return [name for name, found in zip(right, digests, strict=True) if right[name] != found]

    def releases(self) -> list[Shipment]:
        _, said = self._ask(f"(cd {shlex.quote(self.root)} && {_RECORDS})")
        found = []
        for line in said.decode("utf-8", "replace").splitlines():
            mark, _, rest = line.partition(" ")
            name, _, record = rest.partition(" ")
            if mark in ("*", "-") and name and not name.endswith("*"):
                found.append(replace(shipped(record.encode(), name), live=mark == "*"))
        return sorted(found, key=lambda one: (one.shipped, one.release), reverse=True)

    def manifest_of(self, name: str) -> bytes:
        return self._ask(f"cat {shlex.quote(f'{self.root}/{RELEASES}/{name}/{NAME}')}")[1]

    def put_back(self, name: str, manifest: Manifest, pin: bytes, tell: Progress) -> None:
        self.connection.state = UNKNOWN
        link, text = shlex.quote(f"{RELEASES}/{name}"), shlex.quote(pin.decode().strip())
        self._do(
            f"printf '%s\\n' {text} > {PIN}.new && mv -T {PIN}.new {PIN} && "
            f"ln -sfn {link} {CURRENT}.new && mv -T {CURRENT}.new {CURRENT}"
        )

    def pin(self) -> bytes | None:
        status, said = self._ask(f"cat {shlex.quote(f'{self.root}/{PIN}')}")
        return said if status == 0 else None

    def unpin(self) -> None:
        self._do(f"rm -f {PIN} {PIN}.new")

    def _ask(self, script: str) -> tuple[int, bytes]:
        """How a command ended that changes nothing, and what it said: by the session that is open,
        as it is much faster."""
        asked = f"{{ {script}; }} 2>/dev/null"
        return self.session.ask(asked) if self.session else self.connection.ask(asked)

    def _do(self, script: str) -> None:
        assert self.session
        self.session.do(script)

    def _send(self, parcel: Parcel | None, outbox: Path, tell: Progress) -> int:
        """Have the folder for what comes in hold the release: links to the public one and what
        differs from it, or, if that cannot be trusted, all of it. A transfer that breaks is taken
        up again. Gives the bytes sent."""
        incoming = f"{self.root}/{RELEASES}/{INCOMING}"
        for pause in (*PAUSES, None):
            # Sizes and times do not tell two files of one second apart.
            last = f"{self.root}/{CURRENT}/"
            options, given = ["--delete", "--checksum", f"--link-dest={last}"], None
            if parcel:
                if pause == PAUSES[0]:
                    self._do(f"rm -rf {RELEASES}/{INCOMING}")
                # Of each file only what differs from the public one has to come.
                options, given = ["--ignore-times", f"--copy-dest={last}"], parcel.sent
                options += ["--files-from=-", "--from0"]
            said = self.connection.rsync(
                *options,
                given="\0".join(given or ()).encode(),
                source=f"{outbox}/",
                target=f"{incoming}/",
                tell=lambda done: tell(N_("Enviando"), done, len(parcel.sent) if parcel else 0),
            )
            if said.status == 0:
                if parcel:
                    self._merge(parcel)
                return said.sent
            hopeless = said.status not in _BROKEN or self.connection.refused(said.errors)
            if pause is None or hopeless:
                raise self.connection.fault(said.errors)
            self._again(pause)
        raise AssertionError

    def _merge(self, parcel: Parcel) -> None:
        """Put what came in over links to the public release, without what goes."""
        incoming = f"{RELEASES}/{INCOMING}"
        made = "wait $links" if self._begun else _CLONE
        self._do(made)
        self._begun = False
        for at in range(0, len(parcel.removed), 100):
            names = " ".join(map(shlex.quote, parcel.removed[at : at + 100]))
            self._do(f"(cd {_LINKS} && rm -f -- {names})")
        folders = sorted(folders_of(parcel.removed) - {""}, key=len, reverse=True)
        for at in range(0, len(folders), 100):
            names = " ".join(map(shlex.quote, folders[at : at + 100]))
            self._do(f"(cd {_LINKS} && rmdir -- {names} 2>/dev/null || :)")  # those that are empty
        self._do(f"(umask 022; cp -rlf {incoming}/. {_LINKS}/)")
        self._do(f"rm -rf {incoming} && mv -T {_LINKS} {incoming}")

    def _again(self, pause: float) -> None:
        """Connect anew. Raises Busy if somebody else shipped in the meantime."""
        seen = self._seen
        self._close()
        self.connection.close()
        time.sleep(pause)
        with suppress(Lost):  # the next try will tell
            self._open()
            if self.live() != seen:
                raise Busy(None)
