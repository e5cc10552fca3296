"""The institution: everything about one office that the program needs, from newsroom.toml."""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from pregonero import contrast, fields
from pregonero.fields import (
    Colour,
    Count,
    Email,
    Flag,
    Language,
    LastMoment,
    Model,
    Moment,
    Phone,
    Slug,
    Text,
    WebAddress,
)
from pregonero.frontmatter import named
from pregonero.problem import Problem, ProblemsFound, Wrong, unknown
from pregonero.words import N_

FILE = "newsroom.toml"

Label = Annotated[Text, Field(min_length=1, max_length=120)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Slogan(Model):
    """A slogan and the days it may be shown."""

    text: Label
    since: Moment | None = None
    until: LastMoment | None = None

    def shows(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at <= self.until)


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


FieldGroup = Literal["event", "call", "claim", "expires", "dateline", "photos", "summary", "deck"]
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

    def runs(self, at: datetime) -> bool:
        return self.starts <= at <= self.ends


class Target(Model):
    """A place the site is shipped to."""

    kind: Literal["disk", "ssh", "s3", "git"]
    url: WebAddress
    production: Flag = False
    path: Text | None = None
    host: Text | None = None
    port: Count | None = None
    user: Text | None = None
    known_hosts: Text | None = None
    bucket: Text | None = None
    prefix: Text | None = None
    endpoint: WebAddress | None = None
    region: Text | None = None
    remote: Text | None = None
    branch: Text | None = None


class Newsroom(Model):
    """newsroom.toml, typed."""

    url: WebAddress
    name: Label
    short_name: Label
    office: Label
    administration: Text = ""
    description: Text = ""
    lang: Language = "es"
    languages: tuple[Language, ...] = ("es",)
    timezone: Text = "America/Mexico_City"
    dateline: Label
    folio_format: Text = "Boletín No. {number:03d}/{year}"
    end_mark: Text = "--000--"
    slogans: tuple[Slogan, ...] = ()
    address: Address
    phones: tuple[Telephone, ...] = ()
    email: Email | None = None
    press_contacts: dict[Key, Contact] = {}
    social: tuple[Account, ...] = ()
    images: Images = Images()
    colours: Colours = Colours()
    licence: Licence | None = None
    types: Annotated[dict[Key, BulletinType], Field(min_length=1)]
    topics: Annotated[dict[Key, Topic], Field(min_length=1)]
    veda: tuple[Veda, ...] = ()
    targets: dict[Key, Target] = {}

    @field_validator("url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _real_zone(cls, value: str) -> str:
        try:
            fields.zone(value)
        except (OSError, ValueError, KeyError):
            raise Wrong(
                N_("la zona horaria «{value}» no existe"),
                N_("Por ejemplo: America/Mexico_City."),
                value=value,
            ) from None
        return value

    @field_validator("folio_format")
    @classmethod
    def _usable_folio(cls, value: str) -> str:
        try:
            value.format(number=1, year=2000)
        except (LookupError, ValueError, AttributeError):
            raise Wrong(
                N_("el formato de folio «{value}» no se puede usar"),
                N_("Use {{number:03d}} y {{year}}: Boletín No. {{number:03d}}/{{year}}"),
                value=value,
            ) from None
        return value

    @field_validator("veda")
    @classmethod
    def _known_exemptions(cls, value: tuple[Veda, ...], info: ValidationInfo) -> tuple[Veda, ...]:
        for veda in value:
            for topic in veda.topics:
                if topic not in info.data.get("topics", {topic: None}):
                    raise unknown(topic, info.data["topics"], N_("el tema «{value}» no existe"))
            for kind in veda.types:
                if kind not in info.data.get("types", {kind: None}):
                    raise unknown(kind, info.data["types"], N_("el tipo «{value}» no existe"))
        return value

    @property
    def zone(self) -> tzinfo:
        return fields.zone(self.timezone)

    @cached_property
    def base_path(self) -> str:
        """The path under which the site lives, without its last slash: `` or `/boletines`."""
        return urlsplit(self.url).path.rstrip("/")

    def folio(self, number: int, year: int) -> str:
        """A folio as the office writes it."""
        return self.folio_format.format(number=number, year=year)

    def veda_at(self, at: datetime) -> Veda | None:
        return next((veda for veda in self.veda if veda.runs(at)), None)

    def at(self, url: str) -> "Newsroom":
        """The same newsroom published at another address."""
        return self.model_copy(update={"url": fields.web_address(url).rstrip("/")})


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Newsroom:
    """Read newsroom.toml; `SITEURL` in the environment wins over its `url`.

    Raises `ProblemsFound` with file, line and remedy, or OSError.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = Wrong(N_("el archivo no está en UTF-8"), N_("Guárdelo como UTF-8."))
        raise ProblemsFound([wrong.at(path.name, line, N_("archivo"))]) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        wrong = Wrong(
            N_("no es TOML válido ({reason})"),
            N_('Revise comillas, corchetes y que cada dato sea clave = "valor".'),
            reason=error,
        )
        raise ProblemsFound(
            [wrong.at(path.name, int(place[1]) if place else 1, N_("archivo"))]
        ) from None
    if environ.get("SITEURL"):
        values["url"] = environ["SITEURL"]
    try:
        return Newsroom.model_validate(values, context={"zone": _zone(values)})
    except ValidationError as error:
        raise ProblemsFound(_problems(error, path.name, text)) from None


def _zone(values: Mapping[str, Any]) -> tzinfo | None:
    try:
        return fields.zone(str(values.get("timezone", "America/Mexico_City")))
    except (OSError, ValueError, KeyError):
        return None


def _problems(error: ValidationError, file: str, text: str) -> list[Problem]:
    return [
        wrong.at(file, _line(text, path), named(path) or N_("archivo"))
        for path, wrong in fields.reasons(error, Newsroom)
    ]


_TABLE = re.compile(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w\"'-]+(?:\.[\w\"'-]+)*)\s*=")


def _line(text: str, path: tuple[str | int, ...]) -> int:
    """The line where a value stands in a TOML text, or the nearest table that holds it.

    tomllib keeps no lines; headers and keys are all that is needed to find one again.
    """
    best, depth = 1, 0
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _TABLE.match(line):
            table = _parts(header[1])
            if line.lstrip().startswith("[["):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            here = table
        elif key := _KEY.match(line):
            here = (*table, *_parts(key[1]))
        else:
            continue
        if len(here) > depth and path[: len(here)] == here:
            best, depth = number, len(here)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in dotted.split("."))
