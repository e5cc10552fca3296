"""The feeds of answers to questions, in every kind."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import NamedTuple

from pregonero.content.model.bulletin import Question
from pregonero.markdown.to_html import absolute
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.context import Body
from pregonero.render.feeds.all_feeds import latest
from pregonero.render.feeds.entries import Feed, FeedEntry
from pregonero.render.feeds.json_feed import json_feed
from pregonero.render.feeds.prefaces import tombstone
from pregonero.render.feeds.rss_atom import syndicated
from pregonero.render.pages.frame import File
from pregonero.render.pages.records import describe
from pregonero.render.pages.reply_times import answered


def answers(press: SiteContext, body: Body) -> Iterator[File]:
    """The three feeds of the latest answers, and of those that were withdrawn."""
    edition = press.edition
    if not edition.opened:
        return
    every = answered(edition)
    gone = [d for d in edition.withdrawn if isinstance(d, Question) and d.state != "received"]
    feed = _Answers(
        latest(every),
        latest(gone),
        max(map(edition.changed, (*every, *edition.retired)), default=None),
    )
    of = (
        [(press.mark(one), one.state, one.text, press.targets(one)) for one in feed.questions],
        press.marks(feed.deleted),
        feed.updated,
    )
    for kind, (name, _) in urls.FEEDS.items():
        yield File(urls.DIALOGUE_FEEDS + name, of, partial(_make, press, body, feed, kind))


class _Answers(NamedTuple):
    """What the feed of answers has: questions with their answers, those withdrawn, its date."""

    questions: Sequence[Question]
    deleted: Sequence[Question]
    updated: datetime | None


def _make(press: SiteContext, body: Body, answers: _Answers, kind: str) -> bytes:
    room, _ = press.newsroom, press.words.gettext
    title = f"{_('Preguntas y respuestas')} · {room.office}, {room.name}"
    folder, page = urls.DIALOGUE_FEEDS, urls.DIALOGUE
    feed = Feed(folder, page, title, title, room.lang, (), updated=answers.updated)
    entries = [_entry(press, body, one) for one in answers.questions]
    deleted = [tombstone(press, one) for one in answers.deleted]
    if kind == "JSON Feed":
        return json_feed(press, feed, entries, deleted)
    return syndicated(press, feed, entries, deleted, kind)


def _entry(press: SiteContext, body: Body, one: Question) -> FeedEntry:
    room, url = press.newsroom, press.url(one.address)
    origin = room.url.removesuffix(room.base_path)
    answer = body(one)
    asked = f"<blockquote><p>{escape(one.question)}</p></blockquote>" if one.question else ""
    topic = press.topic(one.topic)
    return FeedEntry(
        f"urn:uuid:{one.id}",
        url,
        one.title,
        describe(one, answer),
        asked + absolute(answer, origin, url),
        room.office,
        one.answered or one.asked,
        one.updated,
        one.lang or room.lang,
        (topic.text,) if topic else (),
        (),
    )
