"""What git knows of the content: what is saved, what was, and when it became so."""

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pregonero.diagnostics import UNTOUCHED, ExternalError, InvalidValue, why
from pregonero.i18n import N_

#: What a site is made of; other files of a repository may be as they like.
PARTS = (
    "content", "theme", "newsroom.toml", "locale", "pelicanconf.py", "publishconf.py", "pregonero",
)  # fmt: skip

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
#: How many files a run of git is told by name.
FEW = 200

#: A run of git that the environment of another run, such as a hook, does not lead elsewhere.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True)
class Sources:
    """The commit that is checked out, files of the site that are not in it, and how many commits
    are on no remote. Without git, or outside of a repository, nothing is known."""

    commit: str | None = None
    changed: tuple[str, ...] = ()
    unpushed: int = 0


class Changed(NamedTuple):
    """A file that a commit changed: its path before and after, from the folder asked of, None where
    there was none; and the names of both contents, empty for that of the working tree."""

    before: str | None
    after: str | None
    old: str
    new: str


class Commit(NamedTuple):
    """A commit: `date` as ISO 8601, `who` wrote it, and the files it changed."""

    name: str
    date: str
    who: str
    files: tuple[Changed, ...]


def sources(root: Path) -> Sources:
    """Ask git about a newsroom's folder."""
    commit = _quietly(root, "rev-parse", "HEAD")
    if commit is None:
        return Sources()
    parts = [part for part in PARTS if (root / part).exists()]
    status = _quietly(
        root, "-c", "core.quotePath=false", "status", "--porcelain", "-z", "-uall", "--", *parts
    )
    changed = [line[3:] for line in (status or "").split("\0") if line[2:3] == " "]
    remotes = _quietly(root, "remote")
    unpushed = (
        _quietly(root, "rev-list", "--count", "HEAD", "--not", "--remotes") if remotes else "0"
    )
    return Sources(commit, tuple(changed), int(unpushed or 0))


def head(root: Path) -> str:
    """The commit that is checked out, if all that came before it is at hand; else nothing: where
    there is no repository, or one that was cloned without its past."""
    told = _quietly(root, "rev-parse", "--is-shallow-repository", "HEAD")
    shallow, _, commit = (told or "").partition("\n")
    return commit if shallow == "false" else ""


def is_shallow(root: Path) -> bool:
    """Whether a repository was cloned without its past."""
    return _quietly(root, "rev-parse", "--is-shallow-repository") == "true"


def revision(root: Path, name: str) -> str:
    """The commit that somebody calls by a name. Raises `Wrong` if there is none, or no repository;
    Outside if there is no git."""
    if _said(root, "rev-parse", "--git-dir") is None:
        raise InvalidValue(
            N_("esta carpeta no está en un repositorio de git"),
            N_("Ejecute la orden en la copia que tiene el historial."),
        )
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    found = _said(root, *asked)
    if found is None:
        raise InvalidValue(
            N_("git no conoce la revisión «{value}»"),
            N_("Escriba un commit, una rama o una etiqueta: HEAD, main, v1.0."),
            value=name,
        )
    return found.decode().strip()


def changed_since(root: Path, commit: str, folder: str) -> list[Changed]:
    """The files of a folder that are not as in a commit, those that git does not follow aside."""
    words = ("diff", "--raw", "-z", "--no-abbrev", "-M", "--relative", commit, "--", folder)
    told = _said(root, *words)
    if told is None:
        raise _unreadable()
    return list(_files(told.split(b"\0")))


def follow(root: Path, path: str) -> list[Commit]:
    """The commits that changed a file, through its renames, oldest first."""
    # Git loses renames when asked for the oldest first.
    return _log(root, "--follow", "HEAD", "--", path)[::-1]


def names_in(root: Path, commit: str) -> dict[str, str]:
    """The names of the contents of a folder in a commit, by path from it; none if git lacks it."""
    try:
        told = _said(root, "ls-tree", "-r", "-z", commit)
    except ExternalError:
        return {}
    found: dict[str, str] = {}
    for line in (told or b"").split(b"\0"):
        kind, _, path = line.partition(b"\t")
        if path and kind.split()[1] == b"blob":
            found[os.fsdecode(path)] = kind.split()[2].decode()
    return found


def touched(root: Path, path: str) -> str:
    """When a file was last saved in git, as ISO 8601; empty if it is not as it was saved."""
    if _quietly(root, "status", "--porcelain", "--", path):
        return ""
    return _quietly(root, "log", "-1", "--format=%aI", "--", path) or ""


def versions(root: Path, paths: Collection[str]) -> dict[str, list[str]]:
    """The names of the contents that some files of a folder ever had, newest first."""
    asked = ("--", *sorted(paths)) if len(paths) <= FEW else ("--", ".")
    found: dict[str, list[str]] = {path: [] for path in paths}
    for commit in _log(root, "HEAD", *asked):
        for file in commit.files:
            if file.after in found and file.new:
                found[file.after].append(file.new)
    return found


def trunk(root: Path, since: str, until: str, folder: str) -> list[Commit]:
    """The commits that changed a folder on the way from one to another (from the first, if that is
    empty), oldest first; a merge counts as one commit."""
    reach = f"{since}..{until}" if since else until
    way = ("--first-parent", "--diff-merges=first-parent", "--reverse")
    return _log(root, *way, reach, "--", folder)


def is_on_trunk(root: Path, earlier: str, later: str) -> bool:
    """Whether the way to a commit, as `trunk` has it, came through another."""
    if earlier == later:
        return True
    told = _quietly(root, "rev-list", "--first-parent", "--parents", f"{earlier}..{later}")
    oldest = (told or "").rpartition("\n")[2].split()
    return oldest[1:2] == [earlier]


def lacks(root: Path, commits: Iterable[str]) -> bool:
    """Whether what is checked out came without some commits, or without what git knows of its
    remote: this copy is behind them, is of another branch, or has no repository."""
    names = sorted(set(commits))
    if not all(_COMMIT.fullmatch(name) for name in names):
        return True  # said by others: no option of git's is let through
    if names and _quietly(root, "rev-list", "--count", *names, "^HEAD", "--") != "0":
        return True
    return (_quietly(root, "rev-list", "--count", "HEAD..@{upstream}", "--") or "0") != "0"


def contents(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents that git keeps under these names. Raises Outside if it lacks one."""
    asked = list(dict.fromkeys(names))
    given = "".join(f"{name}\n" for name in asked).encode()
    told = _said(root, "cat-file", "--batch", given=given) if asked else None
    found: dict[str, bytes] = {}
    at = 0
    for name in asked if told else ():
        assert told
        end = told.index(b"\n", at)
        header = told[at:end].split()
        at = end + 1
        if len(header) == 3:
            size = int(header[2])
            found[name] = told[at : at + size]
            at += size + 1
    if len(found) < len(asked):
        raise _unreadable()
    return found


def _log(root: Path, *words: str) -> list[Commit]:
    form = "--format=%x01%x02%H%x00%aI%x00%aN%x00"
    raw = ("--raw", "-z", "--no-abbrev", "-M", "--relative", "--no-show-signature", form)
    told = _said(root, "log", *raw, *words)
    if told is None:
        raise _unreadable()
    commits: list[Commit] = []
    for one in told.split(b"\x01\x02")[1:]:
        name, date, who, *rest = one.split(b"\0")
        author = who.decode("utf-8", "replace")
        commits.append(Commit(name.decode(), date.decode(), author, tuple(_files(rest))))
    return commits


def _unreadable() -> ExternalError:
    return ExternalError(
        N_("git no pudo leer el historial"), N_("Revise el repositorio con «git fsck» y repita.")
    )


def _files(parts: Iterable[bytes]) -> Iterator[Changed]:
    """The entries of git's raw diffs (git-diff-tree, RAW OUTPUT FORMAT)."""
    left = iter(part.strip(b"\n") for part in parts)
    for part in left:
        if not part.startswith(b":"):
            continue
        _, _, old, new, status = part[1:].decode().split(" ")
        first = os.fsdecode(next(left))
        second = os.fsdecode(next(left)) if status[0] in "RC" else first
        yield Changed(
            first if old.strip("0") else None,
            None if status == "D" else second,
            old,
            new if new.strip("0") else "",
        )


def _environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}


def _said(root: Path, *words: str, given: bytes = b"") -> bytes | None:
    """What git answers; None if it will not. Raises Outside if there is no git."""
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", "-c", "core.quotePath=false", *words],
            cwd=root,
            input=given,
            capture_output=True,
            env=_environment(),
            check=False,
        )
    except OSError as error:
        raise ExternalError(
            N_("no se pudo ejecutar git ({reason})"),
            N_("Instálelo y repita."),
            UNTOUCHED,
            reason=why(error),
        ) from None
    return done.stdout if done.returncode == 0 else None


def _quietly(root: Path, *words: str) -> str | None:
    """What git answers, in lines; None if it will not or is not there."""
    try:
        told = _said(root, *words)
    except ExternalError:
        return None
    return told.decode("utf-8", "replace").strip("\n") if told is not None else None
