"""The institution: everything about one office that the program needs, as newsroom.toml says it."""

import re
from datetime import tzinfo
from functools import cached_property
from string import Formatter
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_, catalog
from pregonero.moments import Clock, zone
from pregonero.newsroom import contrast, fields
from pregonero.newsroom.editorial import EditorialConfig
from pregonero.newsroom.fields import (
    EMAIL,
    Colour,
    Count,
    Email,
    Flag,
    Language,
    LastMoment,
    Model,
    Moment,
    Phone,
    Reference,
    Slug,
    Text,
    WebAddress,
    choice,
    web_address,
)
from pregonero.newsroom.geography import Bounds, Latitude, Longitude, Point, country
from pregonero.slug import slugify
from pregonero.web_addresses import readable_host


def _reached(value: str) -> str:
    return value if EMAIL.fullmatch(value) else web_address(value)


#: An e-mail address or that of a page.
Reach = Annotated[Text, AfterValidator(_reached)]


class Dialogue(Model):
    """How to ask the office something, and in how many days it promises to answer.

    `form` is where a form is sent to, another program's; `privacy` a page of content/pages/ by its
    slug, or an address; `rules` the page with the rules of respect.
    """

    phone: Phone | None = None
    whatsapp: Phone | None = None
    email: Email | None = None
    form: WebAddress | None = None
    privacy: Text | None = None
    rules: Slug | None = None
    reply_days: Annotated[Count, Field(ge=1, le=365)] = 10

    @field_validator("form")
    @classmethod
    def _encrypted(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme != "https":
            raise InvalidValue(
                N_("«{value}» no va cifrada"),
                N_("Un formulario se envía a una dirección https://"),
                value=value,
            )
        return value

    @model_validator(mode="after")
    def _told(self) -> "Dialogue":
        if self.form and not self.privacy:
            raise InvalidValue(
                N_("un formulario que recoge datos necesita su aviso de privacidad"),
                N_("Añada privacy con el slug de la página del aviso, o con su dirección."),
            )
        return self

    @property
    def origin(self) -> str:
        """The origin that a form is sent to, as a policy names it; empty without one."""
        parts = urlsplit(self.form or "")
        return f"{parts.scheme}://{parts.netloc}" if self.form else ""

    @property
    def privacy_page(self) -> str:
        """The slug of the page with the privacy notice; empty if it is elsewhere."""
        return self.privacy if self.privacy and "://" not in self.privacy else ""


class Subscribe(Model):
    """Where people may follow the institution besides its feeds: a list of e-mail, by its address
    or by its page, and channels on other networks."""

    email_list: Reach | None = None
    whatsapp: WebAddress | None = None
    telegram: WebAddress | None = None


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
                raise InvalidValue(
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
            raise InvalidValue(
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
            raise InvalidValue(N_("la veda termina antes de empezar"), N_("Revise starts y ends."))
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
    except InvalidValue:
        raise InvalidValue(
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
        raise InvalidValue(
            N_("«{value}» no es una carpeta del almacén"),
            N_("Escriba nombres separados por /, sin puntos: sitio o sitios/prensa."),
            value=value,
        )
    return value


class DeployTarget(Model):
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
            raise InvalidValue(
                N_("en la ruta «{value}» no se sustituyen variables"),
                N_("Escríbala completa: /srv/sitio"),
                **said,
            )
        if value.startswith("~") and info.data["kind"] == "ssh":
            raise InvalidValue(
                N_("la ruta «{value}» depende de quién entra al servidor"),
                N_("Escríbala completa, como está en el servidor: /srv/sitio"),
                **said,
            )
        if not value.startswith(("/", "~/")):
            raise InvalidValue(
                N_("la ruta «{value}» no es completa"),
                N_("Debe empezar con /, como /srv/sitio."),
                **said,
            )
        parts = value.removeprefix("~").strip("/").split("/")
        if parts == [""] or ".." in parts or "." in parts or "" in parts:
            raise InvalidValue(
                N_("la ruta «{value}» no es la de una carpeta del sitio"),
                N_("Escriba una carpeta que sea solo del sitio: /srv/sitio"),
                **said,
            )
        if any(part != part.strip() or not part.isprintable() for part in parts):
            raise InvalidValue(
                N_("en la ruta «{value}» sobra un espacio o un carácter invisible"),
                N_("Vuelva a escribirla a mano."),
                **said,
            )
        return value

    @model_validator(mode="after")
    def _whole(self) -> "DeployTarget":
        for name in NEEDED[self.kind]:
            if not getattr(self, name):
                raise InvalidValue(
                    N_("a un destino «{kind}» le falta {name}"),
                    N_("Añada {name} en su tabla; vea docs/operations.md."),
                    kind=self.kind,
                    name=name,
                )
        return self


#: What a newsroom has besides the keys of its file.
FILLED_IN = {"wording"}
#: How many figures a folio has, at least: `03d` or `03`, as Python writes them.
_DIGITS = re.compile(r"(?:0?[1-9])?d?")


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
    bounds: Bounds | None = None
    phones: tuple[Telephone, ...] = ()
    email: Email | None = None
    press_contacts: dict[Key, Contact] = Field(default_factory=dict)
    social: tuple[Account, ...] = ()
    images: Images = Images()
    colours: Colours = Colours()
    licence: Licence | None = None
    types: Annotated[dict[Key, BulletinType], Field(min_length=1)]
    topics: Annotated[dict[Key, Topic], Field(min_length=1)]
    venues: dict[Key, Venue] = Field(default_factory=dict)
    veda: tuple[Veda, ...] = ()
    lint: Lint = Lint()
    dialogue: Dialogue | None = None
    subscribe: Subscribe = Subscribe()
    media: Media = Media()
    hub: WebAddress | None = None
    feeds: FeedIds = FeedIds()
    search: bool = True
    targets: dict[Key, DeployTarget] = Field(default_factory=dict)
    alerts: Alerts = Alerts()
    #: Compiled catalogs of the office's own, by language: they are files beside this one.
    wording: dict[str, bytes] = Field(default_factory=dict)

    @field_validator("url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _real_zone(cls, value: str) -> str:
        try:
            zone(value)
        except (OSError, ValueError, KeyError):
            raise InvalidValue(
                N_("la zona horaria «{value}» no existe"),
                N_("Por ejemplo: America/Mexico_City."),
                value=value,
            ) from None
        return value

    @field_validator("folio_format")
    @classmethod
    def _usable_folio(cls, value: str) -> str:
        try:
            parts = [*Formatter().parse(value)]
        except ValueError:
            parts = []
        numbers = [spec for _, name, spec, _ in parts if name == "number"]
        usable = (
            numbers
            and all(_DIGITS.fullmatch(spec or "") for spec in numbers)
            # Any other would call what it names, or fill the memory.
            and all(
                turned is None and (name in (None, "number") or (name == "year" and not spec))
                for _, name, spec, turned in parts
            )
        )
        if not usable:
            raise InvalidValue(
                N_("el formato de folio «{value}» no se puede usar"),
                N_("Use {{number:03d}} y {{year}}: Boletín No. {{number:03d}}/{{year}}"),
                value=value,
            )
        return value

    @property
    def box(self) -> Bounds | None:
        """The rectangle that its places are in: its own, or its country's if that is known."""
        return self.bounds or country(self.address.country)

    @property
    def zone(self) -> tzinfo:
        return zone(self.timezone)

    @cached_property
    def house(self) -> EditorialConfig:
        """What the rules of the desk know of the institution."""
        return house(self)

    @property
    def base_path(self) -> str:
        """The path under which the site lives, without its last slash: `` or `/boletines`."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def form_origin(self) -> str:
        """The origin that answers the form of the site; empty if it has none."""
        return self.dialogue.origin if self.dialogue else ""

    @cached_property
    def _venues(self) -> dict[str, Venue]:
        by_name = {slugify(venue.name): venue for venue in self.venues.values()}
        return by_name | self.venues

    def venue(self, typed: str) -> Venue | None:
        """The venue of a key or a name, however it is spelled."""
        return self._venues.get(slugify(typed)) if self.venues else None

    def folio(self, number: int, year: int) -> str:
        """A folio as the office writes it."""
        return self.folio_format.format(number=number, year=year)

    def feed_id(self, address: str) -> str:
        """The id of the feed at an address: that address, unless another authority was fixed."""
        authority = self.feeds.authority
        if authority and "://" not in authority:
            return f"tag:{authority}:{address}"
        return (authority or self.url) + address

    @property
    def sender(self) -> str:
        """The name by which messages to programs know the institution: its domain, or that of the
        authority that was fixed."""
        authority = self.feeds.authority or self.url
        return urlsplit(authority).hostname or authority.partition(",")[0]

    def vedas_at(self, clock: Clock) -> tuple[Veda, ...]:
        """The vedas that run: more than one election may be near."""
        return tuple(veda for veda in self.veda if veda.runs(clock))

    def notice(self, target: DeployTarget) -> str:
        """The line above every page of a target: none in production."""
        if target.production:
            return ""
        words = catalog(self.lang)
        return words.gettext("Sitio de prueba: lo que aquí se lee no es información oficial.")

    def at(self, url: str) -> "Newsroom":
        """The same newsroom published at another address."""
        return self.model_copy(update={"url": fields.web_address(url).rstrip("/")})


def house(newsroom: Newsroom) -> EditorialConfig:
    """Of an institution, what the rules of the desk need to know."""
    lint = newsroom.lint
    contacts: list[Contact | Dialogue] = [*newsroom.press_contacts.values()]
    contacts += [newsroom.dialogue] if newsroom.dialogue else []
    phones = [
        *(phone.number for phone in newsroom.phones),
        *(number for c in contacts for number in (c.phone, c.whatsapp) if number),
        *lint.public,
    ]
    emails = [newsroom.email, *(c.email for c in contacts), *lint.public]
    emails.append(newsroom.subscribe.email_list)
    host = urlsplit(newsroom.url).hostname or ""
    domains = [
        host,
        readable_host(host),
        *(one for one in lint.public if "@" not in one),
    ]
    return EditorialConfig(
        newsroom.lang,
        tuple(sorted(lint.rules.items())),
        lint.officials,
        tuple(sorted({"".join(filter(str.isdigit, one))[-10:] for one in phones} - {""})),
        tuple(
            sorted(
                {
                    *(email.lower() for email in emails if email),
                    *(f"@{domain.lower()}" for domain in domains),
                }
            )
        ),
        tuple(name for name, kind in newsroom.types.items() if kind.folio),
        tuple(name for name, one in newsroom.press_contacts.items() if one.reachable),
        lint.sentence_words,
        lint.paragraph_words,
        lint.readability,
    )
