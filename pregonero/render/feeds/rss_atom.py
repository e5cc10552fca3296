"""RSS 2.0 and Atom (RFC 4287, tombstones of RFC 6721), made by feedgen."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from pregonero.content.model.groups import Photo
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.feeds.entries import Enclosure, Feed, FeedEntry, Tombstone

_MEDIA = "http://search.yahoo.com/mrss/"
_DC = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"

_TITLES = re.compile(rb"(?<=<title>)[^<]*(?=</title>)")


def syndicated(
    press: SiteContext,
    feed: Feed,
    entries: Sequence[FeedEntry],
    deleted: Sequence[Tombstone],
    kind: str,
) -> bytes:
    """A feed as `RSS` or `Atom`, by feedgen. RSS has no word for what was `deleted`: it gives the
    same guid once more, with a notice in place of the text."""
    # An empty feed that never had an entry has nothing to date it: the epoch never changes.
    updated = feed.updated or datetime.fromtimestamp(0, UTC)
    generator = _generator()
    generator.load_extension("dc")
    generator.register_extension("pregonero", *_extensions())
    generator.id(press.newsroom.feed_id(feed.folder + urls.FEEDS["Atom"][0]))
    generator.title(feed.title)
    # What RSS calls a description is read as HTML.
    generator.description(escape(feed.description, quote=False))
    generator.subtitle(feed.description)
    generator.language(feed.lang)
    generator.author(name=press.newsroom.office, uri=press.url("/"))
    generator.generator("Pregonero")
    generator.updated(updated)
    generator.lastBuildDate(updated)
    if press.newsroom.licence:
        generator.rights(press.newsroom.licence.name)
    links = [
        {
            "href": press.url(feed.folder + file),
            "type": media_type,
            "rel": "self" if name == kind else "alternate",
        }
        for name, (file, media_type) in urls.FEEDS.items()
    ]
    own, media_type = urls.FEEDS[kind]
    links += (
        {"href": press.url(folder + own), "rel": "alternate", "type": media_type, "hreflang": lang}
        for lang, folder in feed.others
    )
    if feed.previous:
        older = press.url(feed.previous + own)
        links.append({"href": older, "rel": "prev-archive", "type": media_type})
    links.append({"href": press.url(urls.ARCHIVE), "rel": "archives", "type": "text/html"})
    if press.newsroom.hub:
        links.append({"href": press.newsroom.hub, "rel": "hub"})
    generator.pregonero.links = links
    generator.pregonero.deleted = deleted if kind == "Atom" else ()
    generator.pregonero.complete = feed.complete
    page = {"href": press.url(feed.address), "rel": "alternate", "type": "text/html"}
    # Readers take the first alternate of Atom for the page; feedgen, the last link for that of RSS.
    generator.link([page, *links] if kind == "Atom" else [*links, page])
    if kind == "Atom":
        for entry in entries:
            _add(generator, entry, kind, feed.lang)
        return bytes(generator.atom_str()) + b"\n"
    for one in dated(entries, deleted):
        if isinstance(one, FeedEntry):
            _add(generator, one, kind, feed.lang)
        else:
            _notice(generator, one)
    return _TITLES.sub(_hexadecimal, generator.rss_str()) + b"\n"


def dated(
    entries: Sequence[FeedEntry], deleted: Sequence[Tombstone]
) -> list[FeedEntry | Tombstone]:
    """The entries of a feed with notices for those withdrawn, the last to change first."""
    every: list[FeedEntry | Tombstone] = [*entries, *deleted]
    return sorted(
        every, key=lambda e: e.updated if isinstance(e, FeedEntry) else e.when, reverse=True
    )


def hexadecimal(title: str) -> str:
    """A title as text of RSS, with the references that most readers take for what they are (RSS
    Advisory Board, best practices, `title`)."""
    return title.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;")


def _hexadecimal(title: re.Match[bytes]) -> bytes:
    text = title[0].replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")
    return text.replace(b"&amp;", b"&#x26;")


def _notice(generator: Any, one: Tombstone) -> None:
    item = generator.add_entry(order="append")
    item.guid(one.guid, permalink=False)
    item.title(one.title)
    item.link(href=one.url)
    item.description(one.html)
    item.published(one.when)
    item.dc.dc_language(one.lang)


def _generator() -> Any:
    from feedgen.feed import FeedGenerator  # 90 ms that no other command pays

    return FeedGenerator()


def _add(generator: Any, entry: FeedEntry, kind: str, lang: str) -> None:
    item = generator.add_entry(order="append")
    item.guid(entry.guid, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate", type="text/html", hreflang=entry.lang)
    # What RSS calls a description is read as HTML.
    item.description(escape(entry.summary, quote=False) if kind == "RSS" else entry.summary)
    if kind == "Atom":
        item.summary(entry.summary, type="text")
    item.content(entry.html, type="html")
    item.author(name=entry.author)
    item.published(entry.published)
    item.updated(entry.updated)
    item.category([{"term": term, "label": term} for term in entry.categories])
    # RSS has room for one enclosure; every photograph is in its media:content.
    for enclosure in _first(entry.enclosures) if kind == "RSS" else entry.enclosures:
        item.link(
            href=enclosure.url,
            rel="enclosure",
            type=enclosure.media_type,
            length=str(enclosure.length),
        )
    item.dc.dc_creator(entry.author)
    item.dc.dc_language(entry.lang)
    if entry.translator:
        item.contributor(name=entry.translator)
        item.dc.dc_contributor(entry.translator)
    item.pregonero.enclosures, item.pregonero.others = entry.enclosures, entry.others
    item.pregonero.versions = [(of, url) for of, url in entry.versions if of != entry.lang]
    item.pregonero.lang = entry.lang if entry.lang != lang else ""


def _first(enclosures: Sequence[Enclosure]) -> Sequence[Enclosure]:
    """The one that RSS gives: sound, which readers play, before video and photographs."""
    order = ("audio", "video", "image")
    return sorted(enclosures, key=lambda e: order.index(e.media_type.partition("/")[0]))[:1]


def _extensions() -> tuple[type, type]:
    """feedgen extensions for what it has no words for: more links in RSS, what was deleted,
    and media credit."""
    from feedgen.ext.base import BaseEntryExtension, BaseExtension
    from lxml.etree import SubElement

    class Channel(BaseExtension):  # type: ignore[misc]
        links: Sequence[dict[str, str]] = ()
        deleted: Sequence[Tombstone] = ()
        complete = False

        def extend_ns(self) -> dict[str, str]:
            own = {"media": _MEDIA, "dc": _DC}
            own |= {"at": TOMBSTONES} if self.deleted else {}
            return own | ({"fh": HISTORY} if self.complete else {})

        def extend_atom(self, feed: Any) -> Any:
            for one in self.deleted:
                when = one.when.isoformat()
                gone = SubElement(
                    feed, f"{{{TOMBSTONES}}}deleted-entry", {"ref": one.guid, "when": when}
                )
                if one.reason:
                    SubElement(gone, f"{{{TOMBSTONES}}}comment").text = one.reason
                # No link: readers that know no tombstones would take it for the feed's own.
            if self.complete:
                SubElement(feed, f"{{{HISTORY}}}complete")
            return feed

        def extend_rss(self, feed: Any) -> Any:
            channel = feed[0]
            for link in self.links:
                if link["rel"] != "self":  # feedgen writes that one
                    SubElement(channel, f"{{{_ATOM}}}link", link)
            if self.complete:
                SubElement(channel, f"{{{HISTORY}}}complete")
            return feed

    class Item(BaseEntryExtension):  # type: ignore[misc]
        enclosures: Sequence[Enclosure] = ()
        versions: Sequence[tuple[str, str]] = ()
        others: Sequence[tuple[str, str]] = ()
        lang = ""

        def extend_rss(self, item: Any) -> Any:
            # As alternates they would be right, and common readers take the last for the entry's.
            for lang, url in self.versions:
                place = {"href": url, "rel": "related", "type": "text/html", "hreflang": lang}
                SubElement(item, f"{{{_ATOM}}}link", place)
            for enclosure in self.enclosures:
                if enclosure.photo:
                    _media(item, enclosure, enclosure.photo)
            # As an alternate some readers would take it for the entry's own address.
            for url, kind in self.others:
                form = {"href": url, "rel": "related", "type": kind}
                SubElement(item, f"{{{_ATOM}}}link", form)
            return item

        def extend_atom(self, item: Any) -> Any:
            if self.lang:
                item.set("{http://www.w3.org/XML/1998/namespace}lang", self.lang)
            return self.extend_rss(item)

    def _media(item: Any, enclosure: Enclosure, photo: Photo) -> None:
        content = SubElement(
            item,
            f"{{{_MEDIA}}}content",
            {
                "url": enclosure.url,
                "fileSize": str(enclosure.length),
                "type": enclosure.media_type,
                "medium": "image",
                "width": str(enclosure.width),
                "height": str(enclosure.height),
            },
        )
        if photo.credit:
            SubElement(content, f"{{{_MEDIA}}}credit", role="photographer").text = photo.credit
        SubElement(content, f"{{{_MEDIA}}}description", type="plain").text = photo.alt
        if photo.caption:
            SubElement(content, f"{{{_MEDIA}}}title", type="plain").text = photo.caption

    return Channel, Item
