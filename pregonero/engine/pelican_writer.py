"""Our files through Pelican's writer: its signals are sent, for whoever listens."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from pregonero.diagnostics import InvalidValue, ProblemsFound
from pregonero.engine import staging
from pregonero.engine.output_writer import Files
from pregonero.i18n import N_
from pregonero.render.feeds.all_feeds import Feeds
from pregonero.render.feeds.entries import Feed


class NewsroomWriter(Files, Writer):  # type: ignore[misc]
    """Writes pages and feeds as our outputs make them, and for others as Pelican does."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        Writer.__init__(self, output_path, settings)
        Files.__init__(self, output_path)
        self.stage = staging.of(settings)

    def write_page(self, name: str, template: Template, values: Mapping[str, Any]) -> None:
        """As Pelican's `write_file` does for one page, and at less cost: there are thousands."""
        path = sanitised_join(self.output_path, name)
        theirs = path in self._overridden_files
        super().write_page(name, template, values)
        if signals.content_written.receivers and not theirs:
            context = {**self.stage.generator.context, **values, "output_file": name}
            one = self.stage.objects.get(name)
            if one is not None:
                context["article" if hasattr(one, "category") else "page"] = one
            signals.content_written.send(path, context=context)

    def write_site_feed(self, name: str, kind: str, feeds: Feeds, feed: Feed) -> bytes:
        """Write one feed of ours; `write_feed` is Pelican's.

        Nobody is told that it was generated: there is no feed of Pelican's to change by then.
        """
        data = super().write_site_feed(name, kind, feeds, feed)
        path = sanitised_join(self.output_path, name)
        signals.feed_written.send(path, context=self.stage.generator.context, feed=data)
        return data

    def write_bytes(self, name: str, data: bytes) -> None:
        if self._is_ours(name):
            super().write_bytes(name, data)

    def copy_file(self, name: str, source: Path) -> None:
        if self._is_ours(name):
            super().copy_file(name, source)

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:
        """As Pelican's; what it says of a file that is there already begins with the file."""
        try:
            return super()._open_w(filename, encoding, override)
        except FileOverwriteFailedError as error:
            name = os.path.relpath(filename, self.output_path)
            raise FileOverwriteFailedError(f"/{name}") from error

    def _is_ours(self, name: str) -> bool:
        """Whether a file is ours to write, by the rules of Pelican's writer: what another wrote to
        stand in place of ours stays, and two that did not mean to share a file are an error. Raises
        ProblemsFound."""
        if not self.stage.shared:
            return True
        path = sanitised_join(self.output_path, name)
        if path in self._overridden_files:
            self.note(name)
            return False
        if path in self._written_files:
            wrong = InvalidValue(
                N_("un complemento de Pelican escribe /{name}, que es de este sitio"),
                N_("Elija otro nombre, o escríbalo con override_output=True."),
                name=name,
            )
            raise ProblemsFound([wrong.at("pelicanconf.py", 1, "PLUGINS")])
        self._written_files.add(path)
        return True
