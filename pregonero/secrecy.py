"""Secrets do not belong in newsroom.toml: it is committed, and everybody who clones it reads it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pregonero.problem import Wrong
from pregonero.words import N_

_NAMES = re.compile(
    r"pass(?:word|wd|phrase)?|contrase(?:n|ñ)a|clave|secret|token|(?:access|private|api|ssh)_?key"
    r"|credentials?|identity_?file",
    re.IGNORECASE,
)
_VALUES = re.compile(
    r"-----BEGIN|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bgithub_pat_|\bglpat-|\bxox[abp]-"
)


def secrets(values: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Wrong]]:
    """Where a value of TOML holds a secret, or is called one."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            # A table of the office's own may be called what it likes: `topics.clave`.
            if not isinstance(value, Mapping) and place[:1] == ("targets",) and _named(name):
                yield (*place, name), _wrong()
            else:
                yield from secrets(value, (*place, name))
    elif isinstance(values, list):
        for index, value in enumerate(values):
            yield from secrets(value, (*place, index))
    elif isinstance(values, str) and (_VALUES.search(values) or _in_address(values)):
        yield place, _wrong()


def _named(name: str) -> bool:
    return bool(_NAMES.search(name))


def _in_address(value: str) -> bool:
    """`https://user:word@host`: over HTTP even a user alone is often a token."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if not parts.netloc or "@" not in parts.netloc:
        return False
    return parts.password is not None or parts.scheme in ("http", "https")


def _wrong() -> Wrong:
    return Wrong(
        N_("hay un secreto en un archivo que todos pueden leer"),
        N_(
            "Quítelo y cámbielo por otro: ya no es secreto. Use el agente de SSH o las variables "
            "de entorno; vea docs/operations.md."
        ),
    )
