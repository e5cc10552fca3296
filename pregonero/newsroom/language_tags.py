"""Whether a language tag is one of BCP 47, and which was meant if it is not."""

import re

from pregonero.diagnostics import InvalidValue
from pregonero.i18n import N_

#: language, script, region, variants, private use (RFC 5646, 2.1), each spelled as it is by custom.
TAG = re.compile(
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
#: What nearly all are, so that no register has to be opened for it.
_COMMON = frozenset({"es", "en", "nhn", "otz", "es-MX", "en-US"})
#: Words that people write for languages the locale data does not name.
_NAMED = {
    "nahuatl": "nhn", "nahuatl de tlaxcala": "nhn", "mexicano": "nhn", "nah": "nhn",
    "otomi": "otz", "yuhmu": "otz", "otomi de ixtenco": "otz",
    "castellano": "es", "lsm": "mfs", "lengua de senas mexicana": "mfs",
}  # fmt: skip


def tag(value: str) -> str:
    """A BCP 47 tag as it is; raises `Wrong`, with the one that was meant if that can be told."""
    if value in _COMMON:
        return value
    meant = _meant(value)
    if TAG.fullmatch(value) and meant == value:
        return value
    message = N_("«{value}» no es un código de idioma BCP 47")
    if meant:
        raise InvalidValue(message, N_("¿Quiso decir «{near}»?"), value=value, near=meant)
    raise InvalidValue(message, N_("Por ejemplo: es, en, nhn."), value=value)


def _meant(value: str) -> str:
    """The tag that something stands for: itself, or spelled well, or of the language it names."""
    parts = value.strip().replace("_", "-").split("-")
    if not TAG.fullmatch(spelled := _spelled(parts)):
        return _named(value)
    language, _, rest = spelled.partition("-")
    from babel.core import get_global

    # Some had other codes once, and those with two letters have another of three (`spa`, `es`).
    now = dict(get_global("language_aliases")).get(language, language)
    if len(now) == 2 and now not in _two_letters():
        return _named(value)
    return f"{now}-{rest}" if rest else now


def _spelled(parts: list[str]) -> str:
    """Subtags in the letters that are the custom: `ES_mx` is `es-MX`."""
    made = [parts[0].lower()]
    for part in parts[1:]:
        private = "x" in made
        if len(part) == 2 and not private:
            made.append(part.upper())
        elif len(part) == 4 and part.isalpha() and not private:
            made.append(part.title())
        else:
            made.append(part.lower())
    return "-".join(made)


def _named(value: str) -> str:
    """The code of a language that was called by its name, in Spanish, in English or in itself."""
    from babel import Locale

    from pregonero.slug import slugify

    word = slugify(value.replace("_", "-"))
    for name, code in _NAMED.items():
        if slugify(name) == word:
            return code
    for spoken in ("es", "en"):
        for code, name in Locale(spoken).languages.items():
            if slugify(name) == word and "_" not in code:
                return str(code)
    for code in ("en", "fr", "de", "it", "pt"):
        if slugify(Locale(code).get_language_name() or "") == word:
            return code
    return ""


def _two_letters() -> frozenset[str]:
    """The codes of ISO 639-1 that are in use."""
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)
