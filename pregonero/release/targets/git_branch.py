"""A branch of a git repository, for hosts that publish one. A push is all or nothing, and takes
nobody's place unseen: what somebody else committed stays in the branch's history, where it has one.
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pregonero.diagnostics import UNKNOWN, UNTOUCHED, ExternalError
from pregonero.i18n import N_
from pregonero.newsroom.model import DeployTarget
from pregonero.release.manifest import NAME, UNREADABLE, Manifest
from pregonero.release.targets.base import (
    PATIENCE,
    Progress,
    Shipment,
    Silent,
    Work,
    holding,
    nothing,
    shipment,
    shipped,
    silence,
)
from pregonero.release.targets.error_messages import git_refusal, quotable, understood

BRANCH = "gh-pages"
#: What a commit of ours says of itself, in the trailer of its message.
MARK = "Pregonero-Release: "
#: The same of one that a branch is held at.
PINNED = "Pregonero-Pin: "
#: What in a repository makes git run something, or look elsewhere (gitrepository-layout(5)).
_PROGRAMS = (
    "config", "config.worktree", "hooks", "info", "commondir", "worktrees", "modules", "remotes",
    "branches", "objects/info/alternates", "objects/info/http-alternates",
)  # fmt: skip
_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
#: Files of a branch that its host wants there and no site makes.
HOSTS_OWN = ("CNAME", ".nojekyll", ".domains")


def _disarm(repository: Path) -> None:
    """Leave a repository of the cache with its objects alone: settings, hooks and attributes name
    programs that git runs, and a cache may come from elsewhere. Raises OSError."""
    for name in _PROGRAMS:
        path = repository / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (repository / "config").write_text(_CONFIG, "utf-8")


class Git:
    """A site in a branch."""

    encodings: tuple[str, ...] = ()
    stopped = UNKNOWN

    def __init__(self, target: DeployTarget, room: Path) -> None:
        assert target.remote
        self.remote, self.branch = target.remote, target.branch or BRANCH
        self.room, self.tip = room, ""
        self.history = target.history
        self.silence = silence()

    @contextmanager
    def locked(
        self, now: datetime, meanwhile: Work = nothing, *, ahead: bool = False
    ) -> Iterator[None]:
        # Between machines the push itself decides; this is for two on this one.
        with holding(self.room / "lock", now):
            self.now = now
            yield

    def clock(self) -> datetime | None:
        return None  # a remote does not tell

    def live(self) -> bytes | None:
        self._fetch()
        if not self.tip:
            return None
        found = self._show(self.tip)
        if found is None and not self._log():
            self._refuse_foreign()
        return found

    def edited(self, live: Manifest) -> list[str]:
        ours = next((commit for commit, _ in self._log()), None)
        if ours is None or ours == self.tip:
            return []
        return self._git("diff", "--name-only", "-z", ours, self.tip).strip("\0").split("\0")

    def ship(
        self, outbox: Path, release: Manifest, before: Manifest | None, of: Shipment, tell: Progress
    ) -> int:
        tell(N_("Enviando"), 0, 2)
        self._git("add", "--all", "--force", ".", work_tree=outbox)
        for name in HOSTS_OWN:
            kept = self._git("ls-tree", self.tip, name).split() if self.tip else []
            if kept and not (outbox / name).exists():
                self._git("update-index", "--add", "--cacheinfo", f"{kept[0]},{kept[2]},{name}")
        tell(N_("Enviando"), 1, 2)
        return self._push(self._git("write-tree").strip(), of)

    def check(self, release: Manifest, some: list[str]) -> list[str]:
        there = self._git("ls-remote", self.remote, f"refs/heads/{self.branch}").split()
        return [] if there[:1] == [self.tip] else [f"refs/heads/{self.branch}"]

    def releases(self) -> list[Shipment]:
        self._fetch()
        return [replace(one, live=commit == self.tip) for commit, one in self._log()]

    def manifest_of(self, name: str) -> bytes:
        return self._show(self._commit(name)) or b""

    def put_back(self, name: str, manifest: Manifest, pin: bytes, tell: Progress) -> None:
        tree = self._git("rev-parse", f"{self._commit(name)}^{{tree}}").strip()
        self._push(tree, shipment(manifest, self.now), f"{PINNED}{pin.decode().strip()}\n")

    def pin(self) -> bytes | None:
        if not self.tip:
            self._fetch()
        last = next((commit for commit, _ in self._log()), None)
        said = self._git("log", "-1", "--format=%B", last) if last else ""
        found = [line for line in said.splitlines() if line.startswith(PINNED)]
        return found[-1].removeprefix(PINNED).encode() if found else None

    def unpin(self) -> None:
        """What was shipped since is a commit without a pin."""

    def _refuse_foreign(self) -> None:
        """Stop before a branch where something else is kept, such as the sources of the site: a
        release would take its place, and without a history its commits too. Raises Outside."""
        names = self._git("ls-tree", "--name-only", "-z", self.tip).split("\0")
        other = next((name for name in names if name and name not in HOSTS_OWN), None)
        if other is not None:
            raise ExternalError(
                N_("la rama «{branch}» tiene archivos que no puso este programa ({name})"),
                N_(
                    "Escriba otra rama en branch. Si lo que hay en esa ya no hace falta, bórrela: "
                    "git push {remote} --delete {branch}"
                ),
                UNTOUCHED,
                branch=self.branch,
                name=other,
                remote=self.remote,
            )

    def _commit(self, name: str) -> str:
        return next(commit for commit, one in self._log() if one.release == name)

    def _log(self) -> list[tuple[str, Shipment]]:
        """Our commits of the branch, newest first."""
        if not self.tip:
            return []
        said = self._git("log", "--first-parent", "--format=%H%n%B%x00", self.tip)
        found = []
        for entry in said.split("\0"):
            commit, _, message = entry.strip().partition("\n")
            marks = [line for line in message.splitlines() if line.startswith(MARK)]
            if marks:
                data = marks[-1].removeprefix(MARK).encode()
                try:
                    name = str(json.loads(data)["release"])
                except UNREADABLE:
                    continue
                found.append((commit, shipped(data, name)))
        return found

    def _push(self, tree: str, of: Shipment, trailer: str = "") -> int:
        message = f"{of.release}\n\n{MARK}{of.dumped().decode().strip()}\n{trailer}"
        parents = ["-p", self.tip] if self.tip and self.history else []
        commit = self._git("commit-tree", tree, *parents, given=message).strip()
        where = f"{commit}:refs/heads/{self.branch}"
        # Without a history the branch is another each time: only over what was seen there.
        lease = f"--force-with-lease=refs/heads/{self.branch}:{self.tip}"
        force = [] if self.history else [lease]
        self._git("push", "--quiet", "--no-verify", *force, self.remote, where)
        before, self.tip = self.tip, commit
        return self._sent(before, commit)

    def _sent(self, before: str, commit: str) -> int:
        """The bytes of the objects that a push had to send."""
        range_ = [commit, f"^{before}"] if before else [commit]
        said = self._git("rev-list", "--objects", "--disk-usage", *range_).strip()
        return int(said) if said.isdigit() else 0

    def _show(self, commit: str) -> bytes | None:
        done = self._run("show", f"{commit}:{NAME}")
        return done.stdout if done.returncode == 0 else None

    def _fetch(self) -> None:
        if not (self.room / "git" / "HEAD").is_file():
            self._git("init", "--quiet", "--bare", "--template=", str(self.room / "git"))
        _disarm(self.room / "git")
        said = self._git("ls-remote", self.remote, f"refs/heads/{self.branch}").split()
        self.tip = said[0] if said else ""
        if self.tip:
            self._git("fetch", "--quiet", "--no-tags", self.remote, f"refs/heads/{self.branch}")

    def _git(self, *words: str, given: str = "", work_tree: Path | None = None) -> str:
        done = self._run(*words, given=given, work_tree=work_tree)
        if done.returncode:
            raise self._fault(done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(
        self, *words: str, given: str = "", work_tree: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environ = os.environ | {
            "LC_ALL": "C",
            "GIT_DIR": str(self.room / "git"),
            "GIT_TERMINAL_PROMPT": "0",
        }
        ssh = f"ssh -oBatchMode=yes -oConnectTimeout={max(1, round(self.silence))}"
        environ.setdefault("GIT_SSH_COMMAND", ssh)
        # Who commits is for git to know; a machine where it does not is no reason to stop.
        for role in ("AUTHOR", "COMMITTER"):
            environ.setdefault(f"GIT_{role}_NAME", "Pregonero")
            environ.setdefault(f"GIT_{role}_EMAIL", "pregonero@localhost")
        settings = ["-c", "core.autocrlf=false", "-c", "core.excludesFile=", "-c", "gc.auto=0"]
        if work_tree:
            settings += [f"--work-tree={work_tree}"]
        limits = {"ls-remote": self.silence, "fetch": PATIENCE, "push": PATIENCE}
        limit = limits.get(words[0])
        try:
            return _run(["git", *settings, *words], given, environ, work_tree or self.room, limit)
        except subprocess.TimeoutExpired:
            # A push may have got there, and only its answer not here.
            state = UNKNOWN if words[0] == "push" else UNTOUCHED
            raise Silent(self.remote, limit or 0, state) from None
        except FileNotFoundError:
            raise ExternalError(
                N_("falta el programa {program}"),
                N_("Instálelo: apt install {package}"),
                program="git",
                package="git",
            ) from None

    def _fault(self, errors: str) -> ExternalError:
        message, remedy = (
            git_refusal(errors)
            or understood(errors)
            or (
                N_("git falló con {remote} ({reason})"),
                N_("Revise remote en newsroom.toml y la red, y repita."),
            )
        )
        lines = quotable(errors)
        said = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
        error = ExternalError(
            message,
            remedy,
            UNTOUCHED,
            branch=self.branch,
            remote=self.remote,
            host=self.remote,
            reason=said or (lines[-1] if lines else "git"),
        )
        error.quoted = tuple(lines)
        return error


def _run(
    command: list[str], given: str, environ: dict[str, str], folder: Path, limit: float | None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program. Raises TimeoutExpired when its time is over, for it and all that it started: a
    connection that git began would be held open by a helper of its own."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        cwd=folder,
        start_new_session=limit is not None,
    ) as running:
        try:
            out, err = running.communicate(given.encode(), limit)
        except BaseException:
            if limit is not None:
                with suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
            running.kill()
            raise
    return subprocess.CompletedProcess(command, running.returncode, out, err)
