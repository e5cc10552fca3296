"""What Babel knows of a language, and Spanish for one it does not know."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

FALLBACK = "es"


@lru_cache
def known(lang: str) -> Locale | None:
    """The locale of a BCP 47 tag, or of its language alone, if there is one."""
    for tag in (lang, lang.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def locale_of(lang: str) -> Locale:
    """The locale of a language; that of Spanish where there is none."""
    return known(lang) or Locale.parse(FALLBACK)
