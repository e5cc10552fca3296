"""Secrets do not belong in newsroom.toml: it is committed, and everybody who clones it reads it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_
from pregonero.newsroom.fields import VARIABLE

_NAMES = re.compile(
    r"pass(?:word|wd|phrase)?|contrase(?:n|ñ)a|clave|secret|token|(?:access|private|api|ssh)_?key"
    r"|credentials?|identity_?file",
    re.IGNORECASE,
)
#: What keys of services look like, wherever they stand.
_VALUES = re.compile(
    r"-----BEGIN|\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b|\bgh[opusr]_\w{16,}|\bgithub_pat_|\bglpat-"
    r"|\bgl(?:dt|ptt|rt|cbt|soat)-|\bxox[a-z]-|\bxapp-|\bAIza[\w-]{20,}|\bya29\.|\b[sr]k_(?:live|test)_"
    r"|\bwhsec_|\bSG\.[\w-]{10,}\.|\bhf_\w{20,}|\bnpm_\w{20,}|\bpypi-\w{20,}|\bdop_v1_|\bdckr_pat_"
    r"|\bkey-[0-9a-f]{32}\b|\bAccountKey=|\bSharedAccessSignature\b|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\."
    r"|hooks\.slack\.com/(?:services|workflows)/[A-Z0-9]|discord(?:app)?\.com/api/webhooks/\d"
    r"|api\.telegram\.org/bot\d|webhook\.office\.com/webhookb2/\w"
)
#: Parameters of an address whose value is a key, or signs it (Azure's `sig`, Amazon's
#: `X-Amz-Signature`, Google's `X-Goog-Signature`).
_PARAMETERS = re.compile(
    r"(?:[\w-]*token|sig|[\w-]*signature|api[_-]?key|secret|[\w-]*_secret|password|passwd|pwd"
    r"|clave|contrase(?:n|ñ)a|auth|[\w-]*credential|sas)",
    re.IGNORECASE,
)


def secrets(values: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, InvalidValue]]:
    """Where a value of TOML holds a secret, or is called one."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            # A table of the office's own may be called what it likes: `topics.clave`.
            own = place[:1] in (("targets",), ("alerts",))
            if own and not isinstance(value, Mapping) and _named(name) and not _elsewhere(value):
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


def _elsewhere(value: Any) -> bool:
    """Whether a value only says which variable of the environment has it."""
    return isinstance(value, str) and bool(VARIABLE.fullmatch(value))


def _in_address(value: str) -> bool:
    """`https://user:word@host`, where over HTTP even a user alone is often a token; `?token=…`."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    for query in (parts.query, parts.fragment):
        for one in query.replace(";", "&").split("&") if "=" in query else ():
            name, _, said = one.partition("=")
            if said and _PARAMETERS.fullmatch(unquote(name)) and not _elsewhere(said):
                return True
    if not parts.netloc or "@" not in parts.netloc:
        return False
    user, _, word = parts.netloc.rpartition("@")[0].partition(":")
    if _elsewhere(word or user):
        return False
    return parts.password is not None or parts.scheme in ("http", "https")


def _wrong() -> InvalidValue:
    return InvalidValue(
        N_("hay un secreto en un archivo que todos pueden leer"),
        N_(
            "Quítelo y cámbielo por otro: ya no es secreto. Use el agente de SSH o las variables "
            "de entorno; vea docs/operations.md."
        ),
    )
