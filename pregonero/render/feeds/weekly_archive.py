"""The archive of the site's feed (RFC 5005): a document of each week that is over.

What is in a week follows from when it was published alone, so that its documents stay as they are
until something in them is corrected or leaves. They have the summaries of bulletins: who wants all
of a text follows its link.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from email.utils import format_datetime
from functools import partial
from html import escape as escaped
from itertools import takewhile
from typing import Any, NamedTuple

from pregonero.content.model.bulletin import Bulletin
from pregonero.edition.compose import Edition
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.feeds.entries import Tombstone, categories
from pregonero.render.feeds.prefaces import tombstone
from pregonero.render.feeds.rss_atom import HISTORY, TOMBSTONES, hexadecimal
from pregonero.render.pages.frame import File
from pregonero.render.pages.occasions import headline

escape = partial(escaped, quote=False)
_attribute = escaped


class Week(NamedTuple):
    """A week of the site's feed: the folder of its documents, that of the week before that has any,
    what was published in it and is current, what was and is withdrawn, and when that changed."""

    folder: str
    previous: str
    bulletins: Sequence[Bulletin]
    deleted: Sequence[Bulletin]
    updated: datetime


def week_of(bulletin: Bulletin) -> int:
    """The week in which a bulletin was published, counted from the first Monday of all."""
    return (bulletin.published.toordinal() - 1) // 7


def _folder(week: int) -> str:
    year, number, _ = date.fromordinal(week * 7 + 1).isocalendar()
    return urls.feed_week(year, number)


def newest(edition: Edition) -> int:
    """The week of the newest bulletin, current or not: the one that may still be added to."""
    return max(map(week_of, (*edition.bulletins[:1], *edition.gone)), default=-1)


def begun(edition: Edition, bulletins: Sequence[Bulletin]) -> list[Bulletin]:
    """Of bulletins that come newest first, those of the newest week, which no archive has."""
    week = newest(edition)
    return list(takewhile(lambda bulletin: week_of(bulletin) == week, bulletins))


def _by_week(bulletins: Iterable[Bulletin]) -> dict[int, list[Bulletin]]:
    found: dict[int, list[Bulletin]] = {}
    for bulletin in bulletins:
        found.setdefault(week_of(bulletin), []).append(bulletin)
    return found


def weeks(
    edition: Edition, bulletins: Iterable[Bulletin], withdrawn: Iterable[Bulletin]
) -> list[Week]:
    """The weeks that are over, oldest first: each in which anything was published that was ever
    public, for its address answers for ever."""
    changed: dict[int, datetime] = {}
    for bulletin in (*edition.bulletins, *edition.gone):
        week, moment = week_of(bulletin), edition.changed(bulletin)
        if week not in changed or changed[week] < moment:
            changed[week] = moment
    changed.pop(newest(edition), None)
    current, deleted = _by_week(bulletins), _by_week(withdrawn)
    found: list[Week] = []
    for week in sorted(changed):
        previous = found[-1].folder if found else ""
        held, gone = current.get(week, ()), deleted.get(week, ())
        found.append(Week(_folder(week), previous, held, gone, changed[week]))
    return found


def files(press: SiteContext, weeks: Iterable[Week]) -> Iterator[File]:
    """Every document of the archive, in every kind."""
    for week in weeks:
        of = (
            week.previous,
            week.updated,
            press.marks(week.bulletins),
            press.marks(week.deleted),
        )
        for kind, (name, _) in urls.FEEDS.items():
            yield File(week.folder + name, of, partial(_make, press, week, kind))


def _make(press: SiteContext, week: Week, kind: str) -> bytes:
    make = {"RSS": _rss, "Atom": _atom, "JSON Feed": _json}[kind]
    return make(press, week, [tombstone(press, bulletin) for bulletin in week.deleted])


def _title(press: SiteContext, one: Bulletin) -> str:
    return headline(press, one) if one.event else one.title


def _links(press: SiteContext, week: Week, kind: str, prefix: str) -> Iterator[str]:
    name, media_type = urls.FEEDS[kind]
    folders = (("self", week.folder), ("current", urls.SITE_FEEDS))
    for rel, folder in (*folders, ("prev-archive", week.previous)):
        if folder:
            url = _attribute(press.url(folder + name))
            yield f'<{prefix}link rel="{rel}" type="{media_type}" href="{url}"/>\n'


def _atom(press: SiteContext, week: Week, deleted: Sequence[Tombstone]) -> bytes:
    room = press.newsroom
    name = f"{room.office}, {room.name}"
    home = _attribute(press.url("/"))
    marked = f' xmlns:at="{TOMBSTONES}"' if deleted else ""
    rows = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="{HISTORY}"{marked} '
        f'xml:lang="{room.lang}">\n'
        f"<id>{escape(room.feed_id(urls.SITE_FEEDS + urls.FEEDS['Atom'][0]))}</id>\n"
        f"<title>{escape(name)}</title>\n<updated>{week.updated.isoformat()}</updated>\n"
        f"<author><name>{escape(room.office)}</name></author>\n"
        f'<link rel="alternate" type="text/html" href="{home}"/>\n',
        *_links(press, week, "Atom", ""),
        "<fh:archive/>\n",
    ]
    for one in week.bulletins:
        lang = one.lang or room.lang
        named = "".join(
            [f'<category term="{_attribute(term)}"/>' for term in categories(room, one)]
        )
        summary = f"<summary>{escape(one.summary)}</summary>" if one.summary else ""
        rows.append(
            f'<entry xml:lang="{lang}"><id>urn:uuid:{one.id}</id>'
            f"<title>{escape(_title(press, one))}</title>"
            f'<link rel="alternate" type="text/html" href="{_attribute(press.url(one.address))}"/>'
            f"<published>{one.published.isoformat()}</published>"
            f"<updated>{one.updated.isoformat()}</updated>{named}{summary}</entry>\n"
        )
    for gone in deleted:
        reason = f"<at:comment>{escape(gone.reason)}</at:comment>" if gone.reason else ""
        when = gone.when.isoformat()
        rows.append(
            f'<at:deleted-entry ref="{gone.guid}" when="{when}">{reason}</at:deleted-entry>\n'
        )
    return _xml(f"{''.join(rows)}</feed>")


def _rss(press: SiteContext, week: Week, deleted: Sequence[Tombstone]) -> bytes:
    room = press.newsroom
    name = f"{room.office}, {room.name}"
    rows = [
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="{HISTORY}">\n'
        f"<channel>\n<title>{hexadecimal(name)}</title>\n"
        f"<link>{escape(press.url('/'))}</link>\n"
        f"<description>{escape(room.description or name)}</description>\n"
        f"<language>{room.lang}</language>\n"
        f"<lastBuildDate>{format_datetime(week.updated)}</lastBuildDate>\n",
        *_links(press, week, "RSS", "atom:"),
        "<fh:archive/>\n",
    ]

    def item(guid: str, title: str, url: str, html: str, when: datetime, more: str = "") -> None:
        rows.append(
            f"<item><title>{hexadecimal(title)}</title><link>{escape(url)}</link>"
            f"<description>{escape(html)}</description>{more}"
            f'<guid isPermaLink="false">{guid}</guid>'
            f"<pubDate>{format_datetime(when)}</pubDate></item>\n"
        )

    for gone in deleted:
        item(gone.guid, gone.title, gone.url, gone.html, gone.when)
    for one in week.bulletins:
        named = [f"<category>{escape(term)}</category>" for term in categories(room, one)]
        text = escape(one.summary or one.title)
        url = press.url(one.address)
        item(f"urn:uuid:{one.id}", _title(press, one), url, text, one.published, "".join(named))
    return _xml(f"{''.join(rows)}</channel>\n</rss>")


def _json(press: SiteContext, week: Week, deleted: Sequence[Tombstone]) -> bytes:
    room, name = press.newsroom, urls.FEEDS["JSON Feed"][0]
    older = {"next_url": press.url(week.previous + name)} if week.previous else {}
    items: list[dict[str, Any]] = [gone.item() for gone in deleted]
    items += (
        {
            "id": f"urn:uuid:{one.id}",
            "url": press.url(one.address),
            "title": _title(press, one),
            "content_text": one.summary or one.title,
            "language": one.lang or room.lang,
            "tags": categories(room, one),
            "date_published": one.published.isoformat(),
            "date_modified": one.updated.isoformat(),
        }
        for one in week.bulletins
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{room.office}, {room.name}",
        "home_page_url": press.url("/"),
        "feed_url": press.url(week.folder + name),
        "language": room.lang,
        **older,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _xml(root: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()
