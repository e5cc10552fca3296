"""What Babel knows of a language, and Spanish for one it does not know."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

FALLBACK = "es"
#: Scripts and languages written from right to left, of those Babel does not tell.
_LEFTWARD = frozenset(
    "Adlm Arab Hebr Mand Nkoo Rohg Samr Syrc Thaa arc ckb dv he nqo ps sd syr ug ur yi".split()  # noqa: SIM905
)


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


@lru_cache
def direction(lang: str) -> str:
    """Whether a BCP 47 tag is written `ltr` or `rtl` (HTML, `dir`)."""
    base, *subtags = lang.split("-")
    script = next((part.title() for part in subtags if len(part) == 4), "")
    locale = known(lang)
    leftward = (
        script in _LEFTWARD
        if script
        else base in _LEFTWARD or (locale is not None and locale.character_order != "left-to-right")
    )
    return "rtl" if leftward else "ltr"


def attributes(lang: str, around: str) -> str:
    """The attributes of an element in a language, among text in another."""
    turned = direction(lang)
    return f' lang="{lang}"' + (f' dir="{turned}"' if turned != direction(around) else "")


@lru_cache
def territory(lang: str, country: str) -> str:
    """A language as Open Graph has it, `es_MX`: with the country of its tag, that of the office if
    the language is spoken there as CLDR knows, or the one where it mostly is; empty if unknown."""
    base, *subtags = lang.split("-")
    named = next((part.upper() for part in subtags if len(part) == 2), "")
    if named or localedata.exists(f"{base}_{country}"):
        return f"{base}_{named or country}"
    likely = get_global("likely_subtags").get(base, "")
    return f"{base}_{likely.rpartition('_')[2]}" if likely.count("_") == 2 else ""
