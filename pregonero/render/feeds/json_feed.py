"""JSON Feed 1.1 (jsonfeed.org)."""

import json
from collections.abc import Sequence
from typing import Any

from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.feeds.entries import Feed, FeedEntry, Tombstone
from pregonero.render.feeds.rss_atom import dated


def json_feed(
    press: SiteContext, feed: Feed, entries: Sequence[FeedEntry], deleted: Sequence[Tombstone]
) -> bytes:
    """A feed as JSON Feed 1.1. What was `deleted` is in a member of our own, as Atom has it, and as
    an item of the same id, as RSS has it."""
    hub = press.newsroom.hub
    name = urls.FEEDS["JSON Feed"][0]
    older = {"next_url": press.url(feed.previous + name)} if feed.previous else {}
    hubs = {"hubs": [{"type": "WebSub", "url": hub}]} if hub else {}
    return (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed.title,
                "home_page_url": press.url(feed.address),
                "feed_url": press.url(feed.folder + name),
                **older,
                "description": feed.description,
                "language": feed.lang,
                "icon": press.url("/icon-512.png"),
                "favicon": press.url("/favicon-32.png"),
                "authors": [{"name": press.newsroom.office, "url": press.url("/")}],
                "_archive": {
                    "about": "https://www.rfc-editor.org/rfc/rfc5005",
                    "url": press.url(urls.ARCHIVE),
                },
                **hubs,
                **({"_pregonero": _deleted(deleted)} if deleted else {}),
                "items": [
                    _json_item(one) if isinstance(one, FeedEntry) else one.item()
                    for one in dated(entries, deleted)
                ],
            },
            ensure_ascii=False,
            indent=1,
        ).encode()
        + b"\n"
    )


def _deleted(deleted: Sequence[Tombstone]) -> dict[str, Any]:
    return {
        "about": "https://www.rfc-editor.org/rfc/rfc6721",
        "deleted": [
            {"id": one.guid, "when": one.when.isoformat(), "reason": one.reason, "url": one.url}
            for one in deleted
        ],
    }


def _versions(entry: FeedEntry) -> dict[str, Any]:
    """The other versions of an entry, for which the format has no word."""
    told: dict[str, Any] = {
        "about": "https://schema.org/workTranslation",
        "versions": [{"language": lang, "url": url} for lang, url in entry.versions],
    }
    return {**told, "translator": entry.translator} if entry.translator else told


def _json_item(entry: FeedEntry) -> dict[str, Any]:
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
    if entry.translator or entry.versions:
        item["_pregonero"] = _versions(entry)
    pictures = [e for e in entry.enclosures if e.photo]
    if pictures:
        item["image"] = pictures[0].url
    if entry.enclosures or entry.others:
        item["attachments"] = [
            {
                "url": e.url,
                "mime_type": e.media_type,
                "size_in_bytes": e.length,
                **({"title": title} if (title := e.photo.alt if e.photo else e.title) else {}),
                **({} if e.duration is None else {"duration_in_seconds": e.duration}),
            }
            for e in entry.enclosures
        ] + [{"url": url, "mime_type": kind} for url, kind in entry.others]
    return item
