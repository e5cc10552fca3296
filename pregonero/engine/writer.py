"""Our files through Pelican's writer: its signals are sent, for whoever listens."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Template
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from pregonero.bulletin import Bulletin
from pregonero.engine.files import Files


class NewsroomWriter(Files, Writer):  # type: ignore[misc]
    """Writes pages and feeds as our outputs make them."""

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        Writer.__init__(self, output_path, settings)
        Files.__init__(self, output_path)

    def write_page(self, name: str, template: Template, values: Mapping[str, Any]) -> None:
        """As Pelican's `write_file` does for one page, and at less cost: there are thousands."""
        super().write_page(name, template, values)
        if signals.content_written.receivers:
            path = sanitised_join(self.output_path, name)
            signals.content_written.send(path, context=values)

    def write_feed(
        self,
        elements: Sequence[Bulletin],
        context: dict[str, Any],
        path: str | None = None,
        *of: Any,
        **more: Any,
    ) -> bytes:
        """Write one feed; see `Files`."""
        feed = super().write_feed(elements, context, path, *of, **more)
        signals.feed_generated.send(context, feed=feed)
        if path:
            where = sanitised_join(self.output_path, path)
            signals.feed_written.send(where, context=context, feed=feed)
        return feed
