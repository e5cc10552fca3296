"""The files of a site as they are written, and what is noted of each."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Template

from pregonero.engine.incremental.manifest import HASH, Made, digest
from pregonero.render.feeds.all_feeds import Feeds
from pregonero.render.feeds.entries import Feed


class Files:
    """Writes into an output folder.

    Files are always new ones: the folder may hold links to those of the live site. `made` has
    those written, by path; their keys are for the builder to say.
    """

    def __init__(self, output_path: str) -> None:
        self.output_path = output_path
        self.made: dict[str, Made] = {}
        self._folders = {""}

    def write_page(self, name: str, template: Template, values: Mapping[str, Any]) -> None:
        """Render and write a page: it is handed its values and nothing else."""
        self.write_bytes(name, template.render(values).encode())

    def write_site_feed(self, name: str, kind: str, feeds: Feeds, feed: Feed) -> bytes:
        """Write one feed as `feeds` makes it, and give its bytes.

        `kind` is `RSS`, `Atom` or `JSON Feed`.
        """
        data = feeds.make(feed, kind)
        self.write_bytes(name, data)
        return data

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a file, named from the output folder."""
        self._folder(name)
        self._put(name, data)

    def copy_file(self, name: str, source: Path) -> None:
        """Copy a file that may be larger than memory."""
        self._folder(name)
        shutil.copyfile(source, Path(self.output_path, name))
        self.note(name)

    def _folder(self, name: str) -> None:
        """Make the folder of a file. Raises ValueError for a name that leads out of the output."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(name)
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            self._folders.add(folder)
            path = f"{self.output_path}/{folder}"
            try:
                os.mkdir(path)  # noqa: PTH102
            except FileExistsError:
                pass
            except FileNotFoundError:
                os.makedirs(path, exist_ok=True)  # noqa: PTH103

    def note(self, name: str) -> None:
        """Take into account a file that is in its place."""
        path = Path(self.output_path, name)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, HASH).hexdigest()
        stat = path.stat()
        self.made[name] = Made("", found, stat.st_size, stat.st_mtime_ns)

    def _put(self, name: str, data: bytes) -> None:
        file = self._new(f"{self.output_path}/{name}")
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            found = os.fstat(file)
        finally:
            os.close(file)
        self.made[name] = Made("", digest(data), found.st_size, found.st_mtime_ns)

    def _new(self, path: str) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            return os.open(path, flags, 0o666)
        except FileExistsError:
            # Of a share that failed on another core, and is done again for its error to be told.
            # Written anew: what is there may be a link to a file of the live site.
            os.unlink(path)  # noqa: PTH108
            return os.open(path, flags, 0o666)


def everything_in(folder: Path, made: Mapping[str, Made]) -> dict[str, Made]:
    """Every file of a folder that others wrote to as well; `made` are those that we wrote.

    One that others wrote, or changed, has no key: nothing says what it was made of.
    """
    files = Files(str(folder))
    for at, _, names in os.walk(folder):
        for name in names:
            path = f"{at}/{name}"
            found, shown = os.stat(path), os.path.relpath(path, folder)  # noqa: PTH116
            one = made.get(shown)
            if one and (one.mtime, one.size) == (found.st_mtime_ns, found.st_size):
                files.made[shown] = one
            else:
                files.note(shown)
    return files.made
