"""Pelican's generator of the whole site: archive to edition to outputs."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from markupsafe import Markup
from pelican.contents import Article
from pelican.generators import Generator

from pregonero import addresses, fields
from pregonero.archive import MEDIA, Archive, load
from pregonero.bulletin import Document
from pregonero.edition import Edition, compose, premature
from pregonero.engine.ahead import rendered_ahead
from pregonero.engine.writer import NewsroomWriter
from pregonero.newsroom import Newsroom
from pregonero.outputs import discovery, emblem, filters
from pregonero.outputs.feeds import Feeds
from pregonero.outputs.frame import Page
from pregonero.outputs.pages import Pages
from pregonero.outputs.photos import PhotoSet, fingerprint, plan, publish
from pregonero.outputs.press import CARD, Press
from pregonero.outputs.sections import group
from pregonero.outputs.stylesheet import stylesheet
from pregonero.photograph import NotAPhoto
from pregonero.problem import ProblemsFound, Wrong
from pregonero.words import N_

#: Told what is being done, how much of it, and of how much.
Progress = Callable[[str, int, int], None]


def _silent(what: str, done: int, total: int) -> None:
    """Nobody is watching."""


class NewsroomGenerator(Generator):  # type: ignore[misc]
    """Generates every file of the site.

    Settings it reads: NEWSROOM, MOMENT (a datetime, ISO 8601 text, or None for now), UNAPPROVED
    (let drafts in, for a preview), NOTICE, INDEX (whether search engines may come), PROGRESS and
    CACHE_PATH.
    """

    archive: Archive
    edition: Edition

    def generate_context(self) -> None:
        """Read and check everything. Raises ProblemsFound before anything is written."""
        settings = self.settings
        newsroom: Newsroom = settings["NEWSROOM"]
        if settings["SITEURL"]:
            newsroom = newsroom.at(settings["SITEURL"])
        self.progress: Progress = settings.get("PROGRESS") or _silent
        self.archive = load(Path(self.path), newsroom, partial(self.progress, N_("Leyendo")))
        self.archive.raise_errors()
        self.edition = compose(
            self.archive,
            newsroom,
            _moment(settings.get("MOMENT"), newsroom),
            unapproved=bool(settings.get("UNAPPROVED")),
        )
        early = () if settings.get("UNAPPROVED") else tuple(premature(self.archive, self.edition))
        if early:
            raise ProblemsFound(early)
        css = (Path(self.theme) / "static" / "site.css").read_text("utf-8")
        self.stylesheet = stylesheet(css, newsroom.colours)
        images = newsroom.images
        shown = {p.file for d in self.edition.documents.values() for p in d.photos} | {images.card}
        self.photos: dict[str, PhotoSet] = {
            file: plan(file, shape, fingerprint(self.edition.media[file]))
            for file, shape in self.edition.photos.items()
            if file in shown
        }
        self.press = Press(
            self.edition,
            self.photos,
            self.stylesheet[0],
            settings.get("NOTICE") or "",
            index=settings.get("INDEX", True),
        )
        self.sections = group(self.edition.listed, self.edition.gone)
        self.env.filters.update(filters.for_language(newsroom.lang))
        self.env.install_gettext_translations(self.press.words, newstyle=True)
        reader = self.readers.readers["md"]
        reader.press, reader.content = self.press, Path(self.path)
        self._bodies: dict[str, str] = {}
        self._parts: dict[tuple[str, bool], Markup] = {}

    def generate_output(self, writer: NewsroomWriter) -> None:
        """Write photographs first, then pages, feeds and what machines look for."""
        self._media(Path(self.output_path))
        reader = self.readers.readers["md"]
        with rendered_ahead(tuple(self.edition.documents), reader.render) as reader.rendered:
            found = self._pages(writer)
        reader.rendered = reader.render
        self._feeds(writer)
        self._discovery(writer, found)

    def _pages(self, writer: NewsroomWriter) -> list[Page]:
        found: list[Page] = []
        # Records are most of the pages; the lists come on top.
        total = len(self.edition.documents)
        for done, page in enumerate(Pages(self.press, self.sections, self.body), 1):
            self._page(writer, page)
            found.append(
                Page(page.address, page.template, {"head": page.values["head"]}, page.lastmod)
            )
            self.progress(N_("Escribiendo páginas"), min(done, total), total)
        return found

    def _feeds(self, writer: NewsroomWriter) -> None:
        output = Path(self.output_path)
        feeds = Feeds(
            self.press,
            group(self.edition.bulletins),
            self.body,
            lambda address: (output / address.lstrip("/")).stat().st_size,
        )
        for feed in feeds:
            for kind, (name, _) in addresses.FEEDS.items():
                writer.write_feed(
                    feed.bulletins,
                    {"feeds": feeds, "feed": feed},
                    (feed.folder + name)[1:],
                    feed_type=kind,
                )

    def body(self, document: Document) -> str:
        """A record's text as HTML, read by Pelican's readers; once, however many outputs ask."""
        html = self._bodies.get(document.path)
        if html is None:
            article = self.readers.read_file(
                self.path, document.path, Article, context=self.context
            )
            html = self._bodies[document.path] = article.content
        return html

    def _page(self, writer: NewsroomWriter, page: Page) -> None:
        # Only what the page names reaches its template: no settings, no global lists.
        writer.write_file(
            addresses.save_as(page.address),
            self.get_template(page.template),
            {"localsiteurl": ""},
            url=page.address,
            masthead=self._part("_masthead", False),
            foot=self._part("_foot", page.address == "/"),
            **page.values,
        )

    def _part(self, template: str, home: bool) -> Markup:
        """What is the same on every page, rendered once: it is half of most pages' words."""
        part = self._parts.get((template, home))
        if part is None:
            html = self.get_template(template).render(site=self.press.site, home=home)
            part = self._parts[template, home] = Markup(html)  # noqa: S704
        return part

    def _media(self, output: Path) -> None:
        sets = [(self.edition.media[file], photo) for file, photo in self.photos.items()]
        try:
            publish(
                sets,
                Path(self.settings["CACHE_PATH"]) / "photos",
                output,
                partial(self.progress, N_("Preparando fotos")),
            )
        except NotAPhoto as error:
            raise ProblemsFound(
                [
                    Wrong(
                        N_("no se puede abrir como fotografía ({reason})"),
                        N_("Guárdela de nuevo como JPEG o PNG."),
                        reason=error.reason,
                    ).at(
                        f"content/{Path(error.path).relative_to(self.path).as_posix()}",
                        1,
                        N_("archivo"),
                    )
                ]
            ) from None
        emblems = (self.edition.newsroom.images.coat_of_arms, self.edition.newsroom.images.logo)
        for file, path in self.edition.media.items():
            if file not in self.photos or file in emblems:
                target = output / MEDIA / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def _discovery(self, writer: NewsroomWriter, pages: list[Page]) -> None:
        press, room = self.press, self.edition.newsroom
        brand, letter = room.colours.brand, room.short_name[:1].upper()
        files = {
            self.stylesheet[0]: self.stylesheet[1],
            "/sitemap.xml": discovery.sitemap(press, pages),
            "/news-sitemap.xml": discovery.news_sitemap(press),
            "/robots.txt": discovery.robots(press),
            "/.well-known/security.txt": discovery.security(press),
            "/site.webmanifest": discovery.manifest(press),
            "/icon.svg": emblem.icon_svg(letter, brand),
            **{
                address: emblem.icon(letter, brand, size)
                for address, size in discovery.ICONS.items()
            },
        }
        if room.images.card not in self.photos:
            files[CARD] = emblem.card(room.name, room.office, brand)
        for address, data in files.items():
            writer.write_bytes(address[1:], data)


def _moment(value: object, newsroom: Newsroom) -> datetime:
    if isinstance(value, datetime):
        return value
    if value:
        return fields.moment(value, newsroom.zone)
    return datetime.fromtimestamp(time.time(), newsroom.zone)
