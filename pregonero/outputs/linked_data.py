"""schema.org descriptions of pages as JSON-LD, ready for a script element."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pregonero.alert import Alert
from pregonero.bulletin import Bulletin, Campaign, Question
from pregonero.outputs import linked_events, linked_media
from pregonero.outputs.notes import newest_first
from pregonero.outputs.press import Press
from pregonero.outputs.views import Link, Version

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


def organisation(press: Press) -> str:
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


def page(press: Press, address: str, crumbs: Iterable[Link]) -> str:
    """An ordinary page and the way to it."""
    return _graph([_breadcrumbs(press, tuple(crumbs), address)])


def campaign(
    press: Press, one: Campaign, trail: tuple[Link, ...], works: Iterable[Mapping[str, Any]]
) -> str:
    """A campaign: the nodes of its works and programmes, and the way to it."""
    crumbs = (Link(press.words.gettext("Inicio"), press.href("/")), *trail, Link(one.title, ""))
    nodes = [_breadcrumbs(press, crumbs, one.address), *works]
    return _graph(nodes, publisher=press if one.works else None)


def bulletin(press: Press, one: Bulletin, trail: tuple[Link, ...]) -> str:
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
        article |= linked_events.call(press, one, call, url)
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
        nodes.append(linked_events.event(press, one, event, url))
    nodes += linked_media.nodes(press, one)
    return _graph(nodes, publisher=press)


def _versions(press: Press, one: Bulletin) -> dict[str, Any]:
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


def question(press: Press, one: Question, trail: tuple[Link, ...], html: str) -> str:
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


def _organisation(press: Press) -> dict[str, Any]:
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


def _breadcrumbs(press: Press, crumbs: tuple[Link, ...], address: str) -> dict[str, Any]:
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


def _graph(nodes: Iterable[Mapping[str, Any]], publisher: Press | None = None) -> str:
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
