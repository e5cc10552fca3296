"""RSS 2.0, Atom and JSON Feed 1.1 of a list of bulletins."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from pregonero.bulletin import Bulletin, Photo
from pregonero.outputs import addresses
from pregonero.outputs.pages import describe
from pregonero.outputs.press import Body, Press
from pregonero.outputs.prose import absolute
from pregonero.outputs.sections import Sections

#: Entries in a feed; the archive has the rest.
MOST = 20

_MEDIA = "http://search.yahoo.com/mrss/"
_DC = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with an entry: absolute address, true length in bytes, media type."""

    url: str
    length: int
    media_type: str
    photo: Photo | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Entry:
    """A bulletin as every kind of feed gives it. `html` has absolute addresses only."""

    guid: str
    url: str
    title: str
    summary: str
    html: str
    author: str
    published: datetime
    updated: datetime
    lang: str
    categories: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True)
class Feed:
    """The feeds under one folder: of the site, a topic, a type or a campaign.

    `address` is of the page they follow; `folder` holds the three files.
    """

    folder: str
    address: str
    title: str
    description: str
    lang: str
    bulletins: Sequence[Bulletin]


class Feeds:
    """Plans the feeds of an edition. `size` gives the bytes of a published address."""

    def __init__(
        self, press: Press, sections: Sections, body: Body, size: Callable[[str], int]
    ) -> None:
        self.press, self.sections, self.body, self.size = press, sections, body, size
        self._entries: dict[str, Entry] = {}

    def __iter__(self) -> Iterator[Feed]:
        press, sections = self.press, self.sections
        room = press.newsroom
        title = f"{room.office}, {room.name}"

        def part(
            folder: str, address: str, name: str, description: str, bulletins: Sequence[Bulletin]
        ) -> Feed:
            return Feed(
                folder,
                address,
                f"{name} · {title}",
                description or f"{name}. {title}.",
                room.lang,
                bulletins[:MOST],
            )

        yield Feed(
            addresses.SITE_FEEDS,
            "/",
            title,
            room.description or title,
            room.lang,
            press.edition.bulletins[:MOST],
        )
        for slug, topic in room.topics.items():
            yield part(
                f"/feeds/temas/{slug}/",
                addresses.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
            )
        for slug, kind in room.types.items():
            yield part(
                f"/feeds/tipos/{slug}/",
                addresses.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
            )
        for campaign in press.edition.campaigns:
            yield part(
                f"/feeds{campaign.address}",
                campaign.address,
                campaign.title,
                campaign.summary,
                sections.campaigns.get(campaign.slug, ()),
            )

    def make(self, feed: Feed, kind: str) -> bytes:
        """The bytes of a feed as `RSS`, `Atom` or `JSON Feed`."""
        entries = [self.entry(bulletin) for bulletin in feed.bulletins]
        if kind == "JSON Feed":
            return self._json(feed, entries)
        generator = self._syndicated(feed, entries, kind)
        xml: bytes = generator.rss_str() if kind == "RSS" else generator.atom_str()
        return xml + b"\n"

    def entry(self, bulletin: Bulletin) -> Entry:
        """A bulletin as an entry; made once however many feeds carry it."""
        found = self._entries.get(bulletin.path)
        if found is None:
            found = self._entries[bulletin.path] = self._entry(bulletin)
        return found

    def _entry(self, one: Bulletin) -> Entry:
        press, room = self.press, self.press.newsroom
        url = press.url(one.address)
        origin = room.url.removesuffix(room.base_path)
        topic = press.topic(one.topic)
        html = "".join(
            (
                *(
                    f"<p><strong>{escape(self._corrected(change.date))}</strong> {escape(change.note)}</p>"
                    for change in reversed(one.changes)
                ),
                f"<p><strong>{escape(one.summary)}</strong></p>" if one.summary else "",
                absolute(self.body(one), origin, url),
            )
        )
        return Entry(
            f"urn:uuid:{one.id}",
            url,
            one.title,
            describe(one),
            html or escape(one.title),
            room.office,
            one.published,
            one.updated,
            one.lang or room.lang,
            tuple(
                dict.fromkeys(
                    filter(
                        None, (topic.text if topic else "", room.types[one.type].name, *one.tags)
                    )
                )
            ),
            tuple(self._enclosures(one)),
        )

    def _corrected(self, date: datetime) -> str:
        from babel.dates import format_date

        day = format_date(date, "long", locale=self.press.newsroom.lang)
        return self.press.words.gettext("Corrección del {day}:").format(day=day)

    def _enclosures(self, one: Bulletin) -> Iterator[Enclosure]:
        from pregonero.archive import ATTACHMENTS

        for photo in one.photos:
            rendition = self.press.photos[photo.file].fallback
            yield Enclosure(
                self.press.url(rendition.address),
                self.size(rendition.address),
                rendition.media_type,
                photo,
                rendition.width,
                rendition.height,
            )
        for recording in (*one.audio, *one.video):
            if recording.file:
                address = f"/media/{recording.file}"
                suffix = recording.file.rpartition(".")[2].lower()
                yield Enclosure(
                    self.press.url(address),
                    self.size(address),
                    ATTACHMENTS.get(suffix, "application/octet-stream"),
                )

    def _syndicated(self, feed: Feed, entries: Sequence[Entry], kind: str) -> Any:
        press = self.press
        updated = max((e.updated for e in entries), default=None)
        generator = _generator()
        generator.load_extension("dc")
        generator.register_extension("pregonero", *_extensions())
        generator.id(press.url(feed.folder + addresses.FEEDS["Atom"][0]))
        generator.title(feed.title)
        generator.description(feed.description)
        generator.subtitle(feed.description)
        generator.language(feed.lang)
        generator.author(name=press.newsroom.office, uri=press.url("/"))
        generator.generator("Pregonero")
        # An empty feed has no content to date it: the epoch says so and never changes.
        generator.updated(updated or datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
        generator.lastBuildDate(updated or datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
        if press.newsroom.licence:
            generator.rights(press.newsroom.licence.name)
        links = [
            {
                "href": press.url(feed.folder + file),
                "type": media_type,
                "rel": "self" if name == kind else "alternate",
            }
            for name, (file, media_type) in addresses.FEEDS.items()
        ]
        links.append({"href": press.url(addresses.ARCHIVE), "rel": "archives", "type": "text/html"})
        generator.pregonero.links = links
        # RSS takes its <link> from the last one given, so the page comes last.
        generator.link(
            [*links, {"href": press.url(feed.address), "rel": "alternate", "type": "text/html"}]
        )
        for entry in entries:
            _add(generator, entry)
        return generator

    def _json(self, feed: Feed, entries: Sequence[Entry]) -> bytes:
        press = self.press
        return (
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": feed.title,
                    "home_page_url": press.url(feed.address),
                    "feed_url": press.url(feed.folder + addresses.FEEDS["JSON Feed"][0]),
                    "description": feed.description,
                    "language": feed.lang,
                    "icon": press.url("/icon-512.png"),
                    "favicon": press.url("/favicon-32.png"),
                    "authors": [{"name": press.newsroom.office, "url": press.url("/")}],
                    "_archive": {
                        "about": "https://www.rfc-editor.org/rfc/rfc5005",
                        "url": press.url(addresses.ARCHIVE),
                    },
                    "items": [_json_item(entry) for entry in entries],
                },
                ensure_ascii=False,
                indent=1,
            ).encode()
            + b"\n"
        )


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "language": entry.lang,
        "tags": list(entry.categories),
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
    }
    pictures = [e for e in entry.enclosures if e.photo]
    if pictures:
        item["image"] = pictures[0].url
    if entry.enclosures:
        item["attachments"] = [
            {
                "url": e.url,
                "mime_type": e.media_type,
                "size_in_bytes": e.length,
                **({"title": e.photo.alt} if e.photo else {}),
            }
            for e in entry.enclosures
        ]
    return item


def _generator() -> Any:
    from feedgen.feed import FeedGenerator  # 90 ms that no other command pays

    return FeedGenerator()


def _add(generator: Any, entry: Entry) -> None:
    item = generator.add_entry(order="append")
    item.guid(entry.guid, permalink=False)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate", type="text/html", hreflang=entry.lang)
    item.description(entry.summary)
    item.summary(entry.summary, type="text")
    item.content(entry.html, type="html")
    item.author(name=entry.author)
    item.published(entry.published)
    item.updated(entry.updated)
    item.category([{"term": term, "label": term} for term in entry.categories])
    for enclosure in entry.enclosures:
        item.link(
            href=enclosure.url,
            rel="enclosure",
            type=enclosure.media_type,
            length=str(enclosure.length),
        )
    if entry.enclosures:
        first = entry.enclosures[0]
        item.enclosure(first.url, str(first.length), first.media_type)
    item.dc.dc_creator(entry.author)
    item.dc.dc_language(entry.lang)
    item.pregonero.enclosures = entry.enclosures


def _extensions() -> tuple[type, type]:
    """feedgen extensions for what it has no words for: more links in RSS, and media credit."""
    from feedgen.ext.base import BaseEntryExtension, BaseExtension
    from lxml.etree import SubElement

    class Channel(BaseExtension):  # type: ignore[misc]
        links: Sequence[dict[str, str]] = ()

        def extend_ns(self) -> dict[str, str]:
            return {"media": _MEDIA, "dc": _DC}

        def extend_rss(self, feed: Any) -> Any:
            channel = feed[0]
            for link in self.links:
                if link["rel"] != "self":  # feedgen writes that one
                    SubElement(channel, f"{{{_ATOM}}}link", link)
            return feed

    class Item(BaseEntryExtension):  # type: ignore[misc]
        enclosures: Sequence[Enclosure] = ()

        def extend_rss(self, item: Any) -> Any:
            for enclosure in self.enclosures:
                if enclosure.photo:
                    _media(item, enclosure, enclosure.photo)
            return item

        extend_atom = extend_rss

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
