"""Personal data in what somebody wrote to the office: where it is, and the text without it.

Wider than the rules of the desk: these words are not the office's, and a person looks at each find
before anything is taken out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pregonero.lint.house import House
from pregonero.lint.personal import AT, CURP, EMAIL, LIVES, PHONE, REACH, RFC
from pregonero.words import N_

#: What stands where something was taken out.
MARK = "[dato personal]"
_CALLED = re.compile(
    r"\b(?:[Mm]e llamo|[Mm]i nombre es|[Ss]oy|[Aa]tentamente[:,.]?|[Aa]tte[:,.]*)\s+"
    r"((?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)(?:\s+(?:de|la|del|los|y|[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)){0,4})"
)


#: Where somebody who writes says that they live.
_MINE = re.compile(r"\b(?:vivo|vivimos|mi (?:casa|domicilio|calle)(?: es| está)?)\b", re.IGNORECASE)


class Datum(NamedTuple):
    """Where a datum is in a text, and what it seems to be (a message)."""

    start: int
    end: int
    what: str


def personal_data(text: str, house: House) -> list[Datum]:
    """What tells who somebody is or how to find them, in the order of the text."""
    found = sorted(_found(text, house), key=lambda one: (one.start, -one.end))
    apart: list[Datum] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _found(text: str, house: House) -> Iterator[Datum]:
    for one in CURP.finditer(text):
        yield Datum(*one.span(), N_("una CURP"))
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


def without(text: str, data: Iterable[Datum]) -> str:
    """A text with a mark in place of each datum."""
    parts: list[str] = []
    at = 0
    for one in data:
        parts += (text[at : one.start], MARK)
        at = one.end
    return "".join((*parts, text[at:]))
