"""OpenSSH connections: one that all commands share, and a session on it that holds a lock."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple
from uuid import uuid4

from pregonero.institution import Target
from pregonero.outside import UNTOUCHED, Outside
from pregonero.release.driver import PATIENCE
from pregonero.release.targets.complaints import understood
from pregonero.words import N_

#: Seconds to wait for a host to answer, and between signs of life.
ANSWER = 15
BEAT = 30
#: How ssh itself ends when it did not get to the command (ssh(1)).
_FAILED = 255

#: Takes the lock and does what it is told, a line at a time, until its client goes. If no sign of
#: life comes for long, the network may be lost without its knowing: it ends, and with it the lock.
_HOLDER = """
cd {root} 2>/dev/null || {{ mkdir -p {root} && cd {root}; }} || exit 73
command -v flock >/dev/null || exit 72
exec 9>>{lock} || exit 73
flock -n 9 || {{ cat {lock}; exit 75; }}
printf '%s\\n' {owner} > {lock} || exit 73
( while sleep 20; do
    kill -0 $$ || exit; [ -n "$(find {lock} -mmin -{minutes})" ] || break
  done; kill $$ ) </dev/null >/dev/null 2>&1 9>&- &
watch=$!
trap 'kill $watch 2>/dev/null' EXIT
echo {mark}locked
while IFS= read -r line; do
  [ "$line" = alive ] && {{ touch {lock}; continue; }}
  eval "$line" 9>&-
  printf '\n{mark}%s\n' $?
done
"""


class Lost(Outside):
    """The connection is no more, or could not be made."""


class Sent(NamedTuple):
    """How rsync ended: its exit status, the bytes it sent, what it complained of."""

    status: int
    sent: int
    errors: str


class Connection:
    """Commands on a target's host. The first opens a connection that the others share."""

    def __init__(self, target: Target) -> None:
        self.host = target.host or ""
        #: What a failure from now on means for the site.
        self.state = UNTOUCHED
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

    def close(self) -> None:
        """End the connection that is shared; the next command opens another."""
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [*self.ssh, "-Oexit", self.host], capture_output=True, timeout=ANSWER, check=False
            )

    def forget(self) -> None:
        """End for good."""
        self.close()
        shutil.rmtree(self._room, ignore_errors=True)

    def command(self, script: str) -> list[str]:
        return [*self.ssh, self.host, f"exec sh -c {shlex.quote(script)}"]

    def ask(self, script: str) -> tuple[int, bytes]:
        """How a command ended that changes nothing, and what it said."""
        done = subprocess.run(
            self.command(script),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_plain(),
            check=False,
        )
        if done.returncode == _FAILED:
            raise self.fault(done.stderr.decode("utf-8", "replace"))
        return done.returncode, done.stdout

    def rsync(
        self, *options: str, given: bytes, source: str, target: str, tell: Callable[[int], None]
    ) -> Sent:
        """Make a folder there as one here; `given` is what rsync reads. `tell` hears how many files
        were sent."""
        command = [
            "rsync",
            "-rlpt",
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
            tempfile.TemporaryFile() as names,
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(
                command,
                stdin=_filled(names, given),
                stdout=subprocess.PIPE,
                stderr=errors,
                env=_plain(),
                text=True,
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
        return understood(errors) is not None

    def fault(self, errors: str) -> Outside:
        """What happened, from what ssh or rsync complained of."""
        if (known := understood(errors)) is not None:
            return Outside(*known, self.state, host=self.host)
        lines = [line for line in errors.splitlines() if line.strip()]
        return Lost(
            N_("se perdió o no se logró la conexión con {host} ({reason})"),
            N_("Revise la red y repita: lo que ya se envió no se envía otra vez."),
            self.state,
            host=self.host,
            reason=lines[-1].strip() if lines else "ssh",
        )


class Session:
    """A shell there that holds the lock of a site and does what changes it."""

    def __init__(self, connection: Connection, root: str, lock: str, owner: str) -> None:
        self.connection = connection
        #: Who holds the lock, as written there, if somebody else does.
        self.refused: bytes | None = None
        self._mark = f"={uuid4().hex}:".encode()
        script = _HOLDER.format(
            root=shlex.quote(root),
            lock=lock,
            owner=owner,
            minutes=PATIENCE // 60,
            mark=self._mark.decode(),
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

    def begin(self) -> None:
        """Wait until the lock is taken, or is seen to be somebody's. Raises Outside."""
        if self._answer() is not None:
            threading.Thread(target=self._beat, daemon=True).start()
            return
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

    def end(self) -> None:
        """Let go of the lock."""
        self._ended.set()
        assert self._shell.stdin and self._shell.stdout
        with suppress(OSError):
            self._shell.stdin.close()
        try:
            self._shell.wait(ANSWER)
        except subprocess.TimeoutExpired:
            self._shell.kill()
            self._shell.wait()
        self._shell.stdout.close()
        self._errors.close()

    def do(self, script: str) -> None:
        """Do a line of shell there. Raises Outside if it fails, or if the lock was lost."""
        status, said = self.ask(f"{{ {script}; }} 2>&1")
        if status:
            raise self.connection.fault(said.decode("utf-8", "replace"))

    def ask(self, script: str) -> tuple[int, bytes]:
        """Do a line of shell there: how it ended, and what it said."""
        self._tell(script)
        status = self._answer()
        if status is None:
            raise self._lost()
        return int(status), self._heard[:-1]  # before the mark a line is ended

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

    def _answer(self) -> bytes | None:
        """The line that ends an answer, without its mark; `_heard` is what came before."""
        assert self._shell.stdout
        heard: list[bytes] = []
        status = None
        for line in self._shell.stdout:
            if line.startswith(self._mark):
                status = line.strip().removeprefix(self._mark)
                break
            heard.append(line)
        self._heard = b"".join(heard)
        return status

    def _lost(self) -> Outside:
        self._errors.seek(0)
        return self.connection.fault(self._errors.read().decode("utf-8", "replace"))


def _filled(file: IO[bytes], data: bytes) -> IO[bytes]:
    file.write(data)
    file.seek(0)
    return file


def _plain() -> dict[str, str]:
    """The environment, with programs speaking so that they can be understood."""
    return os.environ | {"LC_ALL": "C"}
