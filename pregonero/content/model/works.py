"""Works and programmes of a campaign as data, and their sums."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from pregonero.content.model.groups import Line
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.newsroom.fields import LastMoment, Model, Moment, Text, Timed, choice
from pregonero.newsroom.geography import Latitude, Longitude, Point

WORK_KINDS = {"obra": "work", "programa": "programme"}
#: Amounts are Mexican pesos (ISO 4217).
CURRENCY = "MXN"

_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_GROUPED = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)\s*(?:MXN)?")
_MARKED = re.compile(r"\$\s*(\d{1,12}(?:\.\d{1,2})?)")


def amount(value: object) -> Decimal:
    """An amount as digits with at most two decimals, never through a float; raises `Wrong`."""
    text = str(value).strip()
    if _AMOUNT.fullmatch(text) and not isinstance(value, bool):
        return Decimal(text)
    if text.startswith("-"):
        raise InvalidValue(
            N_("el monto {value} es negativo"), N_("Escriba cuánto se destina."), value=text
        )
    if re.fullmatch(r"\d+\.\d{3,}", text):
        raise InvalidValue(
            N_("«{value}» tiene más de dos decimales"),
            N_("Si el punto separa miles, quítelo; si son centavos, deje dos cifras."),
            value=text,
        )
    if read := _GROUPED.fullmatch(text) or _MARKED.fullmatch(text):
        raise InvalidValue(
            N_("«{value}» lleva signos además de cifras"),
            N_("Escriba solo las cifras: {digits}"),
            value=text,
            digits=read[1].replace(",", ""),
        )
    raise InvalidValue(
        N_("«{value}» no es un monto que se lea de una sola manera"),
        N_("Escriba solo cifras y, si hay centavos, un punto y dos cifras: 1250000.50"),
        value=text,
    )


def _percent(value: object) -> int:
    if type(value) is not int:
        raise InvalidValue(
            N_("«{value}» no es un avance"),
            N_("Escriba un entero de 0 a 100, sin el signo %."),
            value=value,
        )
    if not 0 <= value <= 100:
        raise InvalidValue(
            N_("un avance de {value} no es posible"), N_("Va de 0 a 100."), value=value
        )
    return value


Amount = Annotated[Decimal, BeforeValidator(amount)]
Percent = Annotated[int, BeforeValidator(_percent)]
WorkKind = Annotated[Literal["work", "programme"], choice(WORK_KINDS)]


class Location(Model):
    """Where a work is: the name of the place and, if it is known, its point."""

    place: Line
    lat: Latitude | None = None
    lon: Longitude | None = None

    @model_validator(mode="after")
    def _both(self) -> "Location":
        if (self.lat is None) != (self.lon is None):
            raise InvalidValue(
                N_("falta una de las dos coordenadas"), N_("Escriba lat y lon, o ninguna.")
            )
        return self

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


class Window(Timed):
    """The days in which a programme takes applications."""

    opens: Moment | None = None
    closes: LastMoment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.opens is None and self.closes is None:
            raise InvalidValue(
                N_("el plazo no dice sus fechas"), N_("Añada opens, closes o las dos.")
            )
        if self.opens and self.closes and self.closes < self.opens:
            raise InvalidValue(N_("el plazo cierra antes de abrir"), N_("Revise opens y closes."))
        return self


class Work(Model):
    """A work or a programme: what it costs, who pays, how far it is, how to take part."""

    name: Line
    kind: WorkKind
    amount: Amount | None = None
    source: Annotated[Text, Field(max_length=200)] = ""
    progress: Percent | None = None
    location: Location | None = None
    requirements: tuple[Line, ...] = ()
    window: Window | None = None
    contact: Annotated[Text, Field(max_length=500)] = ""


class Total(NamedTuple):
    """The sum of a source's amounts, and of how many works."""

    source: str
    amount: Decimal
    works: int


def folded(name: str) -> str:
    """A name as it is compared with others: neither capitals nor spaces set it apart."""
    return " ".join(name.split()).casefold()


def by_source(works: Iterable[Work]) -> tuple[Total, ...]:
    """The sums of each source, in the order of its first work; of no source named, last."""
    found: dict[str, Total] = {}
    for work in works:
        if work.amount is not None:
            key = folded(work.source)
            name, sum_, count = found.get(key, Total(work.source, Decimal(0), 0))
            found[key] = Total(name, sum_ + work.amount, count + 1)
    return tuple(sorted(found.values(), key=lambda total: not total.source))


def total(works: Iterable[Work]) -> Decimal:
    """The sum of all amounts."""
    return sum((work.amount for work in works if work.amount is not None), Decimal(0))
