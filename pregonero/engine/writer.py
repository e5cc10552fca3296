"""Pelican's writer, with feeds from feedgen and files of bytes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from pregonero.bulletin import Bulletin


class NewsroomWriter(Writer):  # type: ignore[misc]
    """Writes pages as Pelican does; feeds as our outputs make them."""

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
        path = Path(sanitised_join(self.output_path, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
