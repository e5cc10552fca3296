"""Alerts as Common Alerting Protocol 1.2 messages, relayed and never originated here.

CAP has no word for "relayed": `source` names the authority, `note` says who relays whom, a
parameter says it to programs, and `sender` is this site, because the message is its own.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from html import escape as escaped

from pregonero.content.model.bulletin import Bulletin
from pregonero.newsroom import urls
from pregonero.render.cards import SiteContext
from pregonero.render.language_marks import without
from pregonero.render.pages.alerts import original
from pregonero.render.pages.frame import File
from pregonero.render.pages.public_notes import newest_first

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"

#: What each level of ours says of urgency, severity and certainty (CAP 1.2, 3.2.2).
SCALE = {
    "information": ("Future", "Minor", "Possible"),
    "caution": ("Expected", "Moderate", "Likely"),
    "danger": ("Expected", "Severe", "Likely"),
    "emergency": ("Immediate", "Extreme", "Observed"),
}
_CATEGORIES = {"cbrne": "CBRNE"}

escape = partial(escaped, quote=False)


def files(press: SiteContext) -> Iterator[File]:
    """A message for each alert that says whose it is, there as long as its page."""
    edition = press.edition
    gone = [d for d in edition.withdrawn if isinstance(d, Bulletin)]
    made = {
        one.path: _message(press, one)
        for one in (*edition.bulletins, *edition.expired, *gone)
        if one.alert and original(edition, one) is one
    }
    yield from made.values()
    for old, path in edition.moved.items():
        if path in made and old.endswith("/"):
            yield made[path]._replace(address=urls.cap(old))


def _message(press: SiteContext, one: Bulletin) -> File:
    kin = press.edition.versions.get(one.path, (one,))
    versions = [b for b in kin if b.alert and not (b.easy_read and b is not one)]
    of = (press.marks(versions),)
    return File(urls.cap(one.address), of, partial(message, press, one, versions))


def message(press: SiteContext, one: Bulletin, versions: Sequence[Bulletin]) -> bytes:
    """The latest message of an alert: `Alert`, `Update` after each public note, `Cancel` when it
    was withdrawn. Its identifier is the alert's id and how many notes came before."""
    room = press.newsroom
    sender = room.sender
    notes = list(reversed(newest_first(one)))
    times = [one.published, *(note.date for note in notes)]
    kind = "Cancel" if one.status == "withdrawn" else "Update" if notes else "Alert"
    assert one.alert
    rows = [
        _one("identifier", f"{one.id}.{len(notes)}"),
        _one("sender", sender),
        _one("sent", _time(times[-1])),
        _one("status", _status(press, one)),
        _one("msgType", kind),
        _one("source", one.alert.source),
        _one("scope", "Public"),
        _one("note", _note(press, one, notes[-1].note if notes else "")),
    ]
    if notes:
        earlier = (f"{sender},{one.id}.{n},{_time(at)}" for n, at in enumerate(times[:-1]))
        rows.append(_one("references", " ".join(earlier)))
    if kind != "Cancel":  # of what was withdrawn nothing more is told
        rows += [_info(press, version) for version in versions]
    root = f'<alert xmlns="{NAMESPACE}">\n{"".join(rows)}</alert>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def _status(press: SiteContext, one: Bulletin) -> str:
    """Only what is public on the public site is to be acted on."""
    if one.path in press.edition.unapproved:
        return "Draft"
    return "Actual" if press.index else "Test"


def _note(press: SiteContext, one: Bulletin, change: str) -> str:
    assert one.alert
    relayed = press.words.gettext(
        "Mensaje retransmitido: esta oficina no emite alertas. Autoridad que la emitió: {source}."
    ).format(source=one.alert.source)
    relayed = without(relayed)  # plain words, in whichever language
    return " ".join(filter(None, (relayed, one.alert.source_url, change)))


def _info(press: SiteContext, one: Bulletin) -> str:
    room, alert = press.newsroom, one.alert
    assert alert
    urgency, severity, certainty = SCALE[alert.level]
    rows = [
        _one("language", one.lang or room.lang),
        _one("category", _CATEGORIES.get(alert.category, alert.category.capitalize())),
        _one("event", alert.event or one.title),
        _one("urgency", urgency),
        _one("severity", severity),
        _one("certainty", certainty),
        _one("expires", _time(one.expires)) if one.expires else "",
        _one("senderName", f"{room.office}, {room.name}"),
        _one("headline", one.title),
        _one("description", one.summary or one.title),
        _one("instruction", alert.instructions) if alert.instructions else "",
        _one("web", press.url(one.address)),
        _one("contact", reached) if (reached := _contact(press, one)) else "",
        _pair("parameter", "relayed", "true"),
        *([_pair("parameter", "originator", alert.source_url)] if alert.source_url else []),
        "<area>\n",
        _one("areaDesc", alert.area),
        *([_one("polygon", " ".join((*alert.polygon, alert.polygon[0])))] if alert.polygon else []),
        *([_one("circle", alert.circle)] if alert.circle else []),
        *(_pair("geocode", name, value) for name, value in sorted(alert.geocode.items())),
        "</area>\n",
    ]
    return f"<info>\n{''.join(rows)}</info>\n"


def _contact(press: SiteContext, one: Bulletin) -> str:
    """How to reach the office: the first contact of the bulletin, or the office's own."""
    keys = one.contacts or ()
    known = press.newsroom.press_contacts
    for found in (known[key] for key in keys):
        return ", ".join(filter(None, (found.name, found.phone, found.email)))
    room = press.newsroom
    return ", ".join(filter(None, (*(p.number for p in room.phones[:1]), room.email or "")))


def _one(name: str, text: str) -> str:
    return f"<{name}>{escape(' '.join(text.split()))}</{name}>\n"


def _pair(name: str, key: str, value: str) -> str:
    inside = f"<valueName>{escape(key)}</valueName><value>{escape(value)}</value>"
    return f"<{name}>{inside}</{name}>\n"


def _time(at: datetime) -> str:
    """A time as CAP has it: never `Z`, and `-00:00` for UTC (3.3.2)."""
    text = at.isoformat(timespec="seconds")
    return f"{text[:-6]}-00:00" if text.endswith("+00:00") else text
