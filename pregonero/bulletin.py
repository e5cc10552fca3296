"""What the office writes: bulletins, pages and campaigns, as typed and frozen records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator, model_validator

from pregonero.fields import (
    Count,
    Declared,
    Flag,
    Language,
    LastMoment,
    Model,
    Moment,
    Slug,
    Text,
    WebAddress,
)
from pregonero.problem import Wrong
from pregonero.words import N_

Status = Literal["draft", "approved", "withdrawn"]
STATUSES: Mapping[str, Status] = {
    "borrador": "draft",
    "aprobado": "approved",
    "retirado": "withdrawn",
}


def _media_path(value: str) -> str:
    parts = value.split("/")
    if value.startswith("/") or "\\" in value or ".." in parts or "" in parts:
        raise Wrong(
            N_("la ruta «{value}» sale de content/media/"),
            N_("Copie el archivo a content/media/ y escriba su ruta desde ahí."),
            value=value,
        )
    return value


Title = Annotated[Text, Field(min_length=1, max_length=200)]
Summary = Annotated[Text, Field(min_length=1, max_length=255)]
Line = Annotated[Text, Field(min_length=1, max_length=500)]
MediaPath = Annotated[Text, Field(min_length=1), AfterValidator(_media_path)]


class Photo(Model):
    """A photograph under content/media/ and what has to be known to publish it."""

    file: MediaPath
    alt: Annotated[Text, Field(max_length=500)] = ""
    caption: Text = ""
    credit: Text = ""
    minors: Flag = False
    consent: Flag | Text | None = None


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
    state: Literal["scheduled", "cancelled", "postponed"] = "scheduled"

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
    verdict: Literal["false", "misleading", "out-of-context", "true"]
    evidence: Annotated[tuple[Line, ...], Field(min_length=1)]
    seen_on: Text = ""


class Change(Model):
    """A dated public note of a substantive edit."""

    date: Moment
    note: Line


class Exemption(Model):
    """Why a bulletin stays public during a veda, and who said so."""

    cause: Line
    authorised_by: Line


class Document(Model):
    """What every file under content/ has. `path` is POSIX, from content/."""

    folder: ClassVar[str]

    id: UUID | None = None
    title: Title
    slug: Slug
    summary: Summary | None = None
    lang: Language | None = None
    status: Status = "approved"
    modified: Moment | None = None
    photos: tuple[Photo, ...] = ()
    path: str
    body: str

    @property
    def address(self) -> str:
        raise NotImplementedError

    @field_validator("status", mode="before")
    @classmethod
    def _spanish_status(cls, value: object) -> object:
        return STATUSES.get(value.lower(), value) if isinstance(value, str) else value

    @field_validator("photos")
    @classmethod
    def _each_once(cls, value: tuple[Photo, ...]) -> tuple[Photo, ...]:
        files = [photo.file for photo in value]
        for file in files:
            if files.count(file) > 1:
                raise Wrong(N_("la foto {file} está repetida"), N_("Deje una sola."), file=file)
        return value


class Page(Document):
    """A standing page of the institution, at `/{slug}/`."""

    folder = "pages"
    menu: Count | None = None
    nav_title: Text = ""

    @property
    def address(self) -> str:
        return f"/{self.slug}/"


class Campaign(Document):
    """A campaign that groups bulletins, at `/campanas/{slug}/`."""

    folder = "campaigns"
    id: UUID
    summary: Summary
    objective: Text = ""
    audience: Text = ""
    topic: Declared | None = None
    starts: Moment | None = None
    ends: LastMoment | None = None

    @property
    def address(self) -> str:
        return f"/campanas/{self.slug}/"


class Bulletin(Document):
    """A communiqué of any type, at `/{type}/{year}/{slug}/`."""

    folder = "bulletins"
    id: UUID
    type: Declared
    date: Moment
    status: Status = "draft"
    topic: Declared | None = None
    folio: Annotated[Count, Field(ge=1, le=99999)] | None = None
    deck: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    dateline: Text = ""
    embargo: Moment | None = None
    expires: LastMoment | None = None
    tags: tuple[Line, ...] = ()
    campaign: Declared | None = None
    translation_of: UUID | None = None
    translator: Text = ""
    easy_read: Flag = False
    audio: tuple[Recording, ...] = ()
    video: tuple[Recording, ...] = ()
    live: Broadcast | None = None
    event: Event | None = None
    call: Call | None = None
    claim: Claim | None = None
    contacts: tuple[Declared, ...] | None = None
    notes: Text = ""
    changes: tuple[Change, ...] = ()
    veda: Exemption | None = None

    @property
    def year(self) -> int:
        return self.date.year

    @property
    def address(self) -> str:
        return f"/{self.type}/{self.year}/{self.slug}/"

    @property
    def published(self) -> datetime:
        """When it may first be seen: its date, or the end of its embargo if that is later."""
        return max(self.date, self.embargo) if self.embargo else self.date

    @property
    def updated(self) -> datetime:
        """When its substance last changed (Atom `updated`), never before it was published."""
        stamps = [self.published, *(change.date for change in self.changes)]
        return max(stamps if self.modified is None else [*stamps, self.modified])

    @model_validator(mode="after")
    def _in_order(self) -> "Bulletin":
        if self.expires and self.expires < self.published:
            raise Wrong(N_("vence antes de publicarse"), N_("Revise date, embargo y expires."))
        if self.modified and self.modified < self.date:
            raise Wrong(N_("se modificó antes de su fecha"), N_("Revise date y modified."))
        if self.status == "withdrawn" and not self.changes:
            raise Wrong(
                N_("un boletín retirado debe decir cuándo y por qué"),
                N_("Añada changes con date y note."),
            )
        return self


#: Spanish names of the keys, without accents: an editor may write either, accented or not.
ALIASES: Mapping[str, str] = {
    "tipo": "type",
    "titulo": "title",
    "resumen": "summary",
    "balazos": "deck",
    "fecha": "date",
    "modificado": "modified",
    "lugar": "dateline",
    "estado": "status",
    "vence": "expires",
    "tema": "topic",
    "etiquetas": "tags",
    "campana": "campaign",
    "idioma": "lang",
    "traduccion_de": "translation_of",
    "traductor": "translator",
    "traductora": "translator",
    "lectura_facil": "easy_read",
    "fotos": "photos",
    "en_vivo": "live",
    "evento": "event",
    "convocatoria": "call",
    "aclaracion": "claim",
    "contactos": "contacts",
    "notas": "notes",
    "cambios": "changes",
    "titulo_menu": "nav_title",
    "objetivo": "objective",
    "poblacion": "audience",
    "inicia": "starts",
    "termina": "ends",
}
#: The same for keys inside a group, by the group's English name.
INNER_ALIASES: Mapping[str, Mapping[str, str]] = {
    "photos": {
        "archivo": "file",
        "texto_alternativo": "alt",
        "pie": "caption",
        "credito": "credit",
        "menores": "minors",
        "consentimiento": "consent",
    },
    "event": {
        "inicio": "start",
        "fin": "end",
        "lugar": "place",
        "direccion": "address",
        "accesibilidad": "accessibility",
        "orden_del_dia": "programme",
        "estado": "state",
    },
    "call": {
        "fecha_limite": "deadline",
        "poblacion": "audience",
        "requisitos": "requirements",
        "como": "how",
    },
    "claim": {
        "afirmacion": "claim",
        "veredicto": "verdict",
        "evidencia": "evidence",
        "donde_circulo": "seen_on",
    },
    "changes": {"fecha": "date", "nota": "note"},
    "veda": {"causa": "cause", "autoriza": "authorised_by"},
    "live": {"titulo": "title", "inicio": "starts"},
    "audio": {
        "archivo": "file",
        "titulo": "title",
        "transcripcion": "transcript",
        "subtitulos": "captions",
    },
    "video": {
        "archivo": "file",
        "titulo": "title",
        "transcripcion": "transcript",
        "subtitulos": "captions",
    },
}
KINDS: tuple[type[Document], ...] = (Bulletin, Page, Campaign)


def kind_of(path: str) -> type[Document] | None:
    """The record that a file under content/ holds, by its first folder."""
    folder = path.partition("/")[0] if "/" in path else ""
    return next((kind for kind in KINDS if kind.folder == folder), None)


def groups(kind: type[Document]) -> Mapping[str, Mapping[str, str]]:
    """For each key of a kind that holds a group: the group's Spanish key names."""
    return {name: aliases for name, aliases in INNER_ALIASES.items() if name in kind.model_fields}
