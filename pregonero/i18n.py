"""The words shown to people: gettext catalogs, one per language, Spanish in the source."""

import gettext as _gettext
import io
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

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


def compiled(catalog: "Catalog") -> bytes:
    """A catalog for gettext to read, without what is empty, doubtful or said in part: of a plural
    that nobody translated Babel would say that the words of the source are its translation."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    said = Catalog(locale=catalog.locale)
    said.mime_headers = catalog.mime_headers
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(strings):
            said[message.id] = message
    made = io.BytesIO()
    write_mo(made, said)
    return made.getvalue()
