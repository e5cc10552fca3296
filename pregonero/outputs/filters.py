"""Jinja filters: dates, numbers and names in a language, pictures as HTML."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from markupsafe import Markup

from pregonero.outputs import figure
from pregonero.outputs.language import locale_of
from pregonero.outputs.views import Picture
from pregonero.words import catalog

#: Languages of Mexico that the locale data does not name.
_NAMES = {"nhn": "náhuatl", "otz": "yuhmu"}


def for_language(lang: str) -> dict[str, Callable[..., Any]]:
    """The filters of a site in a language (BCP 47)."""
    locale = locale_of(lang)
    words = catalog(lang)

    @lru_cache(4096)
    def day(value: datetime) -> str:
        return format_date(value, "long", locale=locale)

    @lru_cache(4096)
    def instant(value: datetime) -> str:
        clock = format_datetime(value, "HH:mm", locale=locale)
        return f"{day(value)}, {clock}"

    def language(code: str) -> str:
        try:
            return Locale.parse(code, sep="-").get_display_name(locale) or code
        except (UnknownLocaleError, ValueError):
            return _NAMES.get(code, code)

    def photo(picture: Picture, kind: figure.Kind) -> Markup:
        return Markup(figure.figure(picture, kind, words.gettext("Foto: {}")))  # noqa: S704

    return {
        "day": day,
        "instant": instant,
        "iso": datetime.isoformat,
        "language": language,
        "number": lambda value: format_decimal(value, locale=locale),
        "figure": photo,
        "thumb": lambda picture: Markup(figure.thumb(picture)),  # noqa: S704
        "emblem": lambda picture: Markup(figure.emblem(picture)),  # noqa: S704
    }
