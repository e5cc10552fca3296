"""Pregonero as a Pelican plugin: the only part that knows Pelican.

Named in pelicanconf.py's PLUGINS. Pelican reads settings, runs generators and writes files; these
adapters give it our generator and writer, and put the finished site in place at once.
"""

from typing import Any

from pregonero.engine import staging


def register() -> None:
    """Connect to Pelican. Its signals hold receivers weakly, so each is a module's function."""
    from pelican.plugins import signals

    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.finalized.connect(_finish)


def _generators(pelican: object) -> type[Any]:
    from pregonero.engine.generator import NewsroomGenerator

    # The first thing of every run, before Pelican hands out its output path.
    staging.begin(pelican)
    return NewsroomGenerator


def _writer(pelican: object) -> type[Any]:
    from pregonero.engine.writer import NewsroomWriter

    return NewsroomWriter


def _finish(pelican: object) -> None:
    staging.finish(pelican)
