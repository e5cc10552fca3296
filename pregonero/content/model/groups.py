"""The field groups of a header: photographs, recordings, events, calls, claims."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.moments import LAST_SECOND
from pregonero.newsroom.fields import (
    Consent,
    Declared,
    Duration,
    Flag,
    LastMoment,
    Model,
    Moment,
    Text,
    Timed,
    WebAddress,
    choice,
    flag_or,
    inside,
    web_address,
)

VERDICTS = {
    "falso": "false",
    "enganoso": "misleading",
    "fuera-de-contexto": "out-of-context",
    "verdadero": "true",
}
EVENT_STATES = {
    "programado": "scheduled",
    "cancelado": "cancelled",
    "pospuesto": "postponed",
    "reprogramado": "rescheduled",
}
ATTENDANCE = {"presencial": "offline", "en-linea": "online", "mixta": "mixed"}


#: Months of the agenda that an event is in, at most.
LONGEST = 12


def _media_path(value: str) -> str:
    # A Mac writes accents apart in names of files: they are found with accents joined.
    value = unicodedata.normalize("NFC", value)
    value = value.removeprefix("content/").removeprefix("media/")
    parts = value.split("/")
    if value.startswith("/") or "\\" in value or ".." in parts or "" in parts:
        raise InvalidValue(
            N_("la ruta «{value}» sale de content/media/"),
            N_("Copie el archivo a content/media/ y escriba su ruta desde ahí."),
            value=value,
        )
    return value


Line = Annotated[Text, Field(min_length=1, max_length=500)]
Verdict = Annotated[Literal["false", "misleading", "out-of-context", "true"], choice(VERDICTS)]
EventState = Annotated[
    Literal["scheduled", "cancelled", "postponed", "rescheduled"], choice(EVENT_STATES)
]
Attendance = Annotated[Literal["offline", "online", "mixed"], choice(ATTENDANCE)]
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
            raise InvalidValue(N_("no dice dónde está la grabación"), N_("Añada file o url."))
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


class Broadcast(Timed):
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
            raise InvalidValue(
                N_("la transmisión termina antes de empezar"),
                N_("Revise starts y ends: si pasa de medianoche, ends lleva el día siguiente."),
            )
        return value

    @property
    def over(self) -> datetime:
        """When it has ended."""
        return self.ends or self.starts + USUAL


class Event(Timed):
    """A public act (schema.org Event).

    `venue` is one of newsroom.toml; `presides` an office, not a person; `previous_start` is when an
    act that changed its date was to begin.
    """

    start: Moment
    end: LastMoment | None = None
    previous_start: Moment | None = None
    venue: Declared | None = None
    place: Text = ""
    address: Text = ""
    accessibility: Text = ""
    attendance: Attendance | None = None
    programme: tuple[Line, ...] = ()
    presides: Annotated[Text, Field(max_length=500)] = ""
    how: Text = ""
    state: EventState = "scheduled"

    @model_validator(mode="after")
    def _in_order(self) -> "Event":
        if self.end and self.end < self.start:
            raise InvalidValue(N_("el evento termina antes de empezar"), N_("Revise start y end."))
        if not self.place and not self.venue and self.attendance != "online":
            raise InvalidValue(
                N_("el evento no dice dónde es"),
                N_("Añada place con el lugar, o venue con una sede de newsroom.toml."),
            )
        if self.state == "rescheduled" and not self.previous_start:
            raise InvalidValue(
                N_("un evento reprogramado debe decir cuándo iba a empezar"),
                N_("Añada previous_start con la fecha anterior; la nueva va en start."),
            )
        if self.previous_start == self.start:
            raise InvalidValue(
                N_("la fecha anterior del evento es la misma que la nueva"),
                N_("Revise start y previous_start."),
            )
        return self

    @property
    def condition(self) -> EventState:
        """Its state; that of one with an earlier date says that the date changed."""
        moved = self.previous_start is not None and self.state != "cancelled"
        return "rescheduled" if moved else self.state

    @property
    def over(self) -> datetime:
        """The last moment at which it is still to come or going on."""
        return self.end or datetime.combine(self.start, LAST_SECOND, self.start.tzinfo)

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The months in which it is, or was to begin; of one that lasts for years, the first."""
        first = self.start.year * 12 + self.start.month - 1
        last = min(self.over.year * 12 + self.over.month - 1, first + LONGEST - 1)
        months = [*range(first, last + 1)]
        if before := self.previous_start:
            months.append(before.year * 12 + before.month - 1)
        return tuple((one // 12, one % 12 + 1) for one in sorted({*months}))

    @property
    def whole_days(self) -> bool:
        """Whether it was given days and no hours."""
        bare = self.start.time() == time() and "start" not in self.at_midnight
        return bare and self.over.time() == LAST_SECOND


class Call(Timed):
    """An invitation to take part by a deadline. `result` is the bulletin that gives it, by its id
    or its file, or a few words."""

    deadline: LastMoment
    audience: Text = ""
    requirements: tuple[Line, ...] = ()
    how: Text = ""
    result: Text = ""


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
