"""What others left in a built site."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress


def strays(live: str, folders: Mapping[str, int]) -> Iterator[str]:
    """Names of files that may be new: those of folders whose time is another, or that are new."""
    for folder, mtime in folders.items():
        path = f"{live}/{folder}"
        with suppress(OSError):
            if os.stat(path).st_mtime_ns != mtime:  # noqa: PTH116 - there are thousands
                for item in os.scandir(path):
                    name = f"{folder}/{item.name}".lstrip("/")
                    if not item.is_dir(follow_symlinks=False):
                        yield name
                    elif name not in folders:
                        yield from under(item.path, live)


def under(path: str, root: str) -> Iterator[str]:
    """The files of a folder, or one file, by their names from a root."""
    if not os.path.isdir(path):  # noqa: PTH112
        yield os.path.relpath(path, root)
    for at, _, files in os.walk(path):
        yield from (os.path.relpath(f"{at}/{file}", root) for file in files)
