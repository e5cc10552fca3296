"""The feeds of an edition: of the site, and of each topic, type and campaign."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from pregonero import addresses
from pregonero.attachments import media_type
from pregonero.bulletin import Bulletin, Campaign
from pregonero.outputs import alerts, cap, claims, languages, prefaces
from pregonero.outputs.entries import Enclosure, Entry, Feed, Tombstone
from pregonero.outputs.frame import last
from pregonero.outputs.json_feed import json_feed
from pregonero.outputs.notes import last_change, newest_first
from pregonero.outputs.occasions import headline, paragraphs
from pregonero.outputs.press import Body, Press
from pregonero.outputs.prose import absolute
from pregonero.outputs.records import describe
from pregonero.outputs.sections import Sections, lists_of
from pregonero.outputs.settled import settle, without
from pregonero.outputs.syndication import syndicated
from pregonero.outputs.tongue import OPEN, autonym

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
        withdrawn.sort(key=lambda b: (b.updated, b.path), reverse=True)
        deleted: dict[str, list[Bulletin]] = {}
        for bulletin in withdrawn:
            for address in lists_of(bulletin):
                deleted.setdefault(address, []).append(bulletin)

        def part(
            address: str,
            name: str,
            description: str,
            bulletins: Sequence[Bulletin],
        ) -> Feed:
            return Feed(
                addresses.feeds_of(address),
                address,
                f"{name} · {title}",
                description or f"{name}. {title}.",
                room.lang,
                bulletins[:MOST],
                deleted.get(address, ())[:MOST],
                last(bulletins, sections.changed.get(address)),
            )

        yield Feed(
            addresses.SITE_FEEDS,
            "/",
            title,
            room.description or title,
            room.lang,
            press.edition.bulletins[:MOST],
            withdrawn[:MOST],
            last(press.edition.bulletins, sections.changed.get(addresses.ARCHIVE)),
        )
        for slug, topic in room.topics.items():
            yield part(
                addresses.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
            )
        for slug, kind in room.types.items():
            yield part(
                addresses.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
            )
        yield from self._languages(title, withdrawn)
        gone = (d for d in press.edition.withdrawn if isinstance(d, Campaign))
        for campaign in (*press.edition.campaigns, *gone):
            yield part(
                campaign.address,
                campaign.title,
                campaign.summary,
                sections.campaigns.get(campaign.slug, ()),
            )

    def _languages(self, title: str, withdrawn: Sequence[Bulletin]) -> Iterator[Feed]:
        """Of the bulletins in each language, if there may be more than one."""
        press = self.press
        room, current = press.newsroom, press.languages
        own = room.lang
        if not set(room.languages) - {own}:
            return
        # The own one is there before there are others: what is built once answers for ever.
        current = current or {own: press.edition.bulletins}
        once = languages.once(press.edition)
        for lang in dict.fromkeys((own, *current, *once)):
            held = current.get(lang, ())
            changed = languages.sections(press.edition, lang, held, once.get(lang, ())).changed
            name = without(autonym(press.newsroom, lang))
            yield Feed(
                addresses.language_feeds(lang),
                "/" if lang == own else addresses.language(lang),
                f"{name} · {title}",
                f"{name}. {title}.",
                lang,
                held[:MOST],
                [b for b in withdrawn if (b.lang or own) == lang][:MOST],
                last(held, changed.get(addresses.language(lang))),
            )

    def of(self, feed: Feed) -> tuple[object, ...]:
        """Everything that a feed is made of but what is the same everywhere."""
        press = self.press
        return (
            feed.title,
            feed.description,
            feed.updated,
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
        return Tombstone(f"urn:uuid:{bulletin.id}", url, bulletin.updated, why.note if why else "")

    def entry(self, bulletin: Bulletin) -> Entry:
        """A bulletin as an entry; made once however many feeds carry it."""
        found = self._entries.get(bulletin.path)
        if found is None:
            found = self._entries[bulletin.path] = self._entry(bulletin)
        return found

    def _entry(self, one: Bulletin) -> Entry:
        press, room = self.press, self.press.newsroom
        url = press.url(one.address)
        shown = press.within(one.lang)
        origin = room.url.removesuffix(room.base_path)
        topic = press.topic(one.topic)
        body = self.body(one)
        said = press.words.gettext
        html = "".join(
            (
                claims.opening(shown.words.gettext, one),
                *(prefaces.correction(shown, change) for change in newest_first(one)),
                prefaces.standing(shown, one),
                paragraphs(shown, one),
                f"<p><strong>{escape(one.summary)}</strong></p>" if one.summary else "",
                absolute(body, origin, url),
                prefaces.translated(shown, one),
            )
        )
        html = settle(html, shown.tongue) if OPEN in html else html
        return Entry(
            f"urn:uuid:{one.id}",
            url,
            headline(press, one),
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
            one.translator,
            tuple((v.lang, v.url) for v in press.versions(one) if v.url != url and not v.easy_read),
            tuple(self._others(one)),
        )

    def _others(self, one: Bulletin) -> Iterator[tuple[str, str]]:
        if one.alert:
            first = alerts.original(self.press.edition, one)
            yield self.press.url(addresses.cap(first.address)), cap.MEDIA_TYPE

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
