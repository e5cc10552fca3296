"""The field groups of a bulletin as its page shows them."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from pregonero import addresses
from pregonero.attachments import media_type
from pregonero.bulletin import Bulletin
from pregonero.fields import CONTROL
from pregonero.groups import Broadcast, elsewhere
from pregonero.invisible_characters import FORBIDDEN
from pregonero.outputs.places import Venue, held
from pregonero.outputs.platforms import platform
from pregonero.outputs.views import Link
from pregonero.overdue import pending
from pregonero.results import named

if TYPE_CHECKING:
    from pregonero.outputs.press import Press

#: Bytes of a transcript that is shown where its recording is; a longer one is a link.
SHOWN = 20_000

_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


class EventView(NamedTuple):
    """`state` is its condition: `rescheduled` is one with an earlier date, `previous`. `calendar`
    is its own file for calendars."""

    start: datetime
    end: datetime | None
    previous: datetime | None
    venue: Venue
    programme: tuple[str, ...]
    presides: str
    how: str
    attendance: str
    state: str
    calendar: str


class CallView(NamedTuple):
    """`result` are words; `outcome` leads to the bulletin that gives it. `calendar` is the file of
    its deadline."""

    deadline: datetime
    open: bool
    audience: str
    requirements: tuple[str, ...]
    how: str
    result: str
    outcome: Link | None
    calendar: str


class RecordingView(NamedTuple):
    """Sound or video: `href` for a file of the site's own, `url` for one elsewhere, at `platform`.

    `said` are the paragraphs of a transcript that is short enough to be shown, `due` says when
    one that is missing has to be there. `signed` leads to a version in sign language: an `href`
    that starts at the root is a video of the site's own, an empty one says that it is in the
    recording itself.
    """

    kind: Literal["audio", "video"]
    title: str
    href: str
    media_type: str
    url: str
    platform: str
    duration: str
    transcript: str
    said: tuple[str, ...]
    due: datetime | None
    captions: str
    signed: Link | None
    audio_description: str
    lang: str


class BroadcastView(NamedTuple):
    """A broadcast: `captions` and `signed` are None where nobody has said. `sign_url` is where it
    is interpreted, if that is at an address of its own."""

    title: str
    url: str
    platform: str
    starts: datetime
    ends: datetime | None
    state: "State"
    captions: bool | None
    signed: bool | None
    sign_url: str
    recorded: bool


State = Literal["coming", "on-air", "past"]


def event(press: "Press", bulletin: Bulletin) -> EventView | None:
    one = bulletin.event
    return (
        EventView(
            one.shown("start") or one.start,
            one.shown("end"),
            one.shown("previous_start"),
            held(press.newsroom, one),
            one.programme,
            one.presides,
            one.how,
            one.attendance or ("mixed" if bulletin.live else "offline"),
            one.condition,
            press.href(bulletin.address + addresses.EVENT_FILE),
        )
        if one
        else None
    )


def call(press: "Press", bulletin: Bulletin, outcome: Link | None = None) -> CallView | None:
    one = bulletin.call
    return (
        CallView(
            one.shown("deadline") or one.deadline,
            not press.edition.clock.passed(one.deadline),
            one.audience,
            one.requirements,
            one.how,
            "" if named(one.result, bulletin.path) else one.result,
            outcome,
            press.href(bulletin.address + addresses.DEADLINE_FILE),
        )
        if one
        else None
    )


def state(press: "Press", live: Broadcast) -> State:
    """Whether a broadcast is still to come, on air or over at the edition's moment."""
    clock = press.edition.clock
    if live.recording or clock.reached(live.over):
        return "past"
    return "on-air" if clock.reached(live.starts) else "coming"


def broadcast(press: "Press", bulletin: Bulletin) -> BroadcastView | None:
    one = bulletin.live
    if not one:
        return None
    signed = one.sign_language
    return BroadcastView(
        one.title,
        one.url,
        one.platform or platform(one.url),
        one.shown("starts") or one.starts,
        one.shown("ends"),
        state(press, one),
        one.captions,
        None if signed is None else bool(signed),
        _place(press, signed) if isinstance(signed, str) else "",
        one.recording is not None,
    )


def _place(press: "Press", place: str) -> str:
    return place if elsewhere(place) else press.href(f"/media/{place}")


def recordings(press: "Press", bulletin: Bulletin) -> Iterator[RecordingView]:
    def media(file: str | None) -> str:
        return press.href(f"/media/{file}") if file else ""

    due = {place: until for place, _, until in pending(bulletin, press.newsroom)}
    for place, one in bulletin.recordings():
        kind = media_type(one.file or "") or ""
        title = one.title or (bulletin.live.title if bulletin.live else "")
        sound = place[0] == "audio" or kind.startswith("audio/")
        words = transcript(press, one.transcript) if one.transcript else ()
        yield RecordingView(
            "audio" if sound else "video",
            title,
            media(one.file),
            kind,
            one.url or "",
            platform(one.url) if one.url else "",
            spoken(one.duration),
            "" if words else media(one.transcript),
            words,
            due.get(place),
            media(one.captions),
            _signed(press, one.sign_language),
            one.audio_description,
            bulletin.lang or press.newsroom.lang,
        )


def _signed(press: "Press", signed: bool | str | None) -> Link | None:
    if not signed:
        return None
    if signed is True:
        return Link("", "")
    return Link(platform(signed) if elsewhere(signed) else "", _place(press, signed))


def transcript(press: "Press", file: str) -> tuple[str, ...]:
    """The paragraphs of a transcript in plain text that is short enough for the page."""
    path = press.edition.media.get(file)
    if not path or not file.lower().endswith(".txt") or path.stat().st_size > SHOWN:
        return ()
    text = FORBIDDEN.sub("", CONTROL.sub("", path.read_bytes().decode("utf-8-sig", "replace")))
    return tuple(" ".join(part.split()) for part in _BLANK.split(text) if part.strip())


def spoken(seconds: int | None) -> str:
    """A duration as players show it: `12:30`, `1:05:00`."""
    if seconds is None:
        return ""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
