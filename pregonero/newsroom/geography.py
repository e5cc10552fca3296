"""Points of the earth (WGS 84) in decimal degrees, and the box that an institution works in."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, model_validator

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.newsroom.coast import at_sea
from pregonero.newsroom.fields import Model

_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?")


class Point(NamedTuple):
    lat: Decimal
    lon: Decimal


def degrees(value: object) -> Decimal:
    """Decimal degrees as they were written; raises `Wrong`."""
    text = repr(value) if isinstance(value, float) else str(value).strip()
    if isinstance(value, bool) or not _DEGREES.fullmatch(text):
        raise InvalidValue(
            N_("«{value}» no son grados decimales"),
            N_("Escríbalos así: 19.4915. Al oeste y al sur llevan signo menos: -98.4679."),
            value=value,
        )
    return Decimal(text)


def _latitude(value: Decimal) -> Decimal:
    if abs(value) > 90:
        raise InvalidValue(
            N_("la latitud {value} no existe"),
            N_("Va de -90 a 90. ¿Invirtió latitud y longitud?"),
            value=value,
        )
    return value


def _longitude(value: Decimal) -> Decimal:
    if abs(value) > 180:
        raise InvalidValue(
            N_("la longitud {value} no existe"), N_("Va de -180 a 180."), value=value
        )
    return value


Latitude = Annotated[Decimal, BeforeValidator(degrees), AfterValidator(_latitude)]
Longitude = Annotated[Decimal, BeforeValidator(degrees), AfterValidator(_longitude)]


def point(lat: object, lon: object) -> Point:
    """A point from its two numbers; raises `Wrong`."""
    return Point(_latitude(degrees(lat)), _longitude(degrees(lon)))


class Bounds(Model):
    """The rectangle that the institution's places are in."""

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude

    @model_validator(mode="after")
    def _in_order(self) -> "Bounds":
        if self.north <= self.south or self.east <= self.west:
            raise InvalidValue(
                N_("el rectángulo está al revés"),
                N_("north debe ser mayor que south, y east mayor que west."),
            )
        return self

    def holds(self, one: Point) -> bool:
        return self.south <= one.lat <= self.north and self.west <= one.lon <= self.east


def _box(south: str, west: str, north: str, east: str) -> Bounds:
    return Bounds(
        south=Decimal(south), west=Decimal(west), north=Decimal(north), east=Decimal(east)
    )


#: South, west, north, east of countries with their islands, to a tenth of a degree outward.
_COUNTRIES: Mapping[str, tuple[str, str, str, str]] = {
    "AR": ("-55.2", "-73.7", "-21.7", "-53.5"),
    "BO": ("-23.0", "-69.8", "-9.6", "-57.4"),
    "CL": ("-56.0", "-109.6", "-17.4", "-66.3"),
    "CO": ("-4.3", "-82.0", "13.6", "-66.8"),
    "CR": ("5.4", "-87.2", "11.3", "-82.5"),
    "CU": ("19.7", "-85.0", "23.4", "-74.0"),
    "DO": ("17.3", "-72.1", "20.0", "-68.2"),
    "EC": ("-5.1", "-92.2", "1.9", "-75.1"),
    "ES": ("27.5", "-18.3", "43.9", "4.5"),
    "GT": ("13.6", "-92.4", "17.9", "-88.1"),
    "HN": ("12.9", "-89.5", "17.6", "-82.3"),
    "MX": ("14.3", "-118.7", "32.8", "-86.6"),
    "NI": ("10.6", "-87.8", "15.1", "-82.4"),
    "PA": ("7.0", "-83.2", "9.8", "-77.1"),
    "PE": ("-18.5", "-81.5", "0.1", "-68.5"),
    "PY": ("-27.7", "-62.8", "-19.2", "-54.1"),
    "SV": ("13.0", "-90.3", "14.6", "-87.6"),
    "UY": ("-35.2", "-58.6", "-30.0", "-53.0"),
    "VE": ("0.5", "-73.5", "15.8", "-59.7"),
}


def country(code: str) -> Bounds | None:
    """The rectangle of a country (ISO 3166), if it is known."""
    return _box(*_COUNTRIES[code]) if code in _COUNTRIES else None


def misplaced(one: Point, box: Bounds) -> tuple[InvalidValue, bool] | None:
    """Why a point is not where the institution works, and whether it is clear what slipped."""
    if box.holds(one):
        return None
    slips = (
        (Point(one.lon, one.lat), N_("¿Invirtió latitud y longitud?")),
        (Point(one.lat, -one.lon), N_("¿Olvidó el signo menos de la longitud?")),
        (Point(-one.lat, one.lon), N_("¿Sobra o falta el signo menos de la latitud?")),
    )
    remedy = next((words for point, words in slips if box.holds(point)), "")
    return InvalidValue(
        N_("el punto {value} está fuera de la zona de la institución"),
        remedy
        or N_(
            "Revise las coordenadas, o [bounds] en newsroom.toml: latitud de {south} a {north}, "
            "longitud de {west} a {east}."
        ),
        value=f"{one.lat}, {one.lon}",
        **box.model_dump(),
    ), bool(remedy)


def drowned(one: Point) -> InvalidValue | None:
    """What to say of a point where there is no land, nor near."""
    if not at_sea(*one):
        return None
    return InvalidValue(
        N_("el punto {value} está en el mar"),
        N_("Revise las coordenadas: con un grado de más o de menos se está a cien kilómetros."),
        value=f"{one.lat}, {one.lon}",
    )
