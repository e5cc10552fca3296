"""Pelican's own generators, told of what our edition holds: for whoever listens to them.

Pelican names its generators itself and no setting replaces one, so each is made one of these when
it says that it begins. They write what Pelican's settings ask for, and none of our pages.
"""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.plugins import signals

from pregonero.content.archive import MEDIA
from pregonero.engine import content_objects, staging


class EditionArticlesGenerator(ArticlesGenerator):  # type: ignore[misc]
    def generate_articles(self, write: Callable[..., None]) -> None:
        """Write the articles that Pelican itself read; of ours it is only told."""

        def others(*of: Any, **values: Any) -> None:
            if not isinstance(values["article"], content_objects.Article):
                write(*of, **values)

        super().generate_articles(others)


class EditionPagesGenerator(PagesGenerator):  # type: ignore[misc]
    pages: list[Any]

    def _update_context(self, items: Iterable[str]) -> None:
        """The last thing before listeners are told of the pages."""
        if "pages" in items:
            stage = staging.of(self.settings)
            ours = content_objects.pages(stage.read(), self)
            self.pages = [*ours, *self.pages]
            stage.note(self, ours)
        super()._update_context(items)

    def generate_output(self, writer: Any) -> None:
        """Write the pages that Pelican itself read; of ours it is only told."""
        every = self.pages
        for page in every:
            if isinstance(page, content_objects.PelicanPage):
                signals.page_generator_write_page.send(self, content=page)
        self.pages = [page for page in every if not isinstance(page, content_objects.PelicanPage)]
        super().generate_output(writer)
        self.pages = every


class EditionStaticGenerator(StaticGenerator):  # type: ignore[misc]
    def generate_context(self) -> None:
        """What is copied is not withheld, though it is no text of ours."""
        super().generate_context()
        builder = staging.of(self.settings).read()
        copied = {one.get_relative_source_path() for one in self.staticfiles}
        withheld = (one for one in builder.report.withheld if one.path not in copied)
        builder.report = replace(builder.report, withheld=tuple(withheld))

    def get_files(self, *of: Any, **more: Any) -> set[str]:
        """Without texts and media: of those the edition decides what is public."""
        seen = staging.of(self.settings).read().seen
        kept = {*seen.texts, *(f"{MEDIA}/{name}" for name in seen.media)}
        found: set[str] = super().get_files(*of, **more)
        return {one for one in found if posixpath.normpath(one) not in kept}


def fill(generator: Any) -> None:
    """Have Pelican's generator of articles hold ours, before it sorts them into categories."""
    stage = staging.of(generator.settings)
    ours = content_objects.articles(stage.read(), generator)
    generator.articles = [*ours.listed, *generator.articles]
    generator.translations = [*ours.translations, *generator.translations]
    generator.hidden_articles = [*ours.hidden, *generator.hidden_articles]
    for some in ours:
        stage.note(generator, some)
