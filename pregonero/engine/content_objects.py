"""Our records as Pelican's content objects, for plugins and templates that ask for them.

What a plugin changes in one is seen by other plugins, and by whatever Pelican writes: our pages are
of the records. Words are only rendered when somebody reads them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import escape
from pelican import contents, urlwrappers
from pelican.plugins import signals
from pelican.urlwrappers import Author, Tag
from pelican.utils import SafeDatetime

from pregonero.content.model.bulletin import Bulletin, Document
from pregonero.content.model.bulletin import Page as StandingPage
from pregonero.engine.site_builder import Builder
from pregonero.markdown import to_html
from pregonero.newsroom import urls


class Category(urlwrappers.Category):  # type: ignore[misc]
    """A topic or a type as a category: its page is the list that the site has of it.

    Pelican looks for settings by the names of these classes.
    """

    def __init__(self, name: str, slug: str, address: str, settings: Mapping[str, Any]) -> None:
        super().__init__(name, settings)
        self.slug, self.address = slug, address

    @property
    def url(self) -> str:
        """From the site's address; Pelican's own if the settings have it write a page."""
        own: str = self._from_settings("URL")
        return own if self.settings["CATEGORY_SAVE_AS"] else self.address.lstrip("/")


class _Lazy:
    """Content whose words are made by `words` when they are read, unless a plugin sets others."""

    words: Callable[[], str]
    _given: str | None = None

    @property
    def _content(self) -> str | None:
        if self._given is None:
            self._given = self.words()
        return self._given

    @_content.setter
    def _content(self, value: str | None) -> None:
        self._given = value

    def _update_content(self, content: str, siteurl: str) -> str:
        """As it is: its links lead where they should."""
        return content


class Article(_Lazy, contents.Article):  # type: ignore[misc]
    """A public bulletin."""

    def __init__(self, words: Callable[[], str], **given: Any) -> None:
        self.words = words
        super().__init__(None, **given)


class PelicanPage(_Lazy, contents.Page):  # type: ignore[misc]
    """A standing page."""

    def __init__(self, words: Callable[[], str], **given: Any) -> None:
        self.words = words
        super().__init__(None, **given)


class LazyArticles(NamedTuple):
    """The bulletins of an edition as Pelican sorts articles: what lists show, the versions of it in
    other languages, and what has expired and keeps its page."""

    listed: list[Article]
    translations: list[Article]
    hidden: list[Article]


def articles(builder: Builder, generator: Any) -> LazyArticles:
    """The bulletins that are public in the edition that a builder has read, as if one of Pelican's
    generators had read them."""
    edition = builder.desk.press.edition
    make = _Maker(builder, generator)
    made = {bulletin.path: make.article(bulletin) for bulletin in edition.bulletins}
    for path, one in made.items():
        kin = (version.path for version in edition.versions.get(path, ()))
        one.translations = [made[p] for p in kin if p != path and p in made]
    listed = {bulletin.path for bulletin in edition.listed}
    return LazyArticles(
        [one for path, one in made.items() if path in listed],
        [one for path, one in made.items() if path not in listed],
        [make.article(bulletin, "hidden") for bulletin in edition.expired],
    )


def pages(builder: Builder, generator: Any) -> list[PelicanPage]:
    """The standing pages; see `articles`."""
    make = _Maker(builder, generator)
    return [make.page(page) for page in builder.desk.press.edition.pages]


class _Maker:
    def __init__(self, builder: Builder, generator: Any) -> None:
        self.builder, self.generator = builder, generator
        self.settings: Mapping[str, Any] = generator.settings
        self.newsroom = builder.desk.press.newsroom
        url = urlsplit(self.newsroom.url)
        self.origin = f"{url.scheme}://{url.netloc}"
        self.author = Author(self.newsroom.office, self.settings)

    def article(self, bulletin: Bulletin, status: str = "published") -> Article:
        own = {"type": bulletin.type, "folio": bulletin.folio, "campaign": bulletin.campaign}
        values = self._values(bulletin) | {k: v for k, v in own.items() if v is not None}
        values |= {
            "date": _date(bulletin.published),
            "category": self._category(bulletin),
            "tags": [Tag(tag, self.settings) for tag in bulletin.tags],
            "status": status,
        }
        if bulletin.updated > bulletin.published:
            values["modified"] = _date(bulletin.updated)
        signals.article_generator_context.send(self.generator, metadata=values)
        return Article(self._words(bulletin), **self._given(bulletin, values))

    def page(self, page: StandingPage) -> PelicanPage:
        values = {**self._values(page), "status": "published"}
        if page.modified:
            values["modified"] = _date(page.modified)
        signals.page_generator_context.send(self.generator, metadata=values)
        return PelicanPage(self._words(page), **self._given(page, values))

    def _values(self, document: Document) -> dict[str, Any]:
        values = {
            "title": document.title,
            "slug": document.slug,
            "lang": (document.lang or self.newsroom.lang).lower(),
            "authors": [self.author],
            "author": self.author,
            "url": document.address.lstrip("/"),
            "save_as": urls.save_as(document.address),
        }
        if document.summary:
            values["summary"] = str(escape(document.summary))
        return values

    def _given(self, document: Document, values: dict[str, Any]) -> dict[str, Any]:
        source = str(self.builder.path / document.path)
        return {
            "metadata": values,
            "settings": self.settings,
            "source_path": source,
            "context": self.generator.context,
        }

    def _words(self, document: Document) -> Callable[[], str]:
        def words() -> str:
            html = self.builder.body(document)
            page = self.builder.desk.press.url(document.address)
            return to_html.absolute(html, self.origin, page)

        return words

    def _category(self, bulletin: Bulletin) -> Category:
        if bulletin.topic:
            name = self.newsroom.topics[bulletin.topic].name
            return Category(name, bulletin.topic, urls.topic(bulletin.topic), self.settings)
        name = self.newsroom.types[bulletin.type].name
        return Category(name, bulletin.type, urls.type_(bulletin.type), self.settings)


def _date(moment: datetime) -> datetime:
    """As Pelican has its dates, which format themselves."""
    found: datetime = SafeDatetime.combine(moment.date(), moment.timetz())
    return found
