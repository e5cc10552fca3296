"""OpenSSH connections: one that all commands share, and a session on it that holds a lock."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from pregonero.institution import Target
from pregonero.outside import UNKNOWN, UNTOUCHED, Outside
from pregonero.release.driver import PATIENCE
from pregonero.words import N_

#: Seconds to wait for a host to answer, and between signs of life.
ANSWER = 15
BEAT = 30

#: Takes the lock and does what it is told, a line at a time, until its client goes. If no sign of
#: life comes for long, the network may be lost without its knowing: it ends, and with it the lock.
_HOLDER = """
cd {root} 2>/dev/null || {{ mkdir -p {root} && cd {root}; }} || exit 73
command -v flock >/dev/null || exit 72
exec 9>>{lock} || exit 73
flock -n 9 || {{ cat {lock}; exit 75; }}
printf '%s\\n' {owner} > {lock} || exit 73
( while sleep 20 && [ -n "$(find {lock} -mmin -{minutes})" ]; do :; done; kill $$ ) \
  </dev/null >/dev/null 2>&1 9>&- &
watch=$!
trap 'kill $watch 2>/dev/null' EXIT
echo =locked
while IFS= read -r line; do
  [ "$line" = alive ] && {{ touch {lock}; continue; }}
  eval "$line" 2>&1 9>&-
  echo "=$?"
done
"""

_WHY = (
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key is known",
        N_("la llave del servidor no es la que se conocía"),
        N_(
            "Puede ser otra máquina que se hace pasar por él. Compruebe la llave con quien lo "
            "administra y actualice known_hosts."
        ),
    ),
    (
        r"Permission denied \(|Too many authentication failures|no mutual signature",
        N_("el servidor no aceptó el acceso"),
        N_("Cargue la llave en el agente (ssh-add) y autorícela en el servidor."),
    ),
    (
        r"No space left on device|Disk quota exceeded",
        N_("el disco del servidor está lleno"),
        N_("Libere espacio en el servidor y repita."),
    ),
    (
        r"Permission denied|Read-only file system|cannot create",
        N_("no se puede escribir en la carpeta del servidor"),
        N_("Revise path y de quién es esa carpeta."),
    ),
    (
        r"Could not resolve hostname|Name or service not known",
        N_("no existe el servidor {host}"),
        N_("Revise host en newsroom.toml."),
    ),
    (
        r"rsync: (?:command )?not found|rsync: No such file",
        N_("falta rsync en el servidor"),
        N_("Instálelo en el servidor: apt install rsync"),
    ),
)


class Sent(NamedTuple):
    """How rsync ended: its exit status, the bytes it sent, what it complained of."""

    status: int
    sent: int
    errors: str


class Connection:
    """Commands on a target's host. The first opens a connection that the others share."""

    def __init__(self, target: Target) -> None:
        self.host = target.host or ""
        self.status = 0
        self._room = Path(tempfile.mkdtemp(prefix="pregonero-"))
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "ConnectTimeout": str(ANSWER),
            "ServerAliveInterval": str(ANSWER),
            "ServerAliveCountMax": "3",
            "ControlMaster": "auto",
            "ControlPersist": "60",
            "ControlPath": str(self._room / "%C"),
        }
        if target.known_hosts:
            known = Path(target.known_hosts).expanduser().absolute()
            options["UserKnownHostsFile"] = str(known)
            options["GlobalKnownHostsFile"] = "/dev/null"
        self.ssh = ["ssh", *(f"-o{name}={value}" for name, value in options.items())]
        self.ssh += ["-C", f"-p{target.port or 22}"]
        if target.user:
            self.ssh.append(f"-l{target.user}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            subprocess.run(
                [*self.ssh, "-Oexit", self.host], capture_output=True, timeout=ANSWER, check=False
            )
        shutil.rmtree(self._room, ignore_errors=True)

    def command(self, script: str) -> list[str]:
        return [*self.ssh, self.host, f"exec sh -c {shlex.quote(script)}"]

    def read(
        self,
        script: str,
        expected: Collection[int] = (),
        given: bytes = b"",
        state: str = UNTOUCHED,
    ) -> bytes:
        """What a command says that changes nothing. `status` is then how it ended."""
        done = subprocess.run(
            self.command(script), input=given, capture_output=True, env=_plain(), check=False
        )
        self.status = done.returncode
        if done.returncode and done.returncode not in expected:
            raise self.fault(done.stderr.decode("utf-8", "replace"), state)
        return done.stdout

    def rsync(self, *options: str, source: str, target: str, tell: Callable[[int], None]) -> Sent:
        """Make a folder there as one here. `tell` hears how many files were sent."""
        command = [
            "rsync",
            "-rlpt",
            "--delete",
            "--chmod=D755,F644",
            "--partial-dir=.rsync-partial",
            f"--timeout={PATIENCE}",
            "--stats",
            "--out-format=>%n",
            *options,
            "-e",
            shlex.join(self.ssh),
            source,
            f"{self.host}:{target}",
        ]
        files, said = 0, ""
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env=_plain(), text=True
            ) as running,
        ):
            assert running.stdout
            for line in running.stdout:
                if line.startswith(">"):
                    files += 1
                    tell(files)
                else:
                    said += line
            status = running.wait()
            errors.seek(0)
            complaint = errors.read().decode("utf-8", "replace")
        sent = re.search(r"Total bytes sent: ([\d,.]+)", said)
        return Sent(status, int(re.sub(r"\D", "", sent[1])) if sent else 0, complaint)

    def refused(self, errors: str) -> bool:
        """Whether it is of no use to try again."""
        return any(re.search(pattern, errors) for pattern, _, _ in _WHY)

    def fault(self, errors: str, state: str = UNTOUCHED) -> Outside:
        """What happened, from what ssh or rsync complained of."""
        for pattern, message, remedy in _WHY:
            if re.search(pattern, errors):
                return Outside(message, remedy, state, host=self.host)
        lines = [line for line in errors.splitlines() if line.strip()]
        return Outside(
            N_("se perdió o no se logró la conexión con {host} ({reason})"),
            N_("Revise la red y repita: lo que ya se envió no se envía otra vez."),
            state,
            host=self.host,
            reason=lines[-1].strip() if lines else "ssh",
        )


class Session:
    """A shell there that holds the lock of a site and does what changes it."""

    def __init__(self, connection: Connection, root: str, lock: str, owner: str) -> None:
        self.connection = connection
        #: Who holds the lock, as written there, if somebody else does.
        self.refused: bytes | None = None
        script = _HOLDER.format(
            root=shlex.quote(root), lock=lock, owner=owner, minutes=PATIENCE // 60
        )
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - until the end
        self._shell = subprocess.Popen(
            connection.command(script),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_plain(),
        )
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        said = self._answer(until=b"=locked")
        if said is None:
            status = self._shell.wait()
            if status == 75:
                self.refused = self._heard
            elif status == 72:
                raise Outside(
                    N_("falta flock en el servidor"),
                    N_("Instálelo en el servidor: apt install util-linux"),
                )
            else:
                raise self._lost()
        else:
            threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        assert self._shell.stdin
        with suppress(OSError):
            self._shell.stdin.close()
        try:
            self._shell.wait(ANSWER)
        except subprocess.TimeoutExpired:
            self._shell.kill()
            self._shell.wait()
        self._errors.close()

    def do(self, script: str) -> None:
        """Do a line of shell there. Raises Outside if it fails, or if the lock was lost."""
        self._tell(script)
        if (status := self._answer(until=b"=")) != b"0":
            if status is None:
                raise self._lost()
            raise self.connection.fault(self._heard.decode("utf-8", "replace"))

    def alive(self) -> None:
        """A sign of life. Raises Outside if nobody is there."""
        self._tell("alive")

    def _beat(self) -> None:
        with suppress(Outside):
            while not self._ended.wait(BEAT):
                self.alive()

    def _tell(self, line: str) -> None:
        assert self._shell.stdin
        try:
            self._shell.stdin.write(line.replace("\n", " ").encode() + b"\n")
            self._shell.stdin.flush()
        except (OSError, ValueError):
            raise self._lost() from None

    def _answer(self, until: bytes) -> bytes | None:
        """The line that ends an answer, without its mark; `_heard` is what came before."""
        assert self._shell.stdout
        self._heard = b""
        for line in self._shell.stdout:
            if line.startswith(until):
                return line.strip().removeprefix(b"=")
            self._heard += line
        return None

    def _lost(self) -> Outside:
        self._errors.seek(0)
        return self.connection.fault(self._errors.read().decode("utf-8", "replace"), UNKNOWN)


def _plain() -> dict[str, str]:
    """The environment, with programs speaking so that they can be understood."""
    return os.environ | {"LC_ALL": "C"}
