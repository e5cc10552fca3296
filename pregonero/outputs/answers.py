"""The feeds of answers to questions, in every kind."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from html import escape

from pregonero import addresses
from pregonero.bulletin import Question
from pregonero.outputs.entries import Entry, Feed
from pregonero.outputs.feeds import MOST
from pregonero.outputs.frame import File
from pregonero.outputs.json_feed import json_feed
from pregonero.outputs.press import Body, Press
from pregonero.outputs.prose import absolute
from pregonero.outputs.records import describe
from pregonero.outputs.replies import answered
from pregonero.outputs.syndication import syndicated


def answers(press: Press, body: Body) -> Iterator[File]:
    """The three feeds of the latest answers."""
    if not press.edition.opened:
        return
    edition = press.edition
    every = answered(edition)
    latest = every[:MOST]
    updated = max(map(edition.changed, (*every, *edition.retired)), default=None)
    of = updated, *((press.mark(one), one.state, one.text, press.targets(one)) for one in latest)
    for kind, (name, _) in addresses.FEEDS.items():
        make = partial(_make, press, body, latest, updated, kind)
        yield File(addresses.DIALOGUE_FEEDS + name, of, make)


def _make(
    press: Press, body: Body, latest: list[Question], updated: datetime | None, kind: str
) -> bytes:
    room, _ = press.newsroom, press.words.gettext
    title = f"{_('Preguntas y respuestas')} · {room.office}, {room.name}"
    folder, page = addresses.DIALOGUE_FEEDS, addresses.DIALOGUE
    feed = Feed(folder, page, title, title, room.lang, (), updated=updated)
    entries = [_entry(press, body, one) for one in latest]
    if kind == "JSON Feed":
        return json_feed(press, feed, entries, ())
    return syndicated(press, feed, entries, (), kind)


def _entry(press: Press, body: Body, one: Question) -> Entry:
    room, url = press.newsroom, press.url(one.address)
    origin = room.url.removesuffix(room.base_path)
    answer = body(one)
    asked = f"<blockquote><p>{escape(one.question)}</p></blockquote>" if one.question else ""
    topic = press.topic(one.topic)
    return Entry(
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
