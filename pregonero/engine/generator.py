"""Pelican's generator of the whole site: hands what Pelican knows to the builder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.plugins import signals

from pregonero.engine.builder import Builder
from pregonero.engine.direct import recipe
from pregonero.engine.writer import NewsroomWriter
from pregonero.toolchain import key, toolchain

#: Settings that say where things are, or who is watching.
_ELSEWHERE = {
    "PATH", "OUTPUT_PATH", "CACHE_PATH", "THEME",
    "MOMENT", "PROGRESS", "STAGE", "CALL", "COLD", "LOOKED", "WAITING", "HOLDING",
}  # fmt: skip


class NewsroomGenerator(Generator):  # type: ignore[misc]
    """Generates every file of the site; see `Builder` for the settings it reads."""

    builder: Builder

    def open(self) -> Builder:
        """Ready to build. Nothing is read or written yet."""
        surroundings = _surroundings(self.settings)
        self.builder = Builder(
            self.settings,
            self.env,
            self.get_template,
            Path(self.theme),
            [Path(folder) for folder in self._templates_path],
            Path(self.output_path),
            surroundings,
            None if _heard() else recipe(self.settings, surroundings),
        )
        return self.builder

    def generate_context(self) -> None:
        """Read and check what is new. Raises ProblemsFound before anything is written."""
        self.open().read()

    def generate_output(self, writer: NewsroomWriter) -> None:
        """Write what is not in its place as it would be."""
        self.builder.write(writer)


def _heard() -> bool:
    """Whether somebody listens to what Pelican says of the files it writes."""
    told = (signals.content_written, signals.feed_generated, signals.feed_written)
    return any(signal.receivers for signal in told) or len(signals.finalized.receivers) > 1


def _surroundings(settings: Mapping[str, Any]) -> str:
    """All that decides bytes but content, theme and newsroom."""
    told = {k: settings[k] for k in sorted(settings.keys() - _ELSEWHERE)}
    return key(toolchain(), _said(told))


def _said(value: object) -> object:
    """What a setting says, without where in memory it is."""
    if isinstance(value, dict):
        return [(str(name), _said(one)) for name, one in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [_said(one) for one in value]
    if isinstance(value, str | int | float | None):
        return value
    code = getattr(value, "__code__", None)
    return (type(value).__name__, getattr(value, "__qualname__", ""), code and code.co_code)
