"""Pelican's generator of the whole site: hands what Pelican knows to the builder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from pregonero.engine.pelican_writer import NewsroomWriter
from pregonero.engine.settings_digest import settings_digest
from pregonero.engine.site_builder import Builder
from pregonero.engine.without_pelican import recipe
from pregonero.fingerprint import key, toolchain

#: Settings that say where things are, or who is watching.
_ELSEWHERE = {
    "PATH", "OUTPUT_PATH", "CACHE_PATH", "THEME",
    "MOMENT", "PROGRESS", "STAGE", "CALL", "COLD", "LOOKED", "WAITING", "HOLDING",
}  # fmt: skip


class NewsroomGenerator(Generator):  # type: ignore[misc]
    """Generates every file of the site; see `Builder` for the settings it reads."""

    builder: Builder

    def __init__(self, *of: Any, **more: Any) -> None:
        super().__init__(*of, **more)
        self._read = False
        if stage := self.settings.get("STAGE"):
            stage.generator = self

    def open(self) -> Builder:
        """Ready to build. Nothing is read or written yet."""
        surroundings = _surroundings(self.settings)
        stage = self.settings.get("STAGE")
        self.builder = Builder(
            self.settings,
            self.env,
            self.get_template,
            Path(self.theme),
            [Path(folder) for folder in self._templates_path],
            Path(self.output_path),
            surroundings,
            None if stage is None or stage.shared else recipe(self.settings, surroundings),
        )
        return self.builder

    def generate_context(self) -> None:
        """Read and check what is new. Raises ProblemsFound before anything is written."""
        self.read()

    def read(self) -> Builder:
        """The builder, once it has read: before our turn, if others are told of what it read."""
        if not self._read:
            self.open().read()
            self._read = True
        return self.builder

    def generate_output(self, writer: NewsroomWriter) -> None:
        """Write what is not in its place as it would be."""
        self.builder.write(writer)


def _surroundings(settings: Mapping[str, Any]) -> str:
    """All that decides bytes but content, theme and newsroom."""
    told = {name: settings[name] for name in settings.keys() - _ELSEWHERE}
    return key(toolchain(), settings_digest(told))
