"""A shell on a target's host that holds the lock of its site."""

import shlex
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import IO
from uuid import uuid4

from pregonero.diagnostics import ExternalError
from pregonero.i18n import N_
from pregonero.release.targets.base import PATIENCE
from pregonero.release.targets.connection import ANSWER, Connection, plain

#: Seconds between signs of life.
BEAT = 30

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
            env=plain(),
        )
        self._ended = threading.Event()
        self._due = 0

    def add(self, script: str) -> None:
        """Have a line of shell done there as soon as the lock is taken; `begin` says how it ended.
        If it is not taken nothing is done."""
        self._due += 1
        self._tell(_whole(script))

    def begin(self) -> None:
        """Wait until the lock is taken, or is seen to be somebody's. Raises Outside."""
        if self._answer() is not None:
            threading.Thread(target=self._beat, daemon=True).start()
            for _ in range(self._due):
                self._ended_well(self._status())
            return
        status = self._shell.wait()
        if status == 75:
            self.refused = self._heard
        elif status == 72:
            raise ExternalError(
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
        self._tell(_whole(script))
        self._ended_well(self._status())

    def ask(self, script: str) -> tuple[int, bytes]:
        """Do a line of shell there: how it ended, and what it said."""
        self._tell(script)
        return self._status()

    def alive(self) -> None:
        """A sign of life. Raises Outside if nobody is there."""
        self._tell("alive")

    def _beat(self) -> None:
        with suppress(ExternalError):
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

    def _status(self) -> tuple[int, bytes]:
        status = self._answer()
        if status is None:
            raise self._lost()
        return int(status), self._heard[:-1]  # before the mark a line is ended

    def _ended_well(self, answer: tuple[int, bytes]) -> None:
        status, said = answer
        if status:
            raise self.connection.fault(said.decode("utf-8", "replace"))

    def _lost(self) -> ExternalError:
        self._errors.seek(0)
        return self.connection.fault(self._errors.read().decode("utf-8", "replace"))


def _whole(script: str) -> str:
    """A script that says its complaints where they are heard."""
    return f"{{ {script}; }} 2>&1"
