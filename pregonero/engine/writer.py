"""Pelican's writer, told of every file it makes; feeds are those of our outputs."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

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

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a file, named from the output folder."""
        path = sanitised_join(self.output_path, name)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._put(path, data)

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

    @contextmanager
    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Iterator[StringIO]:
        # What Pelican's own write_file writes its pages to.
        page = StringIO()
        yield page
        self._put(filename, page.getvalue().encode(encoding))

    def _put(self, path: str, data: bytes) -> None:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(file, "wb") as out:
            out.write(data)
        found = os.stat(path)  # noqa: PTH116 - there are thousands
        name = path[len(self.output_path) :].lstrip("/")
        self.made[name] = Made("", digest(data), found.st_size, found.st_mtime_ns)
