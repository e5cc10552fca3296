"""Files read with care, written whole or not at all; folders that change places in one rename."""

import ctypes
import errno
import os
import secrets
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from pregonero.i18n import N_

#: The names of files that are not in their place yet, as a pattern (fnmatch).
NAMES = f".{'[0-9a-f]' * 16}.tmp"


#: Why what is no file is not read.
NO_FILE = N_("no es un archivo, sino una carpeta, una tubería o un dispositivo del sistema")


def contents(path: str | Path, most: int = sys.maxsize) -> bytes:
    """The bytes of a regular file, of which no more than `most` are read.

    Somebody else may have put another thing there: a pipe would be waited for without end. Raises
    OSError (EINVAL for what is no file).
    """
    # Opened so, a pipe answers at once; of a regular file it says nothing.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(number, "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, NO_FILE, str(path))
        return file.read(most) if most < sys.maxsize else file.read()


def put(
    path: Path,
    data: bytes,
    *,
    fresh: bool = False,
    lasting: bool = True,
    desk: Path | None = None,
) -> None:
    """Write a file elsewhere and move it to its place: whoever looks sees all of it or what was.

    It is written in a folder, the `desk`, where what a killed process leaves is in nobody's way;
    beside its place if there is none on the same disk. It keeps the permissions of the file that
    was there. A `fresh` one takes nobody's place: raises FileExistsError. A `lasting` one is on the
    disk before it has its name, whatever fails then; thousands that can be written again need not
    wait for that. Raises OSError.
    """
    new = (desk or path.parent) / f".{secrets.token_hex(8)}.tmp"
    try:
        with new.open("xb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if fresh:
            _name(new, path)
        else:
            with suppress(FileNotFoundError):
                shutil.copymode(path, new)
            new.replace(path)
    except OSError as error:
        if desk is None or error.errno != errno.EXDEV:
            raise
        put(path, data, fresh=fresh, lasting=lasting)
    finally:
        new.unlink(missing_ok=True)


def _name(new: Path, path: Path) -> None:
    """Give a file a name that nobody has, also where a file may have only one."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        new.replace(path)


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
