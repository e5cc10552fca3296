"""The words shown to people: gettext catalogs, one per language, Spanish in the source."""

import gettext as _gettext
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

DOMAIN = "pregonero"
#: The institution's file.
FILE = "newsroom.toml"
LOCALES = Path(__file__).parent / "locale"


def N_(text: str) -> str:
    """Mark a message for the catalogs where it is written; it is translated where it is shown."""
    return text


@lru_cache
def catalog(lang: str) -> _gettext.NullTranslations:
    """The catalog of a BCP 47 language; the source words where there is none."""
    return _gettext.translation(DOMAIN, LOCALES, [lang, lang.split("-")[0]], fallback=True)


class Lacking(_gettext.NullTranslations):
    """What a catalog is made to say of a message that it lacks: nothing."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


@lru_cache
def catalogs(lang: str) -> tuple[_gettext.GNUTranslations, ...]:
    """The catalogs of a BCP 47 language, each of which gives nothing for what it lacks."""
    found = []
    for path in _gettext.find(DOMAIN, LOCALES, [lang, lang.split("-")[0]], all=True):
        with open(path, "rb") as file:  # noqa: PTH123
            found.append(_gettext.GNUTranslations(file))
        found[-1].add_fallback(Lacking())
    return tuple(found)


def operator_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language the program speaks: `PREGONERO_LANG`, Spanish if unset."""
    return environ.get("PREGONERO_LANG") or "es"
