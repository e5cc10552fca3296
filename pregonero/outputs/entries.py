"""Bulletins as entries of a feed, whatever its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pregonero.bulletin import Bulletin
from pregonero.groups import Photo


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
class Entry:
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
    its address says."""

    guid: str
    url: str
    when: datetime
    reason: str


@dataclass(frozen=True)
class Feed:
    """The feeds under one folder: of the site, a topic, a type, a language or a campaign.

    `address` is of the page they follow; `folder` holds the three files. `deleted` are
    bulletins that were in it and were withdrawn, the latest first. `updated` is when any that
    belongs or belonged to it last changed, in the feed or not; None if it never had one.
    """

    folder: str
    address: str
    title: str
    description: str
    lang: str
    bulletins: Sequence[Bulletin]
    deleted: Sequence[Bulletin] = ()
    updated: datetime | None = None
