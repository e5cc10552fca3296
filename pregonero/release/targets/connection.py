"""OpenSSH connections: one that all commands of a deploy share."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from pregonero.diagnostics import UNTOUCHED, ExternalError
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.release.targets.base import PATIENCE, Silent, silence
from pregonero.release.targets.error_messages import understood

#: Seconds to wait for what is only to end.
ANSWER = 15
#: What ssh says of a host that is quiet.
_TIMED_OUT = re.compile(r"timed out|Timeout, server .* not responding")
#: How ssh itself ends when it did not get to the command (ssh(1)).
_FAILED = 255


class Lost(ExternalError):
    """The connection is no more, or could not be made."""


class Quiet(Lost, Silent):
    """So it was, because the host said nothing."""

    def __init__(self, host: str, seconds: float, state: str) -> None:
        Silent.__init__(self, host, seconds, state)


class Sent(NamedTuple):
    """How rsync ended: its exit status, the bytes it sent, what it complained of."""

    status: int
    sent: int
    errors: str


class Connection:
    """Commands on a target's host. The first opens a connection that the others share."""

    def __init__(self, target: DeployTarget) -> None:
        self.host = target.host or ""
        self.silence = silence()
        third = max(1, round(self.silence / 3))
        #: What a failure from now on means for the site.
        self.state = UNTOUCHED
        self._room = Path(tempfile.mkdtemp(prefix="pregonero-"))
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "ConnectTimeout": str(max(1, round(self.silence))),
            "ServerAliveInterval": str(third),
            "ServerAliveCountMax": "3",
            "ControlMaster": "auto",
            "ControlPersist": "60",
            "ControlPath": _quoted(self._room / "s"),  # of a hundred bytes on some systems
        }
        if target.known_hosts:
            known = Path(target.known_hosts).expanduser().absolute()
            options["UserKnownHostsFile"] = _quoted(known)
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
            env=plain(),
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
                env=plain(),
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

    def fault(self, errors: str) -> ExternalError:
        """What happened, from what ssh or rsync complained of."""
        if (known := understood(errors)) is not None:
            return ExternalError(*known, self.state, host=self.host)
        if _TIMED_OUT.search(errors):
            return Quiet(self.host, self.silence, self.state)
        lines = [line for line in errors.splitlines() if line.strip()]
        return Lost(
            N_("se perdió o no se logró la conexión con {host} ({reason})"),
            N_("Revise la red y repita: lo que ya se envió no se envía otra vez."),
            self.state,
            host=self.host,
            reason=lines[-1].strip() if lines else "ssh",
        )


def _quoted(path: Path) -> str:
    """A path as a value of ssh_config(5)."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"'


def _filled(file: IO[bytes], data: bytes) -> IO[bytes]:
    file.write(data)
    file.seek(0)
    return file


def plain() -> dict[str, str]:
    """The environment, with programs speaking so that they can be understood."""
    return os.environ | {"LC_ALL": "C"}
