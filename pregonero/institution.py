"""The parts of an institution that newsroom.toml describes."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from pregonero import contrast
from pregonero.clock import Clock
from pregonero.fields import (
    Colour,
    Count,
    Email,
    Flag,
    LastMoment,
    Model,
    Moment,
    Phone,
    Reference,
    Text,
    WebAddress,
    choice,
    web_address,
)
from pregonero.places import Latitude, Longitude, Point
from pregonero.problem import Wrong
from pregonero.words import N_

Label = Annotated[Text, Field(min_length=1, max_length=120)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Slogan(Model):
    """A slogan and the days it may be shown."""

    text: Label
    since: Moment | None = None
    until: LastMoment | None = None

    def shows(self, clock: Clock) -> bool:
        begun = self.since is None or clock.reached(self.since)
        return begun and (self.until is None or not clock.passed(self.until))


class Address(Model):
    """A postal address (schema.org PostalAddress)."""

    street: Label
    locality: Label
    region: Label
    postal_code: Text = ""
    country: Annotated[Text, Field(pattern=r"^[A-Z]{2}$")] = "MX"


class Contact(Model):
    """Somebody the press can reach."""

    name: Label
    role: Text = ""
    phone: Phone | None = None
    whatsapp: Phone | None = None
    email: Email | None = None

    @property
    def reachable(self) -> bool:
        """Whether it says how."""
        return bool(self.phone or self.whatsapp or self.email)


class Telephone(Model):
    label: Label
    number: Phone


class Account(Model):
    """The institution on another network."""

    name: Label
    url: WebAddress


class Licence(Model):
    name: Label
    url: WebAddress


class Images(Model):
    """The institution's own images, files under content/media/."""

    coat_of_arms: Text | None = None
    logo: Text | None = None
    card: Text | None = None


class Colours(Model):
    brand: Colour = "#6b1d3a"
    accent: Colour = "#8a6d1f"

    @field_validator("brand", "accent")
    @classmethod
    def _legible(cls, value: str, info: ValidationInfo) -> str:
        for pair in contrast.pairs(str(info.field_name), value):
            if pair.ratio < pair.least:
                raise Wrong(
                    N_("contraste insuficiente, {pair}: {front} sobre {back} da {ratio}:1"),
                    N_("WCAG 2.2 AA pide {least}:1. Elija un tono más oscuro."),
                    pair=pair.name,
                    front=pair.front,
                    back=pair.back,
                    ratio=f"{pair.ratio:.2f}",
                    least=f"{pair.least:g}",
                )
        return value


class Venue(Model):
    """A place where acts are held (schema.org Place): `lat` and `lon` in degrees, WGS 84."""

    name: Label
    address: Text = ""
    accessibility: Text = ""
    lat: Latitude | None = None
    lon: Longitude | None = None

    @model_validator(mode="after")
    def _both(self) -> "Venue":
        if (self.lat is None) != (self.lon is None):
            raise Wrong(
                N_("a la sede le falta una coordenada"),
                N_("Escriba lat y lon, o ninguna de las dos."),
            )
        return self

    @property
    def point(self) -> Point | None:
        if self.lat is None or self.lon is None:
            return None
        return Point(self.lat, self.lon)


FieldGroup = Literal[
    "event", "call", "claim", "alert", "expires", "dateline", "photos", "summary", "deck"
]  # fmt: skip
SchemaType = Literal[
    "NewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "SpecialAnnouncement",
]


class BulletinType(Model):
    """A kind of bulletin: its names, whether it takes a folio, what it must carry."""

    name: Label
    plural: Label
    description: Text = ""
    folio: Flag = False
    alert: Flag = False
    requires: tuple[FieldGroup, ...] = ()
    schema_type: SchemaType = "NewsArticle"


class Topic(Model):
    name: Label
    description: Text = ""


class Veda(Model):
    """Days in which an electoral law suspends government propaganda, and what stays."""

    name: Label
    starts: Moment
    ends: LastMoment
    topics: tuple[Text, ...] = ()
    types: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Veda":
        if self.ends < self.starts:
            raise Wrong(N_("la veda termina antes de empezar"), N_("Revise starts y ends."))
        return self

    def runs(self, clock: Clock) -> bool:
        return clock.reached(self.starts) and not clock.passed(self.ends)


_AUTHORITY = re.compile(
    r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?"
)


def _authority(value: str) -> str:
    if _AUTHORITY.fullmatch(value):
        return value
    try:
        return web_address(value).rstrip("/")
    except Wrong:
        raise Wrong(
            N_("«{value}» no sirve para identificar los canales"),
            N_(
                "Escriba la dirección con la que ya se publican, https://…, o en un sitio nuevo un "
                "dominio propio y un año en que ya lo era: ejemplo.gob.mx,2026"
            ),
            value=value,
        ) from None


class FeedIds(Model):
    """What the identifiers of feeds begin with, so that they survive a move to another domain.

    `authority` is a tagging entity (RFC 4151: a domain or e-mail address and a date on which it
    was the institution's) or the address with which they were made before.
    """

    authority: Annotated[Text, AfterValidator(_authority)] | None = None


class Media(Model):
    """How long a recording may be public without its transcript, in days."""

    transcript_days: Annotated[Count, Field(ge=0, le=365)] = 7


RuleLevel = Annotated[
    Literal["off", "warning", "error"],
    choice({"apagada": "off", "aviso": "warning", "error": "error"}),
]


class Lint(Model):
    """What the rules of the desk should know, and how loud each may be.

    `officials` are the names of authorities; `public` the telephones, e-mail addresses and domains
    of others that may be published. The numbers are limits: most words, and the least INFLESZ.
    """

    officials: tuple[Label, ...] = ()
    public: tuple[Label, ...] = ()
    sentence_words: Annotated[Count, Field(ge=10, le=200)] = 40
    paragraph_words: Annotated[Count, Field(ge=20, le=1000)] = 120
    readability: Annotated[Count, Field(ge=0, le=100)] = 40
    rules: dict[Key, RuleLevel] = Field(default_factory=dict)


class Alerts(Model):
    """Who hears that a scheduled publication failed, and what hears that one went well.

    An address may name variables of the environment, `${NAME}`: whoever knows one can write to it.
    """

    email: Annotated[tuple[Email, ...], Field(max_length=20)] = ()
    webhook: Reference | None = None
    heartbeat: Reference | None = None


#: A word that no program takes for an option of its own.
Word = Annotated[Text, Field(min_length=1, pattern=r"^[^-\s][^\s]*$")]
#: What each kind of target cannot do without.
NEEDED = {"disk": ("path",), "ssh": ("host", "path"), "s3": ("bucket",), "git": ("remote",)}


def _prefix(value: str) -> str:
    """The folder of a bucket: names, none of which leads up."""
    parts = value.strip("/").split("/")
    if any(part in ("", ".", "..") for part in parts) and value.strip("/"):
        raise Wrong(
            N_("«{value}» no es una carpeta del almacén"),
            N_("Escriba nombres separados por /, sin puntos: sitio o sitios/prensa."),
            value=value,
        )
    return value


class Target(Model):
    """A place the site is shipped to. Of the keys only those of its kind are looked at. Without
    `history` a branch holds the public release alone, and nothing of those before it."""

    kind: Literal["disk", "ssh", "s3", "git"]
    url: WebAddress
    production: Flag = False
    path: Text | None = None
    host: Word | None = None
    port: Annotated[Count, Field(ge=1, le=65535)] | None = None
    user: Word | None = None
    known_hosts: Text | None = None
    bucket: Word | None = None
    prefix: Annotated[Text, AfterValidator(_prefix)] | None = None
    endpoint: WebAddress | None = None
    region: Word | None = None
    remote: Word | None = None
    branch: Word | None = None
    history: Flag = True

    @field_validator("url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("path")
    @classmethod
    def _plain_path(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A folder that is the same for whoever reads it: a shell, rsync, a web server."""
        if not value or info.data.get("kind") not in ("disk", "ssh"):
            return value
        said = {"value": value}
        if re.search(r"(?:^|/)\$\{?\w+\}?(?:/|$)", value):
            raise Wrong(
                N_("en la ruta «{value}» no se sustituyen variables"),
                N_("Escríbala completa: /srv/sitio"),
                **said,
            )
        if value.startswith("~") and info.data["kind"] == "ssh":
            raise Wrong(
                N_("la ruta «{value}» depende de quién entra al servidor"),
                N_("Escríbala completa, como está en el servidor: /srv/sitio"),
                **said,
            )
        if not value.startswith(("/", "~/")):
            raise Wrong(
                N_("la ruta «{value}» no es completa"),
                N_("Debe empezar con /, como /srv/sitio."),
                **said,
            )
        parts = value.removeprefix("~").strip("/").split("/")
        if parts == [""] or ".." in parts or "." in parts or "" in parts:
            raise Wrong(
                N_("la ruta «{value}» no es la de una carpeta del sitio"),
                N_("Escriba una carpeta que sea solo del sitio: /srv/sitio"),
                **said,
            )
        if any(part != part.strip() or not part.isprintable() for part in parts):
            raise Wrong(
                N_("en la ruta «{value}» sobra un espacio o un carácter invisible"),
                N_("Vuelva a escribirla a mano."),
                **said,
            )
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Target":
        for name in NEEDED[self.kind]:
            if not getattr(self, name):
                raise Wrong(
                    N_("a un destino «{kind}» le falta {name}"),
                    N_("Añada {name} en su tabla; vea docs/operations.md."),
                    kind=self.kind,
                    name=name,
                )
        return self
