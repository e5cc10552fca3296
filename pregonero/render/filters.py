"""Jinja filters: dates, numbers and names in a language, pictures as HTML."""

from collections.abc import Callable, Iterator, MutableMapping
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any, Protocol

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from pregonero.moments import Day
from pregonero.newsroom.model import Newsroom
from pregonero.render.babel_locale import attributes
from pregonero.render.images import figure
from pregonero.render.pages.occasions import day_and_hour, hour_of
from pregonero.render.translations import Translations, autonym, marked, tongue
from pregonero.render.views import Picture
from pregonero.web_addresses import mailto, readable


class Environment(Protocol):
    """Of Jinja's, what is not the same in every language."""

    filters: MutableMapping[str, Callable[..., Any]]
    globals: MutableMapping[str, Any]


def speak(env: Environment, newsroom: Newsroom, lang: str) -> None:
    """Give templates the words and the filters of pages in a language."""
    words = tongue(newsroom, lang)
    env.filters.update(_filters(newsroom, words))
    env.globals.update(_phrases(words))


def _filters(newsroom: Newsroom, words: Translations) -> dict[str, Callable[..., Any]]:
    locale, lang = words.locale, words.lang

    @lru_cache(4096)
    def long(value: date) -> str:
        return words.dated(format_date(value, "long", locale=locale))

    def day(value: datetime) -> str:
        return long(value.date())

    def instant(value: datetime) -> str:
        """A day and an hour; the day alone if it was given alone."""
        return day(value) if isinstance(value, Day) else f"{day(value)}, {value:%H:%M}"

    def until(value: datetime, beside: datetime) -> Markup:
        """The end of what began on another moment: its hour, and its day if that is another."""
        words = f"{value:%H:%M}" if value.date() == beside.date() else instant(value)
        return _time(value, words)

    def itself(code: str) -> str:
        return marked(autonym(newsroom, code), code)

    def photo(picture: Picture, kind: figure.Kind) -> Markup:
        return Markup(figure.figure(picture, kind, words.gettext("Foto: {}")))  # noqa: S704

    def timed(value: datetime) -> Markup:
        return _time(value, instant(value))

    def dated(value: datetime) -> Markup:
        return _time(value, day(value))

    def full(value: datetime) -> Markup:
        return _time(value, words.dated(day_and_hour(value, lang)))

    @lru_cache(256)
    def spoken(tag: str) -> Markup:
        """The attributes of a text in another language than the page's."""
        return Markup(attributes(escape(tag), lang)) if tag and tag != lang else Markup("")  # noqa: S704

    return {
        "day": day,
        "timed": timed,
        "full": full,
        "hour": hour_of,
        "weekday": lambda value: format_date(value.date(), "EEE d", locale=locale),
        "dated": dated,
        "lang": spoken,
        "instant": instant,
        "until": until,
        "iso": datetime.isoformat,
        "language": words.name,
        "mailto": mailto,
        "readable": readable,
        "autonym": itself,
        "number": lambda value: format_decimal(value, locale=locale),
        "figure": photo,
        "thumb": lambda picture: Markup(figure.thumb(picture)),  # noqa: S704
        "emblem": lambda picture: Markup(figure.emblem(picture)),  # noqa: S704
    }


def _time(value: datetime, words: str) -> Markup:
    return Markup(f'<time datetime="{value.isoformat()}">{escape(words)}</time>')  # noqa: S704


def _phrases(words: Translations) -> Iterator[tuple[str, Callable[..., Markup]]]:
    """What templates say with `_` and `trans`: each phrase of a language looked up once."""

    @lru_cache
    def phrase(text: str) -> Markup:
        return Markup(words.gettext(text))  # noqa: S704 - the theme's own words

    def said(text: str, /, **values: Any) -> Markup:
        return phrase(text) % values

    def counted(one: str, many: str, number: int, /, **values: Any) -> Markup:
        text = Markup(words.ngettext(one, many, number))  # noqa: S704
        return text % {"num": number, **values}

    return iter((("_", said), ("gettext", said), ("ngettext", counted)))
