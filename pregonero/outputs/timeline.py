"""Bulletins of a list by the month in which they came out."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from pregonero.outputs.tongue import Tongue
from pregonero.outputs.views import Card


class Month(NamedTuple):
    """The cards of a month, in the order of their list."""

    name: str
    cards: tuple[Card, ...]


def timeline(cards: Iterable[Card], words: Tongue) -> tuple[Month, ...]:
    """Cards that come in the order of their dates, by month."""
    months = groupby(cards, lambda card: card.published and card.published.strftime("%Y-%m"))
    return tuple(
        Month(_named(found[0].published, words), found)
        for found in (tuple(cards) for _, cards in months)
    )


def _named(day: datetime | None, words: Tongue) -> str:
    from babel.dates import format_date

    if not day:
        return ""
    return words.dated(format_date(day, "LLLL y", locale=words.locale).capitalize())
