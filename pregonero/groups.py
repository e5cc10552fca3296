"""The field groups of a header: photographs, recordings, events, calls, claims."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from pregonero.fields import (
    Consent,
    Duration,
    Flag,
    LastMoment,
    Model,
    Moment,
    Text,
    WebAddress,
    choice,
    flag_or,
    inside,
    web_address,
)
from pregonero.problem import Wrong
from pregonero.words import N_

VERDICTS = {
    "falso": "false",
    "enganoso": "misleading",
    "fuera-de-contexto": "out-of-context",
    "verdadero": "true",
}
EVENT_STATES = {"programado": "scheduled", "cancelado": "cancelled", "pospuesto": "postponed"}


def _media_path(value: str) -> str:
    value = value.removeprefix("content/").removeprefix("media/")
    parts = value.split("/")
    if value.startswith("/") or "\\" in value or ".." in parts or "" in parts:
        raise Wrong(
            N_("la ruta «{value}» sale de content/media/"),
            N_("Copie el archivo a content/media/ y escriba su ruta desde ahí."),
            value=value,
        )
    return value


Line = Annotated[Text, Field(min_length=1, max_length=500)]
Verdict = Annotated[Literal["false", "misleading", "out-of-context", "true"], choice(VERDICTS)]
EventState = Annotated[Literal["scheduled", "cancelled", "postponed"], choice(EVENT_STATES)]
MediaPath = Annotated[Text, Field(min_length=1), AfterValidator(_media_path)]
#: Whether there is a version in sign language, or where: a file, or an address elsewhere.
Signed = Annotated[
    bool | str | None,
    flag_or(lambda value: web_address(value) if elsewhere(value) else _media_path(value)),
]


def elsewhere(place: object) -> bool:
    """Whether a place is an address, and not a file under content/media/."""
    return isinstance(place, str) and "://" in place


class Photo(Model):
    """A photograph under content/media/ and what has to be known to publish it."""

    file: MediaPath
    alt: Annotated[Text, Field(max_length=500)] = ""
    caption: Text = ""
    credit: Text = ""
    minors: Flag = False
    consent: Consent = None


class Recorded(Model):
    """Sound or video, with what those who cannot hear or see it need.

    `duration` is in seconds. `transcript_due` puts off the day by which it must have a transcript.
    """

    file: MediaPath | None = None
    url: WebAddress | None = None
    title: Annotated[Text, Field(max_length=500)] = ""
    transcript: MediaPath | None = None
    transcript_due: LastMoment | None = None
    captions: MediaPath | None = None
    sign_language: Signed = None
    audio_description: Text = ""
    duration: Duration | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> "Recorded":
        if not self.file and not self.url:
            raise Wrong(N_("no dice dónde está la grabación"), N_("Añada file o url."))
        return self

    def files(self) -> Iterator[tuple[str, str]]:
        """The files under content/media/ that it names, each by its key."""
        for key in ("file", "transcript", "captions", "sign_language"):
            value = getattr(self, key)
            if isinstance(value, str) and not elsewhere(value):
                yield key, value


class Recording(Recorded):
    """A recording that is not of a broadcast, which would give it its title."""

    title: Line


#: How long a broadcast is taken to last that does not say when it ends.
USUAL = timedelta(hours=3)


class Broadcast(Model):
    """A live broadcast elsewhere (schema.org BroadcastEvent), and afterwards its recording."""

    url: WebAddress
    title: Line
    starts: Moment
    ends: Moment | None = None
    platform: Annotated[Text, Field(max_length=120)] = ""
    sign_language: Signed = None
    captions: Flag | None = None
    recording: Annotated[
        Recorded | None,
        inside(lambda place: {"url" if elsewhere(place) else "file": place}),
    ] = None

    @field_validator("ends")
    @classmethod
    def _in_order(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        starts = info.data.get("starts")
        if value and starts and value <= starts:
            raise Wrong(
                N_("la transmisión termina antes de empezar"),
                N_("Revise starts y ends: si pasa de medianoche, ends lleva el día siguiente."),
            )
        return value

    @property
    def over(self) -> datetime:
        """When it has ended."""
        return self.ends or self.starts + USUAL


class Event(Model):
    """A public act (schema.org Event)."""

    start: Moment
    end: Moment | None = None
    place: Line
    address: Text = ""
    accessibility: Text = ""
    programme: tuple[Line, ...] = ()
    state: EventState = "scheduled"

    @model_validator(mode="after")
    def _in_order(self) -> "Event":
        if self.end and self.end < self.start:
            raise Wrong(N_("el evento termina antes de empezar"), N_("Revise start y end."))
        return self


class Call(Model):
    """An invitation to take part by a deadline."""

    deadline: LastMoment
    audience: Text = ""
    requirements: tuple[Line, ...] = ()
    how: Text = ""


class Evidence(Model):
    """What shows that a claim is as the verdict says; `url` leads to it."""

    text: Line
    url: WebAddress | None = None

    def __str__(self) -> str:
        return self.text


class Claim(Model):
    """A false or misleading claim and the answer to it (schema.org ClaimReview).

    `claimed_on` is the day since which it circulates.
    """

    claim: Line
    verdict: Verdict
    evidence: Annotated[
        tuple[Annotated[Evidence, inside(lambda text: {"text": text})], ...], Field(min_length=1)
    ]
    seen_on: Text = ""
    claimed_on: Moment | None = None
