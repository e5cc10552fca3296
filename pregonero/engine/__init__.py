"""Pregonero as a Pelican plugin: the only part that knows Pelican.

Named in pelicanconf.py's PLUGINS. Pelican reads settings, runs generators and writes files; these
adapters give it our generator and writer, and put the finished site in place at once. Where other
plugins or settings have a part in the site, its own generators are told of the edition too.
"""

from typing import Any


def register() -> None:
    """Connect to Pelican. Its signals hold receivers weakly, so each is a module's function."""
    from pelican.plugins import signals

    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.article_generator_init.connect(_articles)
    signals.article_generator_pretaxonomy.connect(_fill)
    signals.page_generator_init.connect(_pages)
    signals.static_generator_init.connect(_statics)
    signals.finalized.connect(_finish)


def _generators(pelican: Any) -> type[Any]:
    from pregonero.engine import staging
    from pregonero.engine.generator import NewsroomGenerator
    from pregonero.engine.other_plugins import shared

    # The first thing of every run, before Pelican hands out its output path.
    staging.begin(pelican, shared=shared(pelican.settings))
    return NewsroomGenerator


def _writer(pelican: object) -> type[Any]:
    from pelican.plugins import signals

    from pregonero.engine.pelican_writer import NewsroomWriter

    # After whoever else listens: what they still write belongs to the site.
    signals.finalized.disconnect(_finish)
    signals.finalized.connect(_finish)
    return NewsroomWriter


def _shared(generator: Any) -> bool:
    """Whether a generator is of a run in which others have a part."""
    stage = generator.settings.get("STAGE")
    return stage is not None and stage.shared


def _articles(generator: Any) -> None:
    if _shared(generator):
        from pregonero.engine.pelican_generators import EditionArticlesGenerator

        generator.context["OUTPUT_PATH"] = generator.output_path  # not that of the live site
        generator.__class__ = EditionArticlesGenerator


def _fill(generator: Any) -> None:
    if _shared(generator):
        from pregonero.engine.pelican_generators import fill

        fill(generator)


def _pages(generator: Any) -> None:
    if _shared(generator):
        from pregonero.engine.pelican_generators import EditionPagesGenerator

        generator.__class__ = EditionPagesGenerator


def _statics(generator: Any) -> None:
    if _shared(generator):
        from pregonero.engine.pelican_generators import EditionStaticGenerator

        generator.__class__ = EditionStaticGenerator


def _finish(pelican: object) -> None:
    from pregonero.engine import staging

    staging.finish(pelican)
