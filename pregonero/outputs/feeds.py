"""The feeds of an edition: of the site, and of each topic, type and campaign."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from pregonero import addresses
from pregonero.attachments import media_type
from pregonero.bulletin import Bulletin, Campaign, Change
from pregonero.outputs import claims
from pregonero.outputs.entries import Enclosure, Entry, Feed, Tombstone
from pregonero.outputs.json_feed import json_feed
from pregonero.outputs.language import locale_of
from pregonero.outputs.notes import last_change, newest_first
from pregonero.outputs.press import Body, Press
from pregonero.outputs.prose import absolute
from pregonero.outputs.records import describe
from pregonero.outputs.sections import Sections, group
from pregonero.outputs.syndication import syndicated

#: Entries in a feed, of those that hold and of those that were withdrawn; the archive has the rest.
MOST = 20


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
        withdrawn = [d for d in press.edition.withdrawn if isinstance(d, Bulletin)]
        withdrawn.sort(key=lambda b: (last_change(b).date, b.path), reverse=True)
        deleted = group(withdrawn)

        def part(
            address: str,
            name: str,
            description: str,
            bulletins: Sequence[Bulletin],
            gone: Sequence[Bulletin],
        ) -> Feed:
            return Feed(
                addresses.feeds_of(address),
                address,
                f"{name} · {title}",
                description or f"{name}. {title}.",
                room.lang,
                bulletins[:MOST],
                gone[:MOST],
            )

        yield Feed(
            addresses.SITE_FEEDS,
            "/",
            title,
            room.description or title,
            room.lang,
            press.edition.bulletins[:MOST],
            withdrawn[:MOST],
        )
        for slug, topic in room.topics.items():
            yield part(
                addresses.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
                deleted.topics.get(slug, ()),
            )
        for slug, kind in room.types.items():
            yield part(
                addresses.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
                deleted.types.get(slug, ()),
            )
        gone = (d for d in press.edition.withdrawn if isinstance(d, Campaign))
        for campaign in (*press.edition.campaigns, *gone):
            yield part(
                campaign.address,
                campaign.title,
                campaign.summary,
                sections.campaigns.get(campaign.slug, ()),
                deleted.campaigns.get(campaign.slug, ()),
            )

    def of(self, feed: Feed) -> tuple[object, ...]:
        """Everything that a feed is made of but what is the same everywhere."""
        press = self.press
        return (
            feed.title,
            feed.description,
            *((press.mark(b), b.text, press.targets(b)) for b in feed.bulletins),
            press.marks(feed.deleted),
        )

    def make(self, feed: Feed, kind: str) -> bytes:
        """The bytes of a feed as `RSS`, `Atom` or `JSON Feed`."""
        entries = [self.entry(bulletin) for bulletin in feed.bulletins]
        deleted = [self._tombstone(bulletin) for bulletin in feed.deleted]
        if kind == "JSON Feed":
            return json_feed(self.press, feed, entries, deleted)
        return syndicated(self.press, feed, entries, deleted, kind)

    def _tombstone(self, bulletin: Bulletin) -> Tombstone:
        why = last_change(bulletin)
        url = self.press.url(bulletin.address)
        return Tombstone(f"urn:uuid:{bulletin.id}", url, why.date, why.note)

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
        body = self.body(one)
        said = press.words.gettext
        html = "".join(
            (
                claims.opening(said, one),
                *map(self._correction, newest_first(one)),
                f"<p><strong>{escape(one.summary)}</strong></p>" if one.summary else "",
                absolute(body, origin, url),
            )
        )
        return Entry(
            f"urn:uuid:{one.id}",
            url,
            one.title,
            describe(one, body, claims.line(said, one)),
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

    def _correction(self, change: Change) -> str:
        from babel.dates import format_date

        day = format_date(change.date, "long", locale=locale_of(self.press.newsroom.lang))
        label = self.press.words.gettext("Corregido el {day}:").format(day=day)
        return f"<p><strong>{escape(label)}</strong> {escape(change.note)}</p>"

    def _enclosures(self, one: Bulletin) -> Iterator[Enclosure]:
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
        for _, recording in one.recordings():
            if recording.file:
                address = f"/media/{recording.file}"
                yield Enclosure(
                    self.press.url(address),
                    self.size(address),
                    media_type(recording.file) or "application/octet-stream",
                    title=recording.title or (one.live.title if one.live else ""),
                    duration=recording.duration,
                )
