"""Why a value does not hold, in an editor's words instead of pydantic's."""

import re
from collections.abc import Callable, Iterable, Set
from typing import Any, get_args

from pydantic import ValidationError

from pregonero.diagnostics import Ambiguous, InvalidValue, unknown
from pregonero.i18n import N_
from pregonero.newsroom.fields import QUOTES, Model, Place


def reasons(
    error: ValidationError,
    model: type[Model],
    aliases: Callable[[Place], Iterable[str]] = lambda place: (),
    hidden: Set[str] = frozenset(),
) -> list[tuple[Place, InvalidValue]]:
    """Each thing pydantic found, as the path of the value and why it does not hold.

    `aliases` gives the other names of the keys that the record at a path may have; `hidden` keys
    are never offered.
    """
    found = []
    for detail in error.errors(include_url=False):
        place = detail["loc"]
        if detail["type"] == "extra_forbidden":
            known = {*_keys(model, place[:-1]), *aliases(place[:-1])} - hidden
            wrong = unknown(str(place[-1]), known, N_("la clave «{value}» no existe"))
        else:
            wrong = _reason(detail)
        found.append((place, wrong))
    return found


def _keys(model: type[Model], path: Place) -> Iterable[str]:
    """The keys that the record at a path may have."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _record(model.model_fields[part].annotation) or model
    return model.model_fields


def _record(annotation: object) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next(filter(None, map(_record, get_args(annotation))), None)


MISSING = N_("falta este dato")
_KINDS: dict[str, tuple[str, str]] = {
    "missing": (MISSING, N_("Añada una línea con este dato.")),
    "string_type": (N_("«{value}» no es un texto"), QUOTES),
    "int_type": (
        N_("«{value}» no es un número entero"),
        N_("Escriba solo las cifras, sin comillas ni ceros delante."),
    ),
    "bool_type": (N_("«{value}» no es sí ni no"), N_("Escriba true o false.")),
    "tuple_type": (
        N_("debe ser una lista"),
        N_("Escriba cada elemento en su línea, con un guion."),
    ),
    "model_type": (
        N_("debe llevar varios datos, uno por línea"),
        N_("Escriba «clave: valor» en líneas con sangría."),
    ),
    "dict_type": (
        N_("debe llevar varios datos, uno por línea"),
        N_("Escriba «clave: valor» en líneas con sangría."),
    ),
    "string_too_long": (N_("mide {size} caracteres; el máximo es {max_length}"), N_("Acórtelo.")),
    "string_too_short": (N_("está vacío"), N_("Escriba el dato o borre la línea.")),
    "too_short": (N_("la lista está vacía"), N_("Añada un elemento o borre la línea.")),
    "too_long": (N_("hay más de {max_length} elementos"), N_("Quite los que sobren.")),
    "literal_error": (
        N_("«{value}» no es un valor admitido"),
        N_("Escriba uno de estos: {expected}."),
    ),
    "uuid_parsing": (
        N_("«{value}» no es un identificador"),
        N_("Copie el que escribió «nuevo» o borre el archivo y créelo de nuevo."),
    ),
    "greater_than_equal": (N_("«{value}» es demasiado pequeño"), N_("El mínimo es {ge}.")),
    "less_than_equal": (N_("«{value}» es demasiado grande"), N_("El máximo es {le}.")),
}


def _reason(detail: Any) -> InvalidValue:
    context = dict(detail.get("ctx") or {})
    if isinstance(context.get("error"), InvalidValue):
        wrong: InvalidValue = context["error"]
        return wrong
    value = detail.get("input")
    kind = detail["type"]
    if kind.startswith("uuid"):
        kind = "uuid_parsing"
    elif kind in ("too_long", "too_short") and isinstance(value, str):
        kind = f"string_{kind}"
    if isinstance(value, Ambiguous) and kind != "int_type":
        return InvalidValue(N_("YAML no lee «{value}» como texto"), QUOTES, value=value)
    message, remedy = _KINDS.get(
        kind, (N_("«{value}» no sirve aquí"), N_("Consulte la guía de editores."))
    )
    size = len(value) if isinstance(value, str | list) else 0
    return InvalidValue(
        message,
        remedy,
        value=value,
        size=size,
        **{name: _whole(given) for name, given in context.items()},
    )


def _whole(given: object) -> object:
    # pydantic writes choices as "'a', 'b' or 'c'": a list is repeated whole, in any language.
    return re.findall(r"'([^']*)'", given) if isinstance(given, str) else given
