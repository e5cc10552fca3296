"""Every output of an edition, with the key that says whether it is to be made."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from pregonero.content.archive import MEDIA, Archive
from pregonero.content.cache import ContentCache
from pregonero.content.history import Edited, Revised
from pregonero.content.model.bulletin import Bulletin, Page
from pregonero.content.model.identity import brief
from pregonero.content.scan import ContentScan
from pregonero.edition.compose import compose
from pregonero.edition.record_states import PUBLIC, states
from pregonero.engine.incremental import manifest
from pregonero.engine.incremental.manifest import BuildManifest
from pregonero.engine.output_writer import Files
from pregonero.engine.page_renderer import PageRenderer
from pregonero.fingerprint import key
from pregonero.newsroom import urls
from pregonero.newsroom.model import Newsroom
from pregonero.render.assets import Assets
from pregonero.render.cards import SiteContext
from pregonero.render.context import CARD, Body
from pregonero.render.data import search_volumes
from pregonero.render.data.search_volumes import Volume
from pregonero.render.feeds import weekly_archive
from pregonero.render.feeds.all_feeds import Feeds
from pregonero.render.feeds.entries import Feed
from pregonero.render.images import renditions
from pregonero.render.images.renditions import PhotoSet
from pregonero.render.metadata import discovery
from pregonero.render.pages import alerts, extensions, occasions
from pregonero.render.pages.all_pages import SitePages
from pregonero.render.pages.frame import File, Frame
from pregonero.render.pages.frame import PageOutput as Printed
from pregonero.render.pages.records import Records
from pregonero.render.sections import Sections, group

#: Of what is left out of the institution's images: another number, and they are made again.
STRIPPED = 1


class Output(NamedTuple):
    """A file of the site: its path from the output folder, the key of all it is made of, how it is
    written, and the file under content/ that asks for it, if one alone does."""

    name: str
    key: str
    put: Callable[[Files], None]
    source: str = ""


@dataclass(frozen=True)
class BuildOptions:
    """How a site is to be shown: to whom, with which stylesheet and scripts, with what
    line above every page, and which id was once at an address that no file tells of."""

    newsroom: Newsroom
    moment: datetime | None
    assets: Assets
    unapproved: bool = False
    index: bool = True
    notice: str = ""
    renamed: tuple[tuple[str, str], ...] = ()


def edit(
    asked: BuildOptions,
    archive: Archive,
    seen: ContentScan,
    shelf: ContentCache,
    history: Mapping[str, tuple[Edited, ...]],
    revised: Mapping[str, Revised],
) -> SiteContext:
    """The edition of an archive, ready to be shown; `history` are the edits of bulletins by id,
    `revised` how events and calls were, by path."""
    assert asked.moment
    edition = compose(
        archive,
        asked.newsroom,
        asked.moment,
        unapproved=asked.unapproved,
        renamed=dict(asked.renamed),
    )
    shown = {photo.file for d in edition.documents.values() for photo in d.photos}
    shown.add(asked.newsroom.images.card or "")
    prints = seen.fingerprints(edition.media, shelf)
    sets = {
        file: renditions.plan(file, shape, prints[file])
        for file, shape in edition.photos.items()
        if file in shown
    }
    return SiteContext(
        edition, sets, prints, asked.assets, asked.notice, history, revised, index=asked.index
    )


class OutputPlanner:
    """Every output of an edition. `body` gives a record's text as HTML; `size` the bytes of a
    published file by its address."""

    def __init__(
        self,
        asked: BuildOptions,
        press: SiteContext,
        printer: PageRenderer,
        body: Body,
        size: Callable[[str], int],
    ) -> None:
        self.asked, self.press, self.printer, self.body = asked, press, printer, body
        self.size = size
        #: Addresses of pages that lead to others, once the outputs are planned.
        self.redirects: set[str] = set()
        self._answering: frozenset[str] = frozenset()

    @property
    def photos(self) -> Mapping[str, PhotoSet]:
        return self.press.photos

    def outputs(self) -> Iterator[Output]:
        """All of them but the renditions of photographs."""
        planner = SitePages(self.press.within(), self.sections, self.body)
        pages = list(planner)
        redirects = list(planner.moved(pages))
        self.redirects = {page.address for page in redirects}
        pages += redirects
        documents = self.press.edition.documents
        sources = {d.address: path for path, d in documents.items()}
        sources.update(self.press.edition.moved)
        self._answering = frozenset(page.address for page in pages)
        for page in pages:
            yield self._page(page)._replace(source=sources.get(page.address, ""))
        yield from self.feed_outputs()
        yield from map(self._file, weekly_archive.files(self.press, self.feed_planner.weeks))
        yield from self._media()
        yield from self._discovery(pages)
        yield from map(self._file, extensions.files(self.press, self.body))

    def volumes(self) -> list[Volume]:
        """Those of the search index, with what searches as the first; none if none is wanted."""
        wanted = self.press.newsroom.search
        return (
            [search_volumes.engine(self.press), *search_volumes.volumes(self.press)]
            if wanted
            else []
        )

    def feed_outputs(self) -> Iterator[Output]:
        return self._feeds(self.feeds)

    @cached_property
    def sections(self) -> Sections:
        return group(self.press.edition, self.press.edition.listed)

    @cached_property
    def feeds(self) -> list[Feed]:
        return list(self.feed_planner)

    @cached_property
    def feed_planner(self) -> Feeds:
        edition = self.press.edition
        alike = len(edition.listed) == len(edition.bulletins)  # no versions, which date feeds too
        return self._planner(self.sections if alike else group(edition, edition.bulletins))

    def rewritten(self, changed: Collection[str], before: BuildManifest) -> Iterator[Output]:
        """The outputs that show the words of some records, all else being as it was `before`."""
        documents = self.press.edition.documents
        records = Records(Frame(self.press.within()), self.body)
        for path in changed:
            document = documents.get(path)
            if document is None or document.status == "withdrawn":
                continue  # nobody sees its words
            if isinstance(document, Bulletin):
                newer, older = (documents.get(p) for p in before.around(path))
                assert isinstance(newer, Bulletin | None) and isinstance(older, Bulletin | None)
                yield self._page(records.bulletin(document, newer, older))
            elif isinstance(document, Page):
                yield self._page(records.standing(document))
        bulletins = {one.path: one for one in self.press.edition.bulletins}
        gone = {d.path: d for d in self.press.edition.withdrawn if isinstance(d, Bulletin)}
        yield from self._feeds(
            self._as_before(feed, before, bulletins, gone)
            for feed in self._planner(Sections())
            if not set(changed).isdisjoint(before.feeds.get(feed.folder, ()))
        )

    def _as_before(
        self,
        feed: Feed,
        before: BuildManifest,
        bulletins: Mapping[str, Bulletin],
        gone: Mapping[str, Bulletin],
    ) -> Feed:
        """A feed of which only words changed: what it holds follows from more than is at hand."""
        updated, previous, complete = before.feed_facts[feed.folder]
        return replace(
            feed,
            bulletins=[bulletins[path] for path in before.feeds[feed.folder]],
            deleted=[gone[path] for path in before.deleted[feed.folder]],
            updated=updated,
            previous=previous,
            complete=complete,
        )

    def note(self, made: BuildManifest, archive: Archive) -> None:
        """What `rewritten` will need to know another time."""
        edition = self.press.edition
        made.listed = tuple(one.path for one in edition.listed)
        kin = {path: tuple(b.path for b in kin) for path, kin in edition.versions.items()}
        results = edition.results
        for path in (*results.of, *results.answers):
            kin[path] = (*kin.get(path, ()), *results.kin(path))
        made.kin = kin
        menu = (occasions.summons(edition), occasions.broadcast(edition))
        made.menu = tuple(one.path for one in menu if one)
        made.alerts = tuple(one.path for one in alerts.in_force(edition))
        made.addresses = "\n".join(
            [f"{brief(d.id)}{d.address}" if d.id else d.address for d in edition.documents.values()]
        )
        made.places = "\n".join(edition.documents)
        made.gone = tuple(d.address for d in edition.withdrawn)
        made.suspended = edition.suspended
        known = (archive.entries.get(one.path) for one in edition.withheld)
        hidden = {entry.document.address for entry in known if entry}
        # A draft may claim an address that is somebody else's: that is public all the same.
        made.withheld = tuple(sorted(hidden.difference(edition.suspended, self._answering)))
        shown = states(edition, self.press.prints)
        ordinary = {brief(d.id) for d in edition.documents.values() if d.id}
        made.states = {n: s for n, s in shown.items() if s != PUBLIC or n not in ordinary}
        made.moved = {
            old: edition.documents[p].address
            for old, p in edition.moved.items()
            if old in self.redirects
        }
        made.feeds = {feed.folder: tuple(b.path for b in feed.bulletins) for feed in self.feeds}
        made.feed_facts = {f.folder: (f.updated, f.previous, f.complete) for f in self.feeds}
        made.deleted = {feed.folder: tuple(b.path for b in feed.deleted) for feed in self.feeds}

    def _planner(self, sections: Sections) -> Feeds:
        return Feeds(self.press, sections, self.body, self.size)

    def _page(self, page: Printed) -> Output:
        return Output(
            urls.save_as(page.address),
            self.printer.key(page),
            partial(self.printer.write, page),
        )

    def _file(self, file: File) -> Output:
        return Output(
            file.address[1:],
            key(self.printer.everywhere, file.address, file.of),
            partial(_made, file),
        )

    def _feeds(self, feeds: Iterator[Feed] | Sequence[Feed]) -> Iterator[Output]:
        planner = self._planner(Sections())
        for feed in feeds:
            of = planner.of(feed)
            for kind, (name, _) in urls.FEEDS.items():
                path = (feed.folder + name)[1:]
                yield Output(
                    path,
                    key(self.printer.everywhere, kind, of),
                    partial(_write_feed, planner, feed, kind, path),
                )

    def _media(self) -> Iterator[Output]:
        edition, press = self.press.edition, self.press
        images = edition.newsroom.images
        emblems = (images.coat_of_arms, images.logo)
        for file, path in edition.media.items():
            name = f"{MEDIA}/{file}"
            if file in emblems and file in edition.photos:
                yield Output(
                    name,
                    key("without metadata", STRIPPED, press.prints[file]),
                    partial(_strip, name, path),
                    name,
                )
            elif file not in press.photos:
                yield Output(name, press.prints[file], partial(_copy, name, path), name)

    def _discovery(self, pages: Sequence[Printed]) -> Iterator[Output]:
        press, room = self.press, self.press.newsroom
        brand, letter = room.colours.brand, room.short_name[:1].upper()
        texts = {
            **self.asked.assets.files,
            **discovery.sitemaps(press, pages),
            "/news-sitemap.xml": discovery.news_sitemap(press),
            "/robots.txt": discovery.robots(press),
            "/.well-known/security.txt": discovery.security(press),
            "/site.webmanifest": discovery.manifest(press),
        }
        drawn: dict[str, tuple[object, ...]] = {
            "/icon.svg": ("icon_svg", letter, brand),
            **{address: ("icon", letter, brand, size) for address, size in discovery.ICONS.items()},
        }
        if room.images.card not in press.photos:
            drawn[CARD] = ("card", room.name, room.office, brand)
        for address, data in texts.items():
            yield Output(address[1:], manifest.digest(data), partial(_give, address[1:], data))
        for address, drawing in drawn.items():
            yield Output(
                address[1:],
                key(self.printer.everywhere, address),
                partial(_draw, address[1:], drawing),
            )


def _write_feed(planner: Feeds, feed: Feed, kind: str, path: str, writer: Files) -> None:
    writer.write_site_feed(path, kind, planner, feed)


def _copy(name: str, source: Path, writer: Files) -> None:
    writer.copy_file(name, source)


def _strip(name: str, source: Path, writer: Files) -> None:
    from pregonero.render.images.strip_metadata import without_metadata  # imports all of Pillow

    writer.write_bytes(name, without_metadata(source.read_bytes()))


def _made(file: File, writer: Files) -> None:
    writer.write_bytes(file.address[1:], file.make())


def _give(name: str, data: bytes, writer: Files) -> None:
    writer.write_bytes(name, data)


def _draw(name: str, drawing: tuple[Any, ...], writer: Files) -> None:
    """A drawing of `emblem`: which one, and of what."""
    from pregonero.render.images import (
        emblem,  # imports all of Pillow, and most builds draw nothing
    )

    which, *of = drawing
    writer.write_bytes(name, getattr(emblem, which)(*of))
