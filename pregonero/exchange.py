"""Two folders change places in one rename."""

import ctypes
import os
from contextlib import suppress
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h
_HERE = -100  # AT_FDCWD, fcntl.h


def replace(new: Path, live: Path) -> None:
    """Put a folder in place of another, which is left where the new one was."""
    if not live.exists():
        new.rename(live)
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
