"""The field groups of a bulletin as its page shows them."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from pregonero import addresses
from pregonero.attachments import media_type
from pregonero.bulletin import Bulletin
from pregonero.outputs.places import Venue, held
from pregonero.outputs.views import Link
from pregonero.results import named

if TYPE_CHECKING:
    from pregonero.outputs.press import Press


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


class ClaimView(NamedTuple):
    claim: str
    verdict: str
    evidence: tuple[str, ...]
    seen_on: str


class RecordingView(NamedTuple):
    """Sound or video: `href` for a file of the site's own, `url` for one elsewhere."""

    kind: Literal["audio", "video"]
    title: str
    href: str
    media_type: str
    url: str
    transcript: str
    captions: str
    lang: str


class BroadcastView(NamedTuple):
    title: str
    url: str
    starts: datetime


def event(press: "Press", bulletin: Bulletin) -> EventView | None:
    one = bulletin.event
    return (
        EventView(
            one.start,
            one.end,
            one.previous_start,
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
            one.deadline,
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


def claim(bulletin: Bulletin) -> ClaimView | None:
    one = bulletin.claim
    return ClaimView(one.claim, one.verdict, one.evidence, one.seen_on) if one else None


def broadcast(bulletin: Bulletin) -> BroadcastView | None:
    one = bulletin.live
    return BroadcastView(one.title, one.url, one.starts) if one else None


def recordings(press: "Press", bulletin: Bulletin) -> Iterator[RecordingView]:
    def media(file: str | None) -> str:
        return press.href(f"/media/{file}") if file else ""

    kinds: tuple[Literal["audio", "video"], ...] = ("audio", "video")
    for kind in kinds:
        for one in getattr(bulletin, kind):
            yield RecordingView(
                kind,
                one.title,
                media(one.file),
                media_type(one.file or "") or "",
                one.url or "",
                media(one.transcript),
                media(one.captions),
                bulletin.lang or press.newsroom.lang,
            )
