"""What an office relays of an alert, and of whose it is."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pregonero.content.model.groups import Line
from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.newsroom.fields import Model, Text, WebAddress, choice
from pregonero.newsroom.geography import Point, point

#: From the least to the most grave.
LEVELS = {
    "informativa": "information",
    "precaucion": "caution",
    "peligro": "danger",
    "emergencia": "emergency",
}
#: The closed list of CAP 1.2 (3.2.2, `category`).
CATEGORIES = {
    "geologica": "geo",
    "meteorologica": "met",
    "proteccion-civil": "safety",
    "seguridad": "security",
    "rescate": "rescue",
    "incendio": "fire",
    "salud": "health",
    "ambiental": "env",
    "transporte": "transport",
    "infraestructura": "infra",
    "quimica": "cbrne",
    "otra": "other",
}
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_PAIR = re.compile(f"{_NUMBER},{_NUMBER}")
_CIRCLE = re.compile(f"{_NUMBER},{_NUMBER},{_NUMBER}")


def _pair(value: object) -> str:
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    found = _PAIR.fullmatch(text)
    if not found:
        raise InvalidValue(
            N_("«{value}» no es un punto"),
            N_("Escriba latitud y longitud, con coma: 19.49, -98.46"),
            value=text,
        )
    one = point(*found.groups())
    return f"{one.lat},{one.lon}"


def _circle(value: object) -> str:
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    found = _CIRCLE.fullmatch(text)
    if not found or found[3].startswith("-"):
        raise InvalidValue(
            N_("«{value}» no es un círculo"),
            N_("Escriba latitud, longitud y radio en kilómetros: 19.49, -98.46, 5"),
            value=text,
        )
    one = point(found[1], found[2])
    return f"{one.lat},{one.lon} {found[3]}"


def _ring(value: object) -> object:
    """A polygon may be written closed; what is kept is open."""
    if isinstance(value, list) and len(value) > 1 and value[0] == value[-1]:
        value = value[:-1]
    if isinstance(value, list) and len(value) < 3:
        raise InvalidValue(
            N_("un polígono tiene tres puntos o más"), N_("Escriba cada punto en su línea.")
        )
    return value


Level = Annotated[Literal["information", "caution", "danger", "emergency"], choice(LEVELS)]
Category = Annotated[
    Literal[
        "geo", "met", "safety", "security", "rescue", "fire", "health", "env", "transport",
        "infra", "cbrne", "other",
    ],
    choice(CATEGORIES),
]  # fmt: skip


class Alert(Model):
    """An alert that the office relays. `source` is the authority that issued it.

    `polygon` and `circle` are as CAP 1.2 writes them: `lat,lon` and `lat,lon km`; `geocode` has the
    codes of the area by the name of their list.
    """

    level: Level
    source: Line
    source_url: WebAddress | None = None
    event: Annotated[Text, Field(max_length=200)] = ""
    category: Category = "safety"
    area: Line
    instructions: Annotated[Text, Field(max_length=2000)] = ""
    polygon: Annotated[
        tuple[Annotated[str, BeforeValidator(_pair)], ...],
        BeforeValidator(_ring),
        Field(max_length=500),
    ] = ()
    circle: Annotated[str, BeforeValidator(_circle)] | None = None
    geocode: dict[Line, Line] = Field(default_factory=dict)

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point that it names, in the order of its keys."""
        pairs = (*self.polygon, *((self.circle.split()[0],) if self.circle else ()))
        return tuple(point(*pair.split(",")) for pair in pairs)
