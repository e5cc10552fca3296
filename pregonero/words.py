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


def operator_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language the program speaks: `PREGONERO_LANG`, Spanish if unset."""
    return environ.get("PREGONERO_LANG") or "es"
