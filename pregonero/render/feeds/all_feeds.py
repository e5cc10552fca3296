"""The feeds of an edition: of the site, and of each topic, type, language and campaign."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from heapq import nlargest
from html import escape
from typing import TypeVar

from pregonero.content.model.bulletin import Bulletin, Campaign, Question
from pregonero.edition.compose import Edition
from pregonero.markdown.to_html import absolute
from pregonero.media_types import media_type
from pregonero.newsroom import urls
from pregonero.render import by_language
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.data import cap
from pregonero.render.feeds import prefaces, weekly_archive
from pregonero.render.feeds.entries import Enclosure, Feed, FeedEntry, categories
from pregonero.render.feeds.json_feed import json_feed
from pregonero.render.feeds.rss_atom import syndicated
from pregonero.render.language_marks import settle, without
from pregonero.render.pages import alerts, claims
from pregonero.render.pages.frame import last
from pregonero.render.pages.occasions import headline, paragraphs
from pregonero.render.pages.public_notes import newest_first
from pregonero.render.pages.records import describe
from pregonero.render.sections import Sections, lists_of
from pregonero.render.translations import OPEN, autonym

_Record = TypeVar("_Record", bound=Bulletin | Question)

#: Entries that a feed holds, if it has as many: those that changed last.
LEAST = 20
#: How long it holds more: what changed in the last days before its own last change, whatever the
#: moment is, so that no feed changes with the clock alone.
RECENT = timedelta(days=7)
#: Entries that it never exceeds, as when a whole archive was revised in a day.
MOST = 500


def latest(records: Sequence[_Record], besides: Iterable[_Record] = ()) -> list[_Record]:
    """Of the records of a feed those that it carries, the last to change first: the latest of
    all, those of the last days, and those `besides`, which nothing else has."""
    if not records:
        return []
    start = max(record.updated for record in records) - RECENT
    found = [record for record in records if record.updated > start]
    if len(found) < LEAST:
        found = nlargest(LEAST, records, _changed)
    carried = {record.path: record for record in (*found, *besides)}
    return sorted(carried.values(), key=_changed, reverse=True)[:MOST]


def _changed(record: Bulletin | Question) -> tuple[datetime, datetime, int, str]:
    folio = record.folio if isinstance(record, Bulletin) else None
    return record.updated, record.published, folio or 0, record.path


def stories(edition: Edition, bulletins: Sequence[Bulletin]) -> Sequence[Bulletin]:
    """Of some current bulletins, of each story one: in the site's own language if there is such a
    version among them, and not the one that is easy to read."""
    if len(edition.listed) == len(edition.bulletins):
        return bulletins  # none has versions
    own, held = edition.newsroom.lang, {b.path for b in bulletins}

    def chosen(bulletin: Bulletin) -> bool:
        kin = [b for b in edition.versions.get(bulletin.path, ()) if b.path in held]
        # They come with the original first, and of equals the first is the least.
        return not kin or bulletin is min(kin, key=lambda b: ((b.lang or own) != own, b.easy_read))

    return [b for b in bulletins if chosen(b)]


class Feeds:
    """Plans the feeds of an edition. `size` gives the bytes of a published address."""

    def __init__(
        self, press: SiteContext, sections: Sections, body: Body, size: Callable[[str], int]
    ) -> None:
        self.press, self.sections, self.body, self.size = press, sections, body, size
        self._entries: dict[str, FeedEntry] = {}

    @cached_property
    def weeks(self) -> Sequence[weekly_archive.Week]:
        """The weeks of the site's feed that are over, each a document of its archive."""
        return weekly_archive.weeks(self.press.edition, self._stories, self._withdrawn)

    @cached_property
    def _stories(self) -> Sequence[Bulletin]:
        return stories(self.press.edition, self.press.edition.bulletins)

    @cached_property
    def _withdrawn(self) -> list[Bulletin]:
        """The bulletins that were withdrawn, but versions of others in other languages."""
        edition = self.press.edition
        own = edition.newsroom.lang
        every = (*edition.bulletins, *edition.gone)
        originals = {b.translation_of for b in every} & {b.id for b in every}
        gone = (d for d in edition.withdrawn if isinstance(d, Bulletin))
        return [b for b in gone if (b.lang or own) == own or b.translation_of not in originals]

    def __iter__(self) -> Iterator[Feed]:
        press, sections = self.press, self.sections
        room = press.newsroom
        title = f"{room.office}, {room.name}"
        deleted: dict[str, list[Bulletin]] = {}
        for bulletin in self._withdrawn:
            for address in lists_of(bulletin):
                deleted.setdefault(address, []).append(bulletin)

        def part(address: str, name: str, description: str, bulletins: Sequence[Bulletin]) -> Feed:
            return self._feed(
                urls.feeds_of(address),
                address,
                f"{name} · {title}",
                description or f"{name}. {title}.",
                stories(press.edition, bulletins),
                deleted.get(address, ()),
                last(bulletins, sections.changed.get(address)),
                left=sections.gone[address],
            )

        yield self._site(title)
        for slug, topic in room.topics.items():
            yield part(
                urls.topic(slug),
                topic.name,
                topic.description,
                sections.topics.get(slug, ()),
            )
        for slug, kind in room.types.items():
            yield part(
                urls.type_(slug),
                kind.plural,
                kind.description,
                sections.types.get(slug, ()),
            )
        yield from self._languages(title)
        gone = (d for d in press.edition.withdrawn if isinstance(d, Campaign))
        for campaign in (*press.edition.campaigns, *gone):
            yield part(
                campaign.address,
                campaign.title,
                campaign.summary,
                sections.campaigns.get(campaign.slug, ()),
            )

        # Like their pages, their feeds answer in a veda and say nothing of what they held.
        for address in press.edition.suspended_campaigns:
            yield Feed(
                urls.feeds_of(address),
                address,
                title,
                title,
                room.lang,
                (),
                updated=sections.changed.get(address),
            )

    def _feed(
        self,
        folder: str,
        address: str,
        title: str,
        description: str,
        bulletins: Sequence[Bulletin],
        deleted: Sequence[Bulletin],
        updated: datetime | None,
        *,
        lang: str = "",
        left: int = 0,
        besides: Sequence[Bulletin] = (),
        previous: str = "",
    ) -> Feed:
        carried = latest(bulletins, besides)
        complete = bool(bulletins) and not left and not previous and len(carried) == len(bulletins)
        return Feed(
            folder,
            address,
            title,
            description,
            lang or self.press.newsroom.lang,
            carried,
            latest(deleted),
            updated,
            previous,
            complete,
            self._languages_beside(folder),
        )

    def _languages_beside(self, folder: str) -> tuple[tuple[str, str], ...]:
        """The feeds of the other languages, each with the folder it is in."""
        own = self.press.newsroom.lang
        every = {
            tag: urls.SITE_FEEDS if tag == own else urls.language_feeds(tag)
            for tag in self.press.languages
        }
        if folder not in every.values():
            return ()
        return tuple((tag, other) for tag, other in every.items() if other != folder)

    def _site(self, title: str) -> Feed:
        """The feed of the site, of which an archive holds what it carries no more."""
        press = self.press
        return self._feed(
            urls.SITE_FEEDS,
            "/",
            title,
            press.newsroom.description or title,
            self._stories,
            self._withdrawn,
            last(press.edition.bulletins, self.sections.changed.get(urls.ARCHIVE)),
            left=len(press.edition.gone),
            besides=weekly_archive.begun(press.edition, self._stories),
            previous=self.weeks[-1].folder if self.weeks else "",
        )

    def _languages(self, title: str) -> Iterator[Feed]:
        """Of the bulletins in each language, if there may be more than one."""
        press = self.press
        room, current = press.newsroom, press.languages
        own = room.lang
        if not set(room.languages) - {own}:
            return
        # The own one is there before there are others: what is built once answers for ever.
        current = current or {own: press.edition.bulletins}
        once = by_language.once(press.edition)
        withdrawn = [d for d in press.edition.withdrawn if isinstance(d, Bulletin)]
        for lang in dict.fromkeys((own, *current, *once)):
            name = without(autonym(press.newsroom, lang))
            held, gone = current.get(lang, ()), once.get(lang, ())
            changed = by_language.sections(press.edition, lang, held, gone).changed
            yield self._feed(
                urls.language_feeds(lang),
                "/" if lang == own else urls.language(lang),
                f"{name} · {title}",
                f"{name}. {title}.",
                by_language.listed(held),
                [b for b in withdrawn if (b.lang or own) == lang],
                last(held, changed.get(urls.language(lang))),
                lang=lang,
                left=len(gone),
            )

    def of(self, feed: Feed) -> tuple[object, ...]:
        """Everything that a feed is made of but what is the same everywhere."""
        press = self.press
        return (
            feed.title,
            feed.description,
            feed.updated,
            feed.previous,
            feed.complete,
            feed.others,
            *((press.mark(b), b.text, press.targets(b)) for b in feed.bulletins),
            press.marks(feed.deleted),
        )

    def make(self, feed: Feed, kind: str) -> bytes:
        """The bytes of a feed as `RSS`, `Atom` or `JSON Feed`."""
        entries = [self.entry(bulletin) for bulletin in feed.bulletins]
        deleted = [prefaces.tombstone(self.press, bulletin) for bulletin in feed.deleted]
        if kind == "JSON Feed":
            return json_feed(self.press, feed, entries, deleted)
        return syndicated(self.press, feed, entries, deleted, kind)

    def entry(self, bulletin: Bulletin) -> FeedEntry:
        """A bulletin as an entry; made once however many feeds carry it."""
        found = self._entries.get(bulletin.path)
        if found is None:
            found = self._entries[bulletin.path] = self._entry(bulletin)
        return found

    def _entry(self, one: Bulletin) -> FeedEntry:
        press, room = self.press, self.press.newsroom
        url = press.url(one.address)
        shown = press.within(one.lang)
        origin = room.url.removesuffix(room.base_path)
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
        return FeedEntry(
            f"urn:uuid:{one.id}",
            url,
            headline(press, one),
            describe(one, body, claims.line(said, one)),
            html or escape(one.title),
            room.office,
            one.published,
            one.updated,
            one.lang or room.lang,
            categories(room, one),
            tuple(self._enclosures(one)),
            one.translator,
            tuple((v.lang, v.url) for v in press.versions(one) if v.url != url and not v.easy_read),
            tuple(self._others(one)),
        )

    def _others(self, one: Bulletin) -> Iterator[tuple[str, str]]:
        if one.alert:
            first = alerts.original(self.press.edition, one)
            yield self.press.url(urls.cap(first.address)), cap.MEDIA_TYPE

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
