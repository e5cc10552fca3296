"""A long list on pages, of which a full one stays as it is, and its bulletins by month."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, TypeVar

from pregonero.render.translations import Translations
from pregonero.render.views import Card

#: Records on a page of a list.
PER_PAGE = 20

One = TypeVar("One")


class Turn(NamedTuple):
    """A page's number, and those of the pages next to it; 0 where there is none."""

    number: int
    newer: int
    older: int


def turned(found: Sequence[One], gone: int = 0) -> Iterator[tuple[Turn, Sequence[One]]]:
    """What is on each page, of records that come newest first; `gone` are those that a list held
    once and holds no more.

    The first page has the newest; from the second on, the oldest first. So a new record changes the
    first page and the last that was begun, and a full one is as it was for ever.
    """
    rest = found[PER_PAGE:]
    begun = 1 + -(-len(rest) // PER_PAGE)
    for number in range(1, max(1, -(-(len(found) + gone) // PER_PAGE)) + 1):
        end = max(0, len(rest) - (number - 2) * PER_PAGE)
        part = rest[max(0, end - PER_PAGE) : end] if number > 1 else found[:PER_PAGE]
        newer = 0 if number == 1 else 1 if number >= begun else number + 1
        older = begun if number == 1 else min(begun, number - 1)
        yield Turn(number, newer, older if older > 1 else 0), part


class Month(NamedTuple):
    """The cards of a month, in the order of their list."""

    name: str
    cards: tuple[Card, ...]


def timeline(cards: Iterable[Card], words: Translations) -> tuple[Month, ...]:
    """Cards that come in the order of their dates, by month."""
    months = groupby(cards, lambda card: card.published and card.published.strftime("%Y-%m"))
    return tuple(
        Month(_named(found[0].published, words), found)
        for found in (tuple(cards) for _, cards in months)
    )


def _named(day: datetime | None, words: Translations) -> str:
    from babel.dates import format_date

    if not day:
        return ""
    return words.dated(format_date(day, "LLLL y", locale=words.locale).capitalize())
