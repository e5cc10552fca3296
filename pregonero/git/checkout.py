"""Which commit is checked out, read from git's own files: asking git costs a build that changes
nothing a tenth of its time. Their form is gitrepository-layout(5)."""

import os
from pathlib import Path


def head(root: Path) -> str:
    """The commit that is checked out around a folder, if all that came before it is at hand; else
    nothing: where there is no repository, or one that was cloned without its past."""
    try:
        folder = _git_folder(root.resolve())
        if folder is None:
            return ""
        common = folder
        if (folder / "commondir").is_file():  # one of several working trees
            common = folder / (folder / "commondir").read_text("utf-8").strip()
        if (common / "shallow").is_file():
            return ""
        named = (folder / "HEAD").read_text("utf-8").strip()
        if not named.startswith("ref: "):
            return _commit(named)
        return _of_branch(named.removeprefix("ref: "), folder, common) or _asked(root)
    except (OSError, UnicodeDecodeError):
        return _asked(root)


def _git_folder(root: Path) -> Path | None:
    for above in (root, *root.parents):
        found = above / ".git"
        if found.is_dir():
            return found
        if found.is_file():
            return above / found.read_text("utf-8").removeprefix("gitdir:").strip()
    return None


def _of_branch(name: str, folder: Path, common: Path) -> str:
    for place in (folder, common):
        if (place / name).is_file():
            return _commit((place / name).read_text("utf-8").strip())
    if (common / "packed-refs").is_file():
        for line in (common / "packed-refs").read_text("utf-8").splitlines():
            commit, _, ref = line.partition(" ")
            if ref == name:
                return _commit(commit)
    return ""


def _commit(text: str) -> str:
    """What is written, if it is the name of a commit."""
    return text if len(text) in (40, 64) and not text.strip("0123456789abcdef") else ""


def _asked(root: Path) -> str:
    """What git says, of a repository whose files are of another form."""
    if not os.path.lexists(root):
        return ""
    from pregonero.git import repository

    return repository.head(root)
