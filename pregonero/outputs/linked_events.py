"""schema.org descriptions of events and calls."""

from datetime import datetime
from typing import Any

from pregonero.bulletin import Bulletin
from pregonero.groups import Call, Event
from pregonero.outputs.places import Venue, held
from pregonero.outputs.press import Press

_STATE = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
}
_ATTENDANCE = {"offline": "Offline", "online": "Online", "mixed": "Mixed"}


def event(press: Press, one: Bulletin, event: Event, url: str) -> dict[str, Any]:
    """The event of a bulletin whose page is at `url` (schema.org Event)."""
    whole = event.whole_days
    mode = event.attendance or ("mixed" if one.live else "offline")
    where: list[dict[str, Any]] = []
    if mode != "online":
        where.append(_place(press, held(press.newsroom, event)))
    if mode != "offline":
        where.append({"@type": "VirtualLocation", "url": one.live.url if one.live else url})
    return {
        "@type": "Event",
        "@id": f"{url}#event",
        "name": one.title,
        "url": url,
        "identifier": f"urn:uuid:{one.id}",
        "description": one.summary,
        "inLanguage": one.lang or press.newsroom.lang,
        "startDate": _when(event.start, whole=whole),
        "endDate": _when(event.end, whole=whole) if event.end else None,
        "previousStartDate": (
            _when(event.previous_start, whole=whole) if event.previous_start else None
        ),
        "eventStatus": f"https://schema.org/{_STATE[event.condition]}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[mode]}EventAttendanceMode",
        "location": where[0] if len(where) == 1 else where,
        "organizer": {"@id": press.url("/") + "#organisation"},
        "image": [press.url(press.photos[p.file].fallback.address) for p in one.photos],
    }


def call(press: Press, one: Bulletin, call: Call, url: str) -> dict[str, Any]:
    """What the article of a call says besides: whom it is for, and what may be done until when."""
    closed = press.edition.clock.passed(call.deadline)
    action = {
        "@type": "ApplyAction",
        "name": one.title,
        "target": url,
        "endTime": call.deadline.isoformat(),
        "actionStatus": f"https://schema.org/{'Completed' if closed else 'Potential'}ActionStatus",
    }
    audience = {"@type": "Audience", "audienceType": call.audience} if call.audience else None
    return {"potentialAction": action, "audience": audience}


def _place(press: Press, venue: Venue) -> dict[str, Any]:
    room = press.newsroom.address
    access = press.words.gettext("Accesibilidad")
    feature = {"@type": "LocationFeatureSpecification", "name": access}
    return {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": room.locality,
            "addressRegion": room.region,
            "addressCountry": room.country,
        },
        "geo": (
            {"@type": "GeoCoordinates", "latitude": venue.lat, "longitude": venue.lon}
            if venue.lat is not None
            else None
        ),
        "amenityFeature": feature | {"value": venue.accessibility} if venue.accessibility else None,
    }


def _when(value: datetime, *, whole: bool) -> str:
    return value.date().isoformat() if whole else value.isoformat()
