"""Personal data in what somebody wrote to the office: where it is, and the text without it.

Wider than the rules of the desk: these words are not the office's, and a person looks at each find
before anything is taken out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pregonero.i18n import N_
from pregonero.lint.minors import PLACE
from pregonero.lint.personal import AT, CURP, EMAIL, LIVES, PHONE, REACH, RFC, VOTER
from pregonero.lint.wordlists import GIVEN
from pregonero.newsroom.editorial import EditorialConfig

#: What stands where something was taken out.
MARK = "[dato personal]"
_CALLED = re.compile(
    r"\b(?:[Mm]e llamo|[Mm]i nombre es|[Ss]oy|[Aa]tentamente[:,.]?|[Aa]tte[:,.]*)\s+"
    r"((?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)(?:\s+(?:de|la|del|los|y|[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)){0,4})"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+"
#: Words with capitals, one after another: where the first is a given name, somebody's.
_NAME = re.compile(
    rf"(?<![\w.]){_CAPITAL}(?:\s+(?:(?:de|la|del|las|los|y)\s+){{0,3}}{_CAPITAL}){{1,5}}"
)

#: Where somebody who writes says that they live.
_MINE = re.compile(r"\b(?:vivo|vivimos|mi (?:casa|domicilio|calle)(?: es| está)?)\b", re.IGNORECASE)


class Datum(NamedTuple):
    """Where a datum is in a text, and what it seems to be (a message)."""

    start: int
    end: int
    what: str


def personal_data(
    text: str, house: EditorialConfig, known: Iterable[tuple[str, str]] = ()
) -> list[Datum]:
    """What tells who somebody is or how to find them, in the order of the text.

    `known` are words that were found to be so elsewhere, and what they seem to be.
    """
    again = (
        Datum(*match.span(), what)
        for words, what in known
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
    )
    found = sorted((*_found(text, house), *again), key=lambda one: (one.start, -one.end))
    apart: list[Datum] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _found(text: str, house: EditorialConfig) -> Iterator[Datum]:
    for one in CURP.finditer(text):
        yield Datum(*one.span(), N_("una CURP"))
    for one in VOTER.finditer(text):
        yield Datum(*one.span(), N_("una clave de elector"))
    for one in RFC.finditer(text):
        yield Datum(*one.span(), N_("un RFC"))
    for one in PHONE.finditer(text):
        digits = "".join(filter(str.isdigit, one[0]))[-10:]
        if len(digits) == 10 and digits not in house.phones:
            yield Datum(*one.span(), N_("un teléfono"))
    for one in EMAIL.finditer(text):
        if not {one[0].lower(), f"@{one[2].lower()}"} & set(house.emails):
            yield Datum(*one.span(), N_("un correo"))
    for one in (*LIVES.finditer(text), *_MINE.finditer(text)):
        if at := AT.match(text[one.end() : one.end() + REACH]):
            gap = len(at[0]) - len(at[0].lstrip())
            yield Datum(one.end() + gap, one.end() + at.end(), N_("un domicilio"))
    for one in _CALLED.finditer(text):
        yield Datum(*one.span(1), N_("un nombre"))
    for one in _NAME.finditer(text):
        words = list(re.finditer(r"\w+", one[0]))
        start = next((w.start() for w in words[:-1] if w[0] in GIVEN), None)
        # Streets and schools are called after people.
        if start is not None and not PLACE.search(text[: one.start() + start]):
            yield Datum(one.start() + start, one.end(), N_("un nombre"))


def without(text: str, data: Iterable[Datum]) -> str:
    """A text with a mark in place of each datum."""
    parts: list[str] = []
    at = 0
    for one in data:
        parts += (text[at : one.start], MARK)
        at = one.end
    return "".join((*parts, text[at:]))
