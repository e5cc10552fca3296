"""schema.org descriptions of pages as JSON-LD, ready for a script element."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pregonero.content.model.alert import Alert
from pregonero.content.model.bulletin import Bulletin, Campaign, Question
from pregonero.content.model.groups import Call, Claim, Event, Recorded, elsewhere
from pregonero.media_types import media_type
from pregonero.newsroom.fields import web_address
from pregonero.render.cards import SiteContext
from pregonero.render.pages.claims import VERDICTS
from pregonero.render.pages.field_groups import transcript
from pregonero.render.pages.public_notes import newest_first
from pregonero.render.platforms import player
from pregonero.render.venues import EventVenue, held
from pregonero.render.views import Link, Version

_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def escaped(value: object) -> str:
    """JSON that cannot close the script element it stands in, nor open a comment."""
    text = _ENCODER.encode(value)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def organisation(press: SiteContext) -> str:
    """The institution and its site, for the home page."""
    room = press.newsroom
    return _graph(
        [
            {
                "@type": "WebSite",
                "@id": press.url("/") + "#site",
                "url": press.url("/"),
                "name": f"{room.office}, {room.name}",
                "description": room.description,
                "inLanguage": room.lang,
                "publisher": {"@id": press.url("/") + "#organisation"},
            },
        ],
        publisher=press,
    )


def page(press: SiteContext, address: str, crumbs: Iterable[Link]) -> str:
    """An ordinary page and the way to it."""
    return _graph([_breadcrumbs(press, tuple(crumbs), address)])


def campaign(
    press: SiteContext, one: Campaign, trail: tuple[Link, ...], works: Iterable[Mapping[str, Any]]
) -> str:
    """A campaign: the nodes of its works and programmes, and the way to it."""
    crumbs = (Link(press.words.gettext("Inicio"), press.href("/")), *trail, Link(one.title, ""))
    nodes = [_breadcrumbs(press, crumbs, one.address), *works]
    return _graph(nodes, publisher=press if one.works else None)


def bulletin(press: SiteContext, one: Bulletin, trail: tuple[Link, ...]) -> str:
    """A bulletin: an article of its type, its event or claim review, and the way to it."""
    room = press.newsroom
    url = press.url(one.address)
    kind = room.types[one.type].schema_type
    publisher = {"@id": press.url("/") + "#organisation"}
    article: dict[str, Any] = {
        "@type": "NewsArticle" if kind == "SpecialAnnouncement" else kind,
        "@id": f"{url}#article",
        "headline": one.title,
        "url": url,
        "mainEntityOfPage": url,
        "identifier": f"urn:uuid:{one.id}",
        "description": one.summary,
        "datePublished": one.published.isoformat(),
        "dateModified": one.updated.isoformat(),
        "dateline": one.placed("") or None,
        "inLanguage": one.lang or room.lang,
        "articleSection": room.topics[one.topic].name if one.topic else None,
        "keywords": list(one.tags),
        "author": publisher,
        "publisher": publisher,
        "image": [press.url(press.photos[p.file].fallback.address) for p in one.photos],
        "license": room.licence.url if room.licence else None,
        "expires": one.expires.isoformat() if one.expires else None,
        "correction": [
            {"@type": "CorrectionComment", "datePublished": c.date.isoformat(), "text": c.note}
            for c in newest_first(one)
        ],
        "translator": {"@type": "Person", "name": one.translator} if one.translator else None,
        **_versions(press, one),
        "isAccessibleForFree": True,
    }
    crumbs = (Link(press.words.gettext("Inicio"), press.href("/")), *trail, Link(one.title, ""))
    if call := one.call:
        article |= call_node(press, one, call, url)
    nodes = [article, _breadcrumbs(press, crumbs, one.address)]
    if kind == "SpecialAnnouncement":
        nodes.append(
            {
                "@type": kind,
                "name": one.title,
                "text": one.summary or one.title,
                "datePosted": one.published.isoformat(),
                "url": url,
                "expires": one.expires.isoformat() if one.expires else None,
                "publisher": publisher,
                **(_relayed(one.alert) if one.alert else {}),
            }
        )
    if event := one.event:
        nodes.append(event_node(press, one, event, url))
    nodes += media_nodes(press, one)
    return _graph(nodes, publisher=press)


def _versions(press: SiteContext, one: Bulletin) -> dict[str, Any]:
    """What a bulletin is a version of, and the translations of it. One that is easy to read is
    based on another: schema.org's list of accessibility features has no word for it."""
    kin = press.versions(one)
    if not kin:
        return {}
    url = press.url(one.address)
    translations = [v for v in kin if not v.easy_read and v.url != url]
    if one.easy_read:
        summary = press.words.gettext("Texto en lectura fácil: frases cortas y palabras comunes.")
        based = [_work(v) for v in translations if v.lang == press.tongue] or None
        return {"isBasedOn": based, "accessibilitySummary": summary}
    if one.translation_of:
        # The original comes first, if it is public.
        original = press.edition.versions[one.path][0]
        return (
            {"translationOfWork": _work(kin[0])}
            if original.translation_of is None and not original.easy_read
            else {}
        )
    return {"workTranslation": [_work(v) for v in translations]}


def _work(version: Version) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "@id": f"{version.url}#article",
        "url": version.url,
        "headline": version.title,
        "inLanguage": version.lang,
    }


def _relayed(alert: Alert) -> dict[str, Any]:
    """Whose an announcement is, and where it holds."""
    return {
        "spatialCoverage": {"@type": "Place", "name": alert.area},
        "sourceOrganization": {
            "@type": "Organization",
            "name": alert.source,
            "url": alert.source_url,
        },
        "isBasedOn": alert.source_url,
    }


def question(press: SiteContext, one: Question, trail: tuple[Link, ...], html: str) -> str:
    """A question that was answered, and the way to it."""
    url = press.url(one.address)
    publisher = {"@id": press.url("/") + "#organisation"}
    crumbs = (Link(press.words.gettext("Inicio"), press.href("/")), *trail, Link(one.title, ""))
    # No QAPage: that is for sites where anybody may answer (Google Search Central, Q&A).
    node = {
        "@type": "Question",
        "@id": f"{url}#question",
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": one.lang or press.newsroom.lang,
        "name": one.title,
        "text": one.question or one.title,
        "dateCreated": one.asked.isoformat(),
        "answerCount": 1,
        "acceptedAnswer": {
            "@type": "Answer",
            "text": html,
            "url": f"{url}#respuesta",
            "dateCreated": one.answered.isoformat() if one.answered else None,
            "author": publisher,
        },
    }
    return _graph([node, _breadcrumbs(press, crumbs, one.address)], publisher=press)


def _organisation(press: SiteContext) -> dict[str, Any]:
    room = press.newsroom
    place = room.address
    coat = room.images.coat_of_arms
    return {
        "@type": "GovernmentOrganization",
        "@id": press.url("/") + "#organisation",
        "name": room.name,
        "url": press.url("/"),
        "email": room.email,
        "logo": press.url(f"/media/{coat}") if coat else press.url("/icon-512.png"),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "addressLocality": place.locality,
            "addressRegion": place.region,
            "postalCode": place.postal_code,
            "addressCountry": place.country,
        },
        "telephone": [p.number for p in room.phones],
        "sameAs": [a.url for a in room.social],
        "department": {"@type": "GovernmentOrganization", "name": room.office},
    }


def _breadcrumbs(press: SiteContext, crumbs: tuple[Link, ...], address: str) -> dict[str, Any]:
    base = press.newsroom.base_path
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.text,
                "item": press.newsroom.url + link.href.removeprefix(base)
                if link.href
                else press.url(address),
            }
            for position, link in enumerate(crumbs, 1)
        ],
    }


def _graph(nodes: Iterable[Mapping[str, Any]], publisher: SiteContext | None = None) -> str:
    """Nodes as one document, with that of the institution if they name it."""
    texts = [escaped(_clean(node)) for node in nodes]
    if publisher:
        said = publisher.said
        if "organisation" not in said:  # the same in every bulletin
            said["organisation"] = escaped(_clean(_organisation(publisher)))
        texts.insert(1, said["organisation"])
    return f'{{"@context":"https://schema.org","@graph":[{",".join(texts)}]}}'


def _clean(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without what is not known."""
    return {key: _cleaned(value) for key, value in node.items() if value not in (None, "", [])}


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return _clean(value) if isinstance(value, dict) else value


_STATE = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
}
_ATTENDANCE = {"offline": "Offline", "online": "Online", "mixed": "Mixed"}


def event_node(press: SiteContext, one: Bulletin, event: Event, url: str) -> dict[str, Any]:
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


def call_node(press: SiteContext, one: Bulletin, call: Call, url: str) -> dict[str, Any]:
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


def _place(press: SiteContext, venue: EventVenue) -> dict[str, Any]:
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


#: schema.org asks a rating of every ClaimReview: 1 is false, 5 true.
_RATING = {"false": 1, "misleading": 2, "out-of-context": 3, "true": 5}


def media_nodes(press: SiteContext, one: Bulletin) -> Iterator[dict[str, Any]]:
    """What a bulletin answers, broadcasts, and has recorded."""
    if one.claim:
        yield _review(press, one, one.claim)
    if live := one.live:
        yield {
            "@type": "BroadcastEvent",
            "@id": f"{press.url(one.address)}#broadcast",
            "name": live.title,
            "description": one.summary,
            "url": press.url(one.address),
            "isLiveBroadcast": True,
            "startDate": live.starts.isoformat(),
            "endDate": live.ends.isoformat() if live.ends else None,
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": live.url, "name": live.platform},
            "inLanguage": one.lang or press.newsroom.lang,
            "subtitleLanguage": (one.lang or press.newsroom.lang) if live.captions else None,
            "organizer": {"@id": press.url("/") + "#organisation"},
        }
    for place, recorded in one.recordings():
        yield _recording(press, one, recorded, live=place[0] == "live", sound=place[0] == "audio")


def _review(press: SiteContext, one: Bulletin, claim: Claim) -> dict[str, Any]:
    publisher = {"@id": press.url("/") + "#organisation"}
    appearance: dict[str, Any] = {"@type": "CreativeWork", "description": claim.seen_on}
    with suppress(ValueError):  # of words, which are no address
        appearance = {"@type": "CreativeWork", "url": web_address(claim.seen_on)}
    return {
        "@type": "ClaimReview",
        "url": press.url(one.address),
        "claimReviewed": claim.claim,
        "datePublished": one.published.isoformat(),
        "inLanguage": one.lang or press.newsroom.lang,
        "author": publisher,
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": claim.claimed_on.date().isoformat() if claim.claimed_on else None,
            "appearance": appearance if claim.seen_on else None,
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATING[claim.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": press.words.gettext(VERDICTS[claim.verdict]),
        },
        "citation": [point.url for point in claim.evidence if point.url],
    }


def _recording(
    press: SiteContext, one: Bulletin, recorded: Recorded, *, live: bool, sound: bool
) -> dict[str, Any]:
    def media(file: str) -> str:
        return press.url(f"/media/{file}")

    kind = media_type(recorded.file or "")
    sound = sound or (kind or "").startswith("audio/")
    title = recorded.title or (one.live.title if one.live else one.title)
    photo = next(iter(one.photos), None)
    shown = one.published
    if live and one.live:  # from its end, or from its start if it ended before it was to
        over = press.edition.clock.reached(one.live.over)
        shown = max(shown, one.live.over if over else one.live.starts)
    features = {
        "transcript": recorded.transcript,
        "captions": recorded.captions,
        "signLanguage": recorded.sign_language,
        "audioDescription": recorded.audio_description,
    }
    words = transcript(press, recorded.transcript) if recorded.transcript else ()
    signed = recorded.sign_language
    return {
        "@type": "AudioObject" if sound else "VideoObject",
        "name": title,
        "description": one.summary or title,
        "uploadDate": shown.isoformat(),
        "thumbnailUrl": None if sound else press.share_card(photo).url,
        "contentUrl": media(recorded.file) if recorded.file else None,
        "url": recorded.url,
        **_elsewhere(None if recorded.file else recorded.url),
        "encodingFormat": kind,
        "duration": f"PT{recorded.duration}S" if recorded.duration else None,
        "transcript": "\n".join(words),
        "caption": {
            "@type": "MediaObject",
            "encodingFormat": "text/vtt",
            "contentUrl": media(recorded.captions),
            "inLanguage": one.lang or press.newsroom.lang,
        }
        if recorded.captions
        else None,
        "accessibilityFeature": [name for name, value in features.items() if value],
        "workTranslation": {
            "@type": "VideoObject",
            "name": press.words.gettext("{title}, en Lengua de Señas Mexicana").format(title=title),
            "inLanguage": "mfs",
            "contentUrl": None if elsewhere(signed) else media(signed),
            "url": signed if elsewhere(signed) else None,
            **_elsewhere(signed if elsewhere(signed) else None),
        }
        if isinstance(signed, str)
        else None,
        "inLanguage": one.lang or press.newsroom.lang,
        "publication": {"@id": f"{press.url(one.address)}#broadcast"} if live else None,
        "isPartOf": {"@id": f"{press.url(one.address)}#article"},
    }


def _elsewhere(url: str | None) -> dict[str, Any]:
    """Where the bytes of a recording elsewhere are, or what plays it: one of both is asked for."""
    if not url:
        return {}
    kind = media_type(urlsplit(url).path) or ""
    return (
        {"contentUrl": url} if kind.startswith(("audio/", "video/")) else {"embedUrl": player(url)}
    )
