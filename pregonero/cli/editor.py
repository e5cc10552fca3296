"""The editor of texts that somebody has chosen, found where git looks for it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def chosen(folder: Path, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The editor's words; none if nobody chose one: git would open vi, out of which few find."""
    asked = environ.get("GIT_EDITOR", "")
    if not asked:
        with suppress(OSError):
            told = subprocess.run(
                ["git", "config", "core.editor"],  # noqa: S607
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            asked = told.stdout.strip()
    try:
        return shlex.split(asked or environ.get("VISUAL") or environ.get("EDITOR") or "")
    except ValueError:  # a quotation mark without the other
        return []


def somebody_is_there() -> bool:
    """Whether the program runs in a terminal, with a person in front of it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def edit(words: list[str], path: Path) -> bool:
    """Open a file in an editor and wait; whether it ended well."""
    try:
        return subprocess.run([*words, str(path)], check=False).returncode == 0  # noqa: S603
    except OSError:
        return False
