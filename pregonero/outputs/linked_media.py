"""schema.org descriptions of claims that are answered, broadcasts, sound and video."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from pregonero.attachments import media_type
from pregonero.bulletin import Bulletin
from pregonero.fields import web_address
from pregonero.groups import Claim, Recorded, elsewhere
from pregonero.outputs.claims import VERDICTS
from pregonero.outputs.groups import transcript
from pregonero.outputs.platforms import player
from pregonero.outputs.press import Press

#: schema.org asks a rating of every ClaimReview: 1 is false, 5 true.
_RATING = {"false": 1, "misleading": 2, "out-of-context": 3, "true": 5}


def nodes(press: Press, one: Bulletin) -> Iterator[dict[str, Any]]:
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


def _review(press: Press, one: Bulletin, claim: Claim) -> dict[str, Any]:
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
    press: Press, one: Bulletin, recorded: Recorded, *, live: bool, sound: bool
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
