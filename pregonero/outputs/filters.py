"""Jinja filters: dates, numbers and names in a language, pictures as HTML."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
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
    def long(value: date) -> str:
        return format_date(value, "long", locale=locale)

    def day(value: datetime) -> str:
        return long(value.date())

    def instant(value: datetime) -> str:
        return f"{day(value)}, {value:%H:%M}"

    def hour(value: datetime, beside: datetime) -> Markup:
        """The end of what began on another moment: its hour, and its day if that is another."""
        words = f"{value:%H:%M}" if value.date() == beside.date() else instant(value)
        return _time(value, words)

    def language(code: str) -> str:
        try:
            return Locale.parse(code, sep="-").get_display_name(locale) or code
        except (UnknownLocaleError, ValueError):
            return _NAMES.get(code, code)

    def photo(picture: Picture, kind: figure.Kind) -> Markup:
        return Markup(figure.figure(picture, kind, words.gettext("Foto: {}")))  # noqa: S704

    def timed(value: datetime) -> Markup:
        return _time(value, instant(value))

    def dated(value: datetime) -> Markup:
        return _time(value, day(value))

    @lru_cache(256)
    def spoken(tag: str) -> Markup:
        """The attribute of a text in another language than the site's."""
        return Markup(' lang="{}"').format(tag) if tag and tag != lang else Markup("")

    return {
        "day": day,
        "timed": timed,
        "dated": dated,
        "lang": spoken,
        "instant": instant,
        "hour": hour,
        "iso": datetime.isoformat,
        "language": language,
        "number": lambda value: format_decimal(value, locale=locale),
        "figure": photo,
        "thumb": lambda picture: Markup(figure.thumb(picture)),  # noqa: S704
        "emblem": lambda picture: Markup(figure.emblem(picture)),  # noqa: S704
    }


def _time(value: datetime, words: str) -> Markup:
    return Markup(f'<time datetime="{value.isoformat()}">{escape(words)}</time>')  # noqa: S704


def phrases(lang: str) -> Callable[..., Markup]:
    """What templates say with `_`: each phrase of a language looked up once."""
    words = catalog(lang)

    @lru_cache
    def phrase(text: str) -> Markup:
        return Markup(words.gettext(text))  # noqa: S704 - the theme's own words

    def said(text: str, **values: Any) -> Markup:
        return phrase(text) % values

    return said
