"""A site is built beside the live one and takes its place in one rename, or not at all."""

import ctypes
import hashlib
import logging
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pregonero.words import N_

_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h
_HERE = -100  # AT_FDCWD, fcntl.h

#: Seconds after which an unfinished build is nobody's.
LEFT_BEHIND = 86_400

#: What says that a folder holds a site of ours, which may be replaced whole.
MARKS = ("index.html", "feeds/rss.xml")
SEAL = MARKS[0]


class NotOurs(Exception):
    """The output folder holds files that this program did not make."""

    message = N_("la carpeta {path} tiene archivos que este programa no hizo")
    remedy = N_("Elija otra con --output, o vacíela usted.")

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class PelicanComplained(Exception):
    """Pelican logged warnings or errors: the site may lack something."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class _Stage:
    live: Path
    built: tempfile.TemporaryDirectory[str]
    record: Path
    complaints: _Complaints = field(default_factory=_Complaints)


_stages: dict[int, _Stage] = {}


def begin(pelican: Any) -> None:
    """Point a Pelican run at a new folder beside its output."""
    stage = _stages.pop(id(pelican), None)
    live = stage.live if stage else Path(pelican.output_path).absolute()
    if stage:
        _drop(stage)
    if not _ours(live):
        raise NotOurs(live)
    live.parent.mkdir(parents=True, exist_ok=True)
    _sweep(live)
    built = tempfile.TemporaryDirectory(
        prefix=f".{live.name}-", dir=live.parent, ignore_cleanup_errors=True
    )
    digest = hashlib.sha256(os.fsencode(live)).hexdigest()[:16]
    stage = _Stage(live, built, Path(pelican.settings["CACHE_PATH"]) / "outputs" / digest)
    logging.getLogger("pelican").addHandler(stage.complaints)
    _stages[id(pelican)] = stage
    pelican.output_path = built.name
    pelican.delete_outputdir = False


def finish(pelican: Any) -> None:
    """Put a finished run in place of the live output. Raises PelicanComplained, OSError."""
    stage = _stages.pop(id(pelican))
    pelican.output_path = str(stage.live)
    built = Path(stage.built.name)
    try:
        if stage.complaints.lines:
            raise PelicanComplained(stage.complaints.lines)
        built.chmod(0o755)
        made = _files(built)
        _keep(stage, built, made)
        for name in pelican.output_retention:
            if (stage.live / name).exists():
                _carry(stage.live / name, built / name)
        # Written before the swap, and bound to this build: a record of another must never make
        # files that are withheld now pass for somebody's.
        stage.record.parent.mkdir(parents=True, exist_ok=True)
        stage.record.write_text("\n".join([_seal(built), *sorted(made)]), "utf-8")
        replace(built, stage.live)
    finally:
        _drop(stage)


def _keep(stage: _Stage, built: Path, made: set[str]) -> None:
    """Carry over what somebody left in the live site and this program did not make.

    `record` names what the last build made there. Without the one of that very build nothing can
    be told apart, and nothing is kept: what a build no longer makes may be withheld now.
    """
    with suppress(OSError, UnicodeDecodeError):
        seal, *known = stage.record.read_text("utf-8").split("\n")
        if seal == _seal(stage.live):
            for name in _files(stage.live) - set(known) - made:
                _carry(stage.live / name, built / name)


def _seal(folder: Path) -> str:
    """What tells one build's folder from any other's: a file of its own and the instant it was
    written. Numbers of folders are given again to others; instants are not."""
    found = (folder / SEAL).stat()
    return f"{found.st_ino}:{found.st_mtime_ns}"


def _carry(kept: Path, target: Path) -> None:
    """Copied before the swap: what was to be kept is never in neither place."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if kept.is_dir() and not kept.is_symlink():
        shutil.copytree(kept, target, symlinks=True)
    else:
        shutil.copy2(kept, target, follow_symlinks=False)


def _files(folder: Path) -> set[str]:
    """Every file under a folder, by its path from it."""
    root = str(folder)
    return {
        os.path.relpath(os.path.join(at, name), root)  # noqa: PTH118 - twice as fast on a big site
        for at, _folders, names in os.walk(root)
        for name in names
    }


def abandon(pelican: Any) -> None:
    """Forget a run that failed and remove what it made."""
    stage = _stages.pop(id(pelican), None)
    if stage:
        _drop(stage)


def replace(new: Path, live: Path) -> None:
    """Put a folder in place of another, which is left where the new one was."""
    if not live.exists():
        new.rename(live)
    elif live.is_symlink():
        replace(new, live.resolve())
    elif not _exchange(new, live):
        # No atomic exchange on this system: two renames, the live one restored if the second fails.
        aside = new.with_name(new.name + ".old")
        live.rename(aside)
        try:
            new.rename(live)
        except BaseException:
            aside.rename(live)
            raise
        aside.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    with suppress(AttributeError, OSError):
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
        return not renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return False


def _ours(folder: Path) -> bool:
    if folder.is_symlink() or folder.exists():
        if not folder.is_dir():
            return False
        return not any(folder.iterdir()) or all((folder / mark).is_file() for mark in MARKS)
    return True


def _sweep(live: Path) -> None:
    """Remove what a build that was killed left behind; one of today may still be running."""
    for left in live.parent.glob(f".{live.name}-*"):
        with suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(left)


def _drop(stage: _Stage) -> None:
    logging.getLogger("pelican").removeHandler(stage.complaints)
    stage.built.cleanup()
