"""The institution: everything about one office that the program needs, from newsroom.toml."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator

from pregonero import fields
from pregonero.clock import Clock, zone
from pregonero.declarations import declarations
from pregonero.dialogue import Dialogue, Subscribe
from pregonero.fields import Email, Language, Model, Place, Text, WebAddress
from pregonero.institution import (
    Account,
    Address,
    Alerts,
    BulletinType,
    Colours,
    Contact,
    FeedIds,
    Images,
    Key,
    Label,
    Licence,
    Lint,
    Media,
    Slogan,
    Target,
    Telephone,
    Topic,
    Veda,
    Venue,
)
from pregonero.invisible_characters import forbidden, refusal, refusals
from pregonero.lint.house import House
from pregonero.markdown.conflicts import markers
from pregonero.places import Bounds, country
from pregonero.problem import Problem, ProblemsFound, Wrong
from pregonero.reasons import reasons
from pregonero.secrecy import secrets
from pregonero.slug import slugify
from pregonero.toml_lines import line_of
from pregonero.typed import named
from pregonero.web_addresses import readable_host
from pregonero.wording import FOLDER, wording
from pregonero.words import N_, catalog

#: How many figures a folio has, at least: `03d` or `03`, as Python writes them.
_DIGITS = re.compile(r"(?:0?[1-9])?d?")
#: What breaks a line, or shifts what comes after.
_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Tables and lists within one another: ours have five.
_DEEPEST = 50
#: Bits of a whole number.
_LARGEST = 63
#: Figures, brackets and dotted keys without end, on one line.
_ENDLESS = re.compile(
    r"(?<![0-9_])[0-9_]{4000}|[=\[,]\s*[+-]?(?:0[xob])?[0-9a-fA-F_]{19}"
    r"|(?:[\[{]\s*){50}|(?:\{\s*\w+\s*=\s*){50}|(?<!\w)(?:\w++\.){50}"
)
#: Texts by their place.
Strings = Sequence[tuple[Place, str]]
#: What a newsroom has besides the keys of its file.
FILLED_IN = {"wording"}


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
    targets: dict[Key, Target] = Field(default_factory=dict)
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
            raise Wrong(
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
    def house(self) -> House:
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

    def notice(self, target: Target) -> str:
        """The line above every page of a target: none in production."""
        if target.production:
            return ""
        words = catalog(self.lang)
        return words.gettext("Sitio de prueba: lo que aquí se lee no es información oficial.")

    def at(self, url: str) -> "Newsroom":
        """The same newsroom published at another address."""
        return self.model_copy(update={"url": fields.web_address(url).rstrip("/")})


def house(newsroom: Newsroom) -> House:
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
    return House(
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


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Newsroom:
    """Read newsroom.toml; `SITEURL` in the environment wins over its `url`.

    Raises `ProblemsFound` with file, line and remedy, or OSError.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        if marked := [wrong.at(path.name, line, N_("archivo")) for line, wrong in markers(text)]:
            raise ProblemsFound(marked)
        values = tomllib.loads(text)
        strings = list(_strings(values, ()))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = Wrong(N_("el archivo no está en UTF-8"), N_("Guárdelo como UTF-8."))
        raise ProblemsFound([wrong.at(path.name, line, N_("archivo"))]) from None
    except (ValueError, RecursionError) as error:  # numbers and nests that Python refuses, too
        raise ProblemsFound([_not_toml(error, text, path.name)]) from None
    unseen = [*_unseen(text, strings, path.name), *_broken(text, strings, path.name)]
    if unseen:
        raise ProblemsFound(unseen)
    told = list(secrets(values))
    if "wording" in values:
        no_key = Wrong(
            N_("la clave «{value}» no existe"),
            N_("Escriba sus traducciones en {folder}/, un archivo para cada idioma."),
            value="wording",
            folder=FOLDER,
        )
        raise ProblemsFound([no_key.at(path.name, line_of(text, ("wording",)), "wording")])
    if told:
        raise ProblemsFound(
            wrong.at(path.name, line_of(text, place), named(place)) for place, wrong in told
        )
    if environ.get("SITEURL"):
        values["url"] = environ["SITEURL"]
    try:
        newsroom = Newsroom.model_validate(values, context={"zone": _zone(values)})
        spoken = wording(path.parent / FOLDER, (newsroom.lang, *newsroom.languages))
        newsroom = newsroom.model_copy(update={"wording": spoken}) if spoken else newsroom
    except ValidationError as error:
        raise ProblemsFound(_problems(error, path.name, text)) from None
    problems = list(declarations(newsroom, path.name, text))
    if problems:
        raise ProblemsFound(problems)
    return newsroom


def _not_toml(error: Exception, text: str, file: str) -> Problem:
    """Why a file cannot be read, and where."""
    place = re.search(r"line (\d+)", str(error))
    line = int(place[1]) if place else 1
    wrong = Wrong(
        N_("no es TOML válido ({reason})"),
        N_('Revise comillas, corchetes y que cada dato sea clave = "valor".'),
        reason=error,
    )
    if not isinstance(error, tomllib.TOMLDecodeError):
        lines = enumerate(text.split("\n"), 1)
        line = next((number for number, one in lines if _ENDLESS.search(one)), 1)
        wrong = Wrong(
            N_("hay un número de demasiadas cifras, o listas dentro de listas sin fin"),
            N_("Borre esa línea y escríbala de nuevo."),
        )
    return wrong.at(file, line, N_("archivo"))


def _broken(text: str, strings: Strings, file: str) -> Iterator[Problem]:
    """Texts of several lines; a description may have them."""
    for place, value in strings:
        if place[-1:] != ("description",) and _BREAK.search(value):
            yield Wrong(
                N_("«{value}» lleva un salto de línea o un tabulador"),
                N_("Escríbalo en una sola línea."),
                value=value,
            ).at(file, line_of(text, place), named(place))


def _unseen(text: str, strings: Strings, file: str) -> Iterator[Problem]:
    """What no text may have, in the file or written there as an escape (`\\ufdd0`)."""
    typed = [*refusals(text)]
    for line, wrong in typed:
        yield wrong.at(file, line, N_("archivo"))
    if not typed:
        for place, value in strings:
            if bad := forbidden(value):
                yield refusal(bad[0]).at(file, line_of(text, place), named(place))


def _strings(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text of a value, keys too, each with its place. Raises RecursionError for a nest, and
    ValueError for a number, that nothing of ours has."""
    if len(place) > _DEEPEST:
        raise RecursionError
    if isinstance(value, int) and value.bit_length() > _LARGEST:
        raise ValueError
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield place, key
            yield from _strings(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*place, index))


def _zone(values: Mapping[str, Any]) -> tzinfo | None:
    try:
        return zone(str(values.get("timezone", "America/Mexico_City")))
    except (OSError, ValueError, KeyError):
        return None


def _problems(error: ValidationError, file: str, text: str) -> list[Problem]:
    return [
        wrong.at(file, line_of(text, path), named(path) or N_("archivo"))
        for path, wrong in reasons(error, Newsroom, hidden=FILLED_IN)
    ]
