"""The field groups of a header: photographs, recordings, events, calls, claims."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pregonero.fields import (
    Consent,
    Flag,
    LastMoment,
    Model,
    Moment,
    Text,
    WebAddress,
    choice,
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


class Photo(Model):
    """A photograph under content/media/ and what has to be known to publish it."""

    file: MediaPath
    alt: Annotated[Text, Field(max_length=500)] = ""
    caption: Text = ""
    credit: Text = ""
    minors: Flag = False
    consent: Consent = None


class Recording(Model):
    """Sound or video of the office's own, with what those who cannot hear or see it need."""

    file: MediaPath | None = None
    url: WebAddress | None = None
    title: Line
    transcript: MediaPath | None = None
    captions: MediaPath | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> "Recording":
        if not self.file and not self.url:
            raise Wrong(N_("no dice dónde está la grabación"), N_("Añada file o url."))
        if self.file and not self.transcript:
            raise Wrong(
                N_("la grabación no tiene transcripción"),
                N_("Añada transcript con un archivo de texto de content/media/."),
            )
        return self


class Broadcast(Model):
    """A live broadcast elsewhere."""

    url: WebAddress
    title: Line
    starts: Moment


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


class Claim(Model):
    """A false or misleading claim and the answer to it (schema.org ClaimReview)."""

    claim: Line
    verdict: Verdict
    evidence: Annotated[tuple[Line, ...], Field(min_length=1)]
    seen_on: Text = ""
