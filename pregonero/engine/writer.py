"""Pelican's writer, told of every file it makes; feeds are those of our outputs."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from pregonero.bulletin import Bulletin
from pregonero.ledger import HASH, Made, digest


class NewsroomWriter(Writer):  # type: ignore[misc]
    """Writes pages as Pelican does; feeds as our outputs make them.

    Files are always new ones: the folder may hold links to those of the live site. `made` has
    those written, by path; their keys are for the generator to say.
    """

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self.made: dict[str, Made] = {}
        self._folders = {""}

    def write_feed(
        self,
        elements: Sequence[Bulletin],
        context: dict[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,
        feed_title: str | None = None,
    ) -> bytes:
        """Write one feed of `context["feed"]` as made by `context["feeds"]`.

        `feed_type` is `RSS`, `Atom` or `JSON Feed`. Gives the feed's bytes.
        """
        feed = context["feeds"].make(context["feed"], feed_type)
        signals.feed_generated.send(context, feed=feed)
        if path:
            self.write_bytes(path, feed)
            signals.feed_written.send(
                sanitised_join(self.output_path, path), context=context, feed=feed
            )
        return bytes(feed)

    def write_page(self, name: str, template: Template, values: Mapping[str, Any]) -> None:
        """Render and write a page, as Pelican's `write_file` does, and at less cost: it is handed
        its values and nothing else, and there are thousands."""
        self.write_bytes(name, template.render(values).encode())
        if signals.content_written.receivers:
            path = sanitised_join(self.output_path, name)
            signals.content_written.send(path, context=values)

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a file, named from the output folder."""
        if ".." in name.split("/"):
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
        self._put(name, data)

    def copy_file(self, name: str, source: Path) -> None:
        """Copy a file that may be larger than memory."""
        target = Path(sanitised_join(self.output_path, name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        self.note(name)

    def note(self, name: str) -> None:
        """Take into account a file that is in its place."""
        path = Path(self.output_path, name)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, HASH).hexdigest()
        stat = path.stat()
        self.made[name] = Made("", found, stat.st_size, stat.st_mtime_ns)

    def _put(self, name: str, data: bytes) -> None:
        file = os.open(f"{self.output_path}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            found = os.fstat(file)
        finally:
            os.close(file)
        self.made[name] = Made("", digest(data), found.st_size, found.st_mtime_ns)
