"""Pregonero as a Pelican plugin: the only part that knows Pelican.

Named in pelicanconf.py's PLUGINS. Pelican reads settings, runs generators and writes files; these
adapters give it our generator and writer, and put the finished site in place at once.
"""

from pelican.plugins import signals

from pregonero.engine import staging
from pregonero.engine.generator import NewsroomGenerator
from pregonero.engine.writer import NewsroomWriter

__all__ = ["NewsroomGenerator", "NewsroomWriter", "register"]


def register() -> None:
    """Connect to Pelican. Its signals hold receivers weakly, so each is a module's function."""
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)


def _generators(pelican: object) -> type[NewsroomGenerator]:
    # The first thing of every run, before Pelican hands out its output path.
    staging.begin(pelican)
    return NewsroomGenerator


def _writer(pelican: object) -> type[NewsroomWriter]:
    return NewsroomWriter


def _finish(pelican: object) -> None:
    staging.finish(pelican)
