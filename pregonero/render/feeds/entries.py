"""Bulletins as entries of a feed, whatever its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.groups import Photo
from pregonero.newsroom.model import Newsroom


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with an entry: absolute address, true length in bytes, media type; of sound
    or video also its title and seconds, if they are known."""

    url: str
    length: int
    media_type: str
    photo: Photo | None = None
    width: int = 0
    height: int = 0
    title: str = ""
    duration: int | None = None


@dataclass(frozen=True)
class FeedEntry:
    """A bulletin as every kind of feed gives it. `html` has absolute addresses only. `versions` are
    the others of it: the language and absolute address of each; `others` other forms of it, each an
    absolute address and a media type."""

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
    translator: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tombstone:
    """A bulletin that was withdrawn, for readers that still hold it: no more of it than the page at
    its address says. `title` and `notice` are for kinds of feed that have no word for it, and give
    it as an entry."""

    guid: str
    url: str
    published: datetime
    when: datetime
    reason: str
    title: str
    notice: str
    lang: str

    @property
    def html(self) -> str:
        """The notice and the reason, as the text of an entry."""
        return "".join(f"<p>{escape(text)}</p>" for text in (self.notice, self.reason) if text)

    def item(self) -> dict[str, Any]:
        """An item of a JSON Feed, which has no other word for it."""
        return {
            "id": self.guid,
            "url": self.url,
            "title": self.title,
            "content_html": self.html,
            "language": self.lang,
            "date_published": self.published.isoformat(),
            "date_modified": self.when.isoformat(),
        }


@dataclass(frozen=True)
class Feed:
    """The feeds under one folder: of the site, a topic, a type, a language or a campaign.

    `address` is of the page they follow; `folder` holds the three files. `deleted` are
    bulletins that were in it and were withdrawn, the latest first. `updated` is when any that
    belongs or belonged to it last changed, in the feed or not; None if it never had one.
    `previous` is the folder of the latest document of its archive, empty if it has none; `complete`
    says that it holds all that ever was in it (RFC 5005). `others` are the feeds of the other
    languages: the tag and the folder of each.
    """

    folder: str
    address: str
    title: str
    description: str
    lang: str
    bulletins: Sequence[Bulletin]
    deleted: Sequence[Bulletin] = ()
    updated: datetime | None = None
    previous: str = ""
    complete: bool = False
    others: tuple[tuple[str, str], ...] = ()


def categories(room: Newsroom, bulletin: Bulletin) -> tuple[str, ...]:
    """The topic, the type and the tags of a bulletin, each once."""
    topic = room.topics[bulletin.topic].name if bulletin.topic else ""
    named = (topic, room.types[bulletin.type].name, *bulletin.tags)
    return tuple(dict.fromkeys(filter(None, named)))
