"""What Babel knows of a language, and Spanish for one it does not know."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

FALLBACK = "es"


@lru_cache
def locale_of(lang: str) -> Locale:
    """The locale of a BCP 47 tag, or of its language alone."""
    for tag in (lang, lang.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)
