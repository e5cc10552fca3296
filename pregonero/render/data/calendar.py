"""Events and deadlines for calendars (RFC 5545): one to subscribe to, and a file of each.

Nothing in them hangs on the moment they are made at: stamps are those of the content.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal
from uuid import uuid5

from pregonero.content.model.bulletin import Bulletin
from pregonero.content.model.groups import Event
from pregonero.moments import Day
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.context import LinkContext
from pregonero.render.data.timezones import timezone
from pregonero.render.pages import occasions
from pregonero.render.pages.frame import File
from pregonero.render.venues import held
from pregonero.render.views import FeedLink

MEDIA_TYPE = "text/calendar"
#: Events and deadlines of the calendar, those that come last: who follows it asks for it often.
MOST = 200
#: How often those who follow it should ask.
OFTEN = timedelta(hours=6)
_DAY = timedelta(days=1)
_STATUS = {
    "scheduled": "CONFIRMED",
    "rescheduled": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
Part = Literal["event", "call"]
_NAMES: dict[Part, str] = {"event": urls.EVENT_FILE, "call": urls.DEADLINE_FILE}


def follow(press: LinkContext) -> FeedLink:
    """The calendar that anyone may subscribe to."""
    title = press.words.gettext("Agenda para su calendario")
    return FeedLink(title, press.href(urls.CALENDAR), MEDIA_TYPE)


def calendars(press: LinkContext, bulletin: Bulletin) -> tuple[FeedLink, ...]:
    """The files for calendars that the page of a bulletin points to."""
    _ = press.words.gettext
    where = press.href(bulletin.address)
    found = []
    if bulletin.event:
        found.append(FeedLink(_("Este evento"), where + urls.EVENT_FILE, MEDIA_TYPE))
    if bulletin.call:
        found.append(FeedLink(_("La fecha límite"), where + urls.DEADLINE_FILE, MEDIA_TYPE))
    return tuple(found)


def files(press: SiteContext) -> Iterator[File]:
    """The calendar of an edition, and the files of its bulletins, whatever became of these."""
    edition = press.edition
    parts = [*_parts(edition.listed)]
    parts.sort(key=lambda part: (_begins(*part), part[0].address, part[1]))
    chosen = parts[-MOST:]
    of = (press.marks(one for one, _ in chosen), [part for _, part in chosen])
    yield File(urls.CALENDAR, of, partial(calendar, press, chosen, named=True))
    withdrawn = (d for d in edition.withdrawn if isinstance(d, Bulletin))
    known: dict[str, list[str]] = {}
    for old, path in edition.moved.items():
        if old.endswith("/"):
            known.setdefault(path, []).append(old)
    for part in _parts((*edition.bulletins, *edition.expired, *withdrawn)):
        one = part[0]
        # Who keeps the address that it had before finds the same there.
        for address in (one.address, *known.get(one.path, ())):
            made = partial(calendar, press, [part])
            yield File(address + _NAMES[part[1]], (press.mark(one), one.status), made)
    suspended = set(edition.suspended)
    for part in _parts(b for b in edition.gone if b.address in suspended):
        # In a veda its address answers, and says nothing of what it held.
        yield File(part[0].address + _NAMES[part[1]], (), partial(calendar, press, []))


def _parts(bulletins: Iterable[Bulletin]) -> Iterator[tuple[Bulletin, Part]]:
    for one in bulletins:
        if one.event:
            yield one, "event"
        if one.call:
            yield one, "call"


def _begins(one: Bulletin, part: Part) -> datetime:
    assert one.event or one.call
    return one.event.start if part == "event" and one.event else one.call.deadline  # type: ignore[union-attr]


def calendar(
    press: LinkContext, parts: Iterable[tuple[Bulletin, Part]], *, named: bool = False
) -> bytes:
    """Some events and deadlines as a calendar; `named` is the one to subscribe to."""
    import icalendar  # which most commands never need

    room = press.newsroom
    parts = list(parts)
    made = icalendar.Calendar()
    made.add("prodid", f"-//Pregonero//{room.office}, {room.name}//{room.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if named:
        title = f"{press.words.gettext('Agenda')} · {room.office}, {room.name}"
        # RFC 7986, and the same as calendars asked for it before there was one.
        made.add("name", title)
        made.add("x-wr-calname", title)
        made.add("url", press.url(urls.AGENDA))
        made.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", icalendar.vDuration(OFTEN))
    days = [_begins(*part) for part in parts]
    days += [one.event.over for one, part in parts if one.event and part == "event"]
    years = [day.year for day in days] or [1970]
    made.add_component(timezone(room.zone, room.timezone, (min(years), max(years))))
    for one, part in parts:
        made.add_component(_event(press, one) if part == "event" else _deadline(press, one))
    data: bytes = made.to_ical()
    return data


def _event(press: LinkContext, one: Bulletin) -> Any:
    event = one.event
    assert event
    made = _entry(press, one, str(one.id))
    zone = press.newsroom.zone
    if event.whole_days:
        made.add("dtstart", event.start.date())
        made.add("dtend", event.over.date() + _DAY)
    else:
        made.add("dtstart", event.start.astimezone(zone))
        if event.end and event.end > event.start:
            made.add("dtend", event.end.astimezone(zone))
    withdrawn = one.status == "withdrawn"
    made.add("sequence", _sequence(press, one) + (event.condition != "scheduled"))
    made.add("status", "CANCELLED" if withdrawn else _STATUS[event.condition])
    if withdrawn:
        made.add("summary", one.title)
        return made
    made.add("summary", occasions.headline(press, one))
    venue = held(press.newsroom, event)
    if place := ", ".join(filter(None, (venue.name, venue.address))):
        made.add("location", place)
    if venue.lat is not None and venue.lon is not None:
        made.add("geo", (venue.lat, venue.lon))
    made.add("description", "\n\n".join(_described(press, one, event, venue.accessibility)))
    _topic(press, one, made)
    return made


def _described(press: LinkContext, one: Bulletin, event: Event, access: str) -> Iterator[str]:
    _ = press.words.gettext
    if one.summary:
        yield one.summary
    if event.programme:
        yield "\n".join((_("Orden del día:"), *(f"- {point}" for point in event.programme)))
    for label, text in (
        (_("Preside: {}"), event.presides),
        (_("Cómo participar: {}"), event.how),
        (_("Accesibilidad: {}"), access),
    ):
        if text:
            yield label.format(text)
    yield press.url(one.address)


def _deadline(press: LinkContext, one: Bulletin) -> Any:
    """The deadline of a call: as an event that takes no time, for many calendars show no tasks."""
    call = one.call
    assert call
    made = _entry(press, one, str(uuid5(one.id, "deadline")))
    if isinstance(call.shown("deadline"), Day):
        made.add("dtstart", call.deadline.date())
        made.add("dtend", call.deadline.date() + _DAY)
    else:
        made.add("dtstart", call.deadline.astimezone(press.newsroom.zone))
    withdrawn = one.status == "withdrawn"
    made.add("sequence", _sequence(press, one))
    made.add("status", "CANCELLED" if withdrawn else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    _ = press.words.gettext
    made.add("summary", _("Fecha límite: {title}").format(title=one.title))
    if not withdrawn:
        how = _("Cómo participar: {}").format(call.how) if call.how else ""
        lines = filter(None, (one.summary, how, press.url(one.address)))
        made.add("description", "\n\n".join(lines))
        _topic(press, one, made)
    return made


def _entry(press: LinkContext, one: Bulletin, uid: str) -> Any:
    """What every entry has. Its identity follows from the bulletin's id and from nothing else."""
    import icalendar

    made = icalendar.Event()
    made.add("uid", uid)
    made.add("dtstamp", one.updated.astimezone(UTC))
    made.add("created", one.published.astimezone(UTC))
    made.add("last-modified", one.updated.astimezone(UTC))
    made.add("url", press.url(one.address))
    return made


def _sequence(press: LinkContext, one: Bulletin) -> int:
    """How often an entry was revised (RFC 5545, 3.8.7.4): it has to rise, not to count. The minute
    of its last revision rises with each, a second one of the same minute too, and there is
    always room below the next for what has no date, as a state that was only typed.

    What is typed and taken back without a note is known from git alone: without its past, only what
    notes and `modified` say of a revision counts.
    """
    saved, times, notes = press.revised(one)
    minute = max(int(one.updated.timestamp()) // 60, saved)
    return 2 * (minute + max(len(one.changes), notes) + 2 * times)


def _topic(press: LinkContext, one: Bulletin, made: Any) -> None:
    if one.topic:
        made.add("categories", [press.newsroom.topics[one.topic].name])
