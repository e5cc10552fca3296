"""The field groups of a bulletin as its page shows them."""

import re
from collections.abc import Iterator

from pregonero.content.call_results import named
from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.groups import Broadcast, elsewhere
from pregonero.edition.schedule import pending
from pregonero.invisible_characters import FORBIDDEN
from pregonero.media_types import media_type
from pregonero.newsroom import urls
from pregonero.newsroom.fields import CONTROL
from pregonero.render.context import LinkContext
from pregonero.render.platforms import platform
from pregonero.render.venues import held
from pregonero.render.views import BroadcastView, CallView, EventView, Link, RecordingView, State

#: Bytes of a transcript that is shown where its recording is; a longer one is a link.
SHOWN = 20_000

_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


def event(press: LinkContext, bulletin: Bulletin) -> EventView | None:
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
            press.href(bulletin.address + urls.EVENT_FILE),
        )
        if one
        else None
    )


def call(press: LinkContext, bulletin: Bulletin, outcome: Link | None = None) -> CallView | None:
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
            press.href(bulletin.address + urls.DEADLINE_FILE),
        )
        if one
        else None
    )


def state(press: LinkContext, live: Broadcast) -> State:
    """Whether a broadcast is still to come, on air or over at the edition's moment."""
    clock = press.edition.clock
    if live.recording or clock.reached(live.over):
        return "past"
    return "on-air" if clock.reached(live.starts) else "coming"


def broadcast(press: LinkContext, bulletin: Bulletin) -> BroadcastView | None:
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


def _place(press: LinkContext, place: str) -> str:
    return place if elsewhere(place) else press.href(f"/media/{place}")


def recordings(press: LinkContext, bulletin: Bulletin) -> Iterator[RecordingView]:
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


def _signed(press: LinkContext, signed: bool | str | None) -> Link | None:
    if not signed:
        return None
    if signed is True:
        return Link("", "")
    return Link(platform(signed) if elsewhere(signed) else "", _place(press, signed))


def transcript(press: LinkContext, file: str) -> tuple[str, ...]:
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
