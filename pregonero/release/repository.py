"""What git knows of the content that is about to be shipped."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

#: What a site is made of; other files of a repository may be as they like.
PARTS = ("content", "theme", "newsroom.toml", "pelicanconf.py", "publishconf.py", "pregonero")


@dataclass(frozen=True)
class Sources:
    """The commit that is checked out, files of the site that are not in it, and how many commits
    are on no remote. Without git, or outside of a repository, nothing is known."""

    commit: str | None = None
    changed: tuple[str, ...] = ()
    unpushed: int = 0


def sources(root: Path) -> Sources:
    """Ask git about a newsroom's folder."""
    commit = _git(root, "rev-parse", "HEAD")
    if commit is None:
        return Sources()
    parts = [part for part in PARTS if (root / part).exists()]
    status = _git(root, "-c", "core.quotePath=false", "status", "--porcelain", "-z", "--", *parts)
    changed = [line[3:] for line in (status or "").split("\0") if line[2:3] == " "]
    remotes = _git(root, "remote")
    unpushed = _git(root, "rev-list", "--count", "HEAD", "--not", "--remotes") if remotes else "0"
    return Sources(commit, tuple(changed), int(unpushed or 0))


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, errors="replace", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip("\n")
