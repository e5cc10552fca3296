"""The kinds of value a header or newsroom.toml may hold, and why one does not hold."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, tzinfo
from typing import Annotated, Any, Self
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PlainValidator,
    Strict,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from pregonero.diagnostics import Ambiguous, InvalidValue, unknown
from pregonero.i18n import N_
from pregonero.invisible_characters import FORBIDDEN, refusal, visible
from pregonero.moments import LAST_SECOND, Day, moment, zone
from pregonero.newsroom import language_tags
from pregonero.slug import slugify
from pregonero.web_addresses import encoded

_COLOUR = re.compile(r"#[0-9a-f]{6}")
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[a-z]{2,}", re.IGNORECASE)
_DURATION = re.compile(r"(?:(\d{1,2}):(?=\d\d:))?(\d{1,3}):([0-5]\d)")
_PHONE = re.compile(r"\+?[\d\s().-]{7,24}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: What no address may have, however it is written (RFC 3986, appendix C, and 2.2).
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\x9f\"<>\\]")
QUOTES = N_("Ponga el valor entre comillas.")


#: Where a value is, from the root of its record.
Place = tuple[str | int, ...]


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _nobodys(value: object) -> object:
    raise unknown("at_midnight", (), N_("la clave «{value}» no existe"))


class Timed(Model):
    """A record with moments of which it is shown whether an hour was typed.

    `at_midnight` names those typed with an hour that is 00:00: a day given alone is that instant
    too. It is not a key of anybody's.
    """

    at_midnight: SkipJsonSchema[Annotated[tuple[str, ...], BeforeValidator(_nobodys)]] = ()

    @model_validator(mode="wrap")
    @classmethod
    def _typed(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(values)
        if isinstance(values, dict):
            found = tuple(
                name
                for name, typed in values.items()
                if (isinstance(typed, datetime) or (isinstance(typed, str) and ":" in typed))
                and isinstance(value := getattr(made, name, None), datetime)
                and value.time() == time()
            )
            if found:
                vars(made)["at_midnight"] = found
        return made

    def shown(self, name: str) -> datetime | None:
        """One of its moments as it is shown: a `Day` if no hour was typed."""
        value: datetime | None = getattr(self, name)
        if value is None or name in self.at_midnight:
            return value
        return Day.of(value) if value.time() in (time(), LAST_SECOND) else value


def _zone_of(info: ValidationInfo) -> tzinfo:
    context: Mapping[str, Any] = info.context or {}
    found: tzinfo = context.get("zone") or zone("America/Mexico_City")
    return found


def _text(value: object) -> object:
    if isinstance(value, str) and (bad := CONTROL.search(value)):
        raise InvalidValue(
            N_("hay un carácter de control invisible ({code})"),
            N_("Borre la frase y escríbala de nuevo a mano."),
            code=f"U+{ord(bad[0]):04X}",
        )
    if isinstance(value, str) and not value.isprintable():
        if bad := FORBIDDEN.search(value):
            raise refusal(bad[0])
        value, _ = visible(value)
    return value.strip() if isinstance(value, str) else value


def _flag(value: object) -> object:
    word = str(value).lower()
    if isinstance(value, Ambiguous | str) and word in ("yes", "sí", "si", "no"):
        return word != "no"
    return value


def _consent(value: object) -> object:
    value = _flag(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.strip() or None
    raise InvalidValue(N_("«{value}» no es un texto"), QUOTES, value=value)


def _seconds(value: object) -> object:
    typed = _DURATION.fullmatch(str(value)) if isinstance(value, Ambiguous | str) else None
    if not typed:
        raise InvalidValue(
            N_("«{value}» no es una duración"),
            N_("Escriba minutos y segundos, o horas, minutos y segundos: 12:30, 1:05:00."),
            value=value,
        )
    hours, minutes, seconds = typed.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def flag_or(read: Callable[[str], object]) -> PlainValidator:
    """Yes, no, or a text that `read` takes."""

    def check(value: object) -> object:
        value = _flag(value)
        if value is None or isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise InvalidValue(N_("«{value}» no es un texto"), QUOTES, value=value)
        return read(value.strip())

    return PlainValidator(check)


def inside(whole: Callable[[object], object]) -> BeforeValidator:
    """A group that may be written as one of its values: `whole` makes the group of it."""
    return BeforeValidator(
        lambda value: value if value is None or isinstance(value, dict | Model) else whole(value)
    )


def choice(words: Mapping[str, str]) -> BeforeValidator:
    """A value from a closed list, in Spanish or by its own name; raises `Wrong`."""

    def choose(value: object) -> object:
        # YAML reads a bare `false` as a truth value, and here it is a word.
        word = slugify(str(value))
        if word in words.values():
            return word
        if word not in words:
            raise unknown(
                str(value), [*words, *words.values()], N_("«{value}» no es un valor admitido")
            )
        return words[word]

    return BeforeValidator(choose)


def _matching(pattern: re.Pattern[str], message: str, remedy: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise InvalidValue(message, remedy, value=value)
        return value

    return AfterValidator(check)


def web_address(value: str) -> str:
    """An absolute http(s) address, as protocols want it (RFC 3986); raises `Wrong`."""
    try:
        parts = urlsplit(value)
        host = parts.hostname if parts.port != 0 else None  # a port that cannot be raises
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or _NO_ADDRESS.search(value):
        raise InvalidValue(
            N_("«{value}» no es una dirección web"),
            N_("Escríbala completa, con https://"),
            value=value,
        )
    return encoded(value)


#: `${NAME}` in a value: a variable of the environment.
VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]*)\}")


def _reference(value: str) -> str:
    plain = VARIABLE.sub("x", value)
    if "$" in plain or "{" in plain:
        raise InvalidValue(
            N_("«{value}» no nombra bien una variable de entorno"),
            N_("Escríbala con mayúsculas, entre llaves: ${{PREGONERO_WEBHOOK}}"),
            value=value,
        )
    if not VARIABLE.match(value):  # one that begins with a variable is known when it is used
        web_address(plain)
    return value


def old_address(value: str) -> str:
    """Where something was on a site: its path, of a whole address too. Raises `Wrong`."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    path = unquote(parts.path)
    names = path.split("/")[1:]
    if (
        not path.startswith("/")
        or value.startswith("//")
        or path == "/"
        or parts.query
        or parts.fragment
        or "\\" in path
        or not all(sign.isprintable() or sign in _UNSEEN for sign in path)
        or "\ufffd" in path  # bytes that are not UTF-8
        or _ENCODED.search(path)  # a second time: some servers decode it twice
        or len(path.encode("utf-8", "surrogatepass")) > LONGEST_ADDRESS
        or any(
            name in (".", "..") or len(name.encode("utf-8", "surrogatepass")) > LONGEST_ALIAS_NAME
            for name in names
        )
        or "" in names[:-1]
    ):
        raise InvalidValue(
            N_("«{value}» no es una dirección anterior de este sitio"),
            N_("Escriba la ruta desde la raíz, sin «?» ni «#»: /noticias/2019/agua.html"),
            value=value,
        )
    return path if "." in names[-1] or path.endswith("/") else f"{path}/"


#: A file system's names end at 255 bytes, and a dated file name has more than the slug.
LONGEST_SLUG = 150
LONGEST_NAME = 255
#: Bytes of an address that something had: its file has ".gz" beside it.
LONGEST_ALIAS_NAME = LONGEST_NAME - len(".gz")
LONGEST_ADDRESS = 1_000
#: What shows nothing and old addresses have: joiners of emoji, a space that does not break.
_UNSEEN = "\u200c\u200d\u00a0"
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def _slug(value: str) -> str:
    if len(value) > LONGEST_SLUG:
        raise InvalidValue(
            N_("mide {size} caracteres; el máximo es {max_length}"),
            N_("Acórtelo."),
            size=len(value),
            max_length=LONGEST_SLUG,
        )
    if value != slugify(value):
        raise InvalidValue(
            N_("«{value}» no sirve como dirección"),
            N_("Use minúsculas sin acentos, números y guiones: {slug}"),
            value=value,
            slug=slugify(value) or "mi-boletin",
        )
    return value


Text = Annotated[str, Strict(), BeforeValidator(_text)]
#: A text, or `no` where there is none and none is to be put in its place.
TextOrNo = Annotated[
    bool | str,
    flag_or(_text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "boolean"}]}),
]
Consent = Annotated[str | bool | None, PlainValidator(_consent)]
Flag = Annotated[bool, Strict(), BeforeValidator(_flag)]
Count = Annotated[int, Strict()]
#: Minutes and seconds, as a number of seconds.
Duration = Annotated[
    int,
    BeforeValidator(_seconds),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{1,2}:)?\d{1,3}:[0-5]\d$"}),
]
Moment = Annotated[datetime, BeforeValidator(lambda v, info: moment(v, _zone_of(info)))]
LastMoment = Annotated[
    datetime, BeforeValidator(lambda v, info: moment(v, _zone_of(info), ends=True))
]
#: A declared key, also when written as its label: `Obras públicas` is `obras-publicas`.
Declared = Annotated[Text, AfterValidator(slugify)]
Slug = Annotated[Text, AfterValidator(_slug)]
Address = Annotated[Text, AfterValidator(old_address)]
WebAddress = Annotated[Text, AfterValidator(web_address)]
#: A web address that may name variables of the environment, which stand for parts of it or all.
Reference = Annotated[Text, AfterValidator(_reference)]
Colour = Annotated[
    Text,
    AfterValidator(str.lower),
    _matching(_COLOUR, N_("«{value}» no es un color"), N_("Escríbalo como #7a1f3d.")),
]
Language = Annotated[Text, AfterValidator(language_tags.tag)]
Email = Annotated[
    Text,
    _matching(
        EMAIL, N_("«{value}» no es un correo electrónico"), N_("Por ejemplo: prensa@ejemplo.mx")
    ),
]
Phone = Annotated[
    Text,
    _matching(
        _PHONE,
        N_("«{value}» no es un teléfono que se pueda marcar"),
        N_("Escríbalo con lada: +52 246 123 4567"),
    ),
]
